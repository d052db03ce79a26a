"""The age of findings, and which are new or resolved, in words and as JSON; nothing where no dates are kept."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout
from gwe_lint.text import counted, escaped

if TYPE_CHECKING:
    from gwe_lint.findings.earlier import EarlierFinding, History


def age_in_words(findings: Sequence[Finding], history: "History | None") -> str:
    """The date and age of the oldest finding, and how many are new or updated; empty where no dates are kept."""
    first = min((finding.first_seen for finding in findings if finding.first_seen), default=None)
    if history is None or first is None:
        return ""
    others = {status: sum(each.status == status for each in findings) for status in ("new", "updated")}
    if others["new"] == len(findings):
        return f"{first}, new"
    statuses = ", ".join(
        f"{count} {status}" if len(findings) > 1 else status for status, count in others.items() if count
    )
    return f"{first}, {days(first, history.today)}{f' ({statuses})' if statuses else ''}"


def days(first: date, today: date) -> str:
    """An age in days."""
    return counted((today - first).days, "day")


def is_new(findings: Sequence[Finding]) -> bool:
    """True where one of the findings is new."""
    return any(finding.status == "new" for finding in findings)


def resolved_lines(report: Report, layout: Layout) -> Iterator[str]:
    """One line for each resolved finding, with the message of the earlier report."""
    history = report.history
    for past in history.resolved if history else ():
        age = days(past.first_seen, history.today) if history else ""
        message = f"{past.message} ({past.application or past.estate}; since {past.first_seen}, {age})"
        yield f"{layout.paint('bold', f'resolved[{past.rule}]')}: {escaped(message)}"


def history_as_json(history: "History") -> dict[str, Any]:
    """The history as JSON. Findings in ``carried`` were not looked at this time, and are kept for the next report."""
    return {
        "history": {
            "as_of": history.today.isoformat(),
            **{status: history.counts.get(status, 0) for status in ("new", "unchanged", "updated")},
            "resolved": len(history.resolved),
            "carried": len(history.carried),
        },
        "resolved": [_resolved_as_json(past, "resolved") for past in history.resolved],
        "carried": [_resolved_as_json(past, "not-looked-at") for past in history.carried],
    }


def _resolved_as_json(past: "EarlierFinding", status: str) -> dict[str, Any]:
    return {**past._asdict(), "first_seen": past.first_seen.isoformat(), "status": status}


def age_as_json(finding: Finding) -> dict[str, Any]:
    """The keys that a finding has where dates are kept; none where they are not."""
    if finding.first_seen is None:
        return {}
    return {"first_seen": finding.first_seen.isoformat(), "status": finding.status}
