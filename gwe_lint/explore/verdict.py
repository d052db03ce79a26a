"""What becomes of an expectation on one way of the chats: met, broken, not known, or no matter of this way."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from gwe_lint.estate.estate import Estate
from gwe_lint.estate.expectation import Expectation
from gwe_lint.estate.model import Application, Place
from gwe_lint.estate.reach import Reach
from gwe_lint.estate.selectors import fits
from gwe_lint.explore.route import Hop, Route
from gwe_lint.text import quoted

State = Literal["met", "broken", "unknown", "apart", "not-exported"]


class Verdict(NamedTuple):
    """What becomes of an expectation over one Chat Server, and why.

    Of a broken one, ``place`` is where it breaks, and ``key`` what of the expectation does not hold. ``apart`` is a
    way that no chat takes. ``doubtful`` is one that breaks on a server which may serve somebody else.
    """

    server: str
    state: State
    reason: str = ""
    place: Place | None = None
    key: str = "endpoint"
    doubtful: bool = False


def is_about(expectation: Expectation, server: str) -> bool:
    """True where the expectation is about ways over a Chat Server of this name."""
    return not expectation.on or any(fits(pattern, server) for pattern in expectation.on)


def is_named(expectation: Expectation, server: str) -> bool:
    """True where the expectation names the Chat Server in full."""
    return any("*" not in pattern.replace("\\*", "") and fits(pattern, server) for pattern in expectation.on)


def verdict_on(route: Route, expectation: Expectation) -> Verdict:
    """The verdict on one way, as far as the expectation says where it leads."""
    wanted = {"endpoint": expectation.endpoint, "queue": expectation.queue, "strategy": expectation.strategy}
    last = next(step for step in ("strategy", "queue", "endpoint") if wanted[step])
    former: Hop | None = None
    for hop in route.hops:
        if hop.status == "not-exported":
            return Verdict(route.server, "not-exported", hop.message)
        if hop.status == "skipped":
            return Verdict(route.server, "apart", hop.message, hop.place)
        if hop.status == "unknown" and not hop.arrives:
            return Verdict(route.server, "unknown", hop.message)
        if otherwise := _otherwise(hop, wanted):
            place = former.place if former and hop.step == "queue" else hop.place
            return Verdict(route.server, "broken", otherwise, place, hop.step)
        if hop.status == "lost":
            return Verdict(route.server, "broken", hop.message, hop.place, _key_of(hop, wanted))
        if hop.step == last:
            return Verdict(route.server, "met")
        former = hop
    return Verdict(route.server, "unknown", "it is not followed so far")


def _otherwise(hop: Hop, wanted: Mapping[str, str | None]) -> str:
    """What is there instead of what is wanted; empty where nothing else is."""
    name = wanted.get(hop.step)
    if not name or not hop.name or hop.name == name:
        return ""
    if hop.step == "queue":
        return f"the endpoint leads to {quoted(hop.name)}, and not to {quoted(name)}"
    return f"the strategy is {quoted(hop.name)}, and not {quoted(name)}"


def _key_of(hop: Hop, wanted: Mapping[str, str | None]) -> str:
    """The key of the expectation that a lost chat belongs to."""
    return hop.step if wanted.get(hop.step) else "endpoint"


def with_doubt(verdict: Verdict, estate: Estate, reach: Reach, expectation: Expectation) -> Verdict:
    """The verdict; where connections are assumed, a server that may serve somebody else breaks nothing for sure.

    Its queue may be that of another client, or its endpoints may show that it does other work.
    """
    server = next((each for each in reach.servers if each.name == verdict.server), None)
    if not server or not reach.assumed or verdict.key != "queue" or is_named(expectation, server.name):
        return verdict
    section = f"endpoints:{expectation.tenant}"
    led_to = _queue(server, section, expectation.endpoint)
    membership = estate.membership
    if membership.is_apart(section, expectation.endpoint, {led_to, expectation.queue or ""}):
        reason = f"{verdict.reason}, but another client has chats routed from there"
        return verdict._replace(state="unknown", reason=reason)
    peers = tuple(each for each in reach.servers if _queue(each, section, expectation.endpoint) == expectation.queue)
    if not peers:
        return verdict
    work = membership.work(server, membership.answers(peers, section, expectation.endpoint))
    return verdict._replace(doubtful=work != "same")


def _queue(server: Application, section: str, endpoint: str) -> str:
    option = server.option(section, endpoint)
    return option.value if option else ""
