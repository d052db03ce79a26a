"""Choose among the fixes of findings: the best ones are offered, and these are tried together."""

from collections.abc import Callable, Iterator, Sequence

from gwe_lint.changes.candidates import Candidate, as_many_as_go, candidates_of, grouped, proposals_of
from gwe_lint.changes.trial import Trials
from gwe_lint.estate.effective import short
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.fix import Fix
from gwe_lint.findings.repair import NotOffered, Offer, Repair
from gwe_lint.text import quoted


def repair_of(
    trials: Trials,
    findings: Sequence[Finding],
    *,
    unsafe: bool,
    refuses: Callable[[str, Fix], str] | None = None,
) -> Repair:
    """What can be repaired of these findings. With ``unsafe`` probable fixes are offered, too.

    ``refuses`` says why else a fix of an estate is not wanted; empty where it may be.
    """
    counting = [each for each in findings if each.active]
    proposals = proposals_of(counting)
    every = candidates_of(trials, proposals, refuses or (lambda *_: ""))
    useful = sorted((each for each in every if not each.why_not), key=lambda each: each.rank)
    allowed = [each for each in useful if unsafe or each.fix.safety == "documented"]
    not_offered = [refusal for each in every if each.why_not for refusal in _refused(each, each.why_not)]
    chosen: list[Candidate] = []
    for estate in dict.fromkeys(each.estate for each in allowed):
        chosen += _chosen(trials, [each for each in allowed if each.estate == estate], not_offered)
    resolved = frozenset(fingerprint for each in chosen for fingerprint in each.resolved)
    kept, _ = _first_of([each for each in useful if each not in allowed], resolved)
    return Repair(
        tuple(_offer(each, useful, trials) for each in chosen),
        tuple(_offer(each, (), trials) for each in kept),
        tuple(not_offered),
        tuple(each for each in counting if each.fingerprint not in resolved),
        grouped=grouped(trials, proposals),
    )


def with_uncovered(repair: Repair, before: Sequence[Finding], after: Sequence[Finding]) -> Repair:
    """The repair, with the findings about applications that another one stood for, which goes with the offers."""
    known = {each.fingerprint for each in before}
    uncovered = tuple(
        each for each in after if each.active and each.hit.place.application and each.fingerprint not in known
    )
    return repair._replace(remaining=(*repair.remaining, *uncovered), uncovered=uncovered)


def with_tried(trials: Trials, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings; those that count have only fixes that a trial proved, the best one first."""
    proposals = proposals_of([finding for finding in findings if finding.active])
    useful = [each for each in candidates_of(trials, proposals, lambda *_: "") if not each.why_not]
    useful.sort(key=lambda each: each.rank)
    return tuple(
        finding._replace(fixes=tuple(each.fix for each in useful if each.is_for(finding)))
        if finding.active and finding.fixes
        else finding
        for finding in findings
    )


def _refused(candidate: Candidate, why: str) -> Iterator[NotOffered]:
    """That it is not offered, for each finding that it was proposed for."""
    return (NotOffered(candidate.estate, candidate.proposal.fix, each, why) for each in candidate.proposal.findings)


def _chosen(trials: Trials, allowed: Sequence[Candidate], not_offered: list[NotOffered]) -> list[Candidate]:
    """The best fixes for the findings of one estate that go together. The others are added to those not offered."""
    first, conflicting = _first_of(allowed, frozenset())
    together, harmful = as_many_as_go(first, lambda some: _why_not_together(trials, some))
    not_offered += [refusal for each, why in (*conflicting, *harmful) for refusal in _refused(each, why)]
    return together


def _first_of(
    ranked: Sequence[Candidate], resolved: frozenset[str]
) -> tuple[list[Candidate], list[tuple[Candidate, str]]]:
    """The best ones that resolve something more; and those that set an option to another value than a better one."""
    taken: list[Candidate] = []
    conflicting: list[tuple[Candidate, str]] = []
    values: dict[tuple[str, str, str, str], str | None] = {}
    for each in ranked:
        if each.resolved <= resolved:
            continue
        own = each.proposal.values
        other = next((key for key, after in own.items() if values.get(key, after) != after), None)
        if other:
            _, application, section, name = other
            spot = f"{application} [{section}] {short(name)}"
            why = f"another fix that resolves more sets {spot} to another value than {quoted(own[other] or '')}"
            conflicting.append((each, why))
            continue
        values |= own
        taken.append(each)
        resolved |= each.resolved
    return taken, conflicting


def _why_not_together(trials: Trials, chosen: Sequence[Candidate]) -> str:
    """What is worse than the sum where these fixes are made together; empty where nothing is."""
    if len(chosen) == 1:
        return chosen[0].why_not
    tried = trials.of(chosen[0].estate, [edit for each in chosen for edit in each.fix.changes])
    if tried.harm:
        return f"together with the other fixes {tried.harm}"
    left = frozenset().union(*(each.resolved for each in chosen)) - {each.fingerprint for each in tried.gone}
    return "together with the other fixes it would not resolve as much" if left else ""


def _offer(candidate: Candidate, useful: Sequence[Candidate], trials: Trials) -> Offer:
    others = [each for each in useful if each is not candidate and each.estate == candidate.estate]
    alike = [each.fix for each in others if each.resolved & candidate.resolved and not _is_part(each, candidate)]
    restarts = trials.restarts(candidate.estate, candidate.fix.changes)
    return Offer(candidate.estate, candidate.fix, candidate.tried.gone, tuple(alike), restarts)


def _is_part(one: Candidate, other: Candidate) -> bool:
    return set(one.fix.changes) <= set(other.fix.changes)
