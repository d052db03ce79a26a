"""The ways of chats as a picture: one lane for all Chat Servers over which the chats of a client go alike."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from gwe_lint.estate.model import Severity
from gwe_lint.explore.route import Hop, Outcome, Route, Status, Trace
from gwe_lint.text import counted

BOX, HIGH, GAP, LANE = 176, 40, 32, 64  # of the picture: width and height of a box, between boxes, from lane to lane
_EDGE = 2  # left of the first box
_NARROW, _WIDE = frozenset("fijlrt.,:;'|()[] -"), frozenset("mw_@✘…")  # letters, as most fonts have them


class Box(NamedTuple):
    """A box of the picture with its text, and how the arrow that leads to it is drawn."""

    x: int
    y: int
    text: str  # as far as it has room
    whole: str
    status: Status | Severity
    arrow: str  # the line that leads to it, as the path of SVG; empty for the first box


class Lane(NamedTuple):
    """Chat Servers over which a chat goes alike: what stands where, and what becomes of it."""

    servers: tuple[str, ...]
    cluster: str
    endpoint: str
    queue: str
    strategy: str
    outcome: str  # in words
    reason: str  # why it is lost, or not known; empty where it is delivered
    boxes: tuple[Box, ...]


class WayView(NamedTuple):
    """The ways of the chats of one client to the endpoint that one of its options names."""

    number: int
    estate: str
    client: str
    key: str
    start: Box
    lanes: tuple[Lane, ...]
    width: int
    height: int

    @property
    def said(self) -> str:
        """The picture in a sentence, for those who do not see it."""
        counts = {
            word: sum(len(lane.servers) or 1 for lane in self.lanes if lane.outcome == word) for word in _WORDS.values()
        }
        ways = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        return f"The ways of the chats of {self.client}: {ways or 'none'}"


_WORDS: dict[Outcome, str] = {  # the worst first
    "lost": "lost",
    "unknown": "not known",
    "delivered": "delivered",
    "not-exported": "not exported",
    "skipped": "not taken",
}


def ways_of(traces: Iterable[Trace]) -> tuple[WayView, ...]:
    """A picture for each trace, those that lose a chat first. Estates are named where there are several."""
    every = sorted(traces, key=lambda trace: tuple(_WORDS).index(trace.outcome))
    several = len({trace.estate for trace in every}) > 1
    return tuple(_way(number, trace, trace.estate if several else "") for number, trace in enumerate(every, 1))


def _way(number: int, trace: Trace, estate: str) -> WayView:
    alike: dict[object, list[Route]] = {}
    for route in trace.routes:
        alike.setdefault(_signature(route), []).append(route)
    groups = sorted(alike.values(), key=lambda group: tuple(_WORDS).index(group[0].outcome))
    with_cluster = any(route.cluster for route in trace.routes)
    lanes = tuple(_lane(at, group, with_cluster=with_cluster, of=len(groups)) for at, group in enumerate(groups))
    height = max(len(lanes), 1) * LANE + 16
    name = trace.client.name
    start = box(0, height // 2 - HIGH // 2, name, name, trace.key.status, "")
    right = max((box.x for lane in lanes for box in lane.boxes), default=0) + BOX
    return WayView(number, estate, trace.client.name, trace.named, start, lanes, right + 8, height)


def _signature(route: Route) -> object:
    """What is alike on ways that share a lane: all but the server."""
    hops = tuple((hop.step, hop.status, hop.name, hop.message.replace(route.server, "")) for hop in route.hops)
    return route.cluster, bool(route.server), hops


def _lane(at: int, group: list[Route], *, with_cluster: bool, of: int) -> Lane:
    first, servers = group[0], tuple(route.server for route in group if route.server)
    cells = list(_cells(first, servers, with_cluster=with_cluster))
    y = at * LANE + 8
    boxes, before = [], (BOX, (of * LANE + 16) // 2)
    for column, (_, text, status) in enumerate(cells, 1):
        if text is None:
            continue
        x, middle = column * (BOX + GAP), y + HIGH // 2
        boxes.append(box(x, y, text, text, status, arrow(before, (x, middle))))
        before = x + BOX, middle
    names = {step: text or "" for step, text, _ in cells}
    return Lane(
        servers=servers,
        cluster=first.cluster,
        endpoint=names["endpoint"],
        queue=names["queue"],
        strategy=names["strategy"],
        outcome=_WORDS[first.outcome],
        reason=_reason(first),
        boxes=tuple(boxes),
    )


def _reason(route: Route) -> str:
    """Why the chat is lost, else why its way is not known or not taken; empty where it is delivered."""
    wrong = sorted((hop for hop in route.hops if hop.status != "ok"), key=lambda hop: hop.status != "lost")
    return wrong[0].message if wrong else ""


def _cells(route: Route, servers: tuple[str, ...], *, with_cluster: bool) -> Iterator[tuple[str, str | None, Status]]:
    """The steps of the way with what stands there: nothing where it has no such step."""
    hops: dict[str, Hop] = {hop.step: hop for hop in route.hops}
    if with_cluster:
        yield "cluster", route.cluster or None, "ok"
    connection = hops.get("connection")
    name = servers[0] if len(servers) == 1 else counted(len(servers), "Chat Server") if servers else "no Chat Server"
    yield "connection", name, connection.status if connection else "ok" if servers else "lost"
    for step in ("endpoint", "queue", "strategy"):
        hop = hops.get(step)
        yield step, (hop.name or "?") if hop else None, hop.status if hop else "ok"


def arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    """A line from one box to the next, bent where they stand at other heights."""
    (x, y), (to_x, to_y) = (start[0] + _EDGE, start[1]), (end[0] + _EDGE, end[1])
    middle = to_x - GAP // 2
    return f"M{x} {y}H{middle}V{to_y}H{to_x - 6}" if y != to_y else f"M{x} {y}H{to_x - 6}"


def box(x: int, y: int, text: str, whole: str, status: Status | Severity, arrow: str) -> Box:
    """A box at this place, with as much of its text as has room."""
    marked = f"✘ {text}" if status == "lost" else text
    room = BOX - 16
    shown = marked if _width(marked) <= room else f"{_beginning(marked, room - _width('…'))}…"
    return Box(x + _EDGE, y, shown, whole, status, arrow)


def _width(text: str) -> float:
    """About how wide a text is in the picture."""
    return sum(4.2 if each in _NARROW else 10 if each in _WIDE or each.isupper() else 7.6 for each in text)


def _beginning(text: str, room: float) -> str:
    """As much of the text as has room."""
    widths = accumulate(map(_width, text))
    return text[: next((end for end, width in enumerate(widths) if width > room), len(text))]
