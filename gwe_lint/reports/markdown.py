"""Markdown for tickets and job summaries. What an export says stands in code spans only, where nothing acts."""

import re
from collections.abc import Iterator, Sequence

from gwe_lint.findings.report import Report
from gwe_lint.reports.history import age_said
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.summary import Cause, accepted_by, causes_of, happened, looked_at, verdict_of
from gwe_lint.reports.value_diff import both_said, values_said
from gwe_lint.reports.wording import pending, remark_on
from gwe_lint.text import counted, escaped

_MOST_CAUSES = 50  # a ticket holds some 65,000 characters
_MOST_PLACES = 8  # of one cause
_MOST_ROWS = 20  # of anything else
_HEADINGS = {"active": "Findings", "waived": "Waived", "known": "Known from an earlier report"}


def markdown(report: Report, layout: Layout) -> str:
    """Verdict, how much was looked at, findings by cause, and what does not count; no heading without a row."""
    population = looked_at(report)
    lines = [f"## {verdict_of(report)}", "", f"{_prose(population[:1].upper() + population[1:])}."]
    causes = causes_of(report.findings)
    for status, heading in _HEADINGS.items():
        entries = [line for each in causes if each.status == status for line in (_entry(each, report),)]
        lines += _section(heading, entries, _MOST_CAUSES)
    for heading, rows in _rest(report):
        lines += _section(heading, rows, _MOST_ROWS)
    return "\n".join(lines) + "\n"


def _section(heading: str, entries: Sequence[str], most: int) -> Iterator[str]:
    if not entries:
        return
    yield from ("", f"### {heading}", "", *entries[:most])
    if len(entries) > most:
        yield f"- and {len(entries) - most} more"


def _entry(cause: Cause, report: Report) -> str:
    first, (subject, what) = cause.first, happened(cause)
    lines = [f"- **{first.severity}** {first.rule} {code(subject)}{f' {what}' if what else ''}"]
    if first.change:
        before, after = both_said(first.change)
        remark = remark_on(first)
        sides = [f"before {code(before)}, now {code(after)}{f' ({remark})' if remark else ''}"]
        lines += [f"  - {said}" for said in [code(each) for each in values_said(first.change)] or sides]
    for finding in cause.findings[:_MOST_PLACES]:
        place = finding.hit.place
        name = f"{code(place.application)} " if place.application else ""
        lines.append(f"  - {name}{code(f'{place.path}:{place.line}')}")
    if len(cause.findings) > _MOST_PLACES:
        lines.append(f"  - and {len(cause.findings) - _MOST_PLACES} more")
    age = age_said(cause.findings, report.history)
    said = {"why": first.hit.help, "since": age, "takes effect": first.takes_effect, "accepted": accepted_by(first)}
    lines += [f"  - {name}: {code(text)}" for name, text in said.items() if text]
    return "\n".join(lines)


def _rest(report: Report) -> Iterator[tuple[str, list[str]]]:
    """What is gone, does not count, was not evaluated or not checked, as headings with their rows."""
    drift = report.drift
    gone = report.history.resolved if report.history else ()
    yield "Resolved", [f"- {past.rule} {code(past.message)}" for past in gone]
    yield "Probably not yet live (after restart)", [f"- {code(each)}" for each in pending(report)]
    if drift:
        yield (
            "Expected",
            [f"- {code(each.name)} on {_on(each.applications)}: {code(each.reason)}" for each in drift.expected],
        )
        yield (
            "Unverifiable",
            [f"- {code(name)} of {code(application)}: {code(why)}" for application, name, why in drift.unverifiable],
        )
    yield (
        "Not evaluated",
        [f"- {each.rule} {each.name} in {code(each.estate)}: {code(each.reason)}" for each in report.not_evaluated],
    )
    yield "Not checked", [f"- {code(reason)}" for reason in report.unchecked]
    yield "Crashed", [f"- {each.rule} in {code(each.estate)}" for each in report.failures]


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
    """Our own words, with what they name, as text without markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&])", r"\\\1", escaped(text))
