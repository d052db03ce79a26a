"""Where a parser of XML is in its document: offset, line and column, also behind lists that it was not given."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from xml.parsers.expat import XMLParserType

from gwe_lint.exports.plain_texts import PlainTexts
from gwe_lint.exports.readers.xml_lists import ListedSource, Part, PlainList, Source
from gwe_lint.exports.records import Document
from gwe_lint.text import utf16_length

_TAG = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>").match
_MOST_OF_TAG = 65536  # bytes that are looked at for its end


class Misplaced(Exception):
    """A list was left out of what the parser was given, and does not stand where options do: in a comment, perhaps."""


def either(read: Callable[[Callable[[bytes], Source]], Document], plain: PlainTexts) -> Document:
    """The document, read without its plain lists of options; as a whole where one does not stand among options.

    ``read`` is told how a text becomes the source of a parser.
    """
    try:
        return read(partial(ListedSource, plain=plain))
    except Misplaced:
        return read(Source)


def moved(text: bytes, start: int, end: int, line: int, column: int) -> tuple[int, int]:
    """Line and column at a later offset of a text, with the line ends of XML."""
    last, lines = _last_line(text[start:end])
    return line + lines, _width(last) + (1 if lines else column)


def _width(text: bytes) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) if text.isascii() else utf16_length(text.decode("utf-8", "replace"))


def _last_line(part: bytes) -> tuple[bytes, int]:
    """The last line of a part of a text, and how many ends of lines are before it."""
    part = part.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return part[part.rfind(b"\n") + 1 :], part.count(b"\n")


class Position:
    """The place of a parser that began at an offset of its source; the place there is known."""

    def __init__(self, source: Source, start: int, place: tuple[int, int], parser: XMLParserType) -> None:
        self._data = source.data
        self._returns = source.has_lone_returns
        self._parser = parser
        self._began = start, *place
        self._coming: list[tuple[Sequence[PlainList], int]] = []  # lists whose options the parser does not get
        self._ahead: PlainList | None = None  # the next one
        self._shift = start  # from what the parser counts to the offset in the document
        self._counts = source.is_ascii and place == (1, 1)  # True: what the parser counts is right
        self._last = start, *place  # offset, line and column of what was asked for last

    def expect(self, part: Part) -> None:
        """Note that the parser gets this part, without the options of its lists."""
        self._coming.append((part.lists, part.first))
        if not self._ahead:
            self._advance()

    def _advance(self) -> None:
        """Look at the next list."""
        self._ahead = None
        while self._coming and not self._ahead:
            lists, number = self._coming.pop(0)
            if number < len(lists):
                self._coming.insert(0, (lists, number + 1))
                self._ahead = lists[number]

    def here(self) -> tuple[int, int]:
        """Line and column of what the parser is at; columns in UTF-16 code units. Raises ``Misplaced``."""
        if self._counts and not self._ahead:
            return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        return self.at(self._passed())

    def _passed(self) -> int:
        """The offset of what the parser is at. Raises ``Misplaced``."""
        offset = self._shift + self._parser.CurrentByteIndex
        if self._ahead and self._ahead.start < offset:
            raise Misplaced
        return offset

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset that is not before the last one."""
        data = self._data
        start, line, column = self._last
        if self._returns:
            line, column = moved(data, start, offset, line, column)
        else:
            if lines := data.count(b"\n", start, offset):
                line, column = line + lines, 1
                start = data.rfind(b"\n", start, offset) + 1
            column += _width(data[start:offset])
        self._last = offset, line, column
        return line, column

    def tag_end(self, column: int) -> int:
        """The column behind the start tag that the parser is at, or behind its first line."""
        offset = self._shift + self._parser.CurrentByteIndex
        tag = _TAG(self._data, offset, offset + _MOST_OF_TAG)
        return column + _width(tag[0].partition(b"\n")[0] if tag else b"<")

    def plain_list(self) -> PlainList | None:
        """The list whose start tag the parser is at, where its options were left out; the parser goes on behind them.

        Raises ``Misplaced``.
        """
        if not self._ahead or self._ahead.start != self._passed():
            return None
        found = self._ahead
        self._shift += found.size
        self._advance()
        self._counts = False
        return found

    def end(self) -> int:
        """The offset that the parser has reached at the end of its work. Raises ``Misplaced``."""
        return self._passed()

    def behind(self) -> int:
        """The offset that it has reached behind the end of its element, where nobody looks at lists."""
        while self._ahead and self._ahead.start < self._shift + self._parser.CurrentByteIndex:
            self._shift += self._ahead.size
            self._advance()
        return self._shift + self._parser.CurrentByteIndex

    def of_error(self) -> tuple[int, int]:
        """Line and column of an error of the parser; columns in characters. Raises ``Misplaced``."""
        start, line, column = self._began
        last, lines = _last_line(self._data[start : max(self._passed(), start)])
        return line + lines, len(last.decode("utf-8", "replace")) + (1 if lines else column)
