"""What can be repaired: fixes that were tried, what they resolve, and what is left to a person. All immutable."""

from typing import NamedTuple

from gwe_lint.findings.finding import Finding
from gwe_lint.findings.fix import Fix


class Offer(NamedTuple):
    """A fix that a trial proved: ``resolved`` findings go, none comes, and no chat is lost.

    ``others`` would put one of these findings right as well. They are left out, since this one does more.
    """

    estate: str
    fix: Fix
    resolved: tuple[Finding, ...]
    others: tuple[Fix, ...] = ()
    restarts: tuple[str, ...] = ()  # the applications that have to be restarted for it


class NotOffered(NamedTuple):
    """A fix that is not offered, and why, to go on after "not offered, since"."""

    estate: str
    fix: Fix
    finding: Finding  # which it was proposed for
    reason: str


class Repair(NamedTuple):
    """All fixes of a report. ``offers`` were tried together as well; each of ``held_back`` was tried alone."""

    offers: tuple[Offer, ...] = ()
    held_back: tuple[Offer, ...] = ()  # probable ones that nobody asked for
    not_offered: tuple[NotOffered, ...] = ()
    remaining: tuple[Finding, ...] = ()  # that count, and that no offer resolves
    grouped: tuple[str, ...] = ()  # estates of so many fixes that these were tried in groups
    uncovered: tuple[Finding, ...] = ()  # of these, those that show only when the offers are made
    written: tuple[str, ...] = ()  # the files that were edited in place

    @property
    def resolved(self) -> tuple[Finding, ...]:
        """The findings that the offers resolve, each once."""
        return _once(self.offers)

    @property
    def would_resolve(self) -> tuple[Finding, ...]:
        """The findings that those held back would resolve beside, each once."""
        known = {each.fingerprint for each in self.resolved}
        return tuple(each for each in _once(self.held_back) if each.fingerprint not in known)

    def why_left(self, finding: Finding) -> str:
        """Why a finding that stays is not resolved."""
        if any(each.fingerprint == finding.fingerprint for each in self.uncovered):
            return "the same cause as a finding that goes: run fix again afterwards"
        if not finding.fixes:
            return "no fix is known"
        if any(each.fingerprint == finding.fingerprint for each in self.would_resolve):
            return "a probable fix is held back"
        own = (each.reason for each in self.not_offered if each.finding.fingerprint == finding.fingerprint)
        return f"not offered: {next(own, 'another fix goes before it')}"


def _once(offers: tuple[Offer, ...]) -> tuple[Finding, ...]:
    return tuple({each.fingerprint: each for offer in offers for each in offer.resolved}.values())
