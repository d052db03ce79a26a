"""The age of findings, and which are new or resolved, in words and as JSON; nothing where no dates are kept."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.wording import called
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


class Resolved(NamedTuple):
    """A finding of an earlier report that is gone, in words."""

    rule: str
    message: str  # of the earlier report
    whose: str  # the application, with its estate where there are several
    since: str  # its first day, and its age


def resolved_in(report: Report) -> tuple[Resolved, ...]:
    """The findings of an earlier report that are gone; nothing where no dates are kept."""
    history = report.history
    if not history:
        return ()
    return tuple(
        Resolved(
            rule=past.rule,
            message=past.message,
            whose=called(past.application, past.estate, report),
            since=f"{past.first_seen}, {days(past.first_seen, history.today)}",
        )
        for past in history.resolved
    )


def resolved_lines(report: Report, layout: Layout) -> Iterator[str]:
    """One line for each resolved finding, with the message of the earlier report."""
    for past in resolved_in(report):
        rule = layout.paint("bold", f"resolved[{past.rule}]")
        yield f"{rule}: {escaped(f'{past.message} ({past.whose}; since {past.since})')}"


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
    """An earlier finding with all by which a later report finds it again."""
    keys = ("rule", "name", "severity", "message", "estate", "fingerprint")
    place = ("application", "section", "option", "before", "after")
    more = ("among", "type", "former_application", "former_option")
    return {
        **{key: getattr(past, key) for key in (*keys, *place)},
        "first_seen": past.first_seen.isoformat(),
        "status": status,
        **({"class": past.kind} if past.kind else {}),
        **dbids_as_json(past.dbids, of_members=bool(past.among)),
        **{key: value for key in more if (value := getattr(past, key))},
        **({"members": list(past.members)} if past.members else {}),
    }


def dbids_as_json(dbids: Sequence[int], *, of_members: bool) -> dict[str, Any]:
    """The DBIDs that a difference is of; no key where they are unknown."""
    if not dbids:
        return {}
    return {"dbids": list(dbids)} if of_members else {"dbid": dbids[0]}


def age_as_json(finding: Finding) -> dict[str, Any]:
    """The keys that a finding has where dates are kept; none where they are not."""
    if finding.first_seen is None:
        return {"status": finding.status} if finding.status else {}
    return {"first_seen": finding.first_seen.isoformat(), "status": finding.status}
