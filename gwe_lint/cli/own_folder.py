"""New folders that a command writes, whole or not at all, with a mark: what lies in them are no exports of servers."""

import os
from collections.abc import Mapping
from pathlib import Path

from gwe_lint.baseline.atomic_folder import locked, replace_folder
from gwe_lint.errors import Untrusted
from gwe_lint.paths import WRITTEN_MARK, is_there, refuse_link_outside


def own_mark(command: str) -> Mapping[str, str]:
    """The file by which a folder of exports leaves this one out, with its name."""
    text = f"gwe-lint {command} wrote this folder. What lies in it is no export, and gwe-lint does not enter it.\n"
    return {WRITTEN_MARK: text}


def refuse_used_folder(folder: Path, option: str) -> None:
    """Raise ``Untrusted`` where the folder is there already, and not empty, or a link that leads away."""
    refuse_link_outside(folder)
    try:
        used = is_there(folder) and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise Untrusted([f"{option} {folder}: cannot be read: {error.strerror}"]) from None
    if used:
        raise Untrusted([f"{option} {folder}: is there already, and not empty: name a new folder"])


def write_new_folder(folder: Path, files: Mapping[str, str], command: str, option: str) -> None:
    """Write the files and the mark of the command into the folder. Raises ``Untrusted`` where that fails."""
    target = Path(os.path.realpath(folder))
    try:
        with locked(target):
            replace_folder(target, {**files, **own_mark(command)}, ())
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Untrusted([f"{option} {folder}: cannot be written: {why}; nothing of it was"]) from None
