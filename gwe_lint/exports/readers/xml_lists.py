"""Lists of options in XML, found in the text of a document, so that no parser goes through their elements.

The parser gets the document without them, and says where they stand: among options, or in a comment. A list that is
not written in the one common form is left to it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from gwe_lint.exports.lazy_elements import Form
from gwe_lint.exports.plain_texts import PlainTexts

_TAG, _END = b'<list_pair key="', b"</list_pair>"
_OPTION, _VALUE = "<str_pair key=", " value="
_PART = 1 << 20  # bytes that are looked through at once
_LEAST = 3 << 9  # bytes of a document in which it is worth to look for lists
_LONGEST = 16 << 20  # bytes of a list
_IN_NO_XML = bytes(code for code in range(32) if code not in b"\t\n\r")
_NO_CHARACTER = re.compile("[\ufffe\uffff]").search
_STRUCTURE = "<\n\r\t"  # stands around names and values, and in none of them
_BLANKS = "[ \t\r\n]*"
_BEFORE = re.compile(f">{_BLANKS}{_OPTION}").fullmatch
_BETWEEN = re.compile(f"([ \t]*(?:/>|></str_pair>)){_BLANKS}{_OPTION}").fullmatch
_BEHIND = re.compile(f"([ \t]*(?:/>|></str_pair>)){_BLANKS}").fullmatch
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}  # the last one last


class PlainList(NamedTuple):
    """A list of options, each with a value of its own, and no two of one name."""

    name: str
    start: int  # the offset of its start tag
    first: int  # that of its first option
    size: int  # bytes of its options
    values: dict[str, str]  # by name
    form: Form
    wider: dict[str, int]  # by name: how much wider than name and value their text is
    left_out: int = 0  # bytes of the options of this list and those before it, in its part
    odd: frozenset[str] = frozenset()  # names of those that may hold a secret; the others hold none


class Part(NamedTuple):
    """A part of a document as the parser gets it, and the lists whose options it does not get."""

    start: int
    end: int  # of the part in the document
    text: memoryview
    lists: Sequence[PlainList] = ()
    first: int = 0  # the number of its first list
    levels: int = 0  # of lists that are open where it ends

    def behind(self, start: int) -> "Part":
        """What of it begins at this offset of the document, which is in none of the lists."""
        first = bisect_left(self.lists, start, key=attrgetter("start"))
        left_out = self.lists[first - 1].left_out if first else 0
        return Part(start, self.end, self.text[start - self.start - left_out :], self.lists, first)


class Source:
    """A document in UTF-8, without a mark, given to the parser as it is."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.is_ascii = data.isascii()
        self.has_lone_returns = b"\r" in data and data.count(b"\r") != data.count(b"\r\n")

    def parts(self, start: int) -> Iterator[Part]:
        """The parts from this offset to the end."""
        text = memoryview(self.data)
        for each in range(start, len(text), _PART):
            yield Part(each, each + _PART, text[each : each + _PART])


