"""Paths as reports show them, and as the file system has them."""

import os
from pathlib import Path

WRITTEN_MARK = ".written-by-gwe-lint"  # the name of a file by which folders that we wrote are known


def shown(path: str) -> str:
    """The path as text in UTF-8, whatever the locale. Bytes that are not UTF-8 are kept."""
    return os.fsencode(path).decode("utf-8", "surrogateescape")


def on_disk(path: str) -> Path:
    """The path behind one that a report shows."""
    return Path(os.fsdecode(path.encode("utf-8", "surrogateescape")))
