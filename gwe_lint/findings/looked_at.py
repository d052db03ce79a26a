"""What a run looked at, and what of it could not be seen: that tells what became of findings."""

from typing import NamedTuple, Protocol

from gwe_lint.findings.comparison import NotCompared, Renamed, Unverified
from gwe_lint.findings.report import Report


class Shown(Protocol):
    """An application that may have more than its export shows."""

    @property
    def estate(self) -> str:
        """The name of its estate in findings."""

    @property
    def name(self) -> str:
        """Its name in findings."""

    def may_have(self, section: str, name: str, text: str | None) -> bool:
        """True where the export lacks an option, or a part of the object, that may still be there."""


class LookedAt(NamedTuple):
    """What a run looked at. A finding that is not there any more is gone only where none of this hides it."""

    estates: tuple[str, ...]
    rules: frozenset[str]  # ids of those that ran to their end
    hidden: frozenset[str] = frozenset()  # fingerprints of findings that a path or an override leaves out
    # Estate and application of what could not be read, where a finding may still be. None: it may be of any.
    partly_read: frozenset[tuple[str, str | None]] = frozenset()
    not_compared: tuple[NotCompared, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()  # applications that are not exported any more, each with its estate
    unverifiable: tuple[Unverified, ...] = ()
    partly_shown: tuple[Shown, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    groups: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # estate and name of each, and the members compared
    any_alone: bool = False  # True: an application has no other one to compare with
    of_two_estates: bool = False
    asked: tuple[str, ...] | None = None  # which configuration and paths were asked for, as words; None: unknown


def looked_at_of(report: Report) -> LookedAt:
    """What the run looked at."""
    locked = {rule.id for rule in report.enabled if rule.locked}
    looked_at = LookedAt(
        estates=report.estates,
        rules=frozenset(rule.id for rule in report.enabled) - {failure.rule for failure in report.failures},
        asked=report.asked,
        hidden=report.hidden,
        partly_read=frozenset(
            (each.estate, each.hit.place.application) for each in report.findings if each.rule in locked
        ),
    )
    drift = report.drift
    if not drift:
        return looked_at
    return looked_at._replace(
        not_compared=drift.not_checked,
        missing=drift.missing,
        unverifiable=drift.unverifiable,
        partly_shown=drift.partly_shown,
        renamed=drift.renamed,
        groups=tuple((each.estate, each.name, each.members) for each in drift.groups),
        any_alone=bool(drift.alone),
        of_two_estates=drift.scope == "estates",
    )
