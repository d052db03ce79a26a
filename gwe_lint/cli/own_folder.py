"""Mark the folders that a command writes, so that nobody takes what lies in them for exports of servers."""

from pathlib import Path

from gwe_lint.cli.streams import write_whole
from gwe_lint.paths import WRITTEN_MARK


def mark_as_own(folder: Path, command: str) -> None:
    """Write the mark by which a folder of exports leaves this one out. Raises ``Untrusted`` where it cannot."""
    text = f"gwe-lint {command} wrote this folder. What lies in it is no export, and gwe-lint does not enter it.\n"
    write_whole(folder / WRITTEN_MARK, text)
