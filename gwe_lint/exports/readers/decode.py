"""Decoding of bytes to lines: byte-order mark, encoding (UTF-8 or UTF-16; no code page is guessed), line ending.

An assumed encoding is reported, and every readable line is kept.
"""

import codecs

from gwe_lint.exports.records import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Text:
    """The lines of a file without their line feeds. Those that could not be read are empty, and in ``unread``."""

    def __init__(
        self,
        lines: list[str],
        encoding: str,
        bom: bool,
        newline: str,
        problems: tuple[Problem, ...],
        unread: frozenset[int],
    ) -> None:
        self.lines = lines
        self.encoding = encoding
        self.bom = bom
        self.newline = newline  # "lf", "crlf", "mixed", or "none" when the file has one line only
        self.problems = problems
        self.unread = unread  # 1-based line numbers


def read_text(data: bytes) -> Text:
    """Decode by byte-order mark, else as UTF-16 where every other byte is NUL, else as strict UTF-8, line by line."""
    problems: list[Problem] = []
    bom, encoding = encoding_of(data)
    body = data.removeprefix(bom)
    if not bom and encoding != "utf-8":
        problems.append(
            Problem(
                "encoding-assumed",
                f"UTF-16 without a byte-order mark, read as {encoding}",
                "export it again, or save it as UTF-8",
                1,
            )
        )
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        text = _by_line(body, len(bom), encoding, problems)
    lines = text.split("\n")  # not splitlines(): it also splits at U+2028, U+0085 and form feed
    newline = _newline(text)
    if lines[-1] == "":
        lines.pop()
    unread = frozenset(problem.line for problem in problems if problem.kind == "undecodable")
    return Text(lines, encoding, bool(bom), newline, tuple(problems), unread)


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """The byte-order mark or nothing, and the encoding. Mark or NUL bytes show UTF-16; the default is UTF-8."""
    for bom, encoding in _MARKS:
        if data.startswith(bom):
            return bom, encoding
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 > len(sample) * 2 and min(even, odd) * 20 < len(sample):
        return b"", "utf-16-le" if odd > even else "utf-16-be"
    return b"", "utf-8"


def _newline(text: str) -> str:
    ends, returns = text.count("\n"), text.count("\r\n")
    return "none" if not ends else "crlf" if returns == ends else "lf" if not returns else "mixed"


def _by_line(body: bytes, start: int, encoding: str, problems: list[Problem]) -> str:
    """Decode line by line; a line that fails is reported with its byte offset and keeps its place, unread."""
    end = "\n".encode(encoding)
    decoded, offset = [], start
    for number, raw in enumerate(_raw_lines(body, end), 1):
        try:
            decoded.append(raw.decode(encoding))
        except UnicodeDecodeError as error:
            where = offset + error.start
            problems.append(
                Problem(
                    "undecodable",
                    f"this line is not valid {encoding.upper()} (byte offset {where}), so it was not read",
                    "save the file as UTF-8, or export it again",
                    number,
                )
            )
            decoded.append("")
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
