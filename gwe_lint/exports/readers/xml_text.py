"""XML before and after it is parsed: bytes become UTF-8, and an object becomes a small tree."""

import re
from collections.abc import Iterator

from gwe_lint.exports.readers.builder import NotReadable
from gwe_lint.exports.readers.decode import encoding_of
from gwe_lint.exports.readers.xml_pairs import ElementBuilder
from gwe_lint.text import quoted

_ENCODINGS = (
    r"utf-?16(-?[lb]e)?|iso-?8859-?\d{1,2}|latin-?\d|(windows|cp)-?125\d|koi8-[ru]|shift_jis|gb\d+|big5|euc-\w+"
)


def as_utf8(data: bytes) -> tuple[bytes, str, bool]:
    """The document in UTF-8 without a mark, its encoding, and whether it had a mark. Raises ``NotReadable``."""
    mark, encoding = encoding_of(data)
    declared = re.match(rb"<\?xml[^>]{0,200}?encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']", data[:400])
    if not mark and encoding == "utf-8" and declared:
        encoding = declared[1].decode("ascii").lower()
        if re.fullmatch("utf-?16(-?[lb]e)?", encoding):
            encoding = "utf-8"  # without a mark and without NUL bytes it is not UTF-16, whatever it says
    if encoding in ("utf-8", "utf8", "us-ascii", "ascii"):
        return data.removeprefix(mark), "utf-8", bool(mark)
    if not re.fullmatch(_ENCODINGS, encoding):
        raise NotReadable(f"the encoding {quoted(encoding)} is not known", "save the file as UTF-8")
    try:
        return data.removeprefix(mark).decode(encoding).encode(), encoding, bool(mark)
    except LookupError:
        raise NotReadable(f"the encoding {quoted(encoding)} is not known", "save the file as UTF-8") from None
    except UnicodeError as error:
        where = f" (byte offset {error.start + len(mark)})" if isinstance(error, UnicodeDecodeError) else ""
        raise NotReadable(f"it is not valid {encoding.upper()}{where}", "export it again") from None


class Node:
    """An element: its attributes, its children, and where its start tag stands. Text between elements is ignored."""

    __slots__ = ("annex", "attributes", "children", "column", "end_column", "line", "name", "options")

    def __init__(self, name: str, attributes: dict[str, str], line: int, column: int, end_column: int) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Node] = []
        self.line = line
        self.column = column
        self.end_column = end_column
        self.options: ElementBuilder | None = None
        self.annex: ElementBuilder | None = None

    @property
    def at(self) -> tuple[int, int, int]:
        """Line, column and end column of the start tag."""
        return self.line, self.column, self.end_column

    def scalar(self, *keys: str) -> str | None:
        """The first of these that the element has: an attribute of the name, or a child of the name with a value."""
        for key in keys:
            if key in self.attributes:
                return self.attributes[key]
            for child in self.children:
                if child.name == key:
                    return child.attributes.get("value")
        return None

    def first(self, *names: str) -> "Node":
        """The first child of these names; the element itself where there is none."""
        return next((child for child in self.children if child.name in names), self)

    def inside(self, *names: str) -> "Iterator[Node]":
        """The children of all children of these names."""
        for child in self.children:
            if child.name in names:
                yield from child.children
