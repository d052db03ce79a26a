"""Options with places that are worked out when somebody asks for them, from what is written around the options."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from gwe_lint.exports.lazy_options import LazyOptions
from gwe_lint.exports.records import Option

Place = tuple[int, int, int]  # line, column and end column

NAME, VALUE = -1, -2  # texts of an item, each in two quotes
_new = tuple.__new__


class Places(Protocol):
    """Where the options of a section stand."""

    def of(self, values: Mapping[str, str]) -> Iterable[Place]:
        """The place of each option; these are their values by name."""


class PlacedOptions(LazyOptions):
    """The options of one section by name, in the order of the file."""

    __slots__ = ("_places",)

    def __init__(self, section: str, values: dict[str, str], places: Places) -> None:
        super().__init__(section, 0, values)
        self._places = places

    def _make(self) -> Iterator[Option]:
        section = self._section
        return (
            _new(Option, (section, name, value, *at, "string"))
            for (name, value), at in zip(self._values.items(), self._places.of(self._values), strict=True)
        )


class KnownPlaces(NamedTuple):
    """Places that are kept: lines, columns, and end columns."""

    lines: "array[int]"
    columns: "array[int]"
    ends: "array[int]"

    def of(self, values: Mapping[str, str]) -> Iterable[Place]:  # noqa: ARG002  as all of them are called
        """The place of each option."""
        return zip(self.lines, self.columns, self.ends, strict=True)

    def part(self, start: int, end: int) -> "KnownPlaces":
        """Those of some of the options."""
        return KnownPlaces(self.lines[start:end], self.columns[start:end], self.ends[start:end])

    def at(self, number: int) -> Place:
        """One of them."""
        return self.lines[number], self.columns[number], self.ends[number]

    def extend(self, lines: Iterable[int], columns: Iterable[int], ends: Iterable[int]) -> None:
        """Add places behind the others."""
        self.lines.extend(lines)
        self.columns.extend(columns)
        self.ends.extend(ends)


class Gap(NamedTuple):
    """What stands between two texts of an item: how many lines end in it, and how long its last line is."""

    lines: int
    width: int


def gap_of(text: str) -> Gap:
    """The gap that this text makes, in which every character is one of UTF-16."""
    return Gap(text.count("\n"), len(text) - text.rfind("\n") - 1)


class RepeatedPlaces(NamedTuple):
    """The places of values in items that are all written in the same way, one behind the other."""

    line: int  # where the first item begins
    column: int
    item: Sequence[Gap | int]  # what follows on each other in an item, in the order of the text: NAME, VALUE and gaps
    lengths: Mapping[int, int]  # of values as they are written, by number, where they are no texts in two quotes

    def of(self, values: Mapping[str, str]) -> Iterator[Place]:
        """The place of each value, with its quotes."""
        line, column = self.line, self.column
        for number, (name, value) in enumerate(values.items()):
            for part in self.item:
                if isinstance(part, Gap):
                    line += part.lines
                    column = part.width + 1 if part.lines else column + part.width
                elif part == NAME:
                    column += len(name) + 2
                else:
                    end = column + self.lengths.get(number, len(value) + 2)
                    yield line, column, end
                    column = end
