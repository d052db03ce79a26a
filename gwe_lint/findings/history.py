"""Since when a finding is there: ``--since`` takes the dates of an earlier JSON report."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from gwe_lint.errors import Untrusted
from gwe_lint.findings.earlier import EarlierFinding, History
from gwe_lint.findings.earlier_report import findings_of, report_in
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.not_looked_at import NotLookedAt
from gwe_lint.findings.report import Report
from gwe_lint.findings.same_finding import matches_of, without_token_numbers


class EarlierReport(NamedTuple):
    """The findings of an earlier report: its own, and those that it carried from the one before."""

    path: str = ""
    findings: tuple[EarlierFinding, ...] = ()


def read_earlier(path: Path, command: str, today: date) -> EarlierReport:
    """The earlier report in this file. Raises ``Untrusted`` for one that is corrupt, foreign, or of a later day."""
    report = report_in(path, command, "--since")
    findings = findings_of(report, today, carried=True)
    latest = max((finding.first_seen for finding in findings), default=today)
    if latest > today:
        raise Untrusted([f"{report.shown}: has a finding of {latest}, which is after {today}: see --as-of"])
    by_fingerprint = {finding.fingerprint: finding for finding in reversed(findings)}
    return EarlierReport(path.as_posix(), tuple(by_fingerprint.values()))


def dated(report: Report, earlier: EarlierReport, today: date) -> Report:
    """The report with a date and a status for each finding.

    Its history has the earlier findings that are resolved, and those that were not looked at this time.
    """
    matches = matches_of(report.findings, earlier.findings)
    findings = tuple(
        _dated_finding(finding, same, today) for finding, same in zip(report.findings, matches, strict=True)
    )
    still_there = {id(past) for same in matches for past in same}
    gone = [past for past in earlier.findings if id(past) not in still_there]
    gone.sort(key=lambda past: (past.rule, past.estate, past.application or "", past.fingerprint))
    not_looked_at = NotLookedAt(report)
    looked_at = [(past, not not_looked_at.holds(past)) for past in gone]
    history = History(
        today=today,
        since=earlier.path,
        counts=dict(Counter(finding.status for finding in findings)),
        resolved=tuple(past for past, seen in looked_at if seen),
        carried=tuple(past for past, seen in looked_at if not seen),
    )
    return report._replace(findings=findings, history=history)


def _dated_finding(finding: Finding, same: Sequence[EarlierFinding], today: date) -> Finding:
    """The finding with the oldest date of those that are the same one, and whether it is as it was."""
    if not same:
        return finding._replace(first_seen=today, status="new")
    change = finding.change
    now = (finding.hit.message, change.before if change else None, change.after if change else None)
    unchanged = any(
        list(map(without_token_numbers, now))
        == list(map(without_token_numbers, (past.message, past.before, past.after)))
        for past in same
    )
    first_seen = min(past.first_seen for past in same)
    return finding._replace(first_seen=first_seen, status="unchanged" if unchanged else "updated")
