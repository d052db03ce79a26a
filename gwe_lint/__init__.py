"""A configuration linter and drift checker for the option sets of Genesys servers."""

__version__ = "0.1.0"
HOMEPAGE = "https://gwe-lint.example"  # stands in until the project has a public address (docs/decisions.md)
