"""The causes once more, by application: what each one has, and which are to be restarted."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gwe_lint.estate.model import SEVERITIES
from gwe_lint.findings.finding import Finding
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.view.numbers import Kind
from gwe_lint.reports.wording import option_of

_Entries = list[tuple[Cause, Finding]]


class Link(NamedTuple):
    """A cause by its number, called by the option that it is about."""

    number: int
    text: str


class ApplicationRow(NamedTuple):
    """What one application has."""

    name: str
    estate: str  # empty where all are of one
    counts: tuple[int, ...]  # of the findings that count, by severity
    accepted: int  # findings that do not count
    links: tuple[Link, ...]
    kinds: tuple[Kind, ...]  # of its causes, each once


def link_to(cause: Cause, finding: Finding) -> Link:
    """A link to a cause, as one of its findings would call it."""
    text = option_of(finding) if finding.hit.place.section else f"{finding.rule} {finding.name}"
    return Link(cause.number, text)


def applications_of(causes: Iterable[Cause]) -> list[ApplicationRow]:
    """What each application has, those with the most severe findings first."""
    found = _by_application(causes)
    several = len({estate for estate, _ in found}) > 1
    rows = [_row(name, estate if several else "", entries) for (estate, name), entries in found.items()]
    return sorted(rows, key=lambda row: tuple(-count for count in (*row.counts, row.accepted)))


def restarts_of(causes: Iterable[Cause]) -> list[ApplicationRow]:
    """The applications that still act as before, as far as one can know, by estate and name."""
    waiting = (cause for cause in causes if cause.status == "active" and cause.is_pending)
    return [_row(name, "", entries) for (_, name), entries in sorted(_by_application(waiting).items())]


def _by_application(causes: Iterable[Cause]) -> dict[tuple[str, str], _Entries]:
    """The findings of each application, which is known by estate and name."""
    found: dict[tuple[str, str], _Entries] = {}
    for cause in causes:
        for finding in cause.findings:
            place = finding.hit.place
            found.setdefault((finding.estate, place.application or place.path), []).append((cause, finding))
    return found


def _row(name: str, estate: str, entries: Sequence[tuple[Cause, Finding]]) -> ApplicationRow:
    kinds = [cause.kind for cause, _ in entries]
    counts = tuple(kinds.count(severity) for severity in SEVERITIES)
    links = tuple(link_to(cause, finding) for cause, finding in entries)
    return ApplicationRow(name, estate, counts, len(kinds) - sum(counts), links, tuple(dict.fromkeys(kinds)))
