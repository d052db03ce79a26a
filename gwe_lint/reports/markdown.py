"""Markdown for tickets and job summaries. Text from exports stands in code spans only, where nothing acts."""

from collections.abc import Iterator, Sequence

from gwe_lint.estate.model import Hit
from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.markdown_matrix import matrix_section
from gwe_lint.reports.markdown_repair import repair_markdown
from gwe_lint.reports.markdown_simulation import chat_table, simulated_first, simulated_rest
from gwe_lint.reports.markdown_spans import code, prose
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.view.chats import chat_rows
from gwe_lint.reports.view.comparison import ComparisonView
from gwe_lint.reports.view.limits import MOST_PLACES, MOST_TICKET_CAUSES, MOST_TICKET_ROWS
from gwe_lint.reports.view.members import member_matrices
from gwe_lint.reports.view.report import ReportView, view_of
from gwe_lint.reports.view.simulation import simulation_view
from gwe_lint.reports.wording import Status, more_places
from gwe_lint.text import counted

_HEADINGS: dict[Status, str] = {
    "active": "Findings",
    "waived": "Waived",
    "known": "Known from an earlier report",
}


def markdown(report: Report, layout: Layout) -> str:
    """Verdict, how much was looked at, findings by cause, and what does not count; no heading without a row."""
    if report.repair:
        return repair_markdown(report, report.repair)
    view = view_of(report)
    lines = [f"## {view.verdict}"]
    simulated = simulation_view(report, report.simulation) if report.simulation else None
    if simulated:
        lines += ["", _sentence(simulated.what), "", _sentence(simulated.numbers)]
    for phrase in filter(None, (view.looked_at, view.as_of, view.followed)):
        lines += ["", _sentence(phrase)]
    if simulated:
        lines += simulated_first(simulated)
    if report.drift:
        lines += chat_table(chat_rows(report, report.drift.chats))
    hints = view.comparison.hints if view.comparison else ()
    lines += _section("Look at this first", [f"- {code(hint)}" for hint in hints], MOST_TICKET_ROWS)
    headings = _HEADINGS if not simulated else {**_HEADINGS, "active": "New findings", "known": "Unchanged"}
    for status, heading in headings.items():
        entries = [_cause(cause) for cause in view.causes_with(status)]
        lines += _section(heading, entries, MOST_TICKET_CAUSES)
    if report.drift and report.drift.scope == "members":
        lines += matrix_section(list(member_matrices(view.causes, report.drift.groups)))
    if simulated:
        lines += simulated_rest(simulated)
    for heading, rows in _rest(view):
        lines += _section(heading, rows, MOST_TICKET_ROWS)
    return "\n".join(lines) + "\n"


def _sentence(phrase: str) -> str:
    return f"{prose(phrase[:1].upper() + phrase[1:])}."


def _section(heading: str, entries: Sequence[str], most: int) -> Iterator[str]:
    if not entries:
        return
    yield from ("", f"### {heading}", "", *entries[:most])
    if len(entries) > most:
        yield f"- and {len(entries) - most} more"


def _cause(cause: Cause) -> str:
    first, (subject, event) = cause.first, cause.happened
    names_others = cause.renamed_section or cause.question.scope == "estates"
    title = code(f"{subject} {event}") if names_others else f"{code(subject)} {event}".rstrip()
    lines = [f"- **{first.severity}** {' '.join(cause.rules)} {title}"]
    lines += [f"  - {line}" for line in _values(cause)]
    places = cause.places
    for place in places[:MOST_PLACES]:
        name = f"{code(place.application)} " if place.application else ""
        lines.append(f"  - {name}{code(place.spot)}")
    if len(places) > MOST_PLACES:
        lines.append(f"  - and {len(places) - MOST_PLACES} more")
    if not cause.change:
        lines += [f"  - related: {line}" for line in _related(first.hit)]
    details = (
        ("why" if cause.change else "help", cause.why),
        *(("or" if number else "fix", fix) for number, fix in enumerate(cause.fixes)),
        ("since", cause.since),
        ("takes effect", first.takes_effect),
        ("accepted", cause.accepted),
    )
    lines += [f"  - {name}: {code(text)}" for name, text in details if text]
    return "\n".join(lines)


def _related(hit: Hit) -> Iterator[str]:
    """The other ends of a reference, each with its place and what stands there."""
    for note in hit.related:
        name = f"{code(note.place.application)} " if note.place.application else ""
        yield f"{name}{code(f'{note.place.path}:{note.place.line}')}: {code(note.full)}"
    if hit.more:
        yield more_places(hit)


def _values(cause: Cause) -> Iterator[str]:
    """The groups with every value of their members, or the value of each side; a renamed section has none."""
    change, groups = cause.change, cause.groups
    for group in groups[:MOST_PLACES]:
        yield f"among {code(group.name)} of estate {code(group.estate)}"
        yield from () if cause.renamed_section else (f"{held.role}: {code(held.phrase)}" for held in group.holdings)
    if len(groups) > MOST_PLACES:
        yield f"and {counted(len(groups) - MOST_PLACES, 'more group')}"
    if change and not groups and not cause.renamed_section:
        named = zip(cause.question.sides, change.both, strict=True)
        of_estates = cause.question.scope == "estates"
        values = ", ".join(f"{code(side) if of_estates else side} {code(value)}" for side, value in named)
        yield f"{values}{f' ({change.remark})' if change.remark else ''}"


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
        [
            f"- {code(each.name)} on {counted(each.applications, comparison.noun)}: {code(each.reason)}"
            for each in comparison.expected
        ],
    )
    yield (
        "Unverifiable",
        [f"- {code(name)} of {code(application)}: {code(why)}" for application, name, why in comparison.unverifiable],
    )
    yield "Alone: nothing was compared with these", [f"- {code(name)}" for name in comparison.alone]
