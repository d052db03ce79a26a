"""A folder replaced whole: whoever looks finds the old one or the new one, whatever happens in between."""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

INTERRUPTED = "a snapshot was stopped while it took the place of the baseline, which is whole: run snapshot again"


def former(target: Path) -> Path:
    """Where the old folder is while the new one takes its place."""
    return _beside(target)[1]


def _beside(target: Path) -> tuple[Path, Path, Path]:
    """The new folder until it is whole; the old one, whole; the old one while it is removed."""
    new, before, gone = (target.with_name(f".{target.name}.{end}") for end in ("new", "before", "gone"))
    return new, before, gone


def is_interrupted(target: Path) -> bool:
    """True where a run was killed between the two renames: the old folder is whole, under its other name."""
    return former(target).is_dir() and not target.exists()


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """No other run replaces this folder, or one beside it; what a run that was killed has left is put right first.

    The lock ends with the process, whatever ends that. Where the system has no locks, there is none.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle = _locked(target.parent)
    try:
        if is_interrupted(target):
            former(target).rename(target)
        for left in _beside(target):
            if left.exists():
                shutil.rmtree(left)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(folder: Path) -> int | None:
    try:
        import fcntl  # noqa: PLC0415  Windows has none
    except ImportError:
        return None
    handle = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # some file systems have none
        fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def replace_folder(target: Path, files: Mapping[str, str], ours: Collection[str]) -> None:
    """The folder holds these files, and all it held before but for ``ours``. Raises ``OSError``; then it is as before.

    To be called inside of ``alone``.
    """
    fresh, old, gone = _beside(target)
    try:
        _fill(fresh, target, files, ours)
        if target.exists():
            _swap(fresh, target, old)
        else:
            fresh.rename(target)
    except BaseException:  # Ctrl-C too leaves nothing behind
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    if old.exists():
        old.rename(gone)  # so that what is named .before is whole at any time
        shutil.rmtree(gone, ignore_errors=True)


def _fill(fresh: Path, target: Path, files: Mapping[str, str], ours: Collection[str]) -> None:
    fresh.mkdir()
    for name, text in files.items():
        with (fresh / name).open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    if not target.exists():
        return
    for path in sorted(target.iterdir()):
        if path.name in ours:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, fresh / path.name, symlinks=True)
        else:
            shutil.copy2(path, fresh / path.name, follow_symlinks=False)
    shutil.copymode(target, fresh)


def _swap(fresh: Path, target: Path, old: Path) -> None:
    target.rename(old)
    try:
        fresh.rename(target)
    except BaseException:
        old.rename(target)
        raise
