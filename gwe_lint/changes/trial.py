"""Trials: a fix is made in memory, and the whole estate is judged again.

Nothing is written.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.catalogue.fact import needs_restart
from gwe_lint.changes.chats import chats_of
from gwe_lint.changes.edits import by_application, change_of, why_not
from gwe_lint.changes.no_longer_judged import gone_from
from gwe_lint.changes.overlay import overlay_of
from gwe_lint.changes.simulation import Judges, with_status
from gwe_lint.estate.correction import Edit
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.engine import Result, run
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.lint import judging
from gwe_lint.loading.loader import Loader
from gwe_lint.text import escaped, listed


class Tried(NamedTuple):
    """What a trial showed. ``harm`` says what is worse then, or why it cannot be tried; empty where nothing is."""

    gone: tuple[Finding, ...] = ()
    harm: str = ""
    new: tuple[Finding, ...] = ()  # that come with it


def edited(estate: Estate, edits: Iterable[Edit], loader: Loader) -> Estate:
    """The estate in which these edits are made. Raises ``ValueError`` where they cannot be written as they are."""
    changes = [change_of(estate, own, loader.redactor) for own in by_application(estate, edits)]
    (after,) = overlay_of((estate,), changes, "merge", loader).estates
    return after


class Trials:
    """Tries edits of estates. Equal edits are tried once, and an estate is judged once as it is.

    An estate that edits are not about stays the same, and is not judged again. Nothing else is left out: what a rule
    looks at is its own affair, and so is that of a plug-in.
    """

    def __init__(self, judges: Judges, estates: Sequence[Estate], counted: Collection[str]) -> None:
        self.estates: Mapping[str, Estate] = {each.name: each for each in estates}
        self._judges = judges
        self._rules = judging(judges.rules)
        self._counted = frozenset(counted)  # the fingerprints of findings that count
        self._now: dict[str, Result] = {}
        self._tried: dict[tuple[str, frozenset[Edit]], Tried] = {}

    @property
    def made(self) -> int:
        """How many different edits were tried."""
        return len(self._tried)

    def of(self, estate: str, edits: Iterable[Edit]) -> Tried:
        """What becomes of the estate with these edits."""
        key = estate, frozenset(edits)
        if key not in self._tried:
            self._tried[key] = self._of(self.estates[estate], tuple(sorted(key[1], key=_order)))
        return self._tried[key]

    def restarts(self, estate: str, edits: Iterable[Edit]) -> tuple[str, ...]:
        """The applications that have to be restarted for these edits, as documented."""
        every = self.estates[estate]
        waiting = {
            own.application.name: None
            for own in by_application(every, edits)
            for edit in own.edits
            if (fact := every.catalogue.fact(own.application.type, edit.section, edit.option))
            and needs_restart(fact.takes_effect)
        }
        return tuple(waiting)

    def _of(self, estate: Estate, edits: tuple[Edit, ...]) -> Tried:
        if reason := why_not(estate, edits):
            return Tried(harm=reason)
        try:
            after = edited(estate, edits, self._judges.loader)
        except ValueError as error:
            return Tried(harm=str(error))
        before, now = self._judged(estate), self._run(after)
        gone = gone_from(before, now, [estate], [after])
        resolved = tuple(each for each in gone.resolved if each.fingerprint in self._counted)
        past = {each.fingerprint: each for each in (*before.there, *before.ignored)}
        new = tuple(each for each in now.findings if with_status(each, past.get(each.fingerprint)).status == "new")
        return Tried(resolved, _harm(before, now, new) or self._lost(estate, after), new)

    def _judged(self, estate: Estate) -> Result:
        if estate.name not in self._now:
            self._now[estate.name] = self._run(estate)
        return self._now[estate.name]

    def _run(self, estate: Estate) -> Result:
        return run(self._rules, [estate], self._judges.accepted.overrides)

    def _lost(self, estate: Estate, after: Estate) -> str:
        lost = chats_of(estate, after, self._judges.chat_options).lost
        if not lost:
            return ""
        first = lost[0]
        where = f" over {escaped(first.chat_server)}" if first.chat_server else ""
        return f"chats of {escaped(first.client)}{where} would be lost at the {first.hop}: {escaped(first.reason)}"


def _harm(before: Result, now: Result, new: Sequence[Finding]) -> str:
    """Which findings come, or which rules crash; empty where none."""
    if new:
        return f"it would bring {listed(f'{each.rule} {each.hit.message}' for each in new[:3])}"
    crashed = {each.rule for each in now.failures} - {each.rule for each in before.failures}
    return f"{listed(sorted(crashed))} would crash" if crashed else ""


def _order(edit: Edit) -> tuple[str, ...]:
    return edit.application, edit.section, edit.option, edit.after or ""
