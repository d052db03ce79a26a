"""The matrix of a group: options and members, with a symbol and a word in each cell."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.estate.model import SEVERITIES, Severity
from gwe_lint.findings.comparison import Change, Gathered, RenamedSection
from gwe_lint.findings.finding import Finding
from gwe_lint.reports.view.applications import Link
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.view.cell import Cell
from gwe_lint.reports.view.change import letter
from gwe_lint.reports.view.limits import MOST_NAMES
from gwe_lint.text import counted, listed

MEMBER_LEGEND = "✔ as most · ✘ differs · ≠ one of several values, none of which most have · ◌ not set · ? not known"


class MemberRow(NamedTuple):
    """An option that members do not agree on."""

    link: Link  # to its cause
    severity: Severity
    change: Change
    members: tuple[str, ...]

    @property
    def cells(self) -> list[Cell]:
        """The cell of each member, in the order of the members."""
        section = self.change.renamed_section
        if section:
            return [_cell_of_section(section, member) for member in self.members]
        by_name = {
            name: _cell(self.change, number)
            for number, held in reversed(list(enumerate(self.change.values)))
            for name in held.members
        }
        return [by_name.get(member, _UNKNOWN) for member in self.members]


class Column(NamedTuple):
    """The column of a member, or of several that have the same in every row."""

    members: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """The name of the member, or how many are alike."""
        return self.members[0] if len(self.members) == 1 else f"{len(self.members)} alike"


class MemberMatrix(NamedTuple):
    """A group of members with the options that differ, the most severe first."""

    name: str
    title: str  # how many they are, where, and whether anything says that they belong together
    members: tuple[str, ...]
    rows: tuple[MemberRow, ...]

    def columns(self, most: int) -> list[Column]:
        """A column for each member. Of more than ``most`` those that are alike share one, and others come first."""
        cells = zip(*(row.cells for row in self.rows), strict=True)
        columns = [Column((name,), own) for name, own in zip(self.members, cells, strict=True)]
        return columns if len(columns) <= most else _folded(columns)


def alike_of(columns: Sequence[Column]) -> list[str]:
    """Who shares a column, as phrases, escaped; empty where each member has its own."""
    shared = (column for column in columns if len(column.members) > 1)
    return [f"{column.name}: {listed(column.members, MOST_NAMES)}" for column in shared]


def _folded(columns: Sequence[Column]) -> list[Column]:
    members: dict[tuple[Cell, ...], list[str]] = {}
    for column in columns:
        members.setdefault(column.cells, []).extend(column.members)
    shared = [Column(tuple(names), cells) for cells, names in members.items()]
    return sorted(shared, key=lambda column: len(column.members))


def member_matrices(causes: Iterable[Cause], groups: Iterable[Gathered]) -> Iterator[MemberMatrix]:
    """A matrix for each group whose members differ, of the causes that count."""
    rows: dict[tuple[str, str], list[MemberRow]] = {}
    members = {(group.estate, group.name): group.members for group in groups}
    for cause in causes:
        for finding in cause.one_an_application if cause.status == "active" else ():
            change = finding.change
            key = (finding.estate, change.among if change else "")
            if change and key in members:
                rows.setdefault(key, []).append(_row(cause, finding, change, members[key]))
    for group in groups:
        own = rows.get((group.estate, group.name))
        if own:
            ordered = sorted(own, key=lambda row: (SEVERITIES.index(row.severity), row.link.text))
            yield MemberMatrix(group.name, _title(group), group.members, tuple(ordered))


def _row(cause: Cause, finding: Finding, change: Change, members: tuple[str, ...]) -> MemberRow:
    return MemberRow(Link(cause.number, cause.option), finding.severity, change, members)


def _title(group: Gathered) -> str:
    assumed = ", assumed: nothing says that they belong together" if group.assumed else ""
    return f"{counted(len(group.members), 'member')} of estate {group.estate}{assumed}"


_UNKNOWN = Cell("unknown", "?", "not known")


def _cell_of_section(section: RenamedSection, member: str) -> Cell:
    """The cell of a member whose section has this name, or another one."""
    number = next((number for number, names in enumerate(section.members) if member in names), None)
    if number is None:
        return Cell("unset", "◌", "not there")
    if section.is_split:
        return Cell("split", "≠", f"name {letter(number)}")
    return Cell("differs", "✘", "renamed") if number else Cell("same", "✔", "as most")


def _cell(change: Change, number: int) -> Cell:
    """The cell of a member that has this value."""
    held = change.values[number]
    if held.reference:
        return Cell("same", "✔", "its own" if change.kind == "must-differ" else "as most")
    if held.text is None or held.default:
        return Cell("unset", "◌", "not set")
    if change.reference == "split":
        return Cell("split", "≠", f"value {letter(number)}")
    return Cell("differs", "✘", "alike" if change.kind == "must-differ" else "differs")
