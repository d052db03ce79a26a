"""The text report of ``consistency``: a matrix of members where it fits, and every value with its members."""

from collections.abc import Iterator

from gwe_lint.findings.comparison import DriftSummary
from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout, columns
from gwe_lint.reports.text.blocks import heading, plain_cause, reasons
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.view.change import ChangeView, change_view
from gwe_lint.reports.view.members import MemberMatrix, member_matrices
from gwe_lint.reports.view.report import ReportView
from gwe_lint.text import escaped

_CELL = 11  # columns of a cell, the gap before it included
_NARROWEST, _WIDEST = 24, 52  # columns of an option's name


def members_text(report: Report, drift: DriftSummary, view: ReportView, layout: Layout) -> Iterator[str]:
    """The matrix of each group with differences, where it is wide enough; then the differences by cause."""
    for matrix in member_matrices(report, drift):
        if layout.width >= _NARROWEST + _CELL * len(matrix.members):
            yield from _matrix(matrix, layout)
            yield ""
    for cause in view.causes_with("active"):
        yield from _cause(cause, layout)
        yield ""


def _matrix(matrix: MemberMatrix, layout: Layout) -> Iterator[str]:
    """Options × members; each member has a number, since names are longer than cells."""
    room = min(layout.width - _CELL * len(matrix.members), _WIDEST)
    yield layout.paint("bold", escaped(matrix.name))
    yield from layout.wrapped("  ", matrix.title, 2)
    for number, name in enumerate(matrix.members, 1):
        yield f"  {number:>2}  {escaped(name)}"
    yield " " * room + "".join(f"  {number:<{_CELL - 2}}" for number in range(1, len(matrix.members) + 1)).rstrip()
    for row in matrix.rows:
        name = _cut(escaped(row.option), room)
        cells = "".join(f"  {cell:<{_CELL - 2}}" for cell in row.cells)
        yield f"{layout.paint(row.severity, name)}{' ' * (room - columns(name))}{cells}".rstrip()


def _cut(text: str, room: int) -> str:
    return text if columns(text) < room else f"{text[: room - 2]}…"


def _cause(cause: Cause, layout: Layout) -> Iterator[str]:
    change = cause.change
    if change is None:
        yield from plain_cause(cause, layout)
        return
    yield from heading(cause, f" {cause.option} {change.extent}", "bold", layout)
    for finding, place in zip(cause.findings, cause.places, strict=True):
        if finding.change:
            yield from layout.wrapped("    among     ", f"{finding.change.among} (estate {finding.estate})", 14)
            yield from _values(change_view(finding.change), layout)
            yield f"    where     {escaped(place.spot)}"
    yield from reasons(cause, layout)


def _values(change: ChangeView, layout: Layout) -> Iterator[str]:
    """Every value with the members that have it."""
    for held in change.holdings:
        yield from layout.wrapped(f"    {held.role:<9} ", f"{held.value.brief}   {held.members}", 14)
