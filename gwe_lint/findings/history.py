"""Since when a finding is there: ``--since`` takes the dates of an earlier JSON report, by fingerprint."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import SEVERITIES
from gwe_lint.findings.earlier import EarlierFinding, History
from gwe_lint.findings.finding import Finding, noun_of
from gwe_lint.findings.report import Report

_FORMAT = "gwe-lint/1"
_NUMBERED = re.compile(r"<secret [0-9]+>")  # tokens without a key are numbered anew in each run


class EarlierReport(NamedTuple):
    """The findings of an earlier report, by fingerprint: its own, and those that it carried from the one before."""

    path: str = ""
    findings: Mapping[str, EarlierFinding] = {}


def read_earlier(path: Path, command: str, today: date) -> EarlierReport:
    """The earlier report in this file. Raises ``Untrusted`` for one that is corrupt, foreign, or of a later day."""
    shown = path.as_posix()
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise Untrusted([f"--since {shown}: cannot be read: {error.strerror}"]) from None
    except (ValueError, RecursionError):
        raise _not_a_report(shown) from None
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        raise _not_a_report(shown)
    if data.get("command") != command:
        raise Untrusted([f"--since {shown}: a report of {data.get('command')!r}, and this is {command}"])
    if data.get("complete") is not True:
        raise Untrusted([f"--since {shown}: that report is not complete: name the last one that is"])
    try:
        rows = [*data["findings"], *data.get("carried", ())]
        findings = [_earlier_finding(row, today) for row in rows]
    except (KeyError, TypeError, ValueError):
        raise Untrusted([f"--since {shown}: a finding in it is damaged: name a report as gwe-lint wrote it"]) from None
    latest = max((finding.first_seen for finding in findings), default=today)
    if latest > today:
        raise Untrusted([f"--since {shown}: has a finding of {latest}, which is after {today}: see --as-of"])
    return EarlierReport(shown, {finding.fingerprint: finding for finding in reversed(findings)})


def _not_a_report(shown: str) -> Untrusted:
    return Untrusted([f"--since {shown}: not a JSON report of gwe-lint: write one with --output json=FILE"])


def _earlier_finding(row: Any, today: date) -> EarlierFinding:
    """One finding of the report. Where the report has no dates, the finding gets the day of this run."""
    texts = {key: row[key] for key in ("rule", "name", "severity", "message", "estate", "fingerprint")}
    maybe = {key: row.get(key) for key in ("application", "section", "option", "before", "after")}
    given = row.get("first_seen")
    if not all(isinstance(text, str) for text in texts.values()) or texts["severity"] not in SEVERITIES:
        raise TypeError
    if not all(text is None or isinstance(text, str) for text in (*maybe.values(), given)):
        raise TypeError
    return EarlierFinding(**texts, **maybe, first_seen=date.fromisoformat(given) if given else today)


def dated(report: Report, earlier: EarlierReport, today: date) -> Report:
    """The report with a date and a status for each finding.

    Its history has the earlier findings that are resolved, and those that were not looked at this time.
    """
    findings = tuple(
        _dated_finding(finding, earlier.findings.get(finding.fingerprint), today) for finding in report.findings
    )
    here = {finding.fingerprint for finding in findings}
    gone = [past for fingerprint, past in earlier.findings.items() if fingerprint not in here]
    gone.sort(key=lambda past: (past.rule, past.estate, past.application or "", past.fingerprint))
    unseen = [past for past in gone if _was_not_looked_at(past, report)]
    history = History(
        today=today,
        since=earlier.path,
        counts=dict(Counter(finding.status for finding in findings)),
        resolved=tuple(past for past in gone if past not in unseen),
        carried=tuple(unseen),
    )
    return report._replace(findings=findings, history=history)


def _dated_finding(finding: Finding, past: EarlierFinding | None, today: date) -> Finding:
    if past is None:
        return finding._replace(first_seen=today, status="new")
    change = finding.change
    now = (finding.hit.message, change.before if change else None, change.after if change else None)
    unchanged = list(map(_without_token_numbers, now)) == list(
        map(_without_token_numbers, (past.message, past.before, past.after))
    )
    return finding._replace(first_seen=past.first_seen, status="unchanged" if unchanged else "updated")


def _without_token_numbers(text: str | None) -> str | None:
    return None if text is None else _NUMBERED.sub("<secret>", text)


def _was_not_looked_at(past: EarlierFinding, report: Report) -> bool:
    """True where this run cannot tell whether a finding is gone: other rules, estates or paths, or no export."""
    ran = {rule.id for rule in report.enabled} - {failure.rule for failure in report.failures}
    if past.rule not in ran or past.estate not in (*report.estates, "all") or past.fingerprint in report.hidden:
        return True
    return report.drift is not None and past.application in set(_unseen(past, report))


def _unseen(past: EarlierFinding, report: Report) -> Iterator[str]:
    """The applications that were not compared, or not in what the finding is about."""
    assert report.drift is not None
    yield from (name for name, _ in report.drift.not_checked)
    who = past.application or ""  # the reason of a group names the member that is not there
    yield from (who for _, reason in report.drift.not_checked if reason.startswith(f"{who} is "))
    noun = noun_of(past.section or "", past.option or "")
    yield from (name for name, option, _ in report.drift.unverifiable if option == noun)
