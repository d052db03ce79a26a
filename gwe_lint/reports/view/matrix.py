"""The matrix of options and applications of one type, with a symbol and a word in each cell."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.findings.comparison import Matrix
from gwe_lint.reports.view.applications import Link, link_to
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.view.limits import MOST_MATRIX_COLUMNS, MOST_MATRIX_ROWS
from gwe_lint.reports.view.numbers import Kind
from gwe_lint.text import counted

LEGEND = "✔ same · ✘ differs · ≈ equivalent in meaning, or expected to differ · ◌ not set, or not comparable"

_Causes = dict[tuple[str, str], list[Cause]]  # by section and option


class Cell(NamedTuple):
    """The cell of an application in the row of an option."""

    state: str
    symbol: str
    word: str


_CELLS = {  # by the class of the difference
    "unchanged": Cell("same", "✔", "same"),
    "changed": Cell("differs", "✘", "differs"),
    "missing": Cell("differs", "✘", "differs: missing"),
    "extra": Cell("differs", "✘", "differs: extra"),
    "must-differ": Cell("differs", "✘", "must differ"),
    "equivalent": Cell("unset", "≈", "equivalent"),
    "expected": Cell("unset", "≈", "expected"),
    "unverifiable": Cell("unknown", "◌", "not comparable"),
    "not-set": Cell("unset", "◌", "not set"),
}


class MatrixRow(NamedTuple):
    """An option with what each application has there."""

    link: Link
    cells: tuple[Cell, ...]
    kinds: tuple[Kind, ...]  # of its causes, each once


class MatrixView(NamedTuple):
    """The part of a matrix that is shown; ``size`` says how large the matrix is, and what is not shown."""

    number: int  # from 1, among all of the report
    app: str
    size: str
    applications: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def matrix_view(number: int, matrix: Matrix, causes: Iterable[Cause]) -> MatrixView:
    """The options with findings, in the order of their causes; applications that differ come first."""
    by_option = _by_option(matrix.app, causes)
    rows = sorted(
        (row for row in matrix.rows if row[:2] in by_option), key=lambda row: by_option[row[0], row[1]][0].number
    )
    order = range(len(matrix.applications))
    alike = [all(_CELLS[cells[at]].state != "differs" for _, _, cells in rows) for at in order]
    kept = sorted(order, key=lambda at: (alike[at], at))[:MOST_MATRIX_COLUMNS]
    shown = (_row(cells, kept, by_option[section, option]) for section, option, cells in rows[:MOST_MATRIX_ROWS])
    size = "; ".join(_sizes(len(rows), alike, len(kept)))
    names = tuple(matrix.applications[at] for at in kept)
    return MatrixView(number, matrix.app, size, names, tuple(shown))


def _by_option(app: str, causes: Iterable[Cause]) -> _Causes:
    """The causes of one application type."""
    by_option: _Causes = {}
    for cause in causes:
        change, place = cause.first.change, cause.first.hit.place
        if change and change.app == app:
            by_option.setdefault((place.section or "", place.option or ""), []).append(cause)
    return by_option


def _row(cells: Sequence[str], kept: Sequence[int], causes: Sequence[Cause]) -> MatrixRow:
    link = link_to(causes[0], causes[0].first)
    kinds = tuple(dict.fromkeys(cause.kind for cause in causes))
    return MatrixRow(link, tuple(_CELLS[cells[at]] for at in kept), kinds)


def _sizes(rows: int, alike: Sequence[bool], kept: int) -> Iterator[str]:
    """Phrases: how large the matrix is, and what of it is not shown."""
    columns, differing = len(alike), alike.count(False)
    yield f"{counted(rows, 'option')} with differences, {counted(columns, 'application')}"
    if rows > MOST_MATRIX_ROWS:
        yield f"the first {MOST_MATRIX_ROWS} options are shown"
    if kept < columns:
        beside = f"of which {differing - kept} differ" if differing > kept else "none of which differs"
        yield f"{columns - kept} applications are not shown, {beside}"
