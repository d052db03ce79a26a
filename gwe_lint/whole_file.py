"""Replacement of a file in one step: whoever reads it finds the old content or the new one, and never a part."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from gwe_lint.interruption import give_way, undisturbed
from gwe_lint.leftovers import claimed, remove_abandoned

_BEGINS = ".gwe-lint-new."  # the names of files that are not whole yet, beside those whose place they take


def replace_file(target: Path, content: Iterable[bytes], mode: int) -> None:
    """The file holds these pieces, and has this mode. Raises ``OSError``. The file is as before then.

    All is on the disk before it takes the place of the file. What a killed run left beside it is removed.
    """
    with undisturbed():
        remove_abandoned(target.parent, _BEGINS)
        temporary, lock = _made(target.parent)
        try:
            with temporary.open("wb") as file:
                for piece in content:
                    give_way()
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(mode)
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        finally:
            if lock is not None:
                os.close(lock)


def _made(folder: Path) -> tuple[Path, int | None]:
    """An empty file that only its owner can read, and its lock."""
    while True:
        path = folder / f"{_BEGINS}{os.urandom(8).hex()}"
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        lock = claimed(path)
        if path.exists():
            return path, lock
