"""Where a chat goes: hops, routes and traces, as ``trace`` and ``show`` print them."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from gwe_lint.estate.effective import short
from gwe_lint.estate.model import Application, Place
from gwe_lint.exports.records import Connection

# Skipped is what no chat takes; not exported is a server that nobody exports on purpose, as the configuration says.
Status = Literal["ok", "lost", "unknown", "skipped", "not-exported"]
Outcome = Literal["delivered", "lost", "unknown", "skipped", "not-exported"]


_NOT_FOLLOWED: tuple[Literal["skipped", "not-exported"], ...] = ("skipped", "not-exported")


class Hop(NamedTuple):
    """One step of a chat's way. ``name`` is what stands there: an endpoint, a queue, a strategy.

    ``arrives`` is True for an unknown hop that chats come to, as far as the exports say. Only whether the server or
    object is really there is not known.
    """

    step: Literal["queueKey", "connection", "endpoint", "queue", "strategy"]
    status: Status
    message: str
    place: Place | None = None
    name: str = ""
    arrives: bool = False


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
        return next((each for each in _NOT_FOLLOWED if each in statuses), None) or _outcome(statuses)


class Trace(NamedTuple):
    """All ways of the chats of one client to the endpoint that one of its options names."""

    estate: str
    client: Application
    key: Hop
    routes: tuple[Route, ...]
    endpoint: str = ""  # tenant:endpoint that the chats go to; empty where none is named

    @property
    def named(self) -> str:
        """The option and the endpoint that it names; what is wrong with it where it names none."""
        if self.key.status != "ok":
            return self.key.message
        place = self.key.place
        return f"{short(place.option) if place and place.option else self.key.step} {self.key.name}"

    @property
    def outcome(self) -> Outcome:
        """``lost`` when any way loses the chat, ``delivered`` when every way is known to deliver it.

        Ways over servers that are not exported on purpose do not count beside others.
        """
        if self.key.status != "ok":
            return "lost" if self.key.status == "lost" else "unknown"
        outcomes = {route.outcome for route in self.routes} - {"skipped"}
        if outcomes == {"not-exported"}:
            return "not-exported"
        outcomes -= {"not-exported"}
        return "lost" if "lost" in outcomes else "delivered" if outcomes == {"delivered"} else "unknown"


def _outcome(statuses: list[Status]) -> Outcome:
    return "lost" if "lost" in statuses else "unknown" if "unknown" in statuses else "delivered"


def worst_of(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of one or more outcomes: lost before unknown before the others."""
    return min(outcomes, key=("lost", "unknown", "delivered", "not-exported", "skipped").index)
