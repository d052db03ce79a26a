"""What a machine sees of the places of exports: none may take for an empty folder what another one can read."""

import os
from collections.abc import Iterable, Sequence
from enum import IntEnum
from pathlib import Path


class Seen(IntEnum):
    """What stands at a place, the least first."""

    NOTHING = 0
    UNREADABLE = 1
    EMPTY = 2
    CONTENT = 3

    @property
    def words(self) -> str:
        """The same as people read it."""
        return _WORDS[self]


_WORDS = {
    Seen.NOTHING: "no such file or folder",
    Seen.UNREADABLE: "cannot be read",
    Seen.EMPTY: "an empty folder",
    Seen.CONTENT: "there",
}


def seen_at(places: Iterable[Path]) -> tuple[Seen, ...]:
    """What this machine sees at each place."""
    return tuple(map(_seen, places))


def less_seen(places: Sequence[Path], seen: Sequence[Seen], wanted: Sequence[Seen]) -> list[str]:
    """The places of which less is seen than wanted, as reasons."""
    return [
        f"{place.as_posix()}: {here.words}"
        for place, here, there in zip(places, seen, wanted, strict=True)
        if here < there
    ]


def _seen(place: Path) -> Seen:
    try:
        if not place.is_dir():
            place.stat()
            return Seen.CONTENT
        with os.scandir(place) as entries:
            return Seen.CONTENT if next(entries, None) else Seen.EMPTY
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return Seen.NOTHING
    except OSError:
        return Seen.UNREADABLE
