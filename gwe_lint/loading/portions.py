"""Portions of what is to be loaded: each can be loaded by itself, in whatever process."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gwe_lint.config.model import Config

SINGLE_FILES = "files"  # the estate of files that are given singly


class Portion(NamedTuple):
    """A configured estate by its number, or a folder, in which may be several estates, or single files.

    ``taken`` has the names that other portions have, too: an estate that is called so gets the name of its path.
    """

    plan: int | None
    name: str
    path: Path | None = None
    singles: tuple[str, ...] = ()
    taken: frozenset[str] = frozenset()

    def places(self, config: Config, root: Path) -> tuple[Path, ...]:
        """Where its exports are looked for."""
        if self.plan is not None:
            return tuple(config.folder / path for path in config.estates[self.plan].paths)
        return tuple(root / path for path in ((self.path,) if self.path else self.singles))


def name_of(folder: Path) -> str:
    """The name of the estate in a folder, where no other one is called so."""
    return folder.name or "root"


def without_same_names(portions: Sequence[Portion]) -> tuple[Portion, ...]:
    """The portions; each knows which names others have, if each of them is one estate."""
    counts = Counter(portion.name for portion in portions)
    return tuple(
        portion._replace(taken=frozenset({portion.name} if counts[portion.name] > 1 else ())) for portion in portions
    )


def named_anew(
    portions: Sequence[Portion], names: Sequence[Sequence[str]], *, whole: bool
) -> Iterator[tuple[int, Portion]]:
    """The portions whose estates got other names than they should have, with their positions.

    ``names`` has those of the estates that were found in each, before names that several have were replaced. Not
    ``whole``: there are more portions, so that what they are said to have stays taken.
    """
    found = [own if portion.path is not None else () for portion, own in zip(portions, names, strict=True)]
    counts = Counter(name for own in found for name in own)
    for position, (portion, own) in enumerate(zip(portions, found, strict=True)):
        before = portion.taken.intersection(own)
        taken = frozenset(name for name in own if counts[name] > 1 or (name in before and not whole))
        if taken != before:
            yield position, portion._replace(taken=taken)


def are_large(places: Iterable[Path], enough: int) -> bool:
    """True where the files at these places, and below them, have so many bytes together. It looks no further."""
    size = 0
    for place in places:
        for file in _files(place):
            with suppress(OSError):
                size += file.stat().st_size
            if size >= enough:
                return True
    return False


def _files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    for base, folders, names in os.walk(place):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(base, name) for name in names)
