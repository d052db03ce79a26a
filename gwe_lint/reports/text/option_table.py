"""What ``options`` prints: a table for each option, or all rows as CSV that is safe for spreadsheets, or as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence

from gwe_lint import __version__
from gwe_lint.explore.option_table import OptionRow
from gwe_lint.reports.json_text import dumped
from gwe_lint.reports.layout import Layout, columns
from gwe_lint.reports.spreadsheet import csv_of
from gwe_lint.text import counted, escaped, listed, quoted

_COLUMNS = (
    *("estate", "application", "type", "release", "section", "option", "value", "origin", "default", "unknown"),
    *("path", "line"),
)
_WIDEST = 40  # columns of a value in a table
_MOST_VALUES = 4  # of an option that are counted in its heading


def rows_as_text(rows: Sequence[OptionRow], layout: Layout) -> str:
    """A table for each option: the applications with their values, where these come from, and the defaults."""
    tables: dict[tuple[str, str], list[OptionRow]] = {}
    for row in rows:
        tables.setdefault((row.section, row.option), []).append(row)
    several = len({row.estate for row in rows}) > 1
    return "\n".join(
        "".join(f"{line}\n" for line in _table(key, table, layout, with_estate=several))
        for key, table in sorted(tables.items())
    )


def _table(key: tuple[str, str], rows: list[OptionRow], layout: Layout, *, with_estate: bool) -> Iterator[str]:
    yield layout.paint("bold", escaped(f"[{key[0]}] {key[1]}")) + f"   {_values(rows)}"
    heads = ("estate", "application", "value", "origin", "default")[0 if with_estate else 1 :]
    cells = [[_cell(row, head) for head in heads] for row in rows]
    widths = [max(columns(line[at]) for line in (heads, *cells)) for at in range(len(heads))]
    yield layout.paint("bold", f"  {_line([head.upper() for head in heads], widths)}")
    yield from (f"  {_line(line, widths)}" for line in cells)
    for row in rows:
        if row.unknown:
            yield from layout.wrapped("  unknown: ", row.unknown, 11)


def _cell(row: OptionRow, head: str) -> str:
    text = getattr(row, head)
    if text is None:
        return "?" if head == "value" and row.unknown else "-"
    text = escaped(str(text)) or "(empty)"
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    pairs = zip(cells, widths, strict=True)
    return "  ".join(cell + " " * (width - columns(cell)) for cell, width in pairs).rstrip()


def _values(rows: list[OptionRow]) -> str:
    """How many applications have which value, the commonest first."""
    counts = Counter(quoted(row.value) if row.value is not None else row.origin for row in rows)
    most = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return f"{counted(len(rows), 'application')}: " + listed((f"{value} on {n}" for value, n in most), _MOST_VALUES)


def rows_as_csv(rows: Sequence[OptionRow]) -> str:
    """All rows with a line of names first, as CSV that is safe for spreadsheets."""
    return csv_of(_COLUMNS, ([getattr(row, name) for name in _COLUMNS] for row in rows))


def rows_as_json(rows: Sequence[OptionRow]) -> str:
    """All rows, with the names of the columns as keys."""
    return dumped(
        {
            "format": "gwe-lint-options/1",
            "tool": {"name": "gwe-lint", "version": __version__},
            "options": [{name: getattr(row, name) for name in _COLUMNS} for row in rows],
        }
    )
