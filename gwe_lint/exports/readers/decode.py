"""Decoding of bytes to lines: byte-order mark, encoding (UTF-8, UTF-16, or the declared code page), line ending.

No code page is guessed. An assumed encoding is reported, and every readable line is kept.
"""

import codecs
from collections.abc import Mapping
from typing import NamedTuple

from gwe_lint.exports.records import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Stands for each part that could not be decoded: of the private use area, and no surrogate, which no XML may hold.
_UNREAD = "\uf7ff"


class UnreadLine(NamedTuple):
    """A line that could not be decoded: its bytes, and the offset in the file of the first wrong one."""

    raw: bytes
    offset: int


class Text:
    """The text of a file. What could not be decoded of the ``unread`` lines is marked."""

    def __init__(
        self,
        text: str,
        encoding: str,
        bom: bool,
        newline: str,
        problems: tuple[Problem, ...],
        unread: Mapping[int, UnreadLine],
    ) -> None:
        self.text = text
        self.encoding = encoding
        self.bom = bom
        self.newline = newline  # "lf", "crlf", "mixed", or "none" when the file has one line only
        self.problems = problems
        self.unread = unread  # by 1-based line number

    @property
    def lines(self) -> list[str]:
        """The lines without their line feeds."""
        lines = self.text.split("\n")  # not splitlines(): it also splits at U+2028, U+0085 and form feed
        if lines[-1] == "":
            lines.pop()
        return lines


def read_text(data: bytes, code_page: str = "") -> Text:
    """Decode by byte-order mark, else as UTF-16 where every other byte is NUL, else as UTF-8, line by line.

    Text that is none of these is decoded by the code page, where one is declared.
    """
    bom, encoding = encoding_of(data)
    body = data.removeprefix(bom)
    unread: dict[int, UnreadLine] = {}
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        if code_page and not bom and encoding == "utf-8":
            encoding = code_page
        text = _by_line(body, len(bom), encoding, unread)
    problems = () if bom or not encoding.startswith("utf-16") else (_assumed(encoding),)
    return Text(text, encoding, bool(bom), _newline(text), problems, unread)


def _assumed(encoding: str) -> Problem:
    message = f"UTF-16 without a byte-order mark, read as {encoding}"
    return Problem("encoding-assumed", message, "export it again, or save it as UTF-8", 1)


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """The byte-order mark or nothing, and the encoding. Mark or NUL bytes show UTF-16; the default is UTF-8."""
    for bom, encoding in _MARKS:
        if data.startswith(bom):
            return bom, encoding
    sample = data[:4096]
    if b"\0" not in sample:
        return b"", "utf-8"
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 > len(sample) * 2 and min(even, odd) * 20 < len(sample):
        return b"", "utf-16-le" if odd > even else "utf-16-be"
    return b"", "utf-8"


def first_unread(text: str) -> int:
    """The offset of the first character that stands for what could not be decoded; -1 where there is none."""
    return text.find(_UNREAD)


def is_readable(text: str) -> bool:
    """True for a text of which nothing stands for what could not be decoded, and that holds no NUL byte."""
    return "\0" not in text and first_unread(text) < 0


def marked(raw: bytes, encoding: str) -> str:
    """The text of these bytes, with a mark for each part that cannot be decoded."""
    return raw.decode(encoding, "replace").replace("\ufffd", _UNREAD)


def _newline(text: str) -> str:
    if "\r" not in text:
        return "lf" if "\n" in text else "none"
    ends, returns = text.count("\n"), text.count("\r\n")
    return "none" if not ends else "crlf" if returns == ends else "lf" if not returns else "mixed"


def _by_line(body: bytes, start: int, encoding: str, unread: dict[int, UnreadLine]) -> str:
    """Decode line by line; a line that fails keeps its place, and is added to ``unread``."""
    end = "\n".encode(encoding)
    decoded, offset = [], start
    for number, raw in enumerate(_raw_lines(body, end), 1):
        try:
            decoded.append(raw.decode(encoding))
        except UnicodeDecodeError as error:
            unread[number] = UnreadLine(raw, offset + error.start)
            decoded.append(marked(raw, encoding).replace("\n", " "))
        offset += len(raw) + len(end)
    return "\n".join(decoded)


def _raw_lines(body: bytes, end: bytes) -> list[bytes]:
    """The bytes between line ends; of UTF-16, only line ends at an even distance from the beginning count."""
    if len(end) == 1:
        return body.split(end)
    lines, start = [], 0
    while (line_end := _next_aligned_end(body, end, start)) >= 0:
        lines.append(body[start:line_end])
        start = line_end + len(end)
    return [*lines, body[start:]]


def _next_aligned_end(body: bytes, end: bytes, start: int) -> int:
    """The offset of the next line end at an even distance from ``start``, or -1."""
    offset = body.find(end, start)
    while offset >= 0 and (offset - start) % 2:
        offset = body.find(end, offset + 1)
    return offset
