"""The consistency report: which members belong together, in which options they differ, and what that means."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwe_lint.config.model import Config
from gwe_lint.drift.difference import CLASSES
from gwe_lint.drift.equivalents import equivalent_spreads
from gwe_lint.drift.failed_exports import failed_in
from gwe_lint.drift.incomplete import NO_FORMER, damage_of
from gwe_lint.drift.judge_members import JudgedMembers, judge_members
from gwe_lint.drift.member_groups import MemberGroup, alone_in, member_groups_of
from gwe_lint.drift.member_values import Spread, spreads_of
from gwe_lint.drift.report import report_of
from gwe_lint.drift.together import arrived, summaries_together, travelling
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import FACETS
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.comparison import DriftSummary, Expected, Gathered, NotCompared, Unverified
from gwe_lint.findings.engine import Result, in_order, put_together, run
from gwe_lint.findings.finding import Finding, noun_of
from gwe_lint.findings.partly_shown import PartlyShown, is_partly_shown
from gwe_lint.findings.report import Report
from gwe_lint.loading.loader import Loader
from gwe_lint.loading.portions import Portion
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule

_NOTHING = DriftSummary("each other", dict.fromkeys(CLASSES, 0), 0, 0, 0, 0, scope="members")


class Agreement(NamedTuple):
    """An estate, or its outline, and how far the members of its groups agree."""

    estate: Estate
    findings: tuple[Finding, ...]
    summary: DriftSummary
    damage: Result  # the findings about files that were not read whole
    assumptions: tuple[str, ...] = ()


class Comparing(NamedTuple):
    """How the members of groups are compared. ``dated``: of earlier findings it is asked whether they are gone."""

    rows: Sequence[DriftRow]
    rules: Sequence[Rule]
    accepted: Accepted
    overridden: frozenset[str]
    config: Config
    loader: Loader
    dated: bool = False

    def agreement(self, estate: Estate) -> Agreement:
        """How far the members of each group in an estate agree. Each option of a group has one class."""
        return agreement_in(estate, self.rows, self.rules, self.overridden)

    def with_loader(self, loader: Loader) -> "Comparing":
        """The same with another loader."""
        return self._replace(loader=loader)

    def done(self, portion: Portion) -> tuple[tuple[str, Agreement], ...]:
        """The same for the estates of a portion, ready to travel to another process."""
        estates = self.loader.load(portion, self.config)
        return tuple((name, _packed(self.agreement(each), self.accepted, dated=self.dated)) for name, each in estates)

    def unpacked(self, agreement: Agreement) -> Agreement:
        """The same in the process that asked for it."""
        catalogue = self.loader.catalogue
        return agreement._replace(
            estate=agreement.estate._replace(catalogue=catalogue), summary=arrived(agreement.summary, catalogue)
        )


def agreement_in(
    estate: Estate, rows: Sequence[DriftRow], rules: Sequence[Rule], overridden: frozenset[str] = frozenset()
) -> Agreement:
    """How far the members of each group in an estate agree. Each option of a group has one class, and is counted."""
    member_groups = member_groups_of([estate])
    spreads = [spread for each in member_groups if len(each.members) > 1 for spread in spreads_of(each)]
    judged = judge_members(spreads, rows, rules, overridden)
    unseen = (*_unseen_in(member_groups), *_failed_in([estate], member_groups))
    summary = _summary(member_groups, judged, alone_in([estate], member_groups), unseen)
    assumptions = (
        f"{each.name} of {each.estate.name} are one group: nothing known says so"
        for each in member_groups
        if each.assumed
    )
    return Agreement(estate, judged.findings, summary, damage_of(rules, [estate], NO_FORMER), tuple(assumptions))


def _packed(agreement: Agreement, accepted: Accepted, *, dated: bool) -> Agreement:
    from gwe_lint.findings.packing import outlined, packed  # noqa: PLC0415  one estate does without

    damage = agreement.damage
    return agreement._replace(
        estate=outlined(agreement.estate, (*agreement.findings, *damage.findings), accepted.overrides),
        summary=travelling(agreement.summary, dated=dated),
        damage=packed(damage, None),
    )


def consistency_report(agreements: Sequence[Agreement], rules: Sequence[Rule], accepted: Accepted) -> Report:
    """The report on how far members agree in all these estates."""
    summary = summaries_together([each.summary for each in agreements], _NOTHING)
    report = report_of(
        "consistency",
        in_order(finding for each in agreements for finding in each.findings),
        summary,
        rules,
        [each.estate for each in agreements],
        accepted,
        put_together(*(each.damage for each in agreements)) if agreements else run((), ()),
    )
    nothing = (
        ()
        if summary.groups
        else ("nothing belongs together: no pair, no cluster, no two applications of one type that do the same work",)
    )
    assumptions = tuple(each for agreement in agreements for each in agreement.assumptions)
    return report._replace(assumptions=assumptions, unchecked=(*report.unchecked, *nothing))


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
