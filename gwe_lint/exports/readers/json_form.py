"""How an object of JSON is written: the form that the objects of a list share, from key to key and value to value."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.exports.readers.json_quotes import masked
from gwe_lint.exports.readers.json_values import Json, Number

_BLANK = "[ \t\n\r]*"
_NUMBER = "-?(?:0|[1-9][0-9]*)"
_IS_NUMBER = re.compile(_NUMBER).fullmatch
_COLON = re.compile(f"{_BLANK}:{_BLANK}").fullmatch
_WITH_NUMBER = re.compile(f"({_BLANK}:{_BLANK})({_NUMBER})({_BLANK}[,}}].*)", re.DOTALL).fullmatch
_NEXT = re.compile(f'{_BLANK},{_BLANK}\\{{{_BLANK}(?=")').match


class Field(NamedTuple):
    """A member of each object: the piece that has its value, and what stands in that piece around a number."""

    key: str
    piece: int  # from that of the first key on, which is 0
    before: str = ""
    behind: str = ""
    quotes: int = 2  # around each value

    def number_in(self, piece: str) -> str | None:
        """The number in such a piece; None for any other piece."""
        if not (piece.startswith(self.before) and piece.endswith(self.behind)):
            return None
        number = piece[len(self.before) : len(piece) - len(self.behind)]
        return number if _IS_NUMBER(number) else None


class Form(NamedTuple):
    """The objects of a list: what stands before each value, from the first key on, and behind the last value.

    ``pieces`` are the same between quotes, None for one that holds a value.
    """

    keys: tuple[str, ...]
    fields: tuple[Field, ...]
    pieces: tuple[str | None, ...]
    before: tuple[str, ...]  # each value
    behind: str  # the last value, up to the first key of the next object
    lead: int  # characters from the brace of an object to its first key

    @property
    def width(self) -> int:
        """How long an object is without its values, up to the first key of the next one."""
        return sum(map(len, self.before)) + len(self.behind)

    @property
    def closing(self) -> int:
        """How many characters behind the last value the object ends."""
        return self.behind.index("}") + 1


class Forms:
    """The forms of a document."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[object, ...], Form | None] = {}

    def of(self, first: Json) -> Form | None:
        """The form of an object that another one follows; None where its values are not all texts or numbers."""
        text, members = self._text, first.members
        following = _NEXT(text, first.end)
        if not members or not following or any(each.is_structure for each in members.values()):
            return None
        start = text.index('"', first.start)
        ends = (start, *(each.end for each in members.values()))
        before = tuple([text[end : each.start] for end, each in zip(ends, members.values(), strict=False)])
        key = *members, *(type(each.data) for each in members.values()), *before, text[ends[-1] : following.end()]
        if key not in self._known:
            self._known[key] = self._form(members, before, text[start : ends[-1]], text[ends[-1] : following.end()])
        return self._known[key]

    def _form(self, members: Mapping[str, Json], before: tuple[str, ...], written: str, behind: str) -> Form | None:
        kinds = {type(each.data) for each in members.values()}
        found = (masked(written + behind) or "").split('"')[1:] if kinds <= {str, Number} else []
        fields = tuple(_fields(found))
        if tuple(field.key for field in fields) != tuple(members):
            return None  # a key with an escape, or one that stands twice
        pieces: list[str | None] = list(found)
        for field in fields:
            pieces[field.piece] = None
        return Form(tuple(members), fields, tuple(pieces), before, behind, len(behind) - behind.rindex("{"))


def _fields(pieces: Sequence[str]) -> Iterator[Field]:
    at = 0
    while at + 1 < len(pieces):
        key, behind = pieces[at], pieces[at + 1]
        number = _WITH_NUMBER(behind)
        if number:
            yield Field(key, at + 1, number[1], number[3], quotes=0)
            at += 2
        elif _COLON(behind):
            yield Field(key, at + 2)
            at += 4
        else:
            return
