"""Values of a JSON document, each with its place, and the lines of the document."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, Protocol

_PART = 1 << 20
_BLOCK = 8192  # characters of a text whose lines are counted each time that a place in it is asked for


class Number(str):
    """A number as it is written."""

    __slots__ = ()


class Members(Protocol):
    """The members of an object that was read as a whole."""

    def all(self) -> "Mapping[str, Json]":
        """All members by key."""


class Items(Protocol):
    """Objects of a list that were read as a whole."""

    def each(self) -> "Iterator[Json]":
        """One object after the other."""


class Elements(list["Json | Items"]):
    """The elements of a list of which some were read as a whole."""

    def each(self) -> "Iterator[Json]":
        """One element after the other."""
        for part in self:
            if isinstance(part, Json):
                yield part
            else:
                yield from part.each()


class Json(NamedTuple):
    """A value and where it stands: offsets of its first character and behind its last one."""

    data: Any  # dict[str, Json], Members, list[Json], Elements, str, Number, bool or None
    start: int
    end: int

    @property
    def is_structure(self) -> bool:
        """True for an object and for a list."""
        return self.data is not None and not isinstance(self.data, str | bool)

    @property
    def members(self) -> "Mapping[str, Json] | None":
        """The members of an object by key; None for anything else."""
        data = self.data
        if isinstance(data, dict):
            return data
        if not self.is_structure or isinstance(data, list):
            return None
        members: Mapping[str, Json] = data.all()
        return members

    def get(self, *keys: str) -> "Json | None":
        """The first of these members that an object has and that is not null; None for anything else."""
        members = self.data if isinstance(self.data, dict) else self.members
        if members is not None:
            for key in keys:
                member = members.get(key)
                if member is not None and member.data is not None:
                    return member
        return None

    def text(self, *keys: str) -> str | None:
        """The first of these members that is a text, a number or a truth value, as text."""
        member = self.get(*keys)
        data = member.data if member else None
        if isinstance(data, str):
            return str(data)  # and no Number, which takes more memory
        return str(data).lower() if isinstance(data, bool) else None

    def parts(self, *keys: str) -> "list[Json | Items] | None":
        """The elements of a member that is a list, some as a whole; else of a list of one; None where there is none."""
        member = self.get(*keys)
        if member is None:
            return None
        return member.data if isinstance(member.data, list) else [member]

    def items(self, *keys: str) -> "tuple[Json, ...] | None":
        """The elements of a member that is a list; one that is no list is a list of one; None where there is none."""
        parts = self.parts(*keys)
        if parts is None:
            return None
        return tuple(parts.each()) if isinstance(parts, Elements) else tuple(parts)  # type: ignore[arg-type]


def _is_wide(text: str) -> bool:
    """True where a character of the text has two code units of UTF-16. The expression takes longer to find none."""
    if text.isascii():
        return False
    parts = (text[at : at + _PART] for at in range(0, len(text), _PART))
    return any(len(part.encode("utf-16-le", "surrogatepass")) > 2 * len(part) for part in parts)


class Lines:
    """Lines and columns of offsets in a text; columns count UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.wide = [found.start() for found in re.finditer("[\U00010000-\U0010ffff]", text)] if _is_wide(text) else []
        self._last = (
            0,
            0,
            0,
        )  # the offset that was asked for last, how many line ends are before it, where its line begins

    @cached_property
    def _blocks(self) -> list[tuple[int, int]]:
        """How many line ends are before each block, and where the line begins in which it begins."""
        text, line, start, blocks = self._text, 0, 0, []
        for at in range(0, len(text) + 1, _BLOCK):
            blocks.append((line, start))
            line += text.count("\n", at, at + _BLOCK)
            start = text.rfind("\n", at, at + _BLOCK) + 1 or start
        return blocks

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        known, line, start = self._last
        if not 0 <= offset - known <= _BLOCK:
            number = offset // _BLOCK
            (line, start), known = self._blocks[number], number * _BLOCK
        line += self._text.count("\n", known, offset)
        start = self._text.rfind("\n", known, offset) + 1 or start
        self._last = offset, line, start
        return line + 1, offset - start + 1 + (self._wide_between(start, offset) if self.wide else 0)

    def span(self, start: int, end: int) -> tuple[int, int, int]:
        """Line, column and exclusive end column; of what spans lines, only the first character counts."""
        line, column = self.at(start)
        if self._text.find("\n", start, end) >= 0:
            return line, column, column + 1
        return line, column, column + end - start + (self._wide_between(start, end) if self.wide else 0)

    def _wide_between(self, start: int, end: int) -> int:
        return bisect_left(self.wide, end) - bisect_left(self.wide, start)
