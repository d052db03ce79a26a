"""Baseline files: written and replaced whole, read back, brought up to date, and restored by remedies."""
