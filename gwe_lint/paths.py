"""Paths as reports show them, and as the file system has them."""

import os
from pathlib import Path


def shown(path: str) -> str:
    """The path as text, whatever the locale: in UTF-8, with what is not UTF-8 kept as it is."""
    return os.fsencode(path).decode("utf-8", "surrogateescape")


def on_disk(path: str) -> Path:
    """The path behind one that a report shows."""
    return Path(os.fsdecode(path.encode("utf-8", "surrogateescape")))
