"""The sections of a simulation in the HTML page."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwe_lint.findings.report import Report
from gwe_lint.findings.simulation import Simulation
from gwe_lint.reports.html.section import Section
from gwe_lint.reports.view.chats import ChatRow
from gwe_lint.reports.view.simulation import simulation_view


class TableView(NamedTuple):
    """A table of plain phrases; the first cell of a row is its head."""

    id: str
    caption: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def simulated_sections(report: Report, simulation: Simulation, *, first: bool) -> Iterator[Section]:
    """The sections before the findings, or those behind them."""
    view = simulation_view(report, simulation)
    if first:
        yield Section("simulated", "What is simulated", "assumed", (view.what, view.numbers))
        yield chat_section(view.chats)
        return
    gone = [(each.rule, each.severity, each.message, each.whose, each.spot) for each in view.resolved]
    yield _section(
        "gone", "Resolved", "Findings that go", ("Rule", "Severity", "Finding", "Application", "Where"), gone
    )
    told = [(each.rule, each.message, each.was) for each in view.otherwise]
    yield _section("told", "Unchanged, but told otherwise", "Findings that stay", ("Rule", "Now", "Was"), told)
    changes = [tuple(each) for each in view.changes]
    heads: tuple[str, ...] = ("Application", "Option", "Before", "After", "Takes effect", "Where")
    yield _section("changes", "What changes", "What is otherwise then", heads, changes)
    yield Section("new-sections", "New sections", "assumed", view.new_sections)
    nothing = [(each.application, each.option, each.before, each.spot) for each in view.without_effect]
    heads = ("Application", "Option", "Why", "Where")
    yield _section("without-effect", "Changes nothing", "Lines without effect", heads, nothing)
    yield _section("restarts", "Restart", "Applications to restart", ("Application", "Options"), view.restarts)
    yield Section("unknown", "Not known", "assumed", view.unknown)
    yield Section("other-mode", "The other way to import", "assumed", (view.other_mode,) if view.other_mode else ())


def chat_section(chats: Sequence[ChatRow]) -> Section:
    """The chats that are lost, gained or ended."""
    rows = [tuple(each) for each in chats]
    heads = ("They are", "Whose", "Where", "On the other side", "Because of")
    return _section("chats", "Chats", "Chats that are lost, gained or ended", heads, rows)


def _section(id: str, heading: str, caption: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Section:
    return Section(id, heading, "table", [TableView(id, caption, heads, rows)] if rows else ())
