"""The age of findings, and which are new or resolved, in words and as JSON; nothing where no dates are kept."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.wording import called
from gwe_lint.text import counted, escaped, listed

if TYPE_CHECKING:
    from gwe_lint.findings.earlier import EarlierFinding, History


def age_in_words(findings: Sequence[Finding], history: "History | None") -> str:
    """The date and age of the oldest finding, and how many are new, back again or updated.

    Empty where no dates are kept.
    """
    first = min((day for finding in findings if (day := begin_of(finding))), default=None)
    if history is None or first is None:
        return ""
    counts = {status: sum(each.status == status for each in findings) for status in ("new", "again", "updated")}
    if counts["new"] == len(findings):
        return ", ".join((str(first), "new", *_owners(findings)))
    if counts["again"] == len(findings):
        return ", ".join((str(first), "again", *_returns(findings), *_owners(findings)))
    phrases = [f"{count} {status}" if len(findings) > 1 else status for status, count in counts.items() if count]
    phrases += [*_returns(findings), *_owners(findings)]
    more = f" ({', '.join(phrases)})" if phrases else ""
    return f"{first}, {days(first, history.today)}{more}"


def begin_of(finding: Finding) -> date | None:
    """The day from which on a finding is there: of a history the one on which it began the last time."""
    return finding.lasting.since if finding.lasting else finding.first_seen


def _returns(findings: Sequence[Finding]) -> Iterator[str]:
    """How often findings began before, and which of them flap."""
    lasting = [each.lasting for each in findings if each.lasting]
    if len(findings) == 1 and lasting and lasting[0].times > 1:
        yield f"began {lasting[0].times} times since {findings[0].first_seen}"
    if flapping := sum(each.flapping for each in lasting):
        yield "flapping" if len(findings) == 1 else f"{flapping} flapping"


def _owners(findings: Sequence[Finding]) -> Iterator[str]:
    """What is overdue, and whose it is, escaped."""
    lasting = [each.lasting for each in findings if each.lasting]
    late = [each.due for each in lasting if each.overdue and each.due]
    if late:
        yield f"overdue since {min(late) + timedelta(days=1)}" if len(findings) == 1 else f"{len(late)} overdue"
    owners = dict.fromkeys(each.owner for each in lasting if each.owner)
    if owners:
        yield f"owner {listed(owners)}"


def is_overdue(findings: Sequence[Finding]) -> bool:
    """True where one of the findings is overdue."""
    return any(each.lasting and each.lasting.overdue for each in findings)


def days(first: date, today: date) -> str:
    """An age in days."""
    return counted((today - first).days, "day")


def is_new(findings: Sequence[Finding]) -> bool:
    """True where one of the findings is new, or back again."""
    return any(finding.status in ("new", "again") for finding in findings)


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
            since=f"{past.since or past.first_seen}, {days(past.since or past.first_seen, history.today)}",
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
            **({"again": history.counts.get("again", 0)} if history.of_store else {}),
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
        **({"since": past.since.isoformat(), "times": past.times} if past.since else {}),
        "status": status,
        **({"class": past.kind} if past.kind else {}),
        **dbids_as_json(past.dbids, of_members=bool(past.among)),
        **{key: value for key in more if (value := getattr(past, key))},
        **({"target_dbid": past.target_dbid} if past.target_dbid is not None else {}),
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
    keys: dict[str, Any] = {"first_seen": finding.first_seen.isoformat(), "status": finding.status}
    lasting = finding.lasting
    if lasting:
        keys |= {"since": lasting.since.isoformat(), "times": lasting.times, "flapping": lasting.flapping}
        keys |= {"owner": lasting.owner or None, "due": lasting.due and lasting.due.isoformat()}
        keys["overdue"] = lasting.overdue
    return keys
