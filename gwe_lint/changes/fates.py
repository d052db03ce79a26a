"""What becomes of the chats on one way: they arrive, are lost, or cannot be followed; and where that is decided."""

from typing import NamedTuple

from gwe_lint.explore.route import Hop, Outcome, Route

_STEPS = ("queueKey", "connection", "endpoint", "queue", "strategy")  # in the order in which chats come to them
_WORST: tuple[Outcome, ...] = ("lost", "unknown", "delivered", "not-exported", "skipped")


class Fate(NamedTuple):
    """What becomes of the chats on one way, and at which hop that is decided."""

    outcome: Outcome
    hop: Hop | None

    @property
    def words(self) -> str:
        """What becomes of them, as a phrase."""
        if self.outcome == "delivered":
            return f"they arrive{f': {self.hop.message}' if self.hop else ''}"
        if self.outcome == "unknown" and self.hop:
            return f"they are followed as far as the {self.hop.step}: {self.hop.message}"
        return self.hop.message if self.hop else self.outcome

    @property
    def is_lost(self) -> bool:
        """True where the chats are lost."""
        return self.outcome == "lost"

    @property
    def came_through(self) -> bool:
        """True where they are known to come through Chat Server, whatever is known of what is behind it."""
        return self.outcome == "delivered" or (self.outcome == "unknown" and not self.ends_early)

    @property
    def ends_early(self) -> bool:
        """True where they cannot be followed through Chat Server."""
        return self.outcome == "unknown" and self.hop is not None and self.hop.step in ("queueKey", "endpoint")

    def is_further_than(self, other: "Fate") -> bool:
        """True where they arrive, or are known to come through Chat Server and then are not."""
        return self.outcome == "delivered" or (self.came_through and not other.came_through)

    def may_be_lost_as_before(self, now: "Fate") -> bool:
        """True where they were lost, and now are not followed beyond the hop that lost them.

        An assumed connection says nothing where a later hop lost them: they get beyond that one.
        """
        if not self.is_lost or now.outcome != "unknown" or not self.hop or not now.hop:
            return False
        lost, ends = _STEPS.index(self.hop.step), _STEPS.index(now.hop.step)
        return ends == lost or (ends < lost and now.hop.step != "connection")

    def is_beyond(self, step: str) -> bool:
        """True where chats that were lost at a step arrive now, or are followed beyond it and through Chat Server.

        Of what the exports do not show it is enough that chats come to it at that step.
        """
        if self.outcome != "unknown" or not self.hop:
            return self.outcome == "delivered"
        lost, ends = _STEPS.index(step), _STEPS.index(self.hop.step)
        comes_so_far = ends > lost or (ends == lost and self.hop.arrives)
        return self.hop.step == "connection" or (comes_so_far and not self.ends_early)


GONE = Fate("lost", Hop("queueKey", "lost", "it names no endpoint any more"))


def fate_of(route: Route) -> Fate:
    """The fate of the chats on a way: at the hop that loses them, or the first that is not known, or the last one."""
    outcome = route.outcome
    deciding = [hop for hop in route.hops if hop.status == outcome]
    if outcome == "unknown":
        # That a connection is assumed says nothing where a later hop is not known either.
        deciding = [hop for hop in deciding if hop.step != "connection"] or deciding
    hop = deciding[0] if deciding else route.hops[-1] if route.hops else None
    return Fate(outcome, hop)


def worst_fate(one: Fate, other: Fate) -> Fate:
    """The worse of two fates of the same chats."""
    return min((one, other), key=lambda each: _WORST.index(each.outcome))
