"""The view of a whole report: what every format for people shows."""

from typing import NamedTuple

from gwe_lint.estate.model import Severity
from gwe_lint.findings.report import Failure, NotEvaluated, Report
from gwe_lint.reports.history import Resolved, resolved_in
from gwe_lint.reports.view.cause import Cause, causes_of
from gwe_lint.reports.view.comparison import ComparisonView, comparison_view
from gwe_lint.reports.view.happened import question_of
from gwe_lint.reports.view.verdict import Verdict, looked_at, severities_in_words, verdict_of
from gwe_lint.reports.wording import Status, as_of_in_words, followed_in_words, pending
from gwe_lint.rules.rule import Rule


class ReportView(NamedTuple):
    """What is shown, in the order in which it is shown."""

    command: str
    exit_code: int
    verdict: Verdict
    found: str  # how many findings count, by severity; empty for none
    worst: Severity | None  # of these
    looked_at: str  # how much, as a phrase that begins in lower case
    as_of: str  # of which day it is, as such a phrase; empty where nothing gives one
    followed: str  # how far chats were followed, as such a phrase; empty where nobody asked
    causes: tuple[Cause, ...]
    pending: tuple[str, ...]  # changes that take effect after a restart only: application and option
    resolved: tuple[Resolved, ...]  # findings of an earlier report that are gone
    comparison: ComparisonView | None
    not_evaluated: tuple[NotEvaluated, ...]
    not_checked: tuple[str, ...]
    not_counted: tuple[str, ...]  # what could not be followed and makes no run incomplete
    crashed: tuple[Failure, ...]
    assumed: tuple[str, ...]
    rules: tuple[Rule, ...]  # that have findings, by id

    def causes_with(self, status: Status) -> list[Cause]:
        """The causes of this status."""
        return [cause for cause in self.causes if cause.status == status]


def view_of(report: Report) -> ReportView:
    """What is shown of a report."""
    fired = {finding.rule for finding in report.findings}
    return ReportView(
        command=report.command,
        exit_code=report.exit_code,
        verdict=verdict_of(report),
        found=severities_in_words(report),
        worst=next((severity for severity, _ in report.counts), None),
        looked_at=looked_at(report),
        as_of=as_of_in_words(report),
        followed=followed_in_words(report),
        causes=causes_of(report.findings, report.history, question_of(report.drift)),
        pending=tuple(pending(report)),
        resolved=resolved_in(report),
        comparison=comparison_view(report, report.drift) if report.drift else None,
        not_evaluated=report.not_evaluated,
        not_checked=report.not_checked,
        not_counted=report.coverage.remarks if report.coverage else (),
        crashed=report.failures,
        assumed=report.assumptions,
        rules=tuple(rule for rule in report.enabled if rule.id in fired),
    )
