"""Objects of JSON that are nothing but many strings, written in one form: read as a whole."""

import re
from collections.abc import Mapping
from functools import cached_property

from gwe_lint.exports.placed_options import NAME, VALUE, RepeatedPlaces, gap_of
from gwe_lint.exports.readers.json_quotes import BLANKS, Column, masked, strings_of
from gwe_lint.exports.readers.json_values import Json, Lines

_LEAST = 200  # characters of an object that is worth it
_FIRST = re.compile(r'\{[ \t\n\r]*(?=")').match
_COLON = re.compile(r"[ \t\n\r]*:[ \t\n\r]*").fullmatch
_COMMA = re.compile(r"[ \t\n\r]*,[ \t\n\r]*").fullmatch


class PlainMembers:
    """The members of an object, all of them strings, and no two with the same key."""

    def __init__(self, start: int, between: str, behind: str, keys: list[str], column: Column) -> None:
        self._start = start  # offset of the first key, with its quote
        self._between = between  # key and value
        self._behind = behind  # each value but the last one
        self._keys = keys
        self._column = column

    def __len__(self) -> int:
        return len(self._keys)

    @cached_property
    def values(self) -> dict[str, str]:
        """The values by key."""
        return dict(zip(self._keys, self._column.texts, strict=True))

    def has(self, part: str) -> bool:
        """True where one of the values has this in it."""
        return any(part in text for text in self._column.texts)

    def all(self) -> Mapping[str, Json]:
        """All members by key, each with its place."""
        return self._all

    @cached_property
    def _all(self) -> dict[str, Json]:
        at, members = self._start, {}
        for number, (key, text) in enumerate(zip(self._keys, self._column.texts, strict=True)):
            start = at + len(key) + 2 + len(self._between)
            end = start + self._column.length(number)
            members[key] = Json(text, start, end)
            at = end + len(self._behind)
        return members

    def places(self, lines: Lines) -> RepeatedPlaces:
        """The places of all values."""
        item = NAME, gap_of(self._between), VALUE, gap_of(self._behind)
        return RepeatedPlaces(*lines.at(self._start), item, self._column.lengths)


def members_at(text: str, at: int) -> tuple[PlainMembers, int] | None:
    """The members of the object that begins here, and the offset behind it, where it is such an object."""
    end = text.find("}", at)
    first = _FIRST(text, at) if end - at >= _LEAST else None
    if not first or text.find("{", at + 1, end) >= 0:
        return None
    pieces = (masked(text[first.end() : end]) or "").split('"')
    count = len(pieces) // 4
    if len(pieces) != 4 * count + 1 or not count or pieces[-1].strip(BLANKS):
        return None
    keys, between, values, behind = pieces[1::4], pieces[2::4], pieces[3::4], pieces[4:-1:4]
    colon, comma = between[0], behind[0] if behind else ","
    if between.count(colon) != count or behind.count(comma) != count - 1 or pieces[0]:
        return None
    if not (_COLON(colon) and _COMMA(comma)) or len(set(keys)) != count:
        return None
    names, column = strings_of(keys), strings_of(values)
    if names is None or column is None or names.texts is not keys:
        return None
    return PlainMembers(first.end(), colon, comma, keys, column), end + 1
