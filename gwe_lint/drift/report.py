"""The report of a comparison: compare, judge, count. The commands drift, consistency and compare share it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from gwe_lint.drift.diff import Drift, subjects_of
from gwe_lint.drift.difference import CLASSES
from gwe_lint.drift.incomplete import NO_FORMER, Former, damage_of
from gwe_lint.drift.judge import Classify, Judged, judge, name_of
from gwe_lint.drift.matrix import matrices_of
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.reach import NOT_EXPORTED
from gwe_lint.exports.detect import plain_name
from gwe_lint.findings.comparison import DriftSummary, Expected
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.lint import Accepted, accept, population_of, resolved_of, use_of
from gwe_lint.findings.report import Report
from gwe_lint.rules.drift_rows import DriftRow, Scope
from gwe_lint.rules.rule import Rule


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
) -> tuple[Report, Judged]:
    """The report of a comparison, and the judged differences. Each compared option has one class, and is counted.

    ``classify`` decides before the rows do; ``sides`` are the names of both sides.
    ``former`` has the estates of the first side, since their files may be damaged too.
    """
    judged = judge(drift, rows, scope, rules, overridden, sides=sides, classify=classify)
    summary = _summary(drift, judged, against)._replace(scope=scope, sides=sides)
    not_checked = _not_checked(drift, scope, sides, estates, former)
    summary = summary._replace(not_checked=not_checked, applications=len(drift.pairs) + len(not_checked))
    report = report_of(command, judged.findings, summary, rules, estates, accepted, former)
    absent = tuple(f"estate {name}: it is in the baseline, and nothing of it was given" for name in drift.absent)
    return report._replace(incomplete=(*report.incomplete, *absent)), judged


def report_of(
    command: str,
    findings: Sequence[Finding],
    summary: DriftSummary,
    rules: Sequence[Rule],
    estates: Sequence[Estate],
    accepted: Accepted,
    former: Former = NO_FORMER,
) -> Report:
    """The report, with findings about incomplete files, with accepted findings marked, and with counts."""
    damage = damage_of(rules, estates, former)
    inputs = tuple(document.path for estate in estates for document in estate.documents)
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
        incomplete=tuple(f"{name}: {why}" for name, why in summary.not_checked if not why.endswith(NOT_EXPORTED)),
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


def _not_checked(
    drift: Drift, scope: Scope, sides: tuple[str, str], estates: Sequence[Estate], former: Former
) -> tuple[tuple[str, str], ...]:
    """The applications that were not compared, once each, with the reason."""
    baseline = scope == "baseline"
    names = drift.elsewhere if baseline else frozenset()
    missing_reason = "no current export" if baseline else f"in {sides[0]} only"
    current = former.left_of(estates)
    new_reason = "not in the baseline" if baseline else f"in {sides[1]} only"
    elsewhere = "not in the baseline of its estate, but of another one"
    reasons_before, reasons_now = _reasons_not_compared(former.estates), _reasons_not_compared(current)
    lacking = [
        (name, missing_reason if _is_exported(name, current) else NOT_EXPORTED)
        for name in (each.application.name for each in drift.missing)
    ]
    lacking += [
        (name, elsewhere if name in names else f"{new_reason}{_copy_of(name, drift)}")
        for name in (each.application.name for each in drift.new)
    ]
    reasons = {**reasons_before, **reasons_now}
    reasoned = [(name, reasons.get(name, why)) for name, why in lacking]
    with_own_reason = dict.fromkeys(each for each in reasoned if each[0] in reasons)
    return (*with_own_reason, *(each for each in reasoned if each[0] not in reasons))


def _is_exported(name: str, estates: Sequence[Estate]) -> bool:
    """False for an application that nobody exports on purpose, as the configuration says."""
    return all(estate.topology.is_exported(name) for estate in estates)


def _copy_of(name: str, drift: Drift) -> str:
    """Which missing application a new one may be, by a name like that of a second download of its file."""
    plain = plain_name(f"{name}.cfg").removesuffix(".cfg")
    known = plain != name and any(each.application.name == plain for each in drift.missing)
    return f"; is it {plain}, downloaded again? Name the file so" if known else ""


def _reasons_not_compared(estates: Sequence[Estate]) -> Mapping[str, str]:
    """Why the exports of an application cannot be compared, by its name."""
    names_by_estate = [{each.application.name for each in subjects_of([estate])} for estate in estates]
    comparable = set().union(*names_by_estate)
    reasons: dict[str, str] = {}
    for estate in estates:
        for application, export in estate.exports:
            if application.name not in comparable:
                delta = export.completeness == "delta"
                reasons[application.name] = f"the export holds {'changes only' if delta else 'no options'}"
        counts = Counter(each.application.name for each in subjects_of([estate]))
        reasons.update({name: "exported more than once" for name, count in counts.items() if count > 1})
        for file in estate.left_out:
            stem = PurePosixPath(file.path).stem
            if stem not in comparable:
                reasons.setdefault(stem, f"{file.path} is {file.what}")
    return reasons


def _summary(drift: Drift, judged: Judged, against: str) -> DriftSummary:
    counts = Counter(difference.kind for difference in judged.differences)
    counts["unchanged"] += sum(pair.unchanged for pair in drift.pairs)
    return DriftSummary(
        against=against,
        classes={kind: counts[kind] for kind in CLASSES},
        compared=len(drift.pairs),
        applications=len(drift.pairs),
        options=sum(pair.compared for pair in drift.pairs),
        known=sum(pair.known for pair in drift.pairs),
        expected=tuple(_expected(judged)),
        unverifiable=tuple(
            (each.after.application.name, name_of(each), each.reason)
            for each in judged.differences
            if each.kind == "unverifiable"
        ),
        left_out=judged.left_out,
        matrices=matrices_of(drift.pairs, judged.differences),
    )


def _expected(judged: Judged) -> Sequence[Expected]:
    """The expected differences: each option and reason once, with the number of applications."""
    counts: Mapping[tuple[str, str], int] = Counter(
        (name_of(each), judged.reasons.get(number, ""))
        for number, each in enumerate(judged.differences)
        if each.kind == "expected"
    )
    return [Expected(name, reason, count) for (name, reason), count in counts.items()]
