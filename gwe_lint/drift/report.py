"""The report of a comparison: compare, judge, count. The commands drift, consistency and compare share it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.drift.came_and_went import hints_of
from gwe_lint.drift.diff import Drift
from gwe_lint.drift.difference import CLASSES
from gwe_lint.drift.equivalents import equivalent_differences
from gwe_lint.drift.incomplete import NO_FORMER, Former, damage_of
from gwe_lint.drift.judge import Classify, Judged, judge, name_of
from gwe_lint.drift.matrix import matrices_of
from gwe_lint.drift.not_compared import lacking_in, paired_by_order
from gwe_lint.drift.object_identity import renamed_in, with_objects
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.accept import Accepted, accept, resolved_of, use_of
from gwe_lint.findings.comparison import DriftSummary, Expected, Unverified
from gwe_lint.findings.engine import Result
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.lint import population_of
from gwe_lint.findings.partly_shown import PartlyShown, is_partly_shown
from gwe_lint.findings.report import Report
from gwe_lint.rules.drift_rows import DriftRow, Scope
from gwe_lint.rules.rule import Rule


class Outcome(NamedTuple):
    """What a comparison found: all that its report is made of beside the estates."""

    findings: tuple[Finding, ...]
    summary: DriftSummary
    damage: Result  # the findings about files that were not read whole
    assumptions: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()  # estates of the baseline of which nothing was given, as reasons


def drift_report(
    drift: Drift,
    rows: Sequence[DriftRow],
    scope: Scope,
    rules: Sequence[Rule],
    accepted: Accepted,
    *,
    command: str,
    estates: Sequence[Estate],
    against: str,
    overridden: frozenset[str] = frozenset(),
    sides: tuple[str, str] = ("before", "now"),
    classify: Classify | None = None,
    former: Former = NO_FORMER,
    only_files: bool = False,
) -> tuple[Report, Judged]:
    """The report of a comparison, and the judged differences. Each compared option has one class, and is counted.

    ``classify`` decides before the rows do; ``sides`` are the names of both sides.
    ``former`` has the estates of the first side, since their files may be damaged too. With ``only_files`` single files
    were given, and nobody asked for the applications of others.
    """
    outcome, judged = outcome_of(
        drift,
        rows,
        scope,
        rules,
        estates=estates,
        against=against,
        overridden=overridden,
        sides=sides,
        classify=classify,
        former=former,
        only_files=only_files,
    )
    summary = outcome.summary._replace(matrices=matrices_of(drift.pairs, judged.differences))
    return report_of_outcome(command, outcome._replace(summary=summary), rules, estates, accepted), judged


def outcome_of(
    drift: Drift,
    rows: Sequence[DriftRow],
    scope: Scope,
    rules: Sequence[Rule],
    *,
    estates: Sequence[Estate],
    against: str,
    overridden: frozenset[str] = frozenset(),
    sides: tuple[str, str] = ("before", "now"),
    classify: Classify | None = None,
    former: Former = NO_FORMER,
    only_files: bool = False,
) -> tuple[Outcome, Judged]:
    """What a comparison found, without the matrices, and the judged differences."""
    lacking = lacking_in(drift, scope, sides, estates, former, only_files=only_files)
    drift = drift._replace(missing=lacking.missing, new=lacking.new)
    judged = judge(drift, rows, scope, rules, overridden, sides=sides, classify=classify)
    one_side_only = (*lacking.not_compared, *lacking.missing, *lacking.new)
    summary = _summary(drift, judged, against, scope)._replace(
        scope=scope,
        sides=sides,
        not_checked=lacking.not_compared,
        applications=len(drift.pairs) + len(one_side_only),
        missing=tuple((each.estate.name, each.application.name) for each in lacking.missing),
        hints=hints_of(drift),
    )
    findings = with_objects(judged, drift, baseline=scope == "baseline")
    absent = tuple(f"estate {name}: it is in the baseline, and nothing of it was given" for name in drift.absent)
    damage = damage_of(rules, estates, former)
    return Outcome(findings, summary, damage, paired_by_order(drift), absent), judged


def report_of_outcome(
    command: str, outcome: Outcome, rules: Sequence[Rule], estates: Sequence[Estate], accepted: Accepted
) -> Report:
    """The report of what a comparison found."""
    report = report_of(command, outcome.findings, outcome.summary, rules, estates, accepted, outcome.damage)
    return report._replace(assumptions=outcome.assumptions, incomplete=(*report.incomplete, *outcome.absent))


def report_of(
    command: str,
    findings: Sequence[Finding],
    summary: DriftSummary,
    rules: Sequence[Rule],
    estates: Sequence[Estate],
    accepted: Accepted,
    damage: Result,
) -> Report:
    """The report, with findings about incomplete files, with accepted findings marked, and with counts."""
    inputs = tuple(document.path for estate in estates for document in estate.documents)
    summary = summary._replace(several=summary.scope != "estates" and len(estates) > 1)
    findings, ignored = _as_overridden(findings, rules, estates, accepted)
    findings = accept((*findings, *damage.findings), rules, estates, accepted, ignored=ignored)
    damaged = dict.fromkeys(finding.hit.place.path for finding in damage.findings)
    failed = len({finding.rule for finding in findings})
    statuses = {"failed": failed, "passed": len(rules) - failed, "not_applicable": 0, "not_evaluated": 0}
    return Report(
        command=command,
        findings=findings,
        not_evaluated=(),
        enabled=tuple(rules),
        statuses=statuses,
        population=population_of(estates, len(inputs)),
        inputs=inputs,
        incomplete=tuple(
            f"{summary.called(each.application, each.estate)}: {each.reason}"
            for each in summary.not_checked
            if not each.is_declared
        ),
        drift=summary._replace(not_whole=tuple(damaged), left_out=summary.left_out + len(ignored)),
        failures=damage.failures,
        estates=tuple(estate.name for estate in estates),
        resolved=resolved_of(accepted, findings, ignored),
        hidden=frozenset(finding.fingerprint for finding in ignored),
        overrides=use_of(accepted.overrides, findings, ignored),
    )


def _as_overridden(
    findings: Sequence[Finding], rules: Sequence[Rule], estates: Sequence[Estate], accepted: Accepted
) -> tuple[Sequence[Finding], Sequence[Finding]]:
    """The findings as overrides have them, and those that overrides ignore."""
    if not accepted.overrides:
        return findings, ()
    from gwe_lint.findings.overrides import applied  # noqa: PLC0415  only where there are overrides

    return applied(accepted.overrides, findings, rules, estates)


def _summary(drift: Drift, judged: Judged, against: str, scope: Scope) -> DriftSummary:
    counts = Counter(difference.kind for difference in judged.differences)
    counts["unchanged"] += sum(pair.unchanged for pair in drift.pairs)
    one_side_only = len(drift.missing) + len(drift.new)  # each is one difference
    return DriftSummary(
        against=against,
        classes={kind: counts[kind] for kind in CLASSES},
        compared=len(drift.pairs),
        applications=len(drift.pairs),
        options=sum(pair.compared for pair in drift.pairs) + one_side_only,
        known=sum(pair.known for pair in drift.pairs) + one_side_only,
        expected=tuple(_expected(judged)),
        unverifiable=tuple(
            Unverified(each.after.estate.name, each.after.application.name, each.section, each.name, each.reason)
            for each in judged.differences
            if each.kind == "unverifiable"
        ),
        left_out=judged.left_out,
        equivalent=tuple(equivalent_differences(judged.differences)),
        parts=sum(pair.parts for pair in drift.pairs) + one_side_only,
        renamed=renamed_in(drift),
        partly_shown=tuple(_partly_shown(drift, both=scope == "estates")),
    )


def _partly_shown(drift: Drift, *, both: bool) -> Iterator[PartlyShown]:
    """The applications that were compared, and whose exports of today may leave out what they have.

    With ``both`` the former side is of today, too.
    """
    for pair in drift.pairs:
        if pair.shows_whole:
            continue
        estate, name = pair.after.estate.name, pair.after.application.name
        for subject in (pair.before, pair.after) if both else (pair.after,):
            if is_partly_shown(subject.application):
                yield PartlyShown(estate, name, subject.application, subject.estate.catalogue)


def _expected(judged: Judged) -> Sequence[Expected]:
    """The expected differences: each option and reason once, with the number of applications."""
    counts: Mapping[tuple[str, str], int] = Counter(
        (name_of(each), judged.reasons.get(number, ""))
        for number, each in enumerate(judged.differences)
        if each.kind == "expected"
    )
    return [Expected(name, reason, count) for (name, reason), count in counts.items()]
