"""The fixes that findings propose, each with what a trial of it showed.

Many of one estate are tried in groups, since each alone would take as long as a check.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from gwe_lint.changes.trial import Trials, Tried
from gwe_lint.estate.correction import SAFETIES, Edit
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.fix import Fix

MOST_JUDGED = 10_000  # applications that are judged again where each fix of an estate is tried for itself
_MOST_ROUNDS = 2  # in which what a fix brings is put right as well
T = TypeVar("T")


class Proposal(NamedTuple):
    """A fix of an estate, and the findings that it was proposed for."""

    estate: str
    fix: Fix
    findings: tuple[Finding, ...]

    @property
    def key(self) -> tuple[str, frozenset[Edit]]:
        """What is the same for proposals of the same edits."""
        return self.estate, frozenset(self.fix.changes)

    @property
    def values(self) -> Mapping[tuple[str, str, str, str], str | None]:
        """The values that it sets, by estate, application, section and option."""
        edits = self.fix.changes
        return {(self.estate, each.application, each.section, each.option): each.after for each in edits}


class Candidate(NamedTuple):
    """A proposal, and what its trial showed."""

    proposal: Proposal
    tried: Tried

    @property
    def estate(self) -> str:
        """The name of its estate."""
        return self.proposal.estate

    @property
    def fix(self) -> Fix:
        """The fix, with how many findings it resolves where it may be offered."""
        return self.proposal.fix if self.why_not else self.proposal.fix._replace(resolves=len(self.tried.gone))

    @property
    def why_not(self) -> str:
        """Why it is not offered; empty where it may be."""
        if self.tried.harm:
            return self.tried.harm
        own = {each.fingerprint for each in self.proposal.findings}
        return "" if own & self.resolved else "it would resolve nothing"

    @property
    def resolved(self) -> frozenset[str]:
        """The fingerprints of the findings that it resolves."""
        return frozenset(each.fingerprint for each in self.tried.gone)

    def is_for(self, finding: Finding) -> bool:
        """True where it was proposed for this finding, and resolves it."""
        own = (each.fingerprint for each in self.proposal.findings)
        return finding.fingerprint in own and finding.fingerprint in self.resolved

    @property
    def rank(self) -> tuple[object, ...]:
        """What the better of two is less in: fewer changes for each finding that goes, more findings, more certain."""
        resolves, changes = len(self.tried.gone), len(self.proposal.fix.changes)
        return changes / max(resolves, 1), -resolves, self.proposal.fix.safety != "documented"


def proposals_of(findings: Sequence[Finding]) -> tuple[Proposal, ...]:
    """The fixes of findings, each once. One that any rule has documented is documented."""
    found: dict[tuple[str, frozenset[Edit]], Proposal] = {}
    for finding in findings:
        for fix in finding.fixes:
            new = Proposal(finding.estate, fix, (finding,))
            known = found.get(new.key)
            safer = fix if not known or fix.safety == "documented" else known.fix
            found[new.key] = Proposal(finding.estate, safer, (*(known.findings if known else ()), finding))
    return tuple(found.values())


def candidates_of(trials: Trials, proposals: Sequence[Proposal], refuses: Callable[[str, Fix], str]) -> list[Candidate]:
    """The proposals, tried. ``refuses`` says why a fix is not wanted anyway; empty where it may be."""
    reasons = [(each, refuses(each.estate, each.fix)) for each in proposals]
    found = [Candidate(each, Tried((), reason)) for each, reason in reasons if reason]
    by_estate: dict[str, list[Proposal]] = {}
    for each, reason in reasons:
        if not reason:
            by_estate.setdefault(each.estate, []).append(each)
    for name, own in by_estate.items():
        many = _are_many(trials, name, len(own))
        tried = _in_groups(trials, own) if many else (_alone(trials, each) for each in own)
        found += (_completed(trials, each, refuses) for each in tried)
    return found


def _alone(trials: Trials, proposal: Proposal) -> Candidate:
    return Candidate(proposal, trials.of(proposal.estate, proposal.fix.changes))


def _completed(trials: Trials, candidate: Candidate, refuses: Callable[[str, Fix], str]) -> Candidate:
    """The candidate; one that only brings what can be put right as well, with that.

    A reference that was misspelt, say, and that one server lacks as well.
    """
    proposal, tried = candidate
    for _ in range(_MOST_ROUNDS):
        if not tried.new or not all(each.fixes for each in tried.new):
            break
        fix = _together(proposal.fix, [each.fixes[0] for each in tried.new])
        if not fix or refuses(proposal.estate, fix):
            break
        completed = _alone(trials, proposal._replace(fix=fix))
        if not completed.why_not:
            return completed
        proposal, tried = completed
    return candidate


def _together(fix: Fix, others: Sequence[Fix]) -> Fix | None:
    """The fix with what the others change, as safe as the least safe of them; None where two edit one option."""
    edits = tuple(dict.fromkeys(edit for each in (fix, *others) for edit in each.changes))
    if len({edit[:3] for edit in edits}) < len(edits):
        return None
    safety = max((each.safety for each in (fix, *others)), key=SAFETIES.index)
    return Fix(safety, edits)


def grouped(trials: Trials, proposals: Sequence[Proposal]) -> tuple[str, ...]:
    """The names of the estates whose fixes are so many that they are tried in groups."""
    names = [each.estate for each in proposals]
    return tuple(name for name in dict.fromkeys(names) if _are_many(trials, name, names.count(name)))


def _are_many(trials: Trials, estate: str, fixes: int) -> bool:
    return fixes > 1 and fixes * len(trials.estates[estate].applications) > MOST_JUDGED


def _in_groups(trials: Trials, proposals: Sequence[Proposal]) -> Iterator[Candidate]:
    """The proposals of an estate: of those for each finding the first, then the next one where that does not do.

    Documented ones go before probable ones. What is not needed is left out.
    """
    resolved: set[str] = set()
    for safety in SAFETIES:
        waiting = [each for each in proposals if each.fix.safety == safety]
        while group := _next_group(waiting, resolved):
            tried = list(_tried_in_groups(trials, group))
            resolved |= {fingerprint for each in tried if not each.why_not for fingerprint in each.resolved}
            waiting = [each for each in waiting if each not in group]
            yield from tried


def _next_group(waiting: Sequence[Proposal], resolved: Collection[str]) -> list[Proposal]:
    """One proposal for each finding that is not resolved, none of which sets an option to another value."""
    group: list[Proposal] = []
    claimed = set(resolved)
    values: dict[tuple[str, str, str, str], str | None] = {}
    for each in waiting:
        wanted = {finding.fingerprint for finding in each.findings}
        if wanted <= claimed or any(values.get(key, after) != after for key, after in each.values.items()):
            continue
        group.append(each)
        claimed |= wanted
        values |= each.values
    return group


def _tried_in_groups(trials: Trials, group: Sequence[Proposal]) -> Iterator[Candidate]:
    """The proposals, tried together; in halves where that does harm, or does not resolve what it should."""
    tried = trials.of(group[0].estate, [edit for each in group for edit in each.fix.changes])
    if len(group) == 1:
        yield _alone(trials, group[0])
        return
    gone = {each.fingerprint: each for each in tried.gone}
    own = [
        (each, tuple(gone[finding.fingerprint] for finding in each.findings if finding.fingerprint in gone))
        for each in group
    ]
    if not tried.harm and all(resolved for _, resolved in own):
        yield from (Candidate(each, Tried(resolved)) for each, resolved in own)
        return
    middle = len(group) // 2
    yield from _tried_in_groups(trials, group[:middle])
    yield from _tried_in_groups(trials, group[middle:])


def as_many_as_go(items: Sequence[T], why_not: Callable[[Sequence[T]], str]) -> tuple[list[T], list[tuple[T, str]]]:
    """The items that go together, the first ones before the others; and those that do not, each with why."""
    kept: list[T] = []
    refused: list[tuple[T, str]] = []

    def add(some: Sequence[T]) -> None:
        why = why_not([*kept, *some])
        if not why:
            kept.extend(some)
        elif len(some) == 1:
            refused.append((some[0], why))
        else:
            add(some[: len(some) // 2])
            add(some[len(some) // 2 :])

    if items:
        add(items)
    return kept, refused
