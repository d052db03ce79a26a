"""Options of a section in JSON, a map or a list of pairs, as the standard library reads them: fast, without places.

Where any of them is odd they are read again, one by one. Places are found when somebody asks for them.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from gwe_lint.exports.placed_options import Place
from gwe_lint.exports.readers.json_values import Json, Lines, Number

_LEAST = 200  # characters of an object that is worth it
BLANKS = "[ \t\n\r]*"
STRING = r'"(?:[^"\\]|\\.)*+"'
_VALUE = rf'(?:{STRING}|[^"\\,\[\]{{}} \t\n\r]+)'
_MEMBER = re.compile(rf"({STRING}){BLANKS}:{BLANKS}({_VALUE})").finditer
_OF_PAIR = rf'"(key|value)"{BLANKS}:{BLANKS}{_VALUE}{BLANKS}'
_TWO_PAIRS = re.compile(rf"\[{BLANKS}\{{{BLANKS}{_OF_PAIR},{BLANKS}{_OF_PAIR}\}}{BLANKS},{BLANKS}\{{").match
_TEXTS = {True: "true", False: "false"}


class WrittenPlaces(NamedTuple):
    """The places of the values in a part of a document, which begins in this line and column."""

    line: int
    column: int
    text: str  # of plain options
    key: str | None  # of the members whose values these are; None: of all

    def of(self, values: Mapping[str, str]) -> Iterator[Place]:  # noqa: ARG002  as all of them are called
        """The place of each value, with its quotes."""
        text, line, before, at = self.text, self.line, -self.column, 0
        for found in _MEMBER(text):
            start, end = found.span(2)
            if ends := text.count("\n", at, start):
                line, before = line + ends, text.rfind("\n", at, start)
            at = start
            if self.key is None or json.loads(found[1]) == self.key:
                yield line, start - before, end - before


class PlainMembers:
    """The members of an object, all of them strings, and no two with the same key."""

    def __init__(self, text: str, span: tuple[int, int], values: dict[str, str], again: Callable[[int], Json]) -> None:
        """``again`` reads the object that begins at an offset of the text one by one."""
        self._text = text
        self._span = span
        self.values = values
        self._again = again

    def __len__(self) -> int:
        return len(self.values)

    def has(self, part: str) -> bool:
        """True where one of the values has this in it."""
        return any(part in text for text in self.values.values())

    def all(self) -> Mapping[str, Json]:
        """All members by key, each with its place."""
        return self._all

    @cached_property
    def _all(self) -> Mapping[str, Json]:
        return self._again(self._span[0]).members or {}

    def places(self, at: Place) -> WrittenPlaces:
        """The places of all values; ``at`` is that of the object."""
        start, end = self._span
        return WrittenPlaces(*at[:2], self._text[start:end], None)


class PlainPairs:
    """A list of objects of two members, ``key`` and ``value``. Each value is a text, a number or a truth value."""

    def __init__(
        self,
        text: str,
        span: tuple[int, int],
        columns: tuple[Sequence[str], Sequence[str]],
        again: Callable[[int], Json],
    ) -> None:
        """``columns`` are keys and values; ``again`` reads the list that begins at an offset one by one."""
        self._text = text
        self._span = span
        self.names, self.texts = columns
        self._again = again

    def __len__(self) -> int:
        return len(self.names)

    def each(self) -> Iterator[Json]:
        """One object after the other."""
        data = self._again(self._span[0]).data
        return iter(data.each())

    def places(self, lines: Lines) -> WrittenPlaces:
        """The places of all values."""
        start, end = self._span
        return WrittenPlaces(*lines.at(start), self._text[start:end], "value")


def members_at(text: str, at: int, again: Callable[[int], Json]) -> tuple[PlainMembers, int] | None:
    """The members of the object that begins here, and the offset behind it, where it is such an object."""
    end = text.find("}", at)
    if end - at < _LEAST or text.find("{", at + 1, end) >= 0:
        return None
    pairs, behind = scanned(text, at)
    values = dict(pairs or ())
    if not values or len(values) < len(pairs) or set(map(type, values.values())) != {str}:
        return None
    return PlainMembers(text, (at, behind), values, again), behind


def pairs_at(text: str, at: int, again: Callable[[int], Json]) -> tuple[PlainPairs, int] | None:
    """The pairs in the list that begins here, and the offset behind it; None where this is no such list.

    A list of one is none.
    """
    begun = _TWO_PAIRS(text, at)
    rows, behind = scanned(text, at) if begun else (None, at)
    columns = columns_of(rows) if rows else None
    return (PlainPairs(text, (at, behind), columns, again), behind) if columns else None


def columns_of(rows: list[Any]) -> tuple[Sequence[str], Sequence[str]] | None:
    """The keys and the values of objects that were read, where all are such pairs, written in one order."""
    if set(map(type, rows)) != {tuple} or set(map(len, rows)) != {2}:
        return None
    members = list(chain.from_iterable(rows))
    keys = list(map(itemgetter(0), members))
    if keys != keys[:2] * len(rows) or sorted(keys[:2]) != ["key", "value"]:
        return None
    data = list(map(itemgetter(1), members))
    at_name = keys.index("key")
    names, texts = data[at_name::2], _as_texts(data[1 - at_name :: 2])
    if texts is None or set(map(type, names)) != {str}:
        return None
    return names, texts


def _as_texts(values: list[Any]) -> list[str] | None:
    """Texts, numbers and truth values as texts; None where there is anything else."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return values
    if not kinds <= {str, Number, bool}:
        return None
    return [_TEXTS[each] if each is True or each is False else str(each) for each in values]


def _no_json(text: str) -> None:
    raise ValueError(text)


# An object is a tuple of its members, so that a key that stands twice is seen.
_decoder = json.JSONDecoder(object_pairs_hook=tuple, parse_int=Number, parse_float=Number, parse_constant=_no_json)


def scanned(text: str, at: int) -> tuple[Any, int]:
    """The value that begins here, each object a tuple of its members, and the offset behind it; None: it is no JSON."""
    try:
        return _decoder.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at
