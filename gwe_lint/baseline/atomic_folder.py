"""Atomic replacement of a folder: a reader finds the old folder or the new one, never a mixture."""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

INTERRUPTED = "a snapshot was stopped while it took the place of the baseline, which is whole: run snapshot again"


def former(target: Path) -> Path:
    """The path of the old folder while the new one takes its place."""
    return _siblings(target)[1]


def _siblings(target: Path) -> tuple[Path, Path, Path]:
    """Three paths beside the target: the unfinished new folder, the whole old one, and the old one during removal."""
    new, old, removed = (target.with_name(f".{target.name}.{end}") for end in ("new", "before", "gone"))
    return new, old, removed


def is_interrupted(target: Path) -> bool:
    """True where a run was killed between the two renames. The old folder is whole then, under its other name."""
    return former(target).is_dir() and not target.exists()


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold a lock, so that no other run replaces this folder or one beside it. Repair what a killed run left.

    The lock ends with the process. A system without locks has none.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle = _lock(target.parent)
    try:
        if is_interrupted(target):
            former(target).rename(target)
        for leftover in _siblings(target):
            if leftover.exists():
                shutil.rmtree(leftover)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _lock(folder: Path) -> int | None:
    try:
        import fcntl  # noqa: PLC0415  Windows has none
    except ImportError:
        return None
    handle = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # some file systems have none
        fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def replace_folder(target: Path, files: Mapping[str, str], ours: Collection[str]) -> None:
    """The folder holds these files, and its former content without ``ours``. Call this inside of ``locked``.

    Raises ``OSError``. The folder is as before then.
    """
    new, old, removed = _siblings(target)
    try:
        _fill(new, target, files, ours)
        if target.exists():
            _swap(new, target, old)
        else:
            new.rename(target)
    except BaseException:  # Ctrl-C too leaves nothing behind
        shutil.rmtree(new, ignore_errors=True)
        raise
    if old.exists():
        old.rename(removed)  # so that what is named .before is whole at any time
        shutil.rmtree(removed, ignore_errors=True)


def _fill(new: Path, target: Path, files: Mapping[str, str], ours: Collection[str]) -> None:
    new.mkdir()
    for name, text in files.items():
        with (new / name).open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    if not target.exists():
        return
    for path in sorted(target.iterdir()):
        if path.name in ours:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True)
        else:
            shutil.copy2(path, new / path.name, follow_symlinks=False)
    shutil.copymode(target, new)


def _swap(new: Path, target: Path, old: Path) -> None:
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
