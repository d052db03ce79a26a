"""Find the files of an import: what is named, or what lies in a folder; nothing there leads out of it, or waits."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from gwe_lint.errors import Untrusted
from gwe_lint.exports.formats import endings
from gwe_lint.loading.walk import LINKED_FOLDER, is_below, may_be_read, unreadable
from gwe_lint.text import escaped, listed

_NOT_IMPORTED = ("adopt", "rollback", "longer-way")  # folders beside the fragments that gwe-lint writes
_LINK_OUT = "a link that leads out of the folder"
_NO_FILE = "a pipe or a device, and no file"


class ImportFiles(NamedTuple):
    """The files to import, in their order, and reasons for what was left out unopened."""

    files: tuple[Path, ...]
    left_out: tuple[str, ...] = ()


def files_to_import(path: Path, root: Path, shown: Callable[[Path], str]) -> ImportFiles:
    """The file, or the fragments in a folder: not what would accept or undo them.

    A link counts where its target lies in the folder. Raises ``Untrusted`` where a folder has nothing to import, or
    cannot be read.
    """
    folder = root / path
    if not folder.is_dir():
        return ImportFiles((path,))
    files: list[Path] = []
    left_out: list[str] = []
    for file, why in _walk(folder):
        if why:
            left_out.append(f"{escaped(shown(file))}: this is {why}: it was not laid over")
        else:
            files.append(file)
    if not files:
        more = f" ({listed(left_out)})" if left_out else ""
        raise Untrusted([f"--import {path.as_posix()}: there is no file to import in this folder{more}"])
    return ImportFiles(tuple(files), tuple(left_out))


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """What is called like an export below a folder, with why it is left out; links to folders are left out, too."""
    home = os.path.realpath(folder)
    for base, folders, names in os.walk(folder, onerror=unreadable):
        visible = sorted(name for name in folders if not name.startswith(".") and name not in _NOT_IMPORTED)
        folders[:] = [name for name in visible if not Path(base, name).is_symlink()]
        yield from ((Path(base, name), LINKED_FOLDER) for name in visible if name not in folders)
        for name in sorted(names):
            if name.lower().endswith(endings()) and not name.startswith("."):
                path = Path(base, name)
                out = path.is_symlink() and not is_below(os.path.realpath(path), [home])
                yield path, _LINK_OUT if out else "" if may_be_read(path) else _NO_FILE
