"""Values of a JSON document, each with its place, and the lines of the document."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

_PART = 1 << 20
_FAR = 8192  # characters of a text whose lines are counted each time that a place is asked for, at most
_Known = tuple[int, int, int]  # an offset, how many lines end before it, and where its line begins


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
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        pass
    else:
        return False
    parts = (text[at : at + _PART] for at in range(0, len(text), _PART))
    return any(len(part.encode("utf-16-le", "surrogatepass")) > 2 * len(part) for part in parts)


class Lines:
    """Lines and columns of offsets in a text; columns count UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.wide = [found.start() for found in re.finditer("[\U00010000-\U0010ffff]", text)] if _is_wide(text) else []
        self._known: list[_Known] = [(0, 0, 0)]  # in ascending order, none far from the next one
        self._last = self._known[0]  # what was asked for last: the next question is mostly about a place nearby

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        last = self._last if 0 <= offset - self._last[0] <= _FAR else self._before(offset)
        self._last = known = self._ahead(last, offset)
        if offset - self._known[-1][0] > _FAR // 2:
            self._known.append(known)
        _, line, start = known
        return line + 1, offset - start + 1 + (self._wide_between(start, offset) if self.wide else 0)

    def _before(self, offset: int) -> _Known:
        """What is known of an offset that is not far before this one."""
        known = self._known
        while offset - known[-1][0] > _FAR:
            known.append(self._ahead(known[-1], known[-1][0] + _FAR))
        return known[bisect_right(known, offset, key=itemgetter(0)) - 1]

    def _ahead(self, known: _Known, offset: int) -> _Known:
        before, line, start = known
        text = self._text
        return offset, line + text.count("\n", before, offset), text.rfind("\n", before, offset) + 1 or start

    def span(self, start: int, end: int) -> tuple[int, int, int]:
        """Line, column and exclusive end column; of what spans lines, only the first character counts."""
        line, column = self.at(start)
        if self._text.find("\n", start, end) >= 0:
            return line, column, column + 1
        return line, column, column + end - start + (self._wide_between(start, end) if self.wide else 0)

    def _wide_between(self, start: int, end: int) -> int:
        return bisect_left(self.wide, end) - bisect_left(self.wide, start)
