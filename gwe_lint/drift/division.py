"""A drift divided by estates: what became of each since the baseline, and the report of all of them."""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.drift.diff import Drift, compare, subjects_of
from gwe_lint.drift.difference import CLASSES
from gwe_lint.drift.incomplete import Former
from gwe_lint.drift.matrix import Column, columns_of, matrices_together
from gwe_lint.drift.report import Outcome, outcome_of, report_of_outcome
from gwe_lint.drift.subject import is_comparable
from gwe_lint.drift.together import arrived, summaries_together, travelling
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.comparison import DriftSummary
from gwe_lint.findings.engine import in_order, put_together, run
from gwe_lint.findings.report import Report
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule
from gwe_lint.text import listed


class Drifted(NamedTuple):
    """An estate, or its outline, and what became of it since the baseline."""

    estate: Estate
    outcome: Outcome
    columns: tuple[Column, ...]  # of its part of the matrices


def why_one(former: Sequence[Estate], names: Sequence[str]) -> list[str]:
    """Why the drift of these estates cannot be told estate by estate, as reasons.

    An application is looked for in other estates where its own one is on one side only.
    """
    before = {each.name for each in former}
    only_before, only_now = sorted(before.difference(names)), [name for name in names if name not in before]
    reasons = [f"the configuration has no estate {listed(only_before)} of the baseline"] if only_before else []
    reasons += [f"the baseline has no estate {listed(only_now)} of the configuration"] if only_now else []
    compared = {each.name for each in former if any(is_comparable(export) for _, export in each.exports)}
    return reasons or (["the baseline has one estate only"] if len(compared) < 2 else [])


def drifted_in(
    estate: Estate,
    former: Former,
    rows: Sequence[DriftRow],
    rules: Sequence[Rule],
    *,
    against: str,
    overridden: frozenset[str],
) -> tuple[Drifted, Drift, Former]:
    """What became of one estate of several, the differences, and the estate as it was.

    Both sides come with their listed objects.
    """
    then = former.named(estate.name)
    before = subjects_of(then.estates, then.label)
    drift = compare(before, subjects_of([estate]), comparable=True, named=True, several=True)
    outcome, judged = outcome_of(
        drift, rows, "baseline", rules, estates=[estate], against=against, overridden=overridden, former=then
    )
    return Drifted(estate, outcome, columns_of(drift.pairs, judged.differences)), drift, then


def packed(drifted: Drifted, accepted: Accepted, *, dated: bool) -> Drifted:
    """The same, ready to travel to another process."""
    from gwe_lint.findings.packing import outlined, packed  # noqa: PLC0415  one process does without

    outcome = drifted.outcome
    findings = (*outcome.findings, *outcome.damage.findings)
    return drifted._replace(
        estate=outlined(drifted.estate, findings, accepted.overrides),
        outcome=outcome._replace(summary=travelling(outcome.summary, dated=dated), damage=packed(outcome.damage, None)),
        columns=tuple(each.packed for each in drifted.columns),
    )


def unpacked(drifted: Drifted, catalogue: Catalogue) -> Drifted:
    """The same in the process that asked for it."""
    outcome = drifted.outcome
    return drifted._replace(
        estate=drifted.estate._replace(catalogue=catalogue),
        outcome=outcome._replace(summary=arrived(outcome.summary, catalogue)),
    )


def report_together(drifted: Sequence[Drifted], rules: Sequence[Rule], accepted: Accepted, against: str) -> Report:
    """The report of all these estates."""
    outcomes = [each.outcome for each in drifted]
    nothing = DriftSummary(against, dict.fromkeys(CLASSES, 0), 0, 0, 0, 0)
    summary = summaries_together([each.summary for each in outcomes], nothing)
    matrices = matrices_together(tuple(chain.from_iterable(each.columns for each in drifted)))
    outcome = Outcome(
        in_order(chain.from_iterable(each.findings for each in outcomes)),
        summary._replace(matrices=matrices),
        put_together(*(each.damage for each in outcomes)) if outcomes else run((), ()),
        tuple(chain.from_iterable(each.assumptions for each in outcomes)),
        tuple(chain.from_iterable(each.absent for each in outcomes)),
    )
    return report_of_outcome("drift", outcome, rules, [each.estate for each in drifted], accepted)
