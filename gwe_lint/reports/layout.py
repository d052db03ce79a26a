"""The layout of a report: colour and width for terminals, and the folder where paths start for code scanning."""

import posixpath
import re
import textwrap
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from gwe_lint.text import escaped

Paint = Literal["error", "warning", "note", "bold", "frame", "plain"]
_CODES: dict[Paint, str] = {"error": "1;31", "warning": "1;33", "note": "1;36", "bold": "1", "frame": "34", "plain": ""}

_PAINTED = r"\x1b\[[0-9;]*m"


class Layout(NamedTuple):
    """What a reporter may know of its surroundings. ``here`` and ``root`` are absolute POSIX paths."""

    colour: bool = False
    width: int = 80  # columns
    wraps: bool = False  # on a terminal: sentences that are longer than its lines go on in the next one
    bounded: bool = False  # the width is that of a terminal, or was asked for: no table is wider
    here: str = "/"  # the working directory, from which the paths of findings start
    root: str = "/"  # where the paths of SARIF start: the top of the repository
    semantic_fingerprint: bool = False  # SARIF: also as primaryLocationLineHash
    group: Literal["auto", "cause", "none"] = "none"  # text: whether findings of one cause share a block
    most: int | None = None  # text: how many findings, or causes, are shown
    statistics: bool = False  # text: a count for each rule in place of the findings
    include_waived: bool = False  # SARIF: findings that do not count too, with their suppressions

    def from_root(self, path: str) -> str | None:
        """The path of a finding from the top of the repository; None for a file outside of it."""
        return _from_root(path, self.here, self.root)

    def paint(self, paint: Paint, text: str) -> str:
        """The text in a colour, or as it is. The text itself must be escaped already."""
        return f"\x1b[{_CODES[paint]}m{text}\x1b[0m" if self.colour and _CODES[paint] else text

    def wrapped(self, head: str, text: str, indent: int) -> Iterator[str]:
        """The text behind a head, which may be painted, wrapped to the width; the lines below it are indented."""
        first = len(re.sub(_PAINTED, "", head))
        lines = self._lines(text, first, indent)
        yield head + lines[0][first:]
        yield from lines[1:]

    def fitted(self, text: str, first: int, indent: int) -> list[str]:
        """The text, escaped, in lines that fit a terminal: the first behind so many columns, the rest indented.

        One line where the output goes to no terminal.
        """
        if not self.wraps:
            return [escaped(text)]
        lines = self._lines(text, first, indent)
        return [lines[0][first:], *lines[1:]]

    def _lines(self, text: str, first: int, indent: int) -> list[str]:
        lines = textwrap.wrap(
            escaped(text),
            max(self.width, indent + 30),
            initial_indent=" " * first,
            subsequent_indent=" " * indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return lines or [" " * first]

    def row(self, cells: str, indent: int) -> str:
        """A row of a table, as lines. Where it is wider than the terminal, its columns are given up for the room."""
        if self.wraps and len(cells) > self.width:
            cells = "  ".join(cell.strip() for cell in cells.split("  ") if cell.strip())
        return "".join(f"{line}\n" for line in self.fitted(cells, 0, indent))


@lru_cache(maxsize=100)  # most findings of a report are of few files
def _from_root(path: str, here: str, root: str) -> str | None:
    relative = posixpath.relpath(posixpath.normpath(posixpath.join(here, path)), root)
    return None if relative.startswith("../") else relative


def columns(text: str) -> int:
    """The number of columns that the escaped text takes on a terminal; wide characters take two."""
    shown = escaped(text)
    if shown.isascii():
        return len(shown)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415  only for what is not ASCII

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in shown)
