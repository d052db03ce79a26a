"""How far a long loop is, told to whoever listens: the command line does on a terminal, and nobody does elsewhere."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")
Listener = Callable[[int, int, str], None]  # how many are done, of how many, and what they are

_listeners: list[Listener] = []
_hearers: list[Callable[[str], None]] = []


def listen(listener: Listener) -> None:
    """From now on this one is told, and nobody else."""
    _listeners[:] = [listener]


def nobody_listens() -> None:
    """From now on nobody is told: in a process that works for another one."""
    _listeners.clear()


def steps(things: Iterable[Thing], total: int, what: str) -> Iterable[Thing]:
    """The same things, each told when the next one is asked for. Where nobody listens they are what they were."""
    return _told(things, total, what) if _listeners and total > 1 else things


def _told(things: Iterable[Thing], total: int, what: str) -> Iterator[Thing]:
    outer, _listeners[:] = tuple(_listeners), []  # what is done for one of these is not told as well
    try:
        for number, thing in enumerate(things):
            for listener in outer:
                listener(number, total, what)
            yield thing
    finally:
        for listener in outer:
            listener(total, total, what)
        _listeners[:] = outer


def hear(hearer: Callable[[str], None]) -> None:
    """From now on this one hears what a run waits for, and nobody else."""
    _hearers[:] = [hearer]


def waits(for_what: str) -> None:
    """Tell whoever hears it what the run waits for."""
    for hearer in _hearers:
        hearer(for_what)
