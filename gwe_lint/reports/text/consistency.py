"""The text report of ``consistency``: a matrix of members where it fits, and every value with its members."""

from collections.abc import Iterator, Sequence

from gwe_lint.findings.comparison import DriftSummary
from gwe_lint.reports.layout import Layout, columns
from gwe_lint.reports.text.blocks import heading, places_of, plain_cause, reasons
from gwe_lint.reports.view.cause import Among, Cause
from gwe_lint.reports.view.members import Column, MemberMatrix, alike_of, member_matrices
from gwe_lint.reports.view.report import ReportView
from gwe_lint.text import escaped

_CELL = 11  # columns of a cell, the gap before it included
_NARROWEST, _WIDEST = 24, 52  # columns of an option's name


def members_text(drift: DriftSummary, view: ReportView, layout: Layout) -> Iterator[str]:
    """The matrix of each group with differences, where it is wide enough; then the differences by cause."""
    most = (layout.width - _NARROWEST) // _CELL
    for matrix in member_matrices(view.causes, drift.groups):
        shown = matrix.columns(most)
        if len(shown) <= most:
            yield from _matrix(matrix, shown, layout)
            yield ""
    for cause in view.causes_with("active"):
        yield from _cause(cause, layout)
        yield ""


def _matrix(matrix: MemberMatrix, shown: Sequence[Column], layout: Layout) -> Iterator[str]:
    """Options × members; each column has a number, since names are longer than cells."""
    room = min(layout.width - _CELL * len(shown), _WIDEST)
    yield layout.paint("bold", escaped(matrix.name))
    yield from layout.wrapped("  ", matrix.title, 2)
    for number, column in enumerate(shown, 1):
        yield from layout.wrapped(f"  {number:>2}  ", "".join(alike_of([column])) or column.name, 6)
    yield " " * room + "".join(f"  {number:<{_CELL - 2}}" for number in range(1, len(shown) + 1)).rstrip()
    for at, row in enumerate(matrix.rows):
        name = _cut(escaped(row.link.text), room)
        cells = "".join(f"  {column.cells[at]!s:<{_CELL - 2}}" for column in shown)
        yield f"{layout.paint(row.severity, name)}{' ' * (room - columns(name))}{cells}".rstrip()


def _cut(text: str, room: int) -> str:
    return text if columns(text) < room else f"{text[: room - 2]}…"


def _cause(cause: Cause, layout: Layout) -> Iterator[str]:
    if cause.change is None:
        yield from plain_cause(cause, layout)
        return
    yield from heading(cause, f" {cause.option} {cause.happened[1]}", "bold", layout)
    for group in cause.groups:
        yield from layout.wrapped("    among     ", f"{group.name} (estate {group.estate})", 14)
        yield from () if cause.renamed_section else _values(group, layout)
        yield from places_of(group.places)
    yield from reasons(cause, layout)


def _values(group: Among, layout: Layout) -> Iterator[str]:
    """Every value with the members that have it."""
    for held in group.holdings:
        yield from layout.wrapped(f"    {held.role:<9} ", f"{held.value.brief}   {held.members}", 14)
