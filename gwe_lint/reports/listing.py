"""A list of rows: a table for people, in text or Markdown, and all that the rows say as CSV or JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from textwrap import wrap
from typing import Any, Literal, NamedTuple

from gwe_lint import __version__
from gwe_lint.reports.json_text import dumped
from gwe_lint.reports.layout import Layout, columns
from gwe_lint.reports.markdown_spans import code_in_table, prose
from gwe_lint.reports.spreadsheet import csv_of
from gwe_lint.text import escaped

ListFormat = Literal["table", "json", "csv", "markdown"]

_WIDEST = 40  # columns of a cell in a table, but for the last one
_LEAST = 20  # columns that the last one has at least; with less room there is no table


class Listing(NamedTuple):
    """Rows under the key that JSON has for them; ``heads`` and ``cells`` are what people are shown of each."""

    format: str  # of JSON
    key: str
    rows: Sequence[Mapping[str, Any]]
    heads: Sequence[str]
    cells: Sequence[Sequence[str]]
    more: Mapping[str, Any] = {}  # further keys of JSON
    names: Sequence[str] = ()  # the columns of CSV, needed where there may be no row
    numbers: frozenset[str] = frozenset()  # heads of columns whose cells end in one line


def listed_as(format: ListFormat, listing: Listing, layout: Layout) -> str:
    """The list in a format."""
    if format == "json":
        return _json(listing)
    if format == "csv":
        return csv_of(listing.names, ([row[name] for name in listing.names] for row in listing.rows))
    if format == "markdown":
        return "".join(f"{line}\n" for line in _markdown(listing))
    return "".join(f"{line}\n" for line in _table(listing, layout))


def _json(listing: Listing) -> str:
    rows = [{key: _plain(value) for key, value in row.items()} for row in listing.rows]
    head = {"format": listing.format, "tool": {"name": "gwe-lint", "version": __version__}}
    return dumped({**head, **listing.more, listing.key: rows})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _markdown(listing: Listing) -> Iterator[str]:
    """A table; texts from exports stand in code spans."""
    if not listing.cells:
        return
    yield f"| {' | '.join(prose(head.capitalize()) for head in listing.heads)} |"
    yield f"|{' --- |' * len(listing.heads)}"
    for cells in listing.cells:
        yield f"| {' | '.join(code_in_table(cell) if cell else '' for cell in cells)} |"


def _table(listing: Listing, layout: Layout) -> Iterator[str]:
    """A table with columns as wide as they have to be; the last one gets what is left of a width that is given.

    Where that is too little, each row is a few lines, with the heads beside what they are of.
    """
    if not listing.cells:
        return
    rows = [[_cut(escaped(cell), _WIDEST) for cell in cells[:-1]] + [escaped(cells[-1])] for cells in listing.cells]
    widths = [max(columns(row[at]) for row in (listing.heads, *rows)) for at in range(len(listing.heads))]
    if layout.bounded:
        left = layout.width - sum(widths[:-1]) - 2 * (len(widths) - 1)
        if left < min(widths[-1], _LEAST):
            yield from (line for row in rows for line in _lines(listing.heads, row, layout.width))
            return
        widths[-1] = min(widths[-1], left)
        rows = [[*row[:-1], _cut(row[-1], left)] for row in rows]
    right = [head in listing.numbers for head in listing.heads]
    yield layout.paint("bold", _line(listing.heads, widths, right))
    yield from (_line(row, widths, right) for row in rows)


def _lines(heads: Sequence[str], row: Sequence[str], width: int) -> Iterator[str]:
    """A row in lines of this width, of which all but the first are indented; without its empty cells."""
    line = ""
    for head, cell in zip(heads, row, strict=True):
        if not cell:
            continue
        words = wrap(f"{head.lower()} {cell}", width - 4, subsequent_indent="    ", break_on_hyphens=False)
        pair, *rest = (_cut(each, width - 2) for each in words)
        if line and columns(line) + 2 + columns(pair) > width:
            yield line
            line = ""
            pair = f"  {pair}"
        line = f"{line}  {pair}" if line else pair
        if rest:
            yield from (line, *rest[:-1])
            line = rest[-1]
    yield line


def _cut(text: str, width: int) -> str:
    """The text, or as much of it as has room before the sign that there is more."""
    if columns(text) <= width:
        return text
    ends = accumulate(map(columns, text))
    return f"{text[: sum(end < width for end in ends)]}…"


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, is_right in zip(cells, widths, right, strict=True):
        space = " " * (width - columns(cell))
        padded.append(f"{space}{cell}" if is_right else f"{cell}{space}")
    return "  ".join(padded).rstrip()
