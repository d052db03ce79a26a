"""Signals that end a run: Ctrl-C, SIGTERM and SIGHUP. What must not be left half done is not disturbed by them."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class _State:
    """The first signal that came; whether one waits for its turn; and how much is done now that it waits for."""

    first = 0
    waits = False
    held = 0


_folders: list[tuple[Path, int | None]] = []  # the temporary folders that are there now, with their locks


def listen() -> None:
    """From now on the signals raise ``KeyboardInterrupt``. One that the caller has us ignore stays ignored."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _came)


def _came(number: int, _: FrameType | None) -> None:
    _State.first = _State.first or number
    if _State.held:
        _State.waits = True
        return
    raise KeyboardInterrupt


def is_of_user() -> bool:
    """True for an interruption from the keyboard: whoever made it waits for what is there already."""
    return _State.first in (0, signal.SIGINT)


@contextmanager
def undisturbed() -> Iterator[None]:
    """What is done here is done whole: a signal that comes meanwhile raises ``KeyboardInterrupt`` at its end."""
    _State.held += 1
    try:
        yield
    finally:
        _State.held -= 1
        if not _State.held:
            give_way()


def give_way() -> None:
    """Raise ``KeyboardInterrupt`` where a signal waits: for long work, undisturbed, at each point where it may end."""
    if _State.waits:
        _State.waits = False
        raise KeyboardInterrupt


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new folder that only its owner can read, without links in its path. It is removed in the end.

    What a killed run left of that kind is removed first.
    """
    made = None
    try:
        with undisturbed():
            made = _folder()
            _folders.append(made)
        yield made[0]
    finally:
        with undisturbed():
            if made in _folders:
                _remove(*made)


def _folder() -> tuple[Path, int | None]:
    from tempfile import gettempdir, mkdtemp  # noqa: PLC0415  needed only where files are unpacked

    from gwe_lint.leftovers import claimed, remove_abandoned  # noqa: PLC0415

    remove_abandoned(Path(gettempdir()), "gwe-lint-")
    while True:
        path = Path(mkdtemp(prefix="gwe-lint-")).resolve()
        handle = claimed(path)
        if path.is_dir():
            return path, handle


def _remove(path: Path, handle: int | None) -> None:
    import shutil  # noqa: PLC0415

    _folders.remove((path, handle))
    shutil.rmtree(path, ignore_errors=True)
    if handle is not None:
        os.close(handle)


def end(code: int) -> int:
    """No signal disturbs from now on, and no temporary folder is left. The exit code, or that of the first signal."""
    _State.held += 1
    for made in tuple(_folders):
        _remove(*made)
    return 128 + _State.first if _State.first else code
