"""The consistency report: which members belong together, in which options they differ, and what that means."""

from collections import Counter
from collections.abc import Iterator, Sequence

from gwe_lint.drift.difference import CLASSES
from gwe_lint.drift.equivalents import equivalent_spreads
from gwe_lint.drift.failed_exports import failed_in
from gwe_lint.drift.judge_members import JudgedMembers, judge_members
from gwe_lint.drift.member_groups import MemberGroup, alone_in, member_groups_of
from gwe_lint.drift.member_values import Spread, spreads_of
from gwe_lint.drift.report import report_of
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import FACETS
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.comparison import DriftSummary, Expected, Gathered, NotCompared, Unverified
from gwe_lint.findings.finding import noun_of
from gwe_lint.findings.partly_shown import PartlyShown, is_partly_shown
from gwe_lint.findings.report import Report
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule


def consistency_report(
    estates: Sequence[Estate],
    rows: Sequence[DriftRow],
    rules: Sequence[Rule],
    accepted: Accepted,
    overridden: frozenset[str] = frozenset(),
) -> Report:
    """The report that compares the members of each group. Each option of a group has one class, and is counted."""
    member_groups = member_groups_of(estates)
    spreads = [spread for each in member_groups if len(each.members) > 1 for spread in spreads_of(each)]
    judged = judge_members(spreads, rows, rules, overridden)
    unseen = (*_unseen_in(member_groups), *_failed_in(estates, member_groups))
    summary = _summary(member_groups, judged, alone_in(estates, member_groups), unseen)
    report = report_of("consistency", judged.findings, summary, rules, estates, accepted)
    assumptions = (
        f"{each.name} of {each.estate.name} are one group: nothing known says so"
        for each in member_groups
        if each.assumed
    )
    nothing = (
        ()
        if member_groups
        else ("nothing belongs together: no pair, no cluster, no two applications of one type that do the same work",)
    )
    return report._replace(assumptions=tuple(assumptions), unchecked=(*report.unchecked, *nothing))


def _unseen_in(member_groups: Sequence[MemberGroup]) -> Iterator[NotCompared]:
    return (NotCompared(each.estate.name, each.name, why) for each in member_groups for why in each.unseen)


def _failed_in(estates: Sequence[Estate], member_groups: Sequence[MemberGroup]) -> Iterator[NotCompared]:
    """The empty exports that no group names: whatever they are of may belong to one."""
    told = {(each.estate.name, why) for each in member_groups for why in each.unseen}
    for failed in failed_in(estates):
        if failed.empty and not any(
            estate == failed.estate and why.startswith(f"{failed.name} is ") for estate, why in told
        ):
            yield NotCompared(failed.estate, failed.name, failed.reason)


def _summary(
    member_groups: Sequence[MemberGroup],
    judged: JudgedMembers,
    alone: tuple[str, ...],
    unseen: tuple[NotCompared, ...],
) -> DriftSummary:
    spreads = [spread for spread, _ in judged.spreads]
    counts = Counter(spread.kind for spread in spreads)
    compared_groups = [group for group in member_groups if len(group.members) > 1]
    applications, members = _members(member_groups), _members(compared_groups)
    return DriftSummary(
        against="each other",
        classes={kind: counts[kind] for kind in CLASSES},
        compared=len(members),
        applications=len(applications) + len(unseen) + len(alone),
        options=len(spreads),
        known=sum(spread.fact is not None or spread.section in FACETS for spread in spreads),
        expected=tuple(_expected(judged)),
        unverifiable=tuple(row for spread in spreads for row in _unverifiable(spread)),
        not_checked=unseen,
        left_out=judged.left_out,
        scope="members",
        groups=tuple(_group_row(each) for each in member_groups),
        alone=alone,
        equivalent=tuple(equivalent_spreads(spreads)),
        parts=sum(spread.section in FACETS for spread in spreads),
        partly_shown=tuple(
            PartlyShown(group.estate.name, each.application.name, each.application, group.estate.catalogue)
            for group in compared_groups
            for each in group.members
            if is_partly_shown(each.application)
        ),
    )


def _members(member_groups: Sequence[MemberGroup]) -> set[tuple[str, str]]:
    return {(each.application.path, each.application.name) for group in member_groups for each in group.members}


def _group_row(member_group: MemberGroup) -> Gathered:
    names = tuple(each.application.name for each in member_group.members)
    return Gathered(member_group.estate.name, member_group.name, names, member_group.assumed)


def _expected(judged: JudgedMembers) -> Iterator[Expected]:
    """The expected differences: each option and reason once, with the number of members."""
    counts: Counter[tuple[str, str]] = Counter()
    for spread, reason in judged.spreads:
        if spread.kind == "expected":
            counts[noun_of(spread.section, spread.name), reason] += len(spread.member_group.members)
    return (Expected(name, reason, count) for (name, reason), count in counts.items())


def _unverifiable(spread: Spread) -> Iterator[Unverified]:
    """The members whose values cannot be compared, also where the others differ."""
    group = spread.member_group
    for number, reason in spread.unknown:
        member = group.members[number].application.name
        yield Unverified(group.estate.name, member, spread.section, spread.name, reason)
