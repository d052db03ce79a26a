"""A JSON parser that gives the place (line and column) of every value, and every duplicate key.

The standard library gives neither. It still turns strings with escapes into text.
"""

import json
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from tests.former.readers.builder import MOST_LEVELS, NotReadable, TooMuch

_MOST_VALUES = 4_000_000  # of one element of a list, or of a document that is none: each takes some 270 bytes
_PLAIN = r'[^"\\\x00-\x1f]*'
# A key and a value without anything in them, and what follows: nearly all of an export.
_PAIR = re.compile(
    rf'[ \t\n\r]*"({_PLAIN})"[ \t\n\r]*:[ \t\n\r]*'
    rf'(?:"({_PLAIN})"|(-?(?:0|[1-9][0-9]*))(?![0-9.eE]))[ \t\n\r]*([,}}])'
).match
_MEMBER = rf'[ \t\n\r]*"({_PLAIN})"[ \t\n\r]*:[ \t\n\r]*"({_PLAIN})"[ \t\n\r]*'
_THREE = re.compile(rf"\{{{_MEMBER},{_MEMBER},{_MEMBER}\}}").match  # an option of GAX, in whatever order
_STRING = re.compile(rf'"{_PLAIN}(?:\\.{_PLAIN})*"').match
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?").match
_BLANKS = re.compile(r"[ \t\n\r]*").match
_WORDS = {"t": ("true", True), "f": ("false", False), "n": ("null", None)}


class Number(str):
    """A number as it is written."""

    __slots__ = ()


class Json(NamedTuple):
    """A value and where it stands: offsets of its first character and behind its last one."""

    data: Any  # dict[str, Json], list[Json], str, Number, bool or None
    start: int
    end: int

    def get(self, *keys: str) -> "Json | None":
        """The first of these members that an object has and that is not null; None for anything else."""
        data = self.data
        if isinstance(data, dict):
            for key in keys:
                member: Json | None = data.get(key)
                if member is not None and member.data is not None:
                    return member
        return None

    def text(self, *keys: str) -> str | None:
        """The first of these members that is a text, a number or a truth value, as text."""
        member = self.get(*keys)
        data = member.data if member else None
        if isinstance(data, str):
            return str(data)  # and no Number, which takes more memory
        return None if data is None or isinstance(data, dict | list) else str(data).lower()

    def items(self, *keys: str) -> "tuple[Json, ...] | None":
        """The elements of a member that is a list; one that is no list is a list of one; None where there is none."""
        member = self.get(*keys)
        if member is None:
            return None
        return tuple(member.data) if isinstance(member.data, list) else (member,)


