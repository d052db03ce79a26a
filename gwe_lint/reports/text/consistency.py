"""Members against each other for a terminal: a matrix where it fits, and every value with those that have it."""

from collections.abc import Iterator, Sequence

from gwe_lint.estate.model import SEVERITIES
from gwe_lint.findings.report import Change, DriftSummary, Finding, Gathered, Report
from gwe_lint.reports.history import age_said
from gwe_lint.reports.layout import Layout, columns
from gwe_lint.reports.text.blocks import heading, plain, reasons
from gwe_lint.reports.wording import groups_of, option_of, value_said
from gwe_lint.text import counted, escaped, listed

_CELL = 11  # columns of a cell, the gap before it included
_LEAST = 24  # columns of an option's name, at least
_MOST = 52  # and at most
_MOST_NAMES = 8  # of members that have one value


def members_text(report: Report, drift: DriftSummary, layout: Layout) -> Iterator[str]:
    """The matrix of each group with differences, where it is wide enough; then the differences by cause."""
    for gathered in drift.groups:
        rows = [each for each in report.active if _is_of(each, gathered)]
        if rows and _fits(gathered, layout):
            yield from _matrix(gathered, sorted(rows, key=_rank), layout)
            yield ""
    for group in groups_of(report.active):
        yield from _cause(group, age_said(group, report.history), layout)
        yield ""


def _is_of(finding: Finding, gathered: Gathered) -> bool:
    change = finding.change
    return change is not None and (finding.estate, change.among) == (gathered.estate, gathered.name)


def _rank(finding: Finding) -> tuple[int, str]:
    return SEVERITIES.index(finding.severity), option_of(finding)


def _fits(gathered: Gathered, layout: Layout) -> bool:
    return layout.width >= _LEAST + _CELL * len(gathered.members)


def _matrix(gathered: Gathered, rows: Sequence[Finding], layout: Layout) -> Iterator[str]:
    """Options × members; each member has a number, since names are longer than cells."""
    room = min(layout.width - _CELL * len(gathered.members), _MOST)
    yield layout.paint("bold", escaped(gathered.name))
    yield from layout.wrapped("  ", title(gathered), 2)
    for number, name in enumerate(gathered.members, 1):
        yield f"  {number:>2}  {escaped(name)}"
    yield " " * room + "".join(f"  {number:<{_CELL - 2}}" for number in range(1, len(gathered.members) + 1)).rstrip()
    for finding in rows:
        name = _cut(escaped(option_of(finding)), room)
        cells = "".join(f"  {cell(finding, member):<{_CELL - 2}}" for member in gathered.members)
        yield f"{layout.paint(finding.severity, name)}{' ' * (room - columns(name))}{cells}".rstrip()


def title(gathered: Gathered) -> str:
    """How many they are, where, and whether anything says that they belong together."""
    assumed = ", assumed: nothing says that they belong together" if gathered.assumed else ""
    return f"{counted(len(gathered.members), 'member')} of estate {gathered.estate}{assumed}"


def cell(finding: Finding, member: str) -> str:
    """One member in the row of a finding: a symbol and a word."""
    values = finding.change.values if finding.change else ()
    held = next(((number, held) for number, held in enumerate(values) if member in held.members), None)
    if held is None:
        return "? unknown"
    number, value = held
    if value.reference:
        return "✔ as most" if finding.change and finding.change.kind != "must-differ" else "✔ its own"
    if value.text is None or value.default:
        return "◌ not set"
    if finding.change and finding.change.reference == "split":
        return f"≠ value {letter(number)}"
    return "✘ alike" if finding.change and finding.change.kind == "must-differ" else "✘ differs"


def letter(number: int) -> str:
    """A name for a value: a to z, then numbers."""
    return chr(ord("a") + number) if number < 26 else str(number)


def _cut(text: str, room: int) -> str:
    return text if columns(text) < room else f"{text[: room - 2]}…"


def _cause(group: Sequence[Finding], age: str, layout: Layout) -> Iterator[str]:
    first = group[0]
    if first.change is None:
        yield from plain(group, layout)
        return
    yield from heading(first, f" {option_of(first)} {_verb(first.change)}", "bold", layout)
    for finding in group:
        if finding.change:
            yield from layout.wrapped("    among     ", f"{finding.change.among} (estate {finding.estate})", 14)
            yield from _values(finding.change, layout)
            place = finding.hit.place
            yield f"    where     {escaped(f'{place.path}:{place.line}')}"
    yield from reasons(first, age, layout)


def _verb(change: Change) -> str:
    if change.kind == "must-differ":
        return "must differ, and is alike"
    sizes = sum(len(held.members) for held in change.deviating), sum(len(held.members) for held in change.values)
    return (
        "is split: no value has a majority" if change.reference == "split" else f"differs on {sizes[0]} of {sizes[1]}"
    )


def _values(change: Change, layout: Layout) -> Iterator[str]:
    """Every value with the members that have it; in a split one, with the letter that the matrix has."""
    for number, held in enumerate(change.values):
        split = change.reference == "split"
        head = (
            f"value {letter(number)}"
            if split
            else ("its own" if change.kind == "must-differ" else "most")
            if held.reference
            else "differs"
        )
        said = f"{value_said(held.text, default=held.default)}   {listed(held.members, _MOST_NAMES)}"
        yield from layout.wrapped(f"    {head:<9} ", said, 14)
