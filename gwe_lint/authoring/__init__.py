"""For people who write packs: examples, mutation, pages of rules, schemas, the beginning of a pack."""
