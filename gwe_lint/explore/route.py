"""Where a chat goes: hops, routes and traces, as ``trace`` and ``show`` print them."""

from typing import Literal, NamedTuple

from gwe_lint.estate.model import Application, Place
from gwe_lint.exports.records import Connection

Status = Literal["ok", "lost", "unknown", "skipped"]
Outcome = Literal["delivered", "lost", "unknown", "skipped"]


class Hop(NamedTuple):
    """One step of a chat's way. ``name`` is what stands there: an endpoint, a queue, a strategy."""

    step: Literal["queueKey", "connection", "endpoint", "queue", "strategy"]
    status: Status
    message: str
    place: Place | None = None
    name: str = ""


class Route(NamedTuple):
    """The way of a chat over one Chat Server; ``server`` is empty where there is none."""

    server: str
    cluster: str
    hops: tuple[Hop, ...]
    connection: Connection | None = None  # as it acts: the parameters on the ways to and from a cluster are merged

    @property
    def outcome(self) -> Outcome:
        """What becomes of a chat that takes this way; ``skipped`` is a way that no chat takes."""
        statuses = [hop.status for hop in self.hops]
        return "skipped" if "skipped" in statuses else _outcome(statuses)


class Trace(NamedTuple):
    """All ways of the chats of one client."""

    estate: str
    client: Application
    key: Hop
    routes: tuple[Route, ...]

    @property
    def outcome(self) -> Outcome:
        """``lost`` when any way loses the chat, ``delivered`` when every way is known to deliver it."""
        if self.key.status != "ok":
            return "lost" if self.key.status == "lost" else "unknown"
        outcomes = {route.outcome for route in self.routes} - {"skipped"}
        return "lost" if "lost" in outcomes else "delivered" if outcomes == {"delivered"} else "unknown"


def _outcome(statuses: list[Status]) -> Outcome:
    return "lost" if "lost" in statuses else "unknown" if "unknown" in statuses else "delivered"
