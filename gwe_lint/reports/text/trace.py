"""Traces as text and as JSON: each hop of a chat's route, with file and line."""

from collections.abc import Iterator, Sequence
from typing import Any

from gwe_lint import __version__
from gwe_lint.estate.model import Place
from gwe_lint.explore.route import Hop, Route, Trace
from gwe_lint.exports.records import Connection
from gwe_lint.reports.json_text import dumped
from gwe_lint.reports.layout import Layout, Paint
from gwe_lint.text import counted, escaped

_MARKS: dict[str, tuple[str, Paint]] = {
    "ok": ("ok", "plain"),
    "lost": ("LOST", "error"),
    "unknown": ("?", "warning"),
    "skipped": ("-", "note"),
    "not-exported": ("-", "note"),
}
_PAINTS: dict[str, Paint] = {
    "delivered": "bold",
    "lost": "error",
    "unknown": "warning",
    "skipped": "note",
    "not-exported": "note",
}
_OUTCOMES = {
    "delivered": "delivered",
    "lost": "lost",
    "unknown": "not followed to the end",
    "skipped": "not taken",
    "not-exported": "not followed, since the server is not exported",
}
_STEP = 10  # columns of the name of a step


def traces_as_text(traces: Sequence[Trace], layout: Layout) -> str:
    """Every hop on a line of its own, or more where the terminal is narrow."""
    return "".join(f"{line}\n" for trace in traces for line in _trace(trace, layout))


def _trace(trace: Trace, layout: Layout) -> Iterator[str]:
    yield layout.paint("bold", escaped(f"{trace.client.name} (estate {trace.estate})"))
    yield from _hop(trace.key, layout)
    for route in trace.routes:
        yield ""
        name = escaped(route.server or "no Chat Server")
        yield f"{layout.paint('bold', name)}: {layout.paint(_PAINTS[route.outcome], route_in_words(route))}"
        for hop in route.hops:
            yield from _hop(hop, layout)
    yield ""


def route_in_words(route: Route) -> str:
    """What becomes of a chat on this way, as a phrase."""
    if route.outcome == "lost":
        return f"lost at the {next(hop.step for hop in route.hops if hop.status == 'lost')}"
    words = {"delivered": "delivered", "skipped": "takes no chats", "not-exported": "not followed"}
    return words.get(route.outcome, "cannot be followed to the end")


def _hop(hop: Hop, layout: Layout) -> Iterator[str]:
    mark, paint = _MARKS[hop.status]
    head = f"  {layout.paint(paint, f'{mark:<4}')} {hop.step:<{_STEP}} "
    indent = 8 + _STEP
    yield from layout.wrapped(head, hop.message, indent)
    if hop.place:
        place = f"{hop.place.path}:{hop.place.line}:{hop.place.column}"
        yield f"{' ' * indent}{layout.paint('frame', f'--> {escaped(place)}')}"


def summary_of(traces: Sequence[Trace]) -> str:
    """The summary line: how many routes deliver the chat, lose it, or cannot be followed to the end."""
    routes = [route for trace in traces for route in trace.routes]
    if not routes:
        return "the chat does not leave its Web Engagement application"
    counts = {words: sum(route.outcome == outcome for route in routes) for outcome, words in _OUTCOMES.items()}
    parts = [f"{count} {words}" for words, count in counts.items() if count]
    return f"{counted(len(routes), 'way')} of the chat: {', '.join(parts)}"


def traces_as_json(traces: Sequence[Trace], exit_code: int) -> str:
    """The traces as JSON, format ``gwe-lint-trace/1``."""
    return dumped(
        {
            "format": "gwe-lint-trace/1",
            "tool": {"name": "gwe-lint", "version": __version__},
            "command": "trace",
            "exit_code": exit_code,
            "traces": [
                {
                    "estate": trace.estate,
                    "application": trace.client.name,
                    "outcome": trace.outcome,
                    "queue_key": _hop_as_json(trace.key),
                    "routes": [
                        {
                            "chat_server": route.server or None,
                            "cluster": route.cluster or None,
                            "outcome": route.outcome,
                            "connection": connection_as_json(route.connection) if route.connection else None,
                            "hops": [_hop_as_json(hop) for hop in route.hops],
                        }
                        for route in trace.routes
                    ],
                }
                for trace in traces
            ],
        }
    )


def _hop_as_json(hop: Hop) -> dict[str, Any]:
    return {
        "step": hop.step,
        "status": hop.status,
        "name": hop.name or None,
        "message": hop.message,
        **place_as_json(hop.place),
    }


def connection_as_json(connection: Connection) -> dict[str, Any]:
    """A connection as JSON; what the export does not say is null or empty."""
    own = {"target": str(connection.target), "line": connection.line or None, "path": connection.path or None}
    return {**connection._asdict(), **own}


def place_as_json(place: Place | None) -> dict[str, Any]:
    """The path, line and column of a place as JSON; nulls without a place."""
    return {
        "path": place.path if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }
