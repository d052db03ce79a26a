"""Since when a finding is there: ``--since`` takes the dates of an earlier JSON report."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from gwe_lint.errors import Untrusted
from gwe_lint.findings.earlier import EarlierFinding, History, TrendDay
from gwe_lint.findings.earlier_report import findings_of, report_in
from gwe_lint.findings.finding import Finding, Lasting
from gwe_lint.findings.flapping import is_flapping
from gwe_lint.findings.looked_at import looked_at_of
from gwe_lint.findings.not_looked_at import NotLookedAt
from gwe_lint.findings.report import Report
from gwe_lint.findings.same_finding import matches_of, without_token_numbers


class EarlierReport(NamedTuple):
    """The findings of an earlier report: its own, and those that it carried from the one before.

    Those of a history are all that are open; ``gone`` are former ones that may be back.
    """

    path: str = ""
    findings: tuple[EarlierFinding, ...] = ()
    gone: tuple[EarlierFinding, ...] = ()
    is_history: bool = False
    trend: tuple[TrendDay, ...] = ()


def read_earlier(path: Path, command: str, today: date) -> EarlierReport:
    """The earlier report in this file. Raises ``Untrusted`` for one that is corrupt, foreign, or of a later day."""
    report = report_in(path, command, "--since")
    findings = findings_of(report, today, carried=True)
    latest = max((finding.first_seen for finding in findings), default=today)
    if latest > today:
        raise Untrusted([f"{report.shown}: has a finding of {latest}, which is after {today}: see --as-of"])
    by_fingerprint = {finding.fingerprint: finding for finding in reversed(findings)}
    return EarlierReport(path.as_posix(), tuple(by_fingerprint.values()))


def as_earlier(finding: Finding, today: date) -> EarlierFinding:
    """The finding as a later report would find it again."""
    change, place = finding.change, finding.hit.place
    earlier = EarlierFinding(
        *(finding.rule, finding.name, finding.severity, finding.hit.message, finding.estate, finding.fingerprint),
        *(place.application, place.section, place.option),
        before=change.before if change else None,
        after=change.after if change else None,
        first_seen=today,
    )
    if not change:
        return earlier
    return earlier._replace(
        kind=change.kind, among=change.among, former_option=change.former_option, target_dbid=change.target_dbid
    )


def dated(report: Report, earlier: EarlierReport, today: date) -> Report:
    """The report with a date and a status for each finding.

    Its history has the earlier findings that are resolved, and those that were not looked at this time.
    """
    matches = matches_of(report.findings, earlier.findings)
    back = iter(
        matches_of([each for each, same in zip(report.findings, matches, strict=True) if not same], earlier.gone)
    )
    findings = tuple(
        _as_before(finding, same, today) if same else _begun(finding, next(back), earlier, today)
        for finding, same in zip(report.findings, matches, strict=True)
    )
    still_there = {id(past) for same in matches for past in same}
    gone = [past for past in earlier.findings if id(past) not in still_there]
    gone.sort(key=lambda past: (past.rule, past.estate, past.application or "", past.fingerprint))
    not_looked_at = NotLookedAt(looked_at_of(report))
    looked_at = [(past, not not_looked_at.holds(past)) for past in gone]
    history = History(
        today=today,
        since=earlier.path,
        counts=dict(Counter(finding.status for finding in findings)),
        resolved=tuple(past for past, seen in looked_at if seen),
        carried=tuple(not_looked_at.carried(past) for past, seen in looked_at if not seen),
        of_store=earlier.is_history,
        trend=earlier.trend,
    )
    return report._replace(findings=findings, history=history)


def _begun(finding: Finding, gone: Sequence[EarlierFinding], earlier: EarlierReport, today: date) -> Finding:
    """The finding that was not there before: new, or back again. Of several that are gone the first is the last one."""
    if not earlier.is_history:
        return finding._replace(first_seen=today, status="new")
    if not gone:
        return finding._replace(first_seen=today, status="new", lasting=Lasting(today))
    last = gone[0]
    lasting = Lasting(today, last.times + 1, is_flapping((*last.begins, today), today))
    return finding._replace(first_seen=last.first_seen, status="again", lasting=lasting)


def _as_before(finding: Finding, same: Sequence[EarlierFinding], today: date) -> Finding:
    """The finding with the oldest date of those that are the same one, and whether it is as it was."""
    change = finding.change
    now = (finding.hit.message, change.before if change else None, change.after if change else None)
    unchanged = any(
        list(map(without_token_numbers, now))
        == list(map(without_token_numbers, (past.message, past.before, past.after)))
        for past in same
    )
    oldest = min(same, key=lambda past: past.since or past.first_seen)
    return finding._replace(
        first_seen=min(past.first_seen for past in same),
        status="unchanged" if unchanged else "updated",
        lasting=Lasting(oldest.since, oldest.times, is_flapping(oldest.begins, today)) if oldest.since else None,
    )
