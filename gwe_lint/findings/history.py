"""Since when a finding is there: ``--since`` takes the dates of an earlier JSON report."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import FACETS, OBJECT
from gwe_lint.findings.comparison import NotCompared, Unverified
from gwe_lint.findings.earlier import EarlierFinding, History
from gwe_lint.findings.earlier_report import findings_of, report_in
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.findings.same_finding import matches_of, without_token_numbers

_NAMED_IN_REASONS = ("type", "release", "state", "dbid", "backup", "host")  # where an object is not said whole

_EXPORT = "export"  # the name of the difference that an application came or went


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
    not_looked_at = _NotLookedAt(report)
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


class _NotLookedAt:
    """What a run cannot tell of earlier findings: whether they are gone."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.ran = {rule.id for rule in report.enabled} - {failure.rule for failure in report.failures}
        self.not_compared: dict[str, list[NotCompared]] = {}  # by estate
        self.unverified: dict[tuple[str, str], list[Unverified]] = {}  # by estate and application
        self.names_now: dict[tuple[str, str], str] = {}  # by estate and former name
        locked = {rule.id for rule in report.enabled if rule.locked}
        # Estate and application of what could not be read, where a finding may still be. None: it may be of any.
        self.partly_read = {
            (each.estate, each.hit.place.application) for each in report.findings if each.rule in locked
        }
        if report.drift:
            for entry in report.drift.not_checked:
                self.not_compared.setdefault(entry.estate, []).append(entry)
            for where, name in report.drift.missing:  # of which other differences may still be there
                self.not_compared.setdefault(where, []).append(NotCompared(where, name, ""))
            for row in report.drift.unverifiable:
                self.unverified.setdefault((row.estate, row.application), []).append(row)
            self.names_now = {(each.estate, each.before): each.after for each in report.drift.renamed}

    def holds(self, past: EarlierFinding) -> bool:
        """True for a finding of another rule, estate or path, or of what could not be compared."""
        is_elsewhere = past.estate not in (*self.report.estates, "all")
        if past.rule not in self.ran or is_elsewhere or past.fingerprint in self.report.hidden:
            return True
        names = {name for name in (past.application, past.former_application) if name}
        names |= {self.names_now[past.estate, name] for name in names if (past.estate, name) in self.names_now}
        if any((past.estate, name) in self.partly_read for name in (*names, None)):
            return True
        return any(
            # The reason of a group names the member that is not there.
            entry.application in names or entry.reason.startswith(tuple(f"{name} is " for name in names))
            for entry in self.not_compared.get(past.estate, ())
        ) or any(_is_about(row, past) for name in names for row in self.unverified.get((past.estate, name), ()))


def _is_about(row: Unverified, past: EarlierFinding) -> bool:
    """True where an unverifiable option, or all of a part of an object, holds what the finding is about."""
    if past.is_renaming:  # seen by the DBID only
        return (row.section, row.name) == (OBJECT, "*") and "dbid" in row.reason
    if row.section != (past.section or ""):
        return False
    if row.name == "*" and row.section in FACETS:
        if (past.section, past.option) == (OBJECT, _EXPORT):
            return False  # there is an export, however little it says
        return row.section != OBJECT or past.option not in _NAMED_IN_REASONS or past.option in row.reason
    return row.name == past.option
