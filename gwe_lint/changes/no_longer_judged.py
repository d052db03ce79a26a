"""Findings that are gone since nobody can judge any more whether they hold: these are not resolved."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.estate.effective import absence_unproved, short, value_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.findings.engine import Result
from gwe_lint.findings.finding import Finding, noun_of
from gwe_lint.text import escaped


class Gone(NamedTuple):
    """The findings that are not there any more: the resolved ones, and why others may hold all the same."""

    resolved: tuple[Finding, ...]
    unknown: tuple[str, ...]


def gone_from(before: Result, after: Result, former: Sequence[Estate], now: Sequence[Estate]) -> Gone:
    """What is resolved in the state after; what cannot be judged there is not. The estates are those of both states."""
    there = {each.fingerprint for each in (*after.there, *after.ignored)}
    gone = [each for each in before.findings if each.fingerprint not in there]
    if not gone:
        return Gone((), ())
    reasons = _Reasons(before, after, former, now)
    resolved: list[Finding] = []
    unknown: list[str] = []
    for finding in gone:
        why = reasons.of(finding)
        if why:
            unknown.append(may_still_hold(finding, why))
        else:
            resolved.append(finding)
    return Gone(tuple(resolved), tuple(dict.fromkeys(unknown)))


def may_still_hold(finding: Finding, why: str) -> str:
    """The sentence that a finding is not resolved, and why nobody knows whether it still holds."""
    place = finding.hit.place
    who = place.application or place.path
    name = noun_of(place.section, short(place.option or "")).strip() if place.section else ""
    what = f"{finding.rule} {finding.name}{f' at {name}' if name else ''}"
    return escaped(f"{who}: {what} cannot be judged any more: {why.removeprefix(f'{who}: ')}")


class _Reasons:
    """Why findings of the state before cannot be judged in the state after."""

    def __init__(self, before: Result, after: Result, former: Sequence[Estate], now: Sequence[Estate]) -> None:
        self._former, self._now = _by_name(former), _by_name(now)
        self._left_out = {each.path: each.what for estate in now for each in estate.left_out}
        self._failed = {(each.rule, each.estate) for each in after.failures}
        known = {(each.rule, each.estate, each.reason) for each in before.not_evaluated}
        self._unjudged: dict[tuple[str, str], list[str]] = {}
        for each in after.not_evaluated:
            if not each.yields and (each.rule, each.estate, each.reason) not in known:
                self._unjudged.setdefault((each.rule, each.estate), []).append(each.reason)

    def of(self, finding: Finding) -> str:
        """Why this finding cannot be judged any more; empty where it can."""
        if (finding.rule, finding.estate) in self._failed:
            return "its rule crashed"
        return next(filter(None, (self._of_place(finding), *self._of_rule(finding))), "")

    def _of_place(self, finding: Finding) -> str:
        """Why nobody knows what the place of a finding holds: its file, its option, or its value was not read."""
        place = finding.hit.place
        application = self._now.get((finding.estate, place.application or ""))
        if place.path in self._left_out and not (application and application.export):
            return f"{place.path} is {self._left_out[place.path]}, and was not read"
        if not application or not place.section or not place.option:
            return ""
        option = application.option(place.section, place.option)
        if option:
            return value_unknown(application, option)
        former = self._former.get((finding.estate, place.application or ""))
        was = former.option(place.section, place.option) if former else None
        if not was:
            return ""  # what its absence means, the rule says itself
        kind = "string" if was.kind == "string" else "any"
        return absence_unproved(application, place.section, place.option, kind) or ""

    def _of_rule(self, finding: Finding) -> Iterator[str]:
        """What the rule now says it cannot judge, of the applications that the finding is about."""
        hit = finding.hit
        own = {hit.place.application, *(place.application for place in hit.places)}
        for reason in self._unjudged.get((finding.rule, finding.estate), ()):
            who = reason.partition(": ")[0]
            if (finding.estate, who) not in self._now or who in own or who in hit.message:
                yield reason


def _by_name(estates: Sequence[Estate]) -> Mapping[tuple[str, str], Application]:
    return {(estate.name, each.name): each for estate in estates for each in estate.applications}
