"""The text report of a comparison: verdict, how much was compared, findings by cause, and what does not count."""

from collections.abc import Iterator

from gwe_lint.findings.finding import noun_of
from gwe_lint.findings.report import Report
from gwe_lint.reports.history import resolved_lines
from gwe_lint.reports.layout import Layout, columns
from gwe_lint.reports.text.blocks import heading, places, plain_cause, reasons
from gwe_lint.reports.text.chats import chat_lines
from gwe_lint.reports.text.consistency import members_text
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.view.change import ChangeView
from gwe_lint.reports.view.chats import chat_rows
from gwe_lint.reports.view.comparison import ComparisonView, equivalent_in_words, noun_of_sides
from gwe_lint.reports.view.report import ReportView, view_of
from gwe_lint.reports.view.verdict import population, verdict_of
from gwe_lint.reports.wording import as_of_in_words
from gwe_lint.text import counted, escaped, listed


def drift_text(report: Report, layout: Layout) -> str:
    """The text report. The verdict comes first, and how much was compared always follows."""
    view = view_of(report)
    assert report.drift is not None
    assert view.comparison is not None
    lines = [*_verdict(view, view.comparison, layout), ""]
    chats = list(chat_lines(chat_rows(report, report.drift.chats), layout))
    lines += [layout.paint("bold", "Chats"), *chats, ""] if chats else []
    if report.drift.scope == "members":
        lines += members_text(report.drift, view, layout)
    else:
        for cause in view.causes_with("active"):
            lines += [*_cause(cause, layout), ""]
    lines += _rest(view, view.comparison, layout)
    gone = list(resolved_lines(report, layout))
    lines += ["", *gone] if gone else []
    return "\n".join(lines).rstrip("\n") + "\n"


def _verdict(view: ReportView, comparison: ComparisonView, layout: Layout) -> Iterator[str]:
    verdict = view.verdict
    word = layout.paint(view.worst or "bold", verdict.word)
    yield f"{word}  {verdict.found or 'with ' + escaped(comparison.against)}    exit {view.exit_code}"
    yield from layout.wrapped("", ", ".join(filter(None, (comparison.population, view.as_of))), 0)
    for hint in comparison.hints:
        yield from layout.wrapped("hint: ", hint, 6)


def _cause(cause: Cause, layout: Layout) -> Iterator[str]:
    change = cause.change
    if change is None:
        yield from plain_cause(cause, layout)
        return
    whole = cause.renamed_section or cause.question.scope == "estates"
    event = cause.happened[1] if whole else f"{change.kind}{cause.extent}"
    yield from heading(cause, f" {cause.option} {event}", "bold", layout)
    if not cause.renamed_section:
        yield from _sides(change, cause.question.sides)
    yield from places(cause)
    yield from reasons(cause, layout)


def _sides(change: ChangeView, sides: tuple[str, str]) -> Iterator[str]:
    width = max(9, *(columns(side) for side in sides))
    yield f"    {escaped(sides[0]):<{width}} {change.before.brief}"
    yield f"    {escaped(sides[1]):<{width}} {change.after.brief}"
    if change.remark:
        yield f"    {'note':<9} {change.remark}"


def _rest(view: ReportView, comparison: ComparisonView, layout: Layout) -> Iterator[str]:
    """What does not count, in one line; then what takes effect after a restart."""
    if comparison.uncounted:
        yield from layout.wrapped("", " · ".join(comparison.uncounted), 0)
    if view.pending:
        waiting = f"Changed, and probably not yet live (after restart): {listed(view.pending)}"
        yield from layout.wrapped("", waiting, 0)


def drift_summary(report: Report) -> str:
    """The summary line: the verdict, the number of findings, and how much was compared."""
    assert report.drift is not None
    verdict = verdict_of(report)
    found = f": {verdict.found}" if verdict.found else ""
    rest = ", ".join(filter(None, (population(report.drift), as_of_in_words(report))))
    return f"{verdict.word.capitalize()}{found}; {rest}"


def drift_details(report: Report) -> Iterator[str]:
    """The lines that ``--verbose`` adds: what is expected, what cannot be verified, and why."""
    assert report.drift is not None
    noun = noun_of_sides(report.drift)
    for difference in report.drift.expected:
        yield escaped(f"expected: {difference.name} on {counted(difference.applications, noun)}: {difference.reason}")
    yield from (escaped(f"equivalent: {each}") for each in equivalent_in_words(report.drift))
    if report.drift.alone:
        yield escaped(f"alone, with nothing to compare with: {', '.join(report.drift.alone)}")
    for each in report.drift.unverifiable:
        whose = report.drift.called(each.application, each.estate)
        yield escaped(f"unverifiable: {noun_of(each.section, each.name)} of {whose}: {each.reason}")
