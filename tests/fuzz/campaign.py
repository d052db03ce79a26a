"""A run of one target: inputs until a count or a time is reached, crashes kept as cases."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.commands import COMMANDS, prepare
from tests.fuzz.mutation import Material, mutated
from tests.fuzz.readers import READERS
from tests.fuzz.verdict import Broken, inside, judge

CASES = Path(__file__).parent / "cases"
NAMES = (*READERS, *COMMANDS)


class Figures(NamedTuple):
    """What a run came to."""

    inputs: int
    seconds: float
    slowest: float  # of one input
    broken: tuple[tuple[bytes, str], ...]  # inputs that broke a promise, and which


@contextmanager
def target(name: str) -> Iterator[tuple[Material, Callable[[bytes], None]]]:
    """What a target starts from, and what it does with an input, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, inside(folder):
        if name in READERS:
            yield READERS[name]
            return
        prepare(Path(folder))
        yield COMMANDS[name]()


def campaign(name: str, seed: int, *, runs: int = 0, seconds: float = 0) -> Figures:
    """Run a target with so many inputs, or for so long. It goes on after a broken promise."""
    rng = random.Random(f"{name} {seed}")
    started, slowest, done = time.monotonic(), 0.0, 0
    broken: list[tuple[bytes, str]] = []
    with target(name) as (material, run):
        while done < runs if runs else time.monotonic() - started < seconds:
            data = mutated(material, rng)
            done += 1
            try:
                slowest = max(slowest, judge(run, data))
            except Broken as error:
                broken.append((data, str(error)))
    return Figures(done, time.monotonic() - started, slowest, tuple(broken))


def keep(name: str, data: bytes) -> Path:
    """Write an input into the cases, which the tests replay, and give its path."""
    path = CASES / name / sha256(data).hexdigest()[:16]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
