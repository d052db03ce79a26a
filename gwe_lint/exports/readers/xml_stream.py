"""XML streamed through expat, with the place of every element. It is safe: no DTD, no entities, limits of size.

``Nodes`` builds a small tree of each object, and hands its options to a builder as they come. So memory grows with the
largest object and with the options, not with the file.
"""

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from gwe_lint.exports.readers.builder import MOST_LEVELS, MOST_OPTIONS, NotReadable, TooMuch
from gwe_lint.exports.readers.counted import Counted
from gwe_lint.exports.readers.xml_lists import PlainList, Source
from gwe_lint.exports.readers.xml_pairs import ElementBuilder, Pairs
from gwe_lint.exports.readers.xml_position import Misplaced, Position
from gwe_lint.exports.readers.xml_text import Node
from gwe_lint.exports.redactor import Redactor

_MOST_TOKEN = 16 << 20  # bytes of one tag
_CHUNK = 1 << 20
_FIRST = 1 << 12  # bytes of what may be an element, or only text that begins like one
_TREES = {"options": "options", "userProperties": "annex", "flexibleProperties": None}


class _Closed(Exception):
    """The root element has ended."""


class Nodes:
    """One pass over one element and its content. ``found`` is called with each complete object.

    An object is an element whose name ``is_object`` knows; objects inside of objects are skipped. ``place`` is the line
    and column at the offset ``start``.
    """

    def __init__(
        self,
        source: Source,
        redactor: Redactor,
        is_object: Callable[[str], bool],
        found: "Callable[[Node, list[str]], None]",
        *,
        start: int,
        place: tuple[int, int],
        counted: Counted,
        damaged: bool = False,
    ) -> None:
        self.source = source
        self.start = start
        self.redactor = redactor
        self.is_object = is_object
        self.found = found
        self.counted = counted
        self.damaged = damaged  # True: marks stand for what could not be decoded
        self.around: list[str] = []  # names of the elements around the object, the root first
        self.stack: list[Node] = []  # of the object
        self.ignored = 0  # levels of elements that are skipped
        self.nodes, self.fed = 0, 0  # elements so far, bytes that the parser was given
        parser = self.parser = expat.ParserCreate(encoding="utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype
        self.position = Position(source, start, place, parser)
        self.pairs = Pairs(redactor, self.position)

    @property
    def in_object(self) -> bool:
        """True while an object with anything in it is being read: text about objects only has their tags."""
        return bool(self.stack) and bool(self.stack[0].children or self.stack[0].attributes or self.pairs.tree)

    def read(self) -> None:
        """Read the element, behind which nothing may follow. Raises ``NotReadable``, ``TooMuch``, ``Misplaced``."""
        self._read(_CHUNK)
        self.position.end()

    def read_first(self) -> int:
        """Read the element, whatever follows on it; the offset behind it. Raises the same."""
        self.parser.EndElementHandler = self._end_or_stop
        try:
            self._read(_FIRST)
        except _Closed:
            return self.position.behind()
        return self.position.end()

    def _read(self, chunk: int) -> None:
        parser = self.parser
        try:
            for part in self.source.parts(self.start):
                self.position.expect(part)
                fed = 0
                while fed < len(part.text):
                    piece = part.text[fed : fed + chunk]
                    chunk = min(chunk * 2, _CHUNK)
                    fed += len(piece)
                    self.fed += len(piece)
                    parser.Parse(piece, False)
                    if self.fed - parser.CurrentByteIndex > _MOST_TOKEN:
                        raise TooMuch(f"one of its elements is longer than {_MOST_TOKEN >> 20} MiB")
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            line, column = self.position.of_error()
            why = expat.ErrorString(error.code)
            raise NotReadable(f"it is not well-formed XML: {why}", "export it again", line, column) from None
        finally:  # else nobody would let go of the document, since the parser refers to what refers to it
            parser.StartElementHandler = parser.EndElementHandler = parser.StartDoctypeDeclHandler = None

    def _doctype(self, *_: Any) -> None:
        line, column = self.position.here()
        help = "remove the DOCTYPE; no export has one"
        raise NotReadable("it has a document type declaration, which is refused", help, line, column)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        pairs = self.pairs
        if self.ignored:
            self.ignored += 1
        elif pairs.tree:
            if not pairs.start(name, attributes):
                self.ignored = 1
        elif self.stack:
            if name in _TREES and len(self.stack) == 1:
                self._enter_tree(_TREES[name], attributes)
            else:
                self._enter_node(name, attributes)
        elif self.is_object(name):
            self._enter_node(name, attributes)
        else:
            self.around.append(name)
        if len(self.around) + len(self.stack) + len(pairs.lists) + self.ignored > MOST_LEVELS:
            line, column = self.position.here()
            message = f"its elements are nested more than {MOST_LEVELS} levels deep"
            raise NotReadable(message, "export it again; no export is nested like that", line, column)
        if name == "list_pair" and (left_out := self.position.plain_list()):
            self._leave_out(left_out)

    def _leave_out(self, left_out: PlainList) -> None:
        """The options of the list that has just begun, which the parser does not get."""
        if self.ignored:
            return
        if not self.pairs.tree:
            raise Misplaced
        self.pairs.fill(left_out)

    def _enter_tree(self, tree: str | None, attributes: dict[str, str]) -> None:
        if tree is None:
            self.ignored = 1
            return
        builder = getattr(self.stack[0], tree) or ElementBuilder(self.redactor, self.counted, damaged=self.damaged)
        setattr(self.stack[0], tree, builder)
        self.pairs.enter(builder, attributes.get("action", ""))

    def _enter_node(self, name: str, attributes: dict[str, str]) -> None:
        self.nodes += 1
        if self.nodes > MOST_OPTIONS:
            raise TooMuch(f"it holds more than {MOST_OPTIONS:,} elements")
        line, column = self.position.here()
        node = Node(name, attributes, line, column, self.position.tag_end(column))
        if self.stack:
            self.stack[-1].children.append(node)
        self.stack.append(node)

    def _end(self, _: str) -> None:
        if self.ignored:
            self.ignored -= 1
        elif self.pairs.tree:
            self.pairs.end()
        elif self.stack:
            node = self.stack.pop()
            if not self.stack:
                self.pairs.forget()
                self.found(node, self.around)
        elif self.around:
            self.around.pop()

    def _end_or_stop(self, name: str) -> None:
        self._end(name)
        if not (self.around or self.stack or self.pairs.tree or self.ignored):
            self.position.here()
            raise _Closed