class ListedSource(Source):
    """The same without the options of lists that are written in the common form."""

    def __init__(self, data: bytes, plain: PlainTexts) -> None:
        super().__init__(data)
        self._plain = plain
        self._around: dict[tuple[str, str, str], _Around | None] = {}
        self._last = Part(0, 0, memoryview(b""))  # more than one element may begin in it

    def parts(self, start: int) -> Iterator[Part]:
        """The parts from this offset to the end."""
        return self._parts(start) if len(self.data) >= _LEAST else super().parts(start)

    def _parts(self, start: int) -> Iterator[Part]:
        while start < len(self.data):
            if not self._last.start <= start < self._last.end:
                self._last = self._made(start, self._end_of_part(start))
            yield self._last.behind(start)
            start = self._last.end

    def _end_of_part(self, start: int) -> int:
        """Where the part that begins here ends: behind a list, where there is one."""
        end = start + _PART
        if end >= len(self.data):
            return len(self.data)
        last = self.data.rfind(_END, start, end)
        if last < 0 and self.data.find(_TAG, start, end) >= 0:
            last = self.data.find(_END, end, end + _LONGEST)
        return end if last < 0 else last + len(_END)

    def _made(self, start: int, end: int) -> Part:
        text = self.data[start:end]
        first, *pieces = text.split(_TAG)
        if not pieces or len(text.translate(None, _IN_NO_XML)) < len(text):
            levels = self._levels_at(start) + len(pieces) - text.count(_END)
            return Part(start, end, memoryview(text), levels=max(levels, 0))
        lists: list[PlainList] = []
        kept, offset, left_out = [first], start + len(first), 0
        levels = self._levels_at(start) - first.count(_END)
        for piece in pieces:
            levels = max(levels, 0)
            found = None if levels else self._list_in(piece, offset)  # the name of a list around it may say: a secret
            levels += 1 - piece.count(_END)
            if found:
                left_out += found.size
                lists.append(found._replace(left_out=left_out))
                opened = piece.index(b'">') + 2
                kept.append(piece[:opened] + piece[opened + found.size :])
            else:
                kept.append(piece)
            offset += len(_TAG) + len(piece)
        return Part(start, end, memoryview(_TAG.join(kept)), self._judged(lists), levels=max(levels, 0))

    def _levels_at(self, start: int) -> int:
        """How many lists are open where the part before ends."""
        return self._last.levels if self._last.end == start else 0

    def _judged(self, lists: list[PlainList]) -> list[PlainList]:
        """The lists, with what of them may hold a secret."""
        names, values = self._plain.judge_sections([(each.name, each.values) for each in lists])
        if not names and not values:
            return lists
        return [
            each
            if names.isdisjoint(each.values) and values.isdisjoint(each.values.values())
            else each._replace(
                odd=frozenset(name for name, value in each.values.items() if name in names or value in values)
            )
            for each in lists
        ]

    def _list_in(self, piece: bytes, start: int) -> PlainList | None:
        """The list that begins here, where all of it is in the one form; ``piece`` is what follows on its tag."""
        end = piece.find(_END)
        try:
            text = piece[:end].decode() if end >= 0 else ""
        except UnicodeDecodeError:
            return None
        section, *parts = text.split('"')
        names, values = parts[1::4], parts[3::4]
        count = len(values)
        if len(parts) != 4 * count + 1 or not count or (not text.isascii() and _NO_CHARACTER(text)):
            return None
        gaps = parts[4:-1:4]
        around = self._written(parts[0], gaps[0] if gaps else "", parts[-1])
        if not around or gaps.count(around.gap) != count - 1 or parts[2::4].count(_VALUE) != count:
            return None
        for char, once, between in around.structure:
            if text.count(char) != once + between * (count - 1):
                return None
        wider: dict[str, int] = {}
        if "&" in text:
            if text.count("&") != sum(map(text.count, _ENTITIES)):
                return None
            names, values, wider = _resolved(names, values)
        by_name = dict(zip(names, values, strict=True))
        if len(by_name) < count:
            return None
        opened = start + len(_TAG) + len(section.encode()) + 2
        size = start + len(_TAG) + end - opened
        return PlainList(_text(section), start, opened + around.indent, size, by_name, around.form, wider)

    def _written(self, before: str, gap: str, behind: str) -> "_Around | None":
        """What is common to lists with these texts before, between and behind their options."""
        key = before, gap, behind
        if key not in self._around:
            self._around[key] = _around(*key)
        return self._around[key]


class _Around(NamedTuple):
    """What stands around names and values in a list of options."""

    gap: str  # from a value to the next name
    indent: int  # blanks before the first option
    form: Form
    structure: tuple[tuple[str, int, int], ...]  # signs of structure: how many once, how many between two options


def _around(before: str, gap: str, behind: str) -> _Around | None:
    """What stands around names and values, where it is the one form of a list."""
    last, between = _BEHIND(behind), _BETWEEN(gap)
    if not last or not _BEFORE(before) or (gap and not (between and between[1] == last[1])):
        return None
    tag = last[1].split(">", 1)[0]
    lines = gap.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    indent = len(lines[-1]) - len(_OPTION)
    if len(lines) == 1:
        indent -= len(tag) + 1
    form = Form(len(_OPTION) + len(_VALUE) + len('"' * 4) + len(tag) + 1, len(lines) - 1, indent)
    structure = ((char, before.count(char) + behind.count(char), gap.count(char)) for char in _STRUCTURE)
    return _Around(gap, len(before) - len(_OPTION) - 1, form, tuple(structure))


def _resolved(names: list[str], values: list[str]) -> tuple[list[str], list[str], dict[str, int]]:
    """The texts with signs for entities, and by name how much wider both were."""
    new_names, new_values = list(map(_text, names)), list(map(_text, values))
    wider = {
        name: more
        for name, value, old_name, old_value in zip(new_names, new_values, names, values, strict=True)
        if (more := len(old_name) + len(old_value) - len(name) - len(value))
    }
    return new_names, new_values, wider


def _text(raw: str) -> str:
    if "&" in raw:
        for entity, char in _ENTITIES.items():
            raw = raw.replace(entity, char)
    return raw
