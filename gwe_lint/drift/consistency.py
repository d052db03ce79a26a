"""From estates to a report of consistency: who belongs together, what they differ in, and what that means."""

from collections import Counter
from collections.abc import Iterator, Sequence

from gwe_lint.drift.difference import CLASSES
from gwe_lint.drift.judge_members import Agreed, agree
from gwe_lint.drift.member_groups import Gathering, alone_in, gatherings_of
from gwe_lint.drift.member_values import Spread, spreads_of
from gwe_lint.drift.report import report_of
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import FACETS
from gwe_lint.findings.finding import noun_of
from gwe_lint.findings.lint import Accepted
from gwe_lint.findings.report import DriftSummary, Expected, Gathered, Report
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule


def consistency_report(
    estates: Sequence[Estate],
    rows: Sequence[DriftRow],
    rules: Sequence[Rule],
    accepted: Accepted,
    overridden: frozenset[str] = frozenset(),
) -> Report:
    """The members of each group against each other; everything that was compared has one class, and is counted."""
    gatherings = gatherings_of(estates)
    spreads = [spread for each in gatherings if len(each.members) > 1 for spread in spreads_of(each)]
    agreed = agree(spreads, rows, rules, overridden)
    summary = _summary(gatherings, agreed, alone_in(estates, gatherings))
    report = report_of("consistency", agreed.findings, summary, rules, estates, accepted)
    assumptions = (
        f"{each.name} of {each.estate.name} are one group: nothing known says so" for each in gatherings if each.assumed
    )
    nothing = () if gatherings else ("nothing belongs together: no pair, no cluster, no two applications of one type",)
    return report._replace(assumptions=tuple(assumptions), unchecked=(*report.unchecked, *nothing))


def _summary(gatherings: Sequence[Gathering], agreed: Agreed, alone: tuple[str, ...]) -> DriftSummary:
    spreads = [spread for spread, _ in agreed.spreads]
    counts = Counter(spread.kind for spread in spreads)
    whole = [group for group in gatherings if len(group.members) > 1]
    everyone, members = _members(gatherings), _members(whole)
    unseen = tuple((each.name, reason) for each in gatherings for reason in each.unseen)
    return DriftSummary(
        against="each other",
        classes={kind: counts[kind] for kind in CLASSES},
        compared=len(members),
        applications=len(everyone) + len(unseen) + len(alone),
        options=len(spreads),
        known=sum(spread.fact is not None or spread.section in FACETS for spread in spreads),
        expected=tuple(_expected(agreed)),
        unverifiable=tuple(row for spread in spreads for row in _unverifiable(spread)),
        not_checked=unseen,
        left_out=agreed.left_out,
        scope="members",
        groups=tuple(_gathered(each) for each in gatherings),
        alone=alone,
    )


def _members(gatherings: Sequence[Gathering]) -> set[tuple[str, str]]:
    return {(each.application.path, each.application.name) for group in gatherings for each in group.members}


def _gathered(gathering: Gathering) -> Gathered:
    names = tuple(each.application.name for each in gathering.members)
    return Gathered(gathering.estate.name, gathering.name, names, gathering.assumed)


def _expected(agreed: Agreed) -> Iterator[Expected]:
    """What is meant, once for each option and reason, with the number of members that have a part in it."""
    counts: Counter[tuple[str, str]] = Counter()
    for spread, reason in agreed.spreads:
        if spread.kind == "expected":
            counts[noun_of(spread.section, spread.name), reason] += len(spread.gathering.members)
    return (Expected(name, reason, count) for (name, reason), count in counts.items())


def _unverifiable(spread: Spread) -> Iterator[tuple[str, str, str]]:
    """The members that cannot be told, also where the others differ."""
    for number, reason in spread.unknown:
        yield spread.gathering.members[number].application.name, noun_of(spread.section, spread.name), reason
