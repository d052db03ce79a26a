"""Mark the folders that a command writes, so that nobody takes what lies in them for exports of servers."""

from collections.abc import Mapping

from gwe_lint.paths import WRITTEN_MARK


def own_mark(command: str) -> Mapping[str, str]:
    """The file by which a folder of exports leaves this one out, with its name."""
    text = f"gwe-lint {command} wrote this folder. What lies in it is no export, and gwe-lint does not enter it.\n"
    return {WRITTEN_MARK: text}
