"""Drift: an estate against an approved baseline, members against each other, estates against each other."""
