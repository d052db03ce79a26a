"""Since when findings are there, as reports say it; nothing where no dates are kept."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import EarlierFinding, History, Report
from gwe_lint.reports.layout import Layout
from gwe_lint.text import counted, escaped


def age_said(findings: Sequence[Finding], history: History | None) -> str:
    """Since when the oldest of some findings is there, and what is new or other; empty where no dates are kept."""
    first = min((finding.first_seen for finding in findings if finding.first_seen), default=None)
    if history is None or first is None:
        return ""
    others = {status: sum(each.status == status for each in findings) for status in ("new", "updated")}
    if others["new"] == len(findings):
        return f"{first}, new"
    said = ", ".join(f"{count} {status}" if len(findings) > 1 else status for status, count in others.items() if count)
    return f"{first}, {days(first, history.today)}{f' ({said})' if said else ''}"


def days(first: date, today: date) -> str:
    """An age in days."""
    return counted((today - first).days, "day")


def is_new(findings: Sequence[Finding]) -> bool:
    """True where one of them was not there before."""
    return any(finding.status == "new" for finding in findings)


def resolved_lines(report: Report, layout: Layout) -> Iterator[str]:
    """The findings of the earlier report that are gone, in its words."""
    history = report.history
    for past in history.resolved if history else ():
        age = days(past.first_seen, history.today) if history else ""
        said = f"{past.message} ({past.application or past.estate}; since {past.first_seen}, {age})"
        yield f"{layout.paint('bold', f'resolved[{past.rule}]')}: {escaped(said)}"


def history_as_json(history: History) -> dict[str, Any]:
    """What the report says of the one before it. ``carried`` was not looked at this time, and is kept for the next."""
    return {
        "history": {
            "as_of": history.today.isoformat(),
            **{status: history.counts.get(status, 0) for status in ("new", "unchanged", "updated")},
            "resolved": len(history.resolved),
            "carried": len(history.carried),
        },
        "resolved": [_past(past, "resolved") for past in history.resolved],
        "carried": [_past(past, "not-looked-at") for past in history.carried],
    }


def _past(past: EarlierFinding, status: str) -> dict[str, Any]:
    return {**past._asdict(), "first_seen": past.first_seen.isoformat(), "status": status}


def age_as_json(finding: Finding) -> dict[str, Any]:
    """What a finding has beside the rest where dates are kept."""
    if finding.first_seen is None:
        return {}
    return {"first_seen": finding.first_seen.isoformat(), "status": finding.status}
