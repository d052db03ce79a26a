"""What was accepted before: waivers and known findings are marked, and what is wrong with them becomes findings."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

from gwe_lint.checks.files import OF_THE_TOOL, ToolHit
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Hit
from gwe_lint.findings.engine import Result, in_order, stamped
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import NotEvaluated
from gwe_lint.findings.waivers import Ledger, apply_waivers, expired_hits, stale_hits
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import rules_by_hit

if TYPE_CHECKING:  # overrides and known findings are rare
    from gwe_lint.findings.known import Known
    from gwe_lint.findings.override_use import OverrideUse
    from gwe_lint.findings.overrides import Overrides


class Accepted(NamedTuple):
    """What was accepted before: waivers, the day on which they are matched, and findings of an earlier report.

    Overrides are what the configuration says of some places.
    """

    ledger: Ledger
    today: date
    known: "Known | None" = None
    overrides: "Overrides | None" = None


def resolved_of(accepted: Accepted, findings: Sequence[Finding], ignored: Sequence[Finding] = ()) -> int:
    """How many known findings are gone; one that an override ignores is not."""
    return accepted.known.gone_from((*findings, *ignored)) if accepted.known else 0


def use_of(
    overrides: "Overrides | None", findings: Sequence[Finding], ignored: Sequence[Finding]
) -> "tuple[OverrideUse, ...]":
    """How many findings each override decided something of; nothing without overrides."""
    if not overrides:
        return ()
    from gwe_lint.findings.override_use import uses_of  # noqa: PLC0415  only where there are overrides

    return uses_of(overrides, findings, ignored)


def with_accepted(
    result: Result, rules: Sequence[Rule], estates: Sequence[Estate], accepted: Accepted | None
) -> Result:
    """The result with what was accepted marked."""
    return _with_waivers(result, rules, estates, accepted) if accepted else result


def _with_waivers(result: Result, rules: Sequence[Rule], estates: Sequence[Estate], accepted: Accepted) -> Result:
    """The result with waived and known findings marked, and with findings about the waivers themselves."""
    not_shown = (*result.ignored, *(finding._replace(ignored=True) for finding in result.yielded))
    findings = accept(result.findings, rules, estates, accepted, result.not_evaluated, not_shown)
    own = [rule for rule in rules if rule.check == OF_THE_TOOL]
    failed = {finding.rule for finding in findings} & {rule.id for rule in own}
    passed = sum(rule.id not in failed and _has_own_settings(rule, accepted) for rule in own)
    statuses = Counter(result.statuses)
    statuses.update(failed=len(failed), passed=passed, not_applicable=-len(failed) - passed)
    return result._replace(findings=findings, statuses=dict(statuses))


def _has_own_settings(rule: Rule, accepted: Accepted) -> bool:
    """True where there are settings that a rule about the tool's own settings is about."""
    if rule.parameters["of"] == "override-unused":
        return accepted.overrides is not None
    if rule.parameters["of"] == "coverage-dropped":
        return False
    return bool(accepted.ledger.waivers)


def accept(
    findings: Sequence[Finding],
    rules: Sequence[Rule],
    estates: Sequence[Estate],
    accepted: Accepted,
    not_evaluated: Sequence[NotEvaluated] = (),
    ignored: Sequence[Finding] = (),
) -> tuple[Finding, ...]:
    """The findings with their waivers, the known ones marked, and findings about own settings; sorted by place.

    A waiver of an ignored finding is not stale.
    """
    by_id = {rule.id: rule for rule in rules}
    both = (*findings, *ignored)
    waived = apply_waivers(accepted.ledger, both, estates, frozenset(by_id), accepted.today, not_evaluated)
    hits: dict[ToolHit, Iterator[Hit]] = {
        "waiver-expired": expired_hits(accepted.ledger, waived.expired, accepted.today),
        "waiver-stale": stale_hits(accepted.ledger, waived.stale, accepted.today),
        "override-unused": _unused_overrides(accepted.overrides, estates, both),
        "coverage-dropped": iter(()),  # a history tells it, where the report is dated
    }
    keys: dict[tuple[str, ...], int] = {}
    own = [
        stamped(rule, rule.severity, "all", hit, keys)
        for of, rule in rules_by_hit(rules, OF_THE_TOOL).items()
        for hit in hits[cast(ToolHit, of)]
    ]
    locked = {rule.id for rule in rules if rule.locked}  # what was not read whole stays so
    may_be_known = [each for each in waived.findings if each.rule not in locked]
    known = accepted.known.fingerprints_among(may_be_known) if accepted.known else ()
    shown = (*(each for each in waived.findings if not each.ignored), *own)
    return in_order(each._replace(known=each.fingerprint in known) for each in shown)


def _unused_overrides(
    overrides: "Overrides | None", estates: Sequence[Estate], findings: Sequence[Finding]
) -> Iterator[Hit]:
    if not overrides:
        return iter(())
    from gwe_lint.findings.override_use import unused_hits  # noqa: PLC0415  only where there are overrides

    return unused_hits(overrides, estates, findings)
