"""What killed runs left behind: known by its name, and by the lock that ends with its process."""

import os
import shutil
from contextlib import suppress
from pathlib import Path


def claimed(path: Path) -> int | None:
    """A handle of what was just made here, locked until it is closed or the process ends; None where that cannot be.

    Where another run took it for a leftover before it was locked, it is gone from its path.
    """
    handle = _opened(path)
    if handle is not None and not _lock(handle, wait=True):
        os.close(handle)
        return None
    return handle


def remove_abandoned(folder: Path, begins: str) -> None:
    """Remove the files and folders of our own whose names begin so, and whose process does not live any more.

    What cannot be locked stays: somebody may be writing it.
    """
    with suppress(OSError):  # a folder that cannot be listed
        for path in folder.iterdir():
            if path.name.startswith(begins):
                _remove_if_abandoned(path)


def _remove_if_abandoned(path: Path) -> None:
    handle = _opened(path)
    if handle is None:
        return
    try:
        opened = os.fstat(handle)
        if opened.st_uid != os.geteuid() or not _lock(handle, wait=False):
            return
        if os.path.samestat(opened, os.lstat(path)):  # not that which took its place meanwhile
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    except OSError:  # gone meanwhile, or not ours to remove
        return
    finally:
        os.close(handle)


def _opened(path: Path) -> int | None:
    """A handle that can be locked; None for a link, and where the system or the rights give none."""
    if os.name == "nt":
        return None
    try:
        folder = path.is_dir()
        return os.open(path, (os.O_RDONLY if folder else os.O_RDWR) | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None


def _lock(handle: int, *, wait: bool) -> bool:
    """True where the handle holds the lock now."""
    try:
        import fcntl  # noqa: PLC0415  Windows has none

        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):  # held by another, or a file system without locks
        return False
    return True
