"""Chats that are lost, gained or ended, as lines for a terminal."""

from collections.abc import Iterator, Sequence

from gwe_lint.reports.layout import Layout, Paint
from gwe_lint.reports.view.chats import ChatRow
from gwe_lint.reports.view.limits import MOST_TICKET_ROWS
from gwe_lint.text import escaped

_PAINTS: dict[str, Paint] = {"lost": "error", "gained": "note", "ended": "warning", "unknown": "warning"}


def chat_lines(rows: Sequence[ChatRow], layout: Layout) -> Iterator[str]:
    """Each way: where its chats are lost or were, what is on the other side, what explains it."""
    for row in rows[:MOST_TICKET_ROWS]:
        yield f"  {layout.paint(_PAINTS[row.what], f'{row.what:<6}')}  {escaped(row.who)}"
        for text in filter(None, (row.how, row.other)):
            yield from layout.wrapped("          ", text, 10)
        if row.because:
            yield from layout.wrapped("          because of ", row.because, 12)
    if len(rows) > MOST_TICKET_ROWS:
        yield f"  and {len(rows) - MOST_TICKET_ROWS} more"
