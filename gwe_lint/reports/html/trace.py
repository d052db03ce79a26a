"""The traces of chats as an HTML page: a picture of all ways, and each way hop by hop."""

from collections.abc import Sequence
from typing import NamedTuple

from gwe_lint.explore.route import Hop, Outcome, Route, Trace, worst_of
from gwe_lint.reports.html.environment import environment
from gwe_lint.reports.html.page import ENDINGS, frame
from gwe_lint.reports.html.section import Section
from gwe_lint.reports.text.trace import route_in_words, summary_of
from gwe_lint.reports.view.ways import ways_of

_VERDICTS: dict[Outcome, tuple[str, str]] = {  # in words, and the tone of the page; the worst first
    "lost": ("LOST", "error"),
    "unknown": ("NOT FOLLOWED TO THE END", "incomplete"),
    "delivered": ("DELIVERED", "good"),
    "not-exported": ("NOT FOLLOWED", "incomplete"),
    "skipped": ("NOT TAKEN", "incomplete"),
}
_STATES = {"ok": "ok", "lost": "LOST", "unknown": "not known", "skipped": "not taken", "not-exported": "not exported"}


class HopView(NamedTuple):
    """A step of a way: its name, what becomes of the chat there, why, and where that stands."""

    step: str
    status: str
    state: str
    message: str
    spot: str  # path, line and column; empty where nothing stands


class RouteView(NamedTuple):
    """The way over one Chat Server, which is unfolded where the chat is lost."""

    heading: str
    outcome: Outcome
    hops: tuple[HopView, ...]


def traces_as_html(traces: Sequence[Trace], exit_code: int) -> str:
    """The page of one or more traces. It holds no script, and its content security policy allows none."""
    verdict, tone = _VERDICTS[worst_of(trace.outcome for trace in traces)]
    every = [(trace, route) for trace in traces for route in trace.routes]
    routes = sorted(every, key=lambda each: tuple(_VERDICTS).index(each[1].outcome))
    hops = [_route_view(*each, several=len(traces) > 1) for each in routes]
    return (
        environment()
        .get_template("trace.html.j2")
        .render(
            command="trace",
            client=traces[0].client.name,
            keys=[_hop_view(trace.key) for trace in traces],
            verdict=verdict,
            tone=tone,
            summary=summary_of(traces),
            sections=[
                Section("ways", "How chats travel", "ways", ways_of(traces)),
                Section("hops", "Hop by hop", "hops", hops),
            ],
            ending=ENDINGS.get(exit_code, ""),
            **frame(None),
        )
    )


def _route_view(trace: Trace, route: Route, *, several: bool) -> RouteView:
    to = f" to {trace.endpoint} (estate {trace.estate})" if several else ""
    heading = f"{route.server or 'no Chat Server'}{to}: {route_in_words(route)}"
    return RouteView(heading, route.outcome, tuple(map(_hop_view, route.hops)))


def _hop_view(hop: Hop) -> HopView:
    place = hop.place
    spot = f"{place.path}:{place.line}:{place.column}" if place else ""
    return HopView(hop.step, hop.status, _STATES[hop.status], hop.message, spot)
