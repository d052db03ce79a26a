"""From two sides to a report of drift: compare, judge, count. What drift, consistency and compare share."""

from collections import Counter
from collections.abc import Mapping, Sequence

from gwe_lint.drift.classes import CLASSES
from gwe_lint.drift.compare import Drift
from gwe_lint.drift.judging import Judged, judge, name_of
from gwe_lint.drift.matrix import matrices_of
from gwe_lint.drift.rows import Row, Scope
from gwe_lint.linting import Accepted, accept
from gwe_lint.model import DriftSummary, Estate, Expected, Population, Report, Rule


def drift_report(
    drift: Drift,
    rows: Sequence[Row],
    scope: Scope,
    rules: Sequence[Rule],
    accepted: Accepted,
    *,
    command: str,
    estates: Sequence[Estate],
    against: str,
    overridden: frozenset[str] = frozenset(),
) -> Report:
    """The report of a comparison; everything that was compared has one class, and is counted."""
    by_id = {rule.id: rule for rule in rules}
    judged = judge(drift, rows, scope, by_id, overridden)
    findings = accept(judged.findings, rules, estates, accepted)
    failed = {finding.rule for finding in findings}
    documents = [document for estate in estates for document in estate.documents]
    summary = _summary(drift, judged, against)
    return Report(
        command=command,
        findings=findings,
        not_evaluated=(),
        enabled=tuple(rules),
        statuses={
            "failed": len(failed),
            "passed": len(rules) - len(failed),
            "not_applicable": 0,
            "not_evaluated": 0,
        },
        population=Population(
            estates=len(estates),
            files=len(documents),
            applications=sum(len(estate.exports) for estate in estates),
            options=sum(export.size for estate in estates for _, export in estate.exports),
        ),
        inputs=tuple(document.path for document in documents),
        unchecked=tuple(f"{name}: {why}" for name, why in summary.not_checked),
        drift=summary,
        resolved=len(accepted.known - {finding.fingerprint for finding in findings}),
        estates=tuple(estate.name for estate in estates),
    )


def _summary(drift: Drift, judged: Judged, against: str) -> DriftSummary:
    counts = Counter(difference.kind for difference in judged.differences)
    counts["unchanged"] += sum(pair.unchanged for pair in drift.pairs)
    gone = tuple((each.application.name, "no current export") for each in drift.missing)
    added = tuple((each.application.name, "not in the baseline") for each in drift.new)
    return DriftSummary(
        against=against,
        classes={kind: counts[kind] for kind in CLASSES},
        compared=len(drift.pairs),
        applications=len(drift.pairs) + len(gone) + len(added),
        options=sum(pair.compared for pair in drift.pairs),
        known=sum(pair.known for pair in drift.pairs),
        expected=tuple(_expected(judged)),
        unverifiable=tuple(
            (each.after.application.name, name_of(each), each.reason)
            for each in judged.differences
            if each.kind == "unverifiable"
        ),
        not_checked=(*gone, *added),
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
