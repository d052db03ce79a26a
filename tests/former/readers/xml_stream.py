"""XML streamed through expat, with the place of every element. It is safe: no DTD, no entities, limits of size.

``Nodes`` builds a small tree of each object, and hands its options to a builder as they come. So memory grows with the
largest object and with the options, not with the file.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from gwe_lint.exports.records import Kind, Section
from gwe_lint.text import quoted, utf16_length
from tests.former.readers.builder import MOST_LEVELS, MOST_OPTIONS, NotReadable, StructuredBuilder, TooMuch
from tests.former.readers.xml_text import WIDE, Node
from tests.former.redactor import Redactor

_MOST_TOKEN = 16 << 20  # bytes of one tag
_CHUNK = 1 << 20
_FIRST = 1 << 12  # bytes of what may be an element, or only text that begins like one
_TAG = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
_PAIRS: dict[str, Kind] = {"str_pair": "string", "int_pair": "integer", "bin_pair": "binary", "list_pair": "list"}
_TREES = {"options": "options", "userProperties": "annex", "flexibleProperties": None}


class _Closed(Exception):
    """The root element has ended."""


class Nodes:
    """One pass over one element and its content. ``found`` is called with each complete object.

    An object is an element whose name ``is_object`` knows; objects inside of objects are skipped.
    """

    def __init__(
        self,
        data: bytes,
        redactor: Redactor,
        is_object: Callable[[str], bool],
        found: "Callable[[Node, list[str]], None]",
        *,
        counted: Iterator[int],
        wide: bool,
        damaged: bool = False,
    ) -> None:
        self.data = data
        self.redactor = redactor
        self.is_object = is_object
        self.found = found
        self.numbers = counted  # of the options of the file
        self.around: list[str] = []  # names of the elements around the object, the root first
        self.stack: list[Node] = []  # of the object
        self.tree: StructuredBuilder | None = None  # that takes the options now being read
        self.action = ""  # add, change or delete, in a list of changes
        self.section: Section | None = None
        self.lists: list[str] = []  # names of the lists around the next option
        self.unknown: set[str] = set()  # names of the object's elements that are no options
        self.ignored = 0  # levels of elements that are skipped
        self.pending: tuple[str, str | None, Kind, int, int] | None = None
        self.start_offset, self.before = 0, (1, 1)  # of the start: its offset, its line and column
        self.wide, self.damaged = wide, damaged  # damaged: marks stand for what could not be decoded
        self.nodes, self.fed = 0, 0  # elements so far, bytes that the parser was given
        self.counted = (0, 0, 0)  # line, offset, and wide characters of the line up to there

    @property
    def in_object(self) -> bool:
        """True while an object with anything in it is being read: text about objects only has their tags."""
        return bool(self.stack) and bool(self.stack[0].children or self.stack[0].attributes or self.tree)

    def read(self, start: int = 0, *, only: bool = True, place: tuple[int, int] = (1, 1)) -> int:
        """Read the element that begins at this offset; the offset behind it. Nothing may follow it, if it is ``only``.

        ``place`` is the line and column of the start. Raises ``NotReadable``, ``TooMuch``.
        """
        self.start_offset, self.before = start, place
        self.counted = 1, start, 0
        parser = self.parser = expat.ParserCreate(encoding="utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end if only else self._end_or_stop
        parser.StartDoctypeDeclHandler = self._doctype
        fed, chunk = start, _CHUNK if only else _FIRST
        view = memoryview(self.data)
        try:
            while fed < len(view):
                begun, fed = fed, min(fed + chunk, len(view))
                chunk = min(chunk * 2, _CHUNK)
                self.fed += fed - begun
                parser.Parse(view[begun:fed], False)
                if fed - start - parser.CurrentByteIndex > _MOST_TOKEN:
                    raise TooMuch(f"one of its elements is longer than {_MOST_TOKEN >> 20} MiB")
            parser.Parse(b"", True)
        except _Closed:
            pass
        except expat.ExpatError as error:
            line, column = self._from_start(error.lineno, error.offset + 1)
            why = expat.ErrorString(error.code)
            raise NotReadable(f"it is not well-formed XML: {why}", "export it again", line, column) from None
        return start + parser.CurrentByteIndex

    def _from_start(self, line: int, column: int) -> tuple[int, int]:
        return line + self.before[0] - 1, column + (self.before[1] - 1 if line == 1 else 0)

    def _doctype(self, *_: Any) -> None:
        line, column = self._here()
        help = "remove the DOCTYPE; no export has one"
        raise NotReadable("it has a document type declaration, which is refused", help, line, column)

    def _here(self) -> tuple[int, int]:
        """Line and column of what the parser is at; columns in UTF-16 code units."""
        parser = self.parser
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        if self.wide:
            column += self._wide_before(line, self.start_offset + parser.CurrentByteIndex)
        return (line, column) if self.before == (1, 1) else self._from_start(line, column)

    def _wide_before(self, line: int, offset: int) -> int:
        """The number of characters in the line that take two code units. Each part of the document is counted once."""
        last_line, last_offset, count = self.counted
        if line != last_line:
            ends = (self.data.rfind(end, last_offset, offset) for end in (b"\n", b"\r"))
            last_offset, count = max(max(ends) + 1, last_offset), 0
        part = self.data[last_offset:offset]
        count += sum(part.count(lead) for lead in WIDE)
        self.counted = line, offset, count
        return count

    def _tag_end(self, column: int) -> int:
        """The column behind the start tag that the parser is at, or behind its first line."""
        offset = self.start_offset + self.parser.CurrentByteIndex
        tag = _TAG.match(self.data, offset, offset + 65536)
        first = tag[0].partition(b"\n")[0] if tag else b"<"
        return column + utf16_length(first.decode("utf-8", "replace"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if self.ignored:
            self.ignored += 1
        elif self.tree:
            self._pair(name, attributes)
        elif self.stack and name in _TREES and len(self.stack) == 1:
            self._enter_tree(_TREES[name], attributes)
        elif self.stack or self.is_object(name):
            self.nodes += 1
            if self.nodes > MOST_OPTIONS:
                raise TooMuch(f"it holds more than {MOST_OPTIONS:,} elements")
            line, column = self._here()
            node = Node(name, attributes, line, column, self._tag_end(column))
            if self.stack:
                self.stack[-1].children.append(node)
            self.stack.append(node)
        else:
            self.around.append(name)
        if len(self.around) + len(self.stack) + len(self.lists) + self.ignored > MOST_LEVELS:
            line, column = self._here()
            message = f"its elements are nested more than {MOST_LEVELS} levels deep"
            raise NotReadable(message, "export it again; no export is nested like that", line, column)

    def _enter_tree(self, tree: str | None, attributes: dict[str, str]) -> None:
        if tree is None:
            self.ignored = 1
            return
        builder = getattr(self.stack[0], tree) or StructuredBuilder(self.redactor, self.numbers, damaged=self.damaged)
        setattr(self.stack[0], tree, builder)
        self.tree, self.action = builder, attributes.get("action", "")

    def _pair(self, name: str, attributes: dict[str, str]) -> None:
        """An element among the options."""
        kind, key = _PAIRS.get(name), attributes.get("key")
        line, column = self._here()
        assert self.tree is not None
        if self.pending or kind is None or key is None:
            self._unknown_pair(name, key, line, column, kind)
            self.ignored = 1
        elif kind != "list":
            self.pending = (key, attributes.get("value"), kind, line, column)
        elif self.lists:
            self._add((key, "", "list", line, column), self._tag_end(column))
            self.lists.append(key)
        else:
            self.lists.append(key)
            if self.action == "delete":
                self.section = None
            else:
                self.section = self.tree.section(key, line, column, self._tag_end(column))

    def _unknown_pair(self, name: str, key: str | None, line: int, column: int, kind: Kind | None) -> None:
        """Note an element that is no option, each name once in an object. One with a key is an unknown value."""
        assert self.tree is not None
        if key and self.section and not self.pending and self.action != "delete":
            self._add((key, None, "unknown", line, column), self._tag_end(column))
        else:
            self.tree.hide(line)
        why = "has no key" if kind else "is no kind of option that is known"
        why = "stands inside of an option" if self.pending else why
        message = f"an element {quoted(name)} among the options {why}, so these were not all read"
        if name not in self.unknown:
            help = "export it again; others of this name are not listed"
            self.tree.report("malformed-line", message, help, line, hides=False)
        self.unknown.add(name)

    def _add(self, pair: tuple[str, str | None, Kind, int, int], end_column: int) -> None:
        key, value, kind, line, column = pair
        assert self.tree is not None
        name = "/".join((*self.lists[1:], key)) if len(self.lists) > 1 else key
        at = (line, column, end_column)
        if self.action == "delete":
            self.tree.deleted(self.lists[0] if self.lists else "", name, at)
        elif self.section:
            self.tree.option(self.section, name, value, kind, at)
        else:
            message = f"option {quoted(self.redactor.text(key))} stands in no section"
            self.tree.report("outside-section", message, "put it into a section, or export it again", line)

    def _end(self, _: str) -> None:
        if self.ignored:
            self.ignored -= 1
            return
        if self.pending:
            line, column = self._here()
            pair, self.pending = self.pending, None
            self._add(pair, column if line == pair[3] else pair[4] + 1)
        elif self.lists:
            self._leave_list()
        elif self.tree:
            self.tree = None
        elif self.stack:
            node = self.stack.pop()
            if not self.stack:
                self.unknown.clear()
                self.found(node, self.around)
        elif self.around:
            self.around.pop()

    def _leave_list(self) -> None:
        key = self.lists.pop()
        if self.lists:
            return
        if self.action == "delete" and self.tree and self.section is None:
            records = self.tree.records
            last = records[-1] if records else None
            if last is None or last.section != key:  # nothing in it: the whole section goes
                line, column = self._here()
                self.tree.deleted(key, "", (line, column, column + 1))
        self.section = None

    def _end_or_stop(self, name: str) -> None:
        self._end(name)
        if not (self.around or self.stack or self.tree or self.ignored):
            raise _Closed
