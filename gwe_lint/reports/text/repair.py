"""The text report of ``fix``: what is offered for each application, and what needs a person."""

from collections.abc import Iterator, Sequence

from gwe_lint.findings.repair import Repair
from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout, Paint
from gwe_lint.reports.view.repair import EditRow, LeftRow, alternative, repair_view
from gwe_lint.reports.wording import followed_in_words
from gwe_lint.text import escaped

_PAINTS: dict[str, Paint] = {"error": "error", "warning": "warning", "note": "note"}


def repair_text(report: Report, repair: Repair, layout: Layout) -> str:
    """The report, the verdict first; no heading stands without a row."""
    view = repair_view(report, repair)
    found = "  ".join(filter(None, (view.word, "; ".join(filter(None, (view.numbers, view.left))))))
    lines = [f"{layout.paint('bold', found)}    exit {report.exit_code}"]
    for application, rows in view.applications.items():
        lines += [
            "",
            layout.paint("bold", escaped(application)),
            *(line for row in rows for line in _edit(row, layout)),
        ]
    lines += _section("Restart", [line for each in view.restarts for line in layout.wrapped("  ", each, 2)], layout)
    lines += _section("Needs a person", [line for row in view.rows for line in _left(row, layout)], layout)
    if view.held_back:
        lines += ["", *layout.wrapped("", view.held_back, 0)]
    return "\n".join(lines) + "\n"


def _section(heading: str, lines: Sequence[str], layout: Layout) -> Iterator[str]:
    if lines:
        yield from ("", layout.paint("bold", heading), *lines)


def _edit(row: EditRow, layout: Layout) -> Iterator[str]:
    yield f"  {escaped(row.option)}"
    yield f"    {f'{row.before} -> ' if row.before else ''}{row.after}  ({row.safety})"
    for word, text in row.notes:
        yield from layout.wrapped(f"    {word} ", text, 6)


def _left(row: LeftRow, layout: Layout) -> Iterator[str]:
    mark = layout.paint(_PAINTS[row.severity], f"{row.severity}[{row.rule}]")
    first, *rest = layout.fitted(row.message, len(f"  {row.severity}[{row.rule}]: "), 4)
    yield from (f"  {mark}: {first}", *rest)
    yield f"    --> {escaped(row.spot)}  {escaped(row.whose)}"
    yield from layout.wrapped("    ", row.why, 4)


def repair_summary(report: Report, repair: Repair) -> str:
    """The summary line: what is offered, and what is left."""
    view = repair_view(report, repair)
    found = f"{view.word.capitalize()}{f' {view.numbers}' if view.numbers else ''}"
    return "; ".join(filter(None, (found, view.left, view.held_back, followed_in_words(report))))


def repair_details(report: Report, repair: Repair) -> Iterator[str]:
    """The lines that ``--verbose`` adds: which fixes are not offered, and why."""
    for each in repair.not_offered:
        yield f"not offered: {escaped(f'{each.finding.rule}: {alternative(each.fix)}: {each.reason}')}"
