"""The parts of a simulation in Markdown, made for the ticket of a change: tables of chats, options and restarts."""

from collections.abc import Iterator, Sequence

from gwe_lint.reports.markdown_spans import code, code_in_table
from gwe_lint.reports.view.chats import ChatRow
from gwe_lint.reports.view.limits import MOST_TICKET_CAUSES, MOST_TICKET_ROWS
from gwe_lint.reports.view.simulation import SimulationView


def simulated_first(view: SimulationView) -> Iterator[str]:
    """What stands before the findings: the chats."""
    yield from chat_table(view.chats)


def chat_table(chats: Sequence[ChatRow]) -> Iterator[str]:
    """The chats that are lost, gained or ended; nothing where there are none."""
    rows = [(f"**{each.what}**", *(code_in_table(text) if text else "" for text in each[1:])) for each in chats]
    yield from _table("Chats", ("", "Whose", "Where", "On the other side", "Because of"), rows)


def simulated_rest(view: SimulationView) -> Iterator[str]:
    """What stands behind the findings: what is resolved, what changes, restarts, and what is not known."""
    yield from _list("Resolved", [f"{row.rule} {code(row.message)} ({code(row.whose)})" for row in view.resolved])
    told = [f"{row.rule} {code(row.message)}, was {code(row.was)}" for row in view.otherwise]
    yield from _list("Unchanged, but told otherwise", told)
    changes = [
        tuple(map(code_in_table, (row.application, row.option, row.before, row.after, row.effect or "not documented")))
        for row in view.changes
    ]
    yield from _table("What changes", ("Application", "Option", "Before", "After", "Takes effect"), changes)
    yield from _list("New sections", [code(each) for each in view.new_sections])
    nothing = [tuple(map(code_in_table, (row.application, row.option, row.before))) for row in view.without_effect]
    yield from _table("Changes nothing", ("Application", "Option", "Why"), nothing)
    yield from _list("Restart", [f"{code(name)}: {code(options)}" for name, options in view.restarts])
    yield from _list("Not known", [code(each) for each in view.unknown])
    if view.other_mode:
        yield from ("", code(view.other_mode))


def _list(heading: str, rows: Sequence[str]) -> Iterator[str]:
    if rows:
        yield from ("", f"### {heading}", "", *(f"- {row}" for row in rows[:MOST_TICKET_ROWS]))
        if len(rows) > MOST_TICKET_ROWS:
            yield f"- and {len(rows) - MOST_TICKET_ROWS} more"


def _table(heading: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if not rows:
        return
    yield from ("", f"### {heading}", "", f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}")
    yield from (f"| {' | '.join(row)} |" for row in rows[:MOST_TICKET_CAUSES])
    if len(rows) > MOST_TICKET_CAUSES:
        yield from ("", f"and {len(rows) - MOST_TICKET_CAUSES} more")
