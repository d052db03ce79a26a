"""The matrix of options and applications of one type, with a symbol and a word in each cell."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.findings.comparison import Matrix
from gwe_lint.reports.view.applications import Link, link_to
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.view.cell import Cell
from gwe_lint.reports.view.happened import Question
from gwe_lint.reports.view.limits import MOST_MATRIX_COLUMNS, MOST_MATRIX_ROWS
from gwe_lint.reports.view.numbers import Kind
from gwe_lint.text import counted

LEGEND = "✔ same · ✘ differs · ≈ equivalent in meaning, or expected to differ · ◌ not set, or not comparable"

_Causes = dict[tuple[str, str], list[Cause]]  # by section and option


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


def matrix_view(number: int, matrix: Matrix, causes: Iterable[Cause], question: Question) -> MatrixView:
    """The options with findings, in the order of their causes; applications that differ come first."""
    by_option = _by_option(matrix.app, causes)
    rows = sorted(
        (row for row in matrix.rows if row[:2] in by_option), key=lambda row: by_option[row[0], row[1]][0].number
    )
    order = range(len(matrix.applications))
    alike = [all(_CELLS[cells[at]].state != "differs" for _, _, cells in rows) for at in order]
    kept = sorted(order, key=lambda at: (alike[at], at))[:MOST_MATRIX_COLUMNS]
    words = _cells_of(question)
    shown = (
        _row([words[cells[at]] for at in kept], by_option[section, option])
        for section, option, cells in rows[:MOST_MATRIX_ROWS]
    )
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


def _cells_of(question: Question) -> dict[str, Cell]:
    """The cells by class. Between estates, what one of them lacks is in the other one only."""
    if question.scope != "estates":
        return _CELLS
    one, other = (Cell("differs", "✘", f"in {side} only") for side in question.sides)
    return {**_CELLS, "missing": one, "extra": other}


def _row(cells: Sequence[Cell], causes: Sequence[Cause]) -> MatrixRow:
    kinds = tuple(dict.fromkeys(kind for cause in causes for kind in cause.kinds))
    return MatrixRow(link_to(causes[0], causes[0].first), tuple(cells), kinds)


def _sizes(rows: int, alike: Sequence[bool], kept: int) -> Iterator[str]:
    """Phrases: how large the matrix is, and what of it is not shown."""
    columns, differing = len(alike), alike.count(False)
    yield f"{counted(rows, 'option')} with differences, {counted(columns, 'application')}"
    if rows > MOST_MATRIX_ROWS:
        yield f"the first {MOST_MATRIX_ROWS} options are shown"
    if kept < columns:
        beside = f"of which {differing - kept} differ" if differing > kept else "none of which differs"
        yield f"{columns - kept} applications are not shown, {beside}"
