"""Acme's own checks and rules for gwe-lint; the packs lie beside this file."""
