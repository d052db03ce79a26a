"""From two sides to a report of drift: compare, judge, count. What drift, consistency and compare share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from gwe_lint.drift.diff import Drift, subjects_of
from gwe_lint.drift.difference import CLASSES
from gwe_lint.drift.incomplete import NO_FORMER, Former, damage_of
from gwe_lint.drift.judge import Judged, Meant, judge, name_of
from gwe_lint.drift.matrix import matrices_of
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.lint import Accepted, accept, population_of
from gwe_lint.findings.report import DriftSummary, Expected, Report
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
    meant: Meant | None = None,
    former: Former = NO_FORMER,
) -> tuple[Report, Judged]:
    """The report of a comparison, and what was judged; everything that was compared has one class, and is counted.

    ``meant`` says of a difference that it is meant, before the rows do; ``sides`` is what both sides are called.
    ``former`` has the estates of the first side, whose files may be damaged too.
    """
    judged = judge(drift, rows, scope, rules, overridden, sides=sides, meant=meant)
    summary = _summary(drift, judged, against)._replace(scope=scope, sides=sides)
    not_checked = _not_checked(drift, scope, sides, estates, former)
    summary = summary._replace(not_checked=not_checked, applications=len(drift.pairs) + len(not_checked))
    report = report_of(command, judged.findings, summary, rules, estates, accepted, former)
    absent = tuple(f"estate {name}: it is in the baseline, and nothing of it was given" for name in drift.absent)
    return report._replace(unchecked=(*report.unchecked, *absent)), judged


def report_of(
    command: str,
    findings: Sequence[Finding],
    summary: DriftSummary,
    rules: Sequence[Rule],
    estates: Sequence[Estate],
    accepted: Accepted,
    former: Former = NO_FORMER,
) -> Report:
    """The report with files that were not read whole, what was accepted before, and how much was looked at."""
    damage = damage_of(rules, estates, former)
    inputs = tuple(document.path for estate in estates for document in estate.documents)
    findings = accept((*findings, *damage.findings), rules, estates, accepted)
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
        unchecked=tuple(f"{name}: {why}" for name, why in summary.not_checked),
        drift=summary._replace(not_whole=tuple(damaged)),
        failures=damage.failures,
        estates=tuple(estate.name for estate in estates),
        resolved=len(accepted.known - {finding.fingerprint for finding in findings}),
    )


def _not_checked(
    drift: Drift, scope: Scope, sides: tuple[str, str], estates: Sequence[Estate], former: Former
) -> tuple[tuple[str, str], ...]:
    """The applications that were not compared: which side lacks them, or has what cannot be compared, once each."""
    baseline = scope == "baseline"
    names = drift.elsewhere if baseline else frozenset()
    gone = "no current export" if baseline else f"in {sides[0]} only"
    new = "not in the baseline" if baseline else f"in {sides[1]} only"
    elsewhere = "not in the baseline of its estate, but of another one"
    there, here = _unusable(former.estates), _unusable(former.left_of(estates))
    lacking = [(each.application.name, gone) for each in drift.missing]
    lacking += [(each.application.name, elsewhere if each.application.name in names else new) for each in drift.new]
    reasons = {**there, **here}
    found = [(name, reasons.get(name, why)) for name, why in lacking]
    once = dict.fromkeys(each for each in found if each[0] in reasons)
    return (*once, *(each for each in found if each[0] not in reasons))


def _unusable(estates: Sequence[Estate]) -> Mapping[str, str]:
    """Why the exports of an application are none to compare, by its name."""
    whole = [{each.application.name for each in subjects_of([estate])} for estate in estates]
    seen = set().union(*whole)
    found: dict[str, str] = {}
    for estate in estates:
        for application, export in estate.exports:
            if application.name not in seen:
                delta = export.completeness == "delta"
                found[application.name] = f"the export holds {'changes only' if delta else 'no options'}"
        counts = Counter(each.application.name for each in subjects_of([estate]))
        found.update({name: "exported more than once" for name, count in counts.items() if count > 1})
        for file in estate.left_out:
            stem = PurePosixPath(file.path).stem
            if stem not in seen:
                found.setdefault(stem, f"{file.path} is {file.what}")
    return found


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
    """What is meant, once for each option and reason, with the number of applications."""
    counts: Mapping[tuple[str, str], int] = Counter(
        (name_of(each), judged.reasons.get(number, ""))
        for number, each in enumerate(judged.differences)
        if each.kind == "expected"
    )
    return [Expected(name, reason, count) for (name, reason), count in counts.items()]
