"""What ``gwe-lint.toml`` says."""
