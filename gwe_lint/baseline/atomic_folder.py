"""Atomic replacement of a folder: a reader finds the old folder or the new one, never a mixture.

Where the system can exchange two folders in one step, there is no moment without the folder. Elsewhere there are two
renames. A run that is killed between them leaves the old folder whole under another name.
"""

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from time import sleep
from typing import TypeVar

from gwe_lint.baseline.exchange import exchange
from gwe_lint.errors import Untrusted
from gwe_lint.interruption import give_way, undisturbed

_T = TypeVar("_T")
_LOOKS, _MOMENT = 10, 0.02  # how often a folder is looked at that is being replaced, and the seconds between

INTERRUPTED = "a snapshot was stopped while it took the place of the baseline, which is whole: run snapshot again"


def former(target: Path) -> Path:
    """The path of the old folder while the new one takes its place."""
    return _siblings(target)[1]


def _siblings(target: Path) -> tuple[Path, Path, Path]:
    """Three paths beside the target: the unfinished new folder, the whole old one, and the old one during removal."""
    new, old, removed = (target.with_name(f".{target.name}.{end}") for end in ("new", "before", "gone"))
    return new, old, removed


def is_interrupted(target: Path) -> bool:
    """True where a run was killed between the two renames. The old folder is whole then, under its other name.

    A run that is between them now gets a moment to go on.
    """
    for _ in range(_LOOKS):
        if not former(target).is_dir() or target.exists():
            return False
        sleep(_MOMENT)
    return True


def of_one_version(target: Path, read: Callable[[], _T]) -> _T:
    """What ``read`` gives while nobody replaces the folder. It is called again where somebody did.

    Raises ``Untrusted`` where that happens each time, and what ``read`` raises.
    """
    for _ in range(_LOOKS):
        version = _version(target)
        try:
            result = read()
        except (OSError, Untrusted):
            if _version(target) == version:
                raise
        else:
            if _version(target) == version:
                return result
        sleep(_MOMENT)
    raise Untrusted([f"{target.name}: is replaced again and again while it is read: try later"])


def _version(folder: Path) -> tuple[int, ...]:
    """What tells one version of the folder from another."""
    try:
        stat = folder.stat()
    except OSError:
        return ()
    return stat.st_dev, stat.st_ino, stat.st_ctime_ns


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold a lock, so that no other run replaces this folder or one beside it. Repair what a killed run left.

    The lock ends with the process.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with folder_lock(target.parent):
        if is_interrupted(target):
            former(target).rename(target)
        with undisturbed():
            for leftover in _siblings(target):
                if leftover.exists():
                    shutil.rmtree(leftover)
        yield


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold a lock of the folder itself; of a file in it where a folder cannot be locked."""
    handle = _folder_lock(folder)
    try:
        with nullcontext() if handle is not None else file_lock(folder):
            yield
    finally:
        if handle is not None:
            os.close(handle)


def _folder_lock(folder: Path) -> int | None:
    """The locked folder, or None where the system or the file system locks no folders."""
    try:
        import fcntl  # noqa: PLC0415  Windows has none
    except ImportError:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        os.close(handle)
        return None
    return handle


def file_lock(folder: Path) -> AbstractContextManager[object]:
    """A lock by a hidden file in the folder, which stays there."""
    from filelock import FileLock  # noqa: PLC0415  rarely needed, and slow to import

    return FileLock(folder / ".gwe-lint.lock")


def replace_folder(target: Path, files: Mapping[str, str], ours: Collection[str]) -> None:
    """The folder holds these files, and its former content without ``ours``. Call this inside of ``locked``.

    All is on the disk before it takes the folder's place. Raises ``OSError``. The folder is as before then.
    """
    with undisturbed():
        new, old, removed = _siblings(target)
        try:
            _fill(new, target, files, ours)
            _flush(new)
            if not target.exists():
                new.rename(target)
            elif not exchange(new, target):
                _swap(new, target, old)
        except BaseException:  # Ctrl-C too leaves nothing behind
            shutil.rmtree(new, ignore_errors=True)
            raise
        _flush_folder(target.parent)
        for left in (new, old):  # where the former folder is now
            if left.exists():
                left.rename(removed)  # so that what is named .before is whole at any time
                shutil.rmtree(removed, ignore_errors=True)


def _fill(new: Path, target: Path, files: Mapping[str, str], ours: Collection[str]) -> None:
    new.mkdir()
    for name, text in files.items():
        give_way()
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        with (new / name).open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    if not target.exists():
        return
    for path in sorted(target.iterdir()):
        if path.name in ours:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True, copy_function=_copy)
        else:
            _copy(path, new / path.name, follow_symlinks=False)
    shutil.copymode(target, new)


def _copy(path: str | Path, to: str | Path, *, follow_symlinks: bool = True) -> None:
    give_way()
    shutil.copy2(path, to, follow_symlinks=follow_symlinks)


def _flush(folder: Path) -> None:
    """All files and folders below a folder are on the disk."""
    for base, _, names in os.walk(folder):
        for name in names:
            give_way()
            path = Path(base, name)
            if not path.is_symlink():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
        _flush_folder(Path(base))


def _flush_folder(folder: Path) -> None:
    """The names in a folder are on the disk, where the system can do that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # a file system that cannot flush a folder
        return
    finally:
        os.close(handle)


def _swap(new: Path, target: Path, old: Path) -> None:
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
