"""The matrix of a group: options and members, with a symbol and a word in each cell."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.estate.model import SEVERITIES, Severity
from gwe_lint.findings.comparison import Change, DriftSummary, Gathered
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.reports.view.change import letter
from gwe_lint.reports.wording import option_of
from gwe_lint.text import counted


class MemberRow(NamedTuple):
    """An option that members do not agree on."""

    option: str
    severity: Severity
    change: Change
    members: tuple[str, ...]

    @property
    def cells(self) -> list[str]:
        """The cell of each member, in the order of the members."""
        by_name = {
            name: _cell(self.change, number)
            for number, held in reversed(list(enumerate(self.change.values)))
            for name in held.members
        }
        return [by_name.get(member, "? unknown") for member in self.members]


class MemberMatrix(NamedTuple):
    """A group of members with the options that differ, the most severe first."""

    name: str
    title: str  # how many they are, where, and whether anything says that they belong together
    members: tuple[str, ...]
    rows: tuple[MemberRow, ...]


def member_matrices(report: Report, drift: DriftSummary) -> Iterator[MemberMatrix]:
    """A matrix for each group whose members differ."""
    findings: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.active:
        if finding.change:
            findings.setdefault((finding.estate, finding.change.among), []).append(finding)
    for group in drift.groups:
        own = findings.get((group.estate, group.name), [])
        rows = sorted(_rows(group, own), key=lambda row: (SEVERITIES.index(row.severity), row.option))
        if rows:
            yield MemberMatrix(group.name, _title(group), group.members, tuple(rows))


def _rows(group: Gathered, findings: list[Finding]) -> Iterator[MemberRow]:
    for finding in findings:
        if finding.change:
            yield MemberRow(option_of(finding), finding.severity, finding.change, group.members)


def _title(group: Gathered) -> str:
    assumed = ", assumed: nothing says that they belong together" if group.assumed else ""
    return f"{counted(len(group.members), 'member')} of estate {group.estate}{assumed}"


def _cell(change: Change, number: int) -> str:
    """The cell of a member that has this value: a symbol and a word."""
    held = change.values[number]
    if held.reference:
        return "✔ its own" if change.kind == "must-differ" else "✔ as most"
    if held.text is None or held.default:
        return "◌ not set"
    if change.reference == "split":
        return f"≠ value {letter(number)}"
    return "✘ alike" if change.kind == "must-differ" else "✘ differs"