class Lines:
    """Lines and columns of offsets in a text; columns count UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self._starts = array("Q", chain((0,), map(re.Match.end, re.finditer("\n", text))))
        self._wide = [] if text.isascii() else [found.start() for found in re.finditer("[\U00010000-\U0010ffff]", text)]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        return line, offset - start + 1 + (self._wide_between(start, offset) if self._wide else 0)

    def span(self, start: int, end: int) -> tuple[int, int, int]:
        """Line, column and exclusive end column; of what spans lines, only the first character counts."""
        line, column = self.at(start)
        last, end_column = self.at(end)
        return line, column, end_column if last == line else column + 1

    def _wide_between(self, start: int, end: int) -> int:
        return bisect_left(self._wide, end) - bisect_left(self._wide, start)


class JsonText:
    """A JSON document. ``duplicates`` are the keys that stood twice in an object, each with its offset."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.duplicates: list[tuple[str, int]] = []
        self.values = 0

    def top(self) -> Iterator[Json]:
        """The elements of the document's list, one after the other; of any other document its one value.

        Raises ``NotReadable`` and ``TooMuch``.
        """
        at = self._blanks(0)
        if self.text[at : at + 1] != "[":
            value = self._value(at, 1)
            yield value
            self._end(value.end)
            return
        at = self._blanks(at + 1)
        if self.text[at : at + 1] == "]":
            self._end(at + 1)
            return
        while True:
            self.values = 0
            value = self._value(at, 2)
            yield value
            at, more = self._next(value.end, "]")
            if not more:
                self._end(at)
                return

    def _blanks(self, at: int) -> int:
        match = _BLANKS(self.text, at)
        return match.end() if match else at

    def _end(self, at: int) -> None:
        at = self._blanks(at)
        if at < len(self.text):
            raise self._wrong("something follows the end of the document", at)

    def _wrong(self, message: str, at: int) -> NotReadable:
        return NotReadable(f"it is not valid JSON: {message}", "export it again", *self.lines.at(at))

    def _next(self, at: int, closing: str) -> tuple[int, bool]:
        """Where the next element begins, or behind the end, and whether there is one."""
        at = self._blanks(at)
        char = self.text[at : at + 1]
        if char == ",":
            return self._blanks(at + 1), True
        if char == closing:
            return at + 1, False
        raise self._wrong(f"a comma or {closing} is missing", at)

    def _value(self, at: int, level: int) -> Json:
        self.values += 1
        if self.values > _MOST_VALUES:
            raise TooMuch(f"it holds more than {_MOST_VALUES:,} values")
        char = self.text[at : at + 1]
        if char == '"':
            return self._string(at)
        if char in ("{", "["):
            if level > MOST_LEVELS:
                raise self._wrong(f"its values are nested more than {MOST_LEVELS} levels deep", at)
            return self._object(at, level) if char == "{" else self._list(at, level)
        word = _WORDS.get(char)
        if word and self.text.startswith(word[0], at):
            return Json(word[1], at, at + len(word[0]))
        number = _NUMBER(self.text, at) if char else None
        if number:
            return Json(Number(number[0]), at, number.end())
        raise self._wrong("a value is missing" if char else "it breaks off", at)

    def _string(self, at: int) -> Json:
        match = _STRING(self.text, at)
        if not match:
            raise self._wrong("a string does not end, or holds a control character", at)
        plain = match[0][1:-1]
        if "\\" in plain:
            try:
                plain = json.loads(match[0])
            except ValueError:
                raise self._wrong("a string holds an escape that does not exist", at) from None
        return Json(plain, at, match.end())

    def _list(self, at: int, level: int) -> Json:
        start, elements = at, []
        at = self._blanks(at + 1)
        if self.text[at : at + 1] == "]":
            return Json([], start, at + 1)
        more = True
        while more:
            element = self._value(at, level + 1)
            elements.append(element)
            at, more = self._next(element.end, "]")
        return Json(elements, start, at)

    def _object(self, at: int, level: int) -> Json:
        text, start = self.text, at
        three = _THREE(text, at)
        if three:
            first, a, second, b, third, c = three.groups()
            if first != second != third != first:
                self.values += 3
                spans = three.regs
                members = {
                    first: Json(a, spans[2][0] - 1, spans[2][1] + 1),
                    second: Json(b, spans[4][0] - 1, spans[4][1] + 1),
                    third: Json(c, spans[6][0] - 1, spans[6][1] + 1),
                }
                return Json(members, start, three.end())
        members = {}
        at = self._blanks(at + 1)
        if text[at : at + 1] == "}":
            return Json(members, start, at + 1)
        more = True
        while more:
            pair = _PAIR(text, at)
            if pair:
                key, plain, number, follows = pair.groups()
                self.values += 1
                if number is None:
                    value = Json(plain, pair.start(2) - 1, pair.end(2) + 1)
                else:
                    value = Json(Number(number), pair.start(3), pair.end(3))
                more, end = follows == ",", pair.end()
            else:
                key, value, end, more = self._pair(self._blanks(at), level)
            if key in members:
                self.duplicates.append((key, self._blanks(at)))
            members[key] = value
            at = end
        return Json(members, start, at)

    def _pair(self, at: int, level: int) -> tuple[str, Json, int, bool]:
        if self.text[at : at + 1] != '"':
            raise self._wrong("a key in double quotes is missing", at)
        key = self._string(at)
        colon = self._blanks(key.end)
        if self.text[colon : colon + 1] != ":":
            raise self._wrong("a colon is missing behind a key", colon)
        value = self._value(self._blanks(colon + 1), level + 1)
        end, more = self._next(value.end, "}")
        return key.data, value, end, more
