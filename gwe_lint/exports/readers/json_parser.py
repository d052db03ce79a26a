"""A JSON parser that gives the place (line and column) of every value, and every duplicate key.

The standard library gives neither. It still turns strings with escapes into text.
"""

import json
import re
from collections.abc import Iterator
from copy import copy

from gwe_lint.exports.readers.builder import MOST_LEVELS, NotReadable, TooMuch
from gwe_lint.exports.readers.json_form import Forms
from gwe_lint.exports.readers.json_members import members_at, pairs_at
from gwe_lint.exports.readers.json_sections import lists_at, maps_at
from gwe_lint.exports.readers.json_tables import Table, Tables
from gwe_lint.exports.readers.json_values import Elements, Json, Lines, Number

_MOST_VALUES = 4_000_000  # of one element of a list, or of a document that is none: each takes some 270 bytes
_OPTIONS = 4  # the level of the options of an application: in it, in a list of a document
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


class JsonText:
    """A JSON document. ``duplicates`` are the keys that stood twice in an object, each with its offset.

    What is written in one form throughout is read as a whole; nothing is in a ``damaged`` text.
    """

    def __init__(self, text: str, *, damaged: bool = False) -> None:
        self.text = text
        self.lines = Lines(text)
        self._in_one_form = not damaged and not self.lines.wide
        self._forms = Forms(text)
        self._behind = 0  # the offset behind the list that was read last
        self._tried = 0  # before this offset nothing is read as sections: it was, or cannot be
        self.duplicates: list[tuple[str, int]] = []
        self.values = 0

    def top(self) -> Iterator[Json | Table]:
        """The elements of the document's list, one after the other, or many at once; else its one value.

        Raises ``NotReadable`` and ``TooMuch``.
        """
        at = self._blanks(0)
        if self.text[at : at + 1] != "[":
            value = self._value(at, 1)
            yield value
            self._end(value.end)
            return
        for element in self._elements(at, 1):
            yield element
            self.values = 0
        self._end(self._behind)

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

    def _again(self, at: int) -> Json:
        """The value that begins here once more, one by one."""
        reader = copy(self)
        reader._in_one_form, reader.values, reader.duplicates = False, 0, []
        return reader._value(at, 1)

    def _list(self, at: int, level: int) -> Json:
        pairs = pairs_at(self.text, at, self._again) if self._in_one_form and level < MOST_LEVELS else None
        if pairs and self.values + 3 * len(pairs[0]) <= _MOST_VALUES:
            self.values += 3 * len(pairs[0])
            return Json(Elements([pairs[0]]), at, pairs[1])
        elements = self._lists(at) if self._may_be_sections(at, level) else None
        if elements:
            return Json(elements, at, self._tried)
        elements = Elements(self._elements(at, level))
        return Json(elements, at, self._behind)

    def _may_be_sections(self, at: int, level: int) -> bool:
        return self._in_one_form and _OPTIONS <= level < MOST_LEVELS - 2 and at >= self._tried

    def _lists(self, at: int) -> Elements | None:
        """The sections of the list that begins here, where it has nothing else."""
        found, options, self._tried = lists_at(self.text, at, self._again)
        values = 3 * (len(found) + options)
        if not found or self.values + values > _MOST_VALUES:
            return None
        self.values += values
        return Elements(found)

    def _maps(self, at: int, level: int) -> dict[str, Json] | None:
        """The sections of the map that begins here, where it has nothing else."""
        found, self._tried = maps_at(self.text, at, self._again)
        values = sum(1 + len(each or ()) for _, each, _ in found)
        if not found or self.values + values > _MOST_VALUES:
            return None
        self.values += values
        return {name: Json(each, *span) if each else self._value(span[0], level) for name, each, span in found}

    def _elements(self, at: int, level: int) -> Iterator[Json | Table]:
        text, tables = self.text, Tables(self.text, self._forms)
        at = self._blanks(at + 1)
        more = text[at : at + 1] != "]"
        if not more:
            at += 1
        while more:
            before = self.values
            element = self._value(at, level + 1)
            table = tables.beginning(element) if self._in_one_form and text.startswith("{", at) else None
            if table and before + table.values <= _MOST_VALUES:
                self.values = before + table.values
                yield table
                at, more = self._next(table.end, "]")
            else:
                yield element
                at, more = self._next(element.end, "]")
        self._behind = at

    def _object(self, at: int, level: int) -> Json:
        text, start = self.text, at
        whole = members_at(text, at, self._again) if self._in_one_form else None
        if whole and self.values + len(whole[0]) <= _MOST_VALUES:
            self.values += len(whole[0])
            return Json(whole[0], start, whole[1])
        maps = self._maps(at, level + 1) if self._may_be_sections(at, level) else None
        if maps:
            return Json(maps, at, self._tried)
        if three := self._three(at):
            return three
        members: dict[str, Json] = {}
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

    def _three(self, at: int) -> Json | None:
        """The object that begins here, where it has three members, all of them plain texts."""
        three = _THREE(self.text, at)
        if not three:
            return None
        first, a, second, b, third, c = three.groups()
        if len({first, second, third}) < 3:
            return None
        self.values += 3
        spans = three.regs
        members = {
            first: Json(a, spans[2][0] - 1, spans[2][1] + 1),
            second: Json(b, spans[4][0] - 1, spans[4][1] + 1),
            third: Json(c, spans[6][0] - 1, spans[6][1] + 1),
        }
        return Json(members, at, three.end())

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
