"""The causes by application: the findings of each, and which applications need a restart."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gwe_lint.estate.model import SEVERITIES
from gwe_lint.findings.finding import Finding
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.view.numbers import Kind

_Entries = list[tuple[Cause, Finding]]


class Link(NamedTuple):
    """A cause by its number, called by the option that it is about."""

    number: int
    text: str


class ApplicationRow(NamedTuple):
    """The findings and causes of one application."""

    name: str
    estate: str  # empty where all are of one
    counts: tuple[int, ...]  # of the findings that count, by severity
    accepted: int  # findings that do not count
    links: tuple[Link, ...]
    kinds: tuple[Kind, ...]  # of its findings, each once


def link_to(cause: Cause, finding: Finding) -> Link:
    """A link to a cause, named by the option or the rule of the finding."""
    text = cause.option if finding.hit.place.section else f"{finding.rule} {finding.name}"
    return Link(cause.number, text)


def applications_of(causes: Iterable[Cause]) -> list[ApplicationRow]:
    """One row for each application, those with the most severe findings first."""
    entries_of = _by_application(causes)
    several = len({estate for estate, _ in entries_of}) > 1
    rows = [_row(name, estate if several else "", entries) for (estate, name), entries in entries_of.items()]
    return sorted(rows, key=lambda row: tuple(-count for count in (*row.counts, row.accepted)))


def restarts_of(causes: Iterable[Cause]) -> list[ApplicationRow]:
    """The applications that need a restart for a change to take effect, by estate and name."""
    waiting = (cause for cause in causes if cause.status == "active" and cause.is_pending)
    return [_row(name, "", entries) for (_, name), entries in sorted(_by_application(waiting).items())]


def _by_application(causes: Iterable[Cause]) -> dict[tuple[str, str], _Entries]:
    """The findings of each application, which is known by estate and name."""
    entries_of: dict[tuple[str, str], _Entries] = {}
    for cause in causes:
        for finding in cause.findings:
            for name in names_of(finding):
                entries_of.setdefault((finding.estate, name), []).append((cause, finding))
    return entries_of


def names_of(finding: Finding) -> Sequence[str]:
    """Whom a finding is about: of members those that deviate; of split ones the group, since no value is right."""
    change, place = finding.change, finding.hit.place
    if change and change.reference == "split":
        return (change.among,)
    return finding.who if change and change.values else (place.application or place.path,)


def _row(name: str, estate: str, entries: Sequence[tuple[Cause, Finding]]) -> ApplicationRow:
    kinds = [finding.severity if cause.status == "active" else cause.status for cause, finding in entries]
    counts = tuple(kinds.count(severity) for severity in SEVERITIES)
    firsts = {cause.number: (cause, finding) for cause, finding in reversed(entries)}
    links = tuple(link_to(*firsts[number]) for number in sorted(firsts))
    return ApplicationRow(name, estate, counts, len(kinds) - sum(counts), links, tuple(dict.fromkeys(kinds)))
