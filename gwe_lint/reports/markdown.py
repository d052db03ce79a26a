"""Markdown for tickets and job summaries. Text from exports stands in code spans only, where nothing acts."""

import re
from collections.abc import Iterator, Sequence

from gwe_lint.estate.model import Hit
from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.view.change import ChangeView
from gwe_lint.reports.view.comparison import ComparisonView
from gwe_lint.reports.view.limits import MOST_PLACES, MOST_TICKET_CAUSES, MOST_TICKET_ROWS
from gwe_lint.reports.view.report import ReportView, view_of
from gwe_lint.reports.wording import Status, more_places
from gwe_lint.text import counted, escaped

_HEADINGS: dict[Status, str] = {
    "active": "Findings",
    "waived": "Waived",
    "known": "Known from an earlier report",
}


def markdown(report: Report, layout: Layout) -> str:
    """Verdict, how much was looked at, findings by cause, and what does not count; no heading without a row."""
    view = view_of(report)
    lines = [f"## {view.verdict}", "", _sentence(view.looked_at)]
    lines += ["", _sentence(view.followed)] if view.followed else []
    for status, heading in _HEADINGS.items():
        entries = [_cause(cause) for cause in view.causes_with(status)]
        lines += _section(heading, entries, MOST_TICKET_CAUSES)
    for heading, rows in _rest(view):
        lines += _section(heading, rows, MOST_TICKET_ROWS)
    return "\n".join(lines) + "\n"


def _sentence(phrase: str) -> str:
    return f"{_prose(phrase[:1].upper() + phrase[1:])}."


def _section(heading: str, entries: Sequence[str], most: int) -> Iterator[str]:
    if not entries:
        return
    yield from ("", f"### {heading}", "", *entries[:most])
    if len(entries) > most:
        yield f"- and {len(entries) - most} more"


def _cause(cause: Cause) -> str:
    first, (subject, event) = cause.first, cause.happened
    lines = [f"- **{first.severity}** {first.rule} {code(subject)}{f' {event}' if event else ''}"]
    lines += [f"  - {line}" for line in _values(cause.change)] if cause.change else []
    places = cause.places
    for place in places[:MOST_PLACES]:
        name = f"{code(place.application)} " if place.application else ""
        lines.append(f"  - {name}{code(place.spot)}")
    if len(places) > MOST_PLACES:
        lines.append(f"  - and {len(places) - MOST_PLACES} more")
    if not cause.change:
        lines += [f"  - related: {line}" for line in _related(first.hit)]
    details = {
        "why" if cause.change else "help": first.hit.help,
        "since": cause.since,
        "takes effect": first.takes_effect,
        "accepted": cause.accepted,
    }
    lines += [f"  - {name}: {code(text)}" for name, text in details.items() if text]
    return "\n".join(lines)


def _related(hit: Hit) -> Iterator[str]:
    """The other ends of a reference, each with its place and what stands there."""
    for note in hit.related:
        name = f"{code(note.place.application)} " if note.place.application else ""
        yield f"{name}{code(f'{note.place.path}:{note.place.line}')}: {code(note.full)}"
    if hit.more:
        yield more_places(hit)


def _values(change: ChangeView) -> list[str]:
    """Every value of members, or before and now."""
    if by_member := change.by_member:
        return [code(value) for value in by_member]
    before, after = change.both
    return [f"before {code(before)}, now {code(after)}{f' ({change.remark})' if change.remark else ''}"]


def _rest(view: ReportView) -> Iterator[tuple[str, list[str]]]:
    """What is gone, does not count, was not evaluated or not checked, as headings with their rows."""
    yield (
        "Resolved",
        [f"- {past.rule} {code(past.whose)}: {code(past.message)}, since {past.since}" for past in view.resolved],
    )
    yield "Probably not yet live (after restart)", [f"- {code(each)}" for each in view.pending]
    if view.comparison:
        yield from _rest_of_comparison(view.comparison)
    yield (
        "Not evaluated",
        [f"- {each.rule} {each.name} in {code(each.estate)}: {code(each.reason)}" for each in view.not_evaluated],
    )
    yield "Not checked", [f"- {code(reason)}" for reason in view.not_checked]
    yield "Not followed, and not counted", [f"- {code(reason)}" for reason in view.not_counted]
    yield "Crashed", [f"- {each.rule} in {code(each.estate)}" for each in view.crashed]


def _rest_of_comparison(comparison: ComparisonView) -> Iterator[tuple[str, list[str]]]:
    yield (
        "Expected",
        [f"- {code(each.name)} on {_on(each.applications)}: {code(each.reason)}" for each in comparison.expected],
    )
    yield (
        "Unverifiable",
        [f"- {code(name)} of {code(application)}: {code(why)}" for application, name, why in comparison.unverifiable],
    )


def _on(count: int) -> str:
    return counted(count, "application")


def code(text: str) -> str:
    """A code span that shows exactly this text, whatever is in it: no markup, no link, no mention."""
    text = escaped(text)
    if not text.strip():
        return "(empty)"
    runs = [len(run) for run in re.findall("`+", text)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _prose(text: str) -> str:
    """The text with every character of Markdown escaped."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&])", r"\\\1", escaped(text))
