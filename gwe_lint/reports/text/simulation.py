"""The text report of a simulation: verdict, chats, new findings, what is resolved, and what changes or does not."""

from collections.abc import Callable, Iterator, Sequence

from gwe_lint.findings.report import Report
from gwe_lint.findings.simulation import Simulation
from gwe_lint.reports.layout import Layout, Paint
from gwe_lint.reports.text.chats import chat_lines
from gwe_lint.reports.view.limits import MOST_PLACES, MOST_TICKET_ROWS
from gwe_lint.reports.view.simulation import ChangeRow, GoneRow, SimulationView, simulation_view
from gwe_lint.reports.view.verdict import verdict_of
from gwe_lint.reports.wording import followed_in_words
from gwe_lint.text import escaped

Findings = Callable[[Report, Layout], str]


def simulation_text(report: Report, simulation: Simulation, layout: Layout, findings: Findings) -> str:
    """The report, the verdict first; no heading stands without a row. ``findings`` lays out findings."""
    view = simulation_view(report, simulation)
    lines = [*_verdict(report, view, layout)]
    lines += _section("Chats", list(chat_lines(view.chats, layout)), layout)
    few = [each for each in report.findings if each.status != "unchanged" or each.waiver]
    unchanged = [each for each in report.findings if each.status == "unchanged" and not each.waiver]
    shown = findings(report._replace(findings=(*few, *unchanged[:MOST_PLACES])), layout).rstrip("\n")
    lines += ["", shown] if shown else []
    lines += [f"and {len(unchanged) - MOST_PLACES} more unchanged"] if len(unchanged) > MOST_PLACES else []
    lines += _section("Resolved", [line for row in view.resolved for line in _gone(row, layout)], layout)
    lines += _section(
        "Unchanged, but told otherwise", [line for row in view.otherwise for line in _told(row, layout)], layout
    )
    lines += _section("What changes", [line for row in _first(view.changes) for line in _change(row, layout)], layout)
    lines += _more(view.changes)
    lines += _section("New sections", [f"  {escaped(each)}" for each in view.new_sections], layout)
    lines += _section(
        "Changes nothing", [line for row in _first(view.without_effect) for line in _nothing(row, layout)], layout
    )
    lines += _more(view.without_effect)
    lines += _section("Restart", [line for row in view.restarts for line in _restart(row, layout)], layout)
    lines += _section("Not known", [line for each in view.unknown for line in layout.wrapped("  ", each, 2)], layout)
    if view.other_mode:
        lines += ["", *layout.wrapped("", view.other_mode, 0)]
    return "\n".join(lines) + "\n"


def _verdict(report: Report, view: SimulationView, layout: Layout) -> Iterator[str]:
    verdict = verdict_of(report)
    tone: Paint = verdict.tone if verdict.tone in ("error", "warning", "note") else "bold"
    found = f"  {verdict.found}" if verdict.found else ""
    yield f"{layout.paint(tone, verdict.word)}{found}    exit {report.exit_code}"
    yield from layout.wrapped("", view.what, 0)
    yield from layout.wrapped("", view.numbers, 0)


def _section(heading: str, lines: Sequence[str], layout: Layout) -> Iterator[str]:
    if lines:
        yield from ("", layout.paint("bold", heading), *lines)


def _first(rows: Sequence[ChangeRow]) -> Sequence[ChangeRow]:
    return rows[:MOST_TICKET_ROWS]


def _more(rows: Sequence[ChangeRow]) -> Iterator[str]:
    if len(rows) > MOST_TICKET_ROWS:
        yield f"  and {len(rows) - MOST_TICKET_ROWS} more"


def _gone(row: GoneRow, layout: Layout) -> Iterator[str]:
    mark = layout.paint("bold", f"resolved[{row.rule}]")
    yield f"  {mark}: {escaped(row.message)}"
    yield f"    --> {escaped(row.spot)}  {escaped(row.whose)}"


def _told(row: GoneRow, layout: Layout) -> Iterator[str]:
    yield from layout.wrapped("  now  ", f"{row.rule} {row.message}", 7)
    yield from layout.wrapped("  was  ", row.was, 7)


def _change(row: ChangeRow, layout: Layout) -> Iterator[str]:
    yield f"  {escaped(row.application)}  {escaped(row.option)}"
    effect = f"  ({row.effect})" if row.effect else ""
    yield from layout.wrapped("    ", f"{row.before} -> {row.after}{effect}  {row.spot}", 4)


def _nothing(row: ChangeRow, layout: Layout) -> Iterator[str]:
    yield f"  {escaped(row.application)}  {escaped(row.option)}"
    yield from layout.wrapped("    ", f"{row.before}  {row.spot}", 4)


def _restart(row: tuple[str, str], layout: Layout) -> Iterator[str]:
    yield from layout.wrapped(f"  {escaped(row[0])}: ", row[1], 4)


def simulation_summary(report: Report, simulation: Simulation) -> str:
    """The summary line: the verdict, and how much changes."""
    verdict, view = verdict_of(report), simulation_view(report, simulation)
    found = f": {verdict.found}" if verdict.found else ""
    rest = "; ".join(filter(None, (view.numbers, followed_in_words(report))))
    return f"{verdict.word.capitalize()}{found}; {rest}"
