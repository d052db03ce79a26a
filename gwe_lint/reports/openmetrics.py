"""The numbers of a report as metrics, for the textfile collector of Prometheus and for OpenMetrics: gauges alone."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from gwe_lint.estate.model import SEVERITIES
from gwe_lint.findings.report import Report
from gwe_lint.reports.history import begin_of
from gwe_lint.reports.layout import Layout
from gwe_lint.text import escaped

_Sample = tuple[Mapping[str, str], int]


def openmetrics(report: Report, layout: Layout) -> str:
    """All metrics, each with the command and the estates as labels; those of dates where dates are kept."""
    labels = {"command": report.command, "estates": ",".join(report.estates)}
    lines = [
        line
        for name, help, samples in _metrics(report)
        for line in (
            f"# HELP gwe_lint_{name} {help}",
            f"# TYPE gwe_lint_{name} gauge",
            *(f"gwe_lint_{name}{_labels({**labels, **own})} {value}" for own, value in samples),
        )
    ]
    return "".join(f"{line}\n" for line in (*lines, "# EOF"))


def _metrics(report: Report) -> Iterator[tuple[str, str, list[_Sample]]]:
    """Name, help and samples of each metric."""
    counts: list[_Sample] = [({"severity": each}, report.number_of(each)) for each in SEVERITIES]
    yield "findings", "Findings that count, by severity.", counts
    yield (
        "accepted",
        "Findings that do not count.",
        [({"as": "waived"}, report.waived), ({"as": "known"}, report.known)],
    )
    drift, size = report.drift, report.population
    yield "applications", "Applications that were looked at.", [({}, drift.compared if drift else size.applications)]
    yield "options", "Options that were looked at.", [({}, drift.options if drift else size.options)]
    yield "not_checked", "What was asked for and could not be checked.", [({}, len(report.not_checked))]
    if report.coverage:
        yield "clients", "Clients that name an endpoint.", [({}, report.coverage.clients)]
        yield "followed", "Clients whose chats were followed.", [({}, report.coverage.followed)]
    if drift:
        yield "unverifiable", "Options of which nobody can say whether they differ.", [({}, len(drift.unverifiable))]
    yield "exit_code", "The exit code of the run.", [({}, report.exit_code)]
    yield from _dated(report)


def _dated(report: Report) -> Iterator[tuple[str, str, list[_Sample]]]:
    """What a history, or an earlier report, tells of the findings that count."""
    history = report.history
    if not history:
        return
    states = Counter(each.status for each in report.active)
    known = ("new", "again", "updated", "unchanged")
    samples: list[_Sample] = [({"state": each}, states[each]) for each in known]
    yield (
        "findings_by_state",
        "Findings that count, and those that are gone.",
        [
            *samples,
            ({"state": "resolved"}, len(history.resolved)),
        ],
    )
    ages = [(history.today - begin).days for each in report.active if (begin := begin_of(each))]
    yield "oldest_finding_days", "The age of the oldest finding that counts.", [({}, max(ages, default=0))]
    if history.of_store:
        yield from _lasting(report)


def _lasting(report: Report) -> Iterator[tuple[str, str, list[_Sample]]]:
    lasting = [each.lasting for each in report.active if each.lasting]
    yield "flapping", "Findings that came and went often lately.", [({}, sum(each.flapping for each in lasting))]
    owners = Counter(each.owner for each in lasting)
    late = Counter(each.owner for each in lasting if each.overdue)
    yield (
        "findings_by_owner",
        "Findings that count, by owner.",
        [({"owner": each}, owners[each]) for each in sorted(owners)],
    )
    yield (
        "overdue",
        "Findings that should be gone, by owner.",
        [({"owner": each}, late[each]) for each in sorted(owners)],
    )


def _labels(labels: Mapping[str, str]) -> str:
    return "{" + ",".join(f'{name}="{_quoted(value)}"' for name, value in labels.items()) + "}"


def _quoted(value: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", escaped(value))
