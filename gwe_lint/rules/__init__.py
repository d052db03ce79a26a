"""Rules are rows of packs: how they are read, kept and selected, and what plug-ins add to them."""
