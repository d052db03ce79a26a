"""What has to hold for every input: no error that nobody caught, an exit code of ours, and no more than a second."""

import gc
import io
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, NamedTuple

from gwe_lint.cli.main import main

CODES = (0, 1, 2, 3)
SLOWEST = 1.0  # seconds of processor time for an input of 100 kB
HANGS = 60  # seconds


class Broken(Exception):
    """A promise that an input broke."""


class Hangs(BaseException):
    """The time is up; nothing in the tool catches this."""


class Ran(NamedTuple):
    """What a run gave."""

    code: int
    out: str
    err: str


def command(*arguments: str) -> Ran:
    """Run the command line in this process. Raises ``Broken`` for an exit code of nobody, or an internal error."""
    out, err = io.StringIO(), io.StringIO()
    stdin = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(b"[endpoints:1]\nwebme=Q\n"))
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main(arguments)
    finally:
        sys.stdin = stdin
    ran = Ran(code, out.getvalue(), err.getvalue())
    if code not in CODES:
        raise Broken(f"exit code {code} of {arguments}")
    if "gwe-lint: internal error: " in ran.err or " crashed in estate " in ran.err:
        raise Broken(f"{arguments}: {ran.err}")
    return ran


def judge(run: Callable[[bytes], Any], data: bytes, slowest: float = SLOWEST) -> float:
    """The processor time of one input. Raises ``Broken`` for any error, and where it takes longer in two runs."""
    taken = _timed(run, data)
    if taken > slowest:  # once more, since another process may have had the caches
        gc.collect()
        taken = min(taken, _timed(run, data))
    if taken > slowest:
        raise Broken(f"takes {taken:.2f} s for {len(data)} bytes")
    return taken


def _timed(run: Callable[[bytes], Any], data: bytes) -> float:
    started = time.process_time()
    with _alarm(HANGS):
        try:
            run(data)
        except Broken:
            raise
        except Hangs:
            raise Broken(f"no end within {HANGS} s") from None
        except Exception as error:
            raise Broken(f"{type(error).__name__}: {error}") from error
    return time.process_time() - started


@contextmanager
def _alarm(seconds: int) -> Iterator[None]:
    def up(*_: object) -> None:
        raise Hangs

    if not hasattr(signal, "SIGALRM"):  # Windows: a hang is one of the whole run
        yield
        return
    former = signal.signal(signal.SIGALRM, up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


@contextmanager
def inside(folder: str | os.PathLike[str]) -> Iterator[None]:
    """The working directory is this folder meanwhile."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
