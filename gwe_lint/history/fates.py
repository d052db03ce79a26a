"""What a report makes of the findings that a store knows: still there, changed, back again, gone, or not looked at."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.findings.earlier import EarlierFinding
from gwe_lint.findings.not_looked_at import NotLookedAt
from gwe_lint.findings.same_finding import matches_between
from gwe_lint.history.kept import GONE, THERE, UNSEEN, Kept
from gwe_lint.history.observation import Observation, Observed

Former = Callable[[Sequence[EarlierFinding]], Sequence[Kept]]  # findings that are gone, and may be these
NextId = Callable[[], int]


class Fate(NamedTuple):
    """A finding before a report and after it. ``before`` is None for one that nobody knew."""

    before: Kept | None
    after: Kept

    @property
    def is_new(self) -> bool:
        """True where the finding was never seen before."""
        return self.before is None and self.after.times == 1

    @property
    def is_again(self) -> bool:
        """True where the finding was gone, and is back."""
        return self.before is not None and self.before.state == GONE

    @property
    def is_resolved(self) -> bool:
        """True where the finding is gone, and nothing took its place."""
        return self.after.state == GONE and self.after.continued_by is None

    @property
    def is_updated(self) -> bool:
        """True where the finding was seen before, and something of it is otherwise."""
        before, after = self.before, self.after
        if not before or after.state != THERE or before.state == GONE:
            return False
        return before.told[1:] != after.told[1:]


def fates_of(observation: Observation, known: Sequence[Kept], former: Former, next_id: NextId) -> Iterator[Fate]:
    """The fate of each finding that is there, and of each that was there until now."""
    findings = [each.finding for each in observation.findings]
    by_finding = {id(each.finding): each for each in known}
    matches = [
        [by_finding[id(past)] for past in same] for same in matches_between(findings, [each.finding for each in known])
    ]
    unknown = [number for number, same in enumerate(matches) if not same]
    for number, same in zip(unknown, _former(former, [findings[number] for number in unknown]), strict=True):
        matches[number] = same
    taken: dict[int, Kept] = {}
    joined: dict[int, int] = {}  # open findings that became another one, by id
    for observed, same in zip(observation.findings, matches, strict=True):
        fate = _seen(observed, observation, same, taken, next_id)
        taken[fate.after.id] = fate.after
        joined |= {each.id: fate.after.id for each in same if each.state != GONE and each.id not in joined}
        yield fate
    not_looked_at = NotLookedAt(observation.looked_at)
    for kept in known:
        if kept.id not in taken:
            yield Fate(kept, _missed(kept, joined.get(kept.id), not_looked_at, observation))
    yield from _carried(observation, findings, known, former, next_id)


def _former(former: Former, findings: Sequence[EarlierFinding]) -> Iterator[list[Kept]]:
    """For each finding those that are gone and were the same one, the last of them first."""
    gone = former(findings) if findings else ()
    by_finding = {id(each.finding): each for each in gone}
    for same in matches_between(findings, [each.finding for each in gone]):
        yield sorted((by_finding[id(past)] for past in same), key=lambda kept: (kept.gone, kept.id), reverse=True)


def _seen(
    observed: Observed, observation: Observation, same: Sequence[Kept], taken: Iterable[int], next_id: NextId
) -> Fate:
    """The fate of a finding that is there. Of several that it was, it goes on as the oldest that is not taken."""
    finding, accepted = observed
    is_open = bool(same) and same[0].state != GONE
    ordered = sorted(same, key=lambda kept: (kept.since, kept.id)) if is_open else same
    before = next((kept for kept in ordered if kept.id not in taken), None)
    if not ordered:
        since = finding.since or finding.first_seen
        return Fate(None, Kept(next_id(), finding, accepted, THERE, finding.first_seen, since, finding.times))
    oldest = ordered[0]
    if not before:  # two findings that were one
        begun = oldest.since if is_open else observation.day
        apart = oldest._replace(id=next_id(), finding=finding, accepted=accepted, since=begun)
        return Fate(None, apart._replace(state=THERE, gone=None))
    finding = _with_aliases(finding, before.finding)
    after = before._replace(finding=finding, accepted=accepted, state=THERE, gone=None)
    if is_open:
        return Fate(before, after._replace(since=oldest.since, first_seen=min(each.first_seen for each in ordered)))
    return Fate(before, after._replace(since=observation.day, times=before.times + 1))


def _with_aliases(finding: EarlierFinding, before: EarlierFinding) -> EarlierFinding:
    """The finding with the DBIDs that it had before, where today's exports do not tell them."""
    if finding.target_dbid is None:
        finding = finding._replace(target_dbid=before.target_dbid)
    return finding if finding.dbids else finding._replace(dbids=before.dbids, type=before.type)


def _missed(kept: Kept, continued_by: int | None, not_looked_at: NotLookedAt, observation: Observation) -> Kept:
    """A finding that is not in the report: gone, unless it was not looked at."""
    if continued_by is None and not_looked_at.holds(kept.finding):
        return kept._replace(state=UNSEEN, finding=not_looked_at.carried(kept.finding))
    return kept._replace(state=GONE, gone=observation.day, continued_by=continued_by)


def _carried(
    observation: Observation,
    findings: Sequence[EarlierFinding],
    known: Sequence[Kept],
    former: Former,
    next_id: NextId,
) -> Iterator[Fate]:
    """What the report carries of an earlier one, without having looked at it, and the store does not know."""
    past = [*findings, *(each.finding for each in known)]
    matches = matches_between(observation.carried, past)
    unknown = [each for each, same in zip(observation.carried, matches, strict=True) if not same]
    for finding, same in zip(unknown, _former(former, unknown), strict=True):
        if not same:
            since = finding.since or finding.first_seen
            yield Fate(None, Kept(next_id(), finding, "", UNSEEN, finding.first_seen, since, finding.times))
