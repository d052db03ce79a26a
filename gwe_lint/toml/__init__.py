"""TOML with the line of every key and every mistake."""
