"""The history: reports kept in a database, and what it answers of them."""
