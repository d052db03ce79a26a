"""Related places of hits about many servers: the first are shown, the others counted, and all are kept once."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from gwe_lint.estate.model import Note, Place

_Made = TypeVar("_Made")


class Related(NamedTuple):
    """The related places of a hit: those that are shown, how many more there are, and, where there are more, all."""

    notes: tuple[Note, ...]
    more: int = 0
    ends: tuple[Place, ...] = ()


class Shared:
    """What is made once for a sequence of servers, however many clients reach just these.

    One is for one purpose: it gives what was made first for a sequence, whatever is to be made next.
    """

    def __init__(self) -> None:
        self._made: dict[int, tuple[Sequence[Any], Any]] = {}  # with the sequence, so that its id stays its own

    def of(self, servers: Sequence[Any], make: Callable[[], _Made]) -> _Made:
        """What was made for this very sequence, or is made now."""
        if id(servers) not in self._made:
            self._made[id(servers)] = servers, make()
        made: _Made = self._made[id(servers)][1]
        return made
