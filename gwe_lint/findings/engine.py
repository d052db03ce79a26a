"""The engine: one loop runs every rule on every estate, turns hits into findings, and sorts them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import SEVERITIES, Hit, NotEvaluated, Outcome, Pass, Severity
from gwe_lint.findings import report
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.one_cause import yielding
from gwe_lint.findings.report import Failure
from gwe_lint.rules.plugins import all_checks
from gwe_lint.rules.rule import Rule

if TYPE_CHECKING:  # overrides are rare
    from gwe_lint.findings.overrides import AboutRule, Overrides
    from gwe_lint.findings.proposed_fixes import Proposals

STATUSES = ("failed", "not_evaluated", "passed", "not_applicable")  # a rule has the first that is true anywhere


class Result(NamedTuple):
    """What the rules found in all estates, each tuple sorted; ``statuses`` counts every rule once."""

    findings: tuple[Finding, ...]
    not_evaluated: tuple[report.NotEvaluated, ...]
    failures: tuple[Failure, ...]
    statuses: dict[str, int]
    ignored: tuple[Finding, ...] = ()  # by overrides
    yielded: tuple[Finding, ...] = ()  # to findings of the same cause
    ranks: Mapping[str, int] = {}  # for each rule the number of its status, by which results are put together

    @property
    def there(self) -> tuple[Finding, ...]:
        """The findings that are shown, and those that yielded to them."""
        return (*self.findings, *self.yielded)


class _Found:
    """What was found up to now; ``ranks`` has for each rule the number of its status."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.findings: list[Finding] = []
        self.yielded: list[Finding] = []
        self.unjudged: set[report.NotEvaluated] = set()
        self.failures: list[Failure] = []
        self.ranks = {rule.id: len(STATUSES) - 1 for rule in rules}
        self._proposals: Proposals | None = None  # of the latest estate; others need not stay in memory

    def proposals_in(self, estate: Estate) -> "Proposals":
        """The fixes that are proposed in an estate."""
        from gwe_lint.findings.proposed_fixes import Proposals  # noqa: PLC0415  only where something was found

        if self._proposals is None or self._proposals.estate is not estate:
            self._proposals = Proposals(estate)
        return self._proposals


def run(rules: Sequence[Rule], estates: Iterable[Estate], overrides: "Overrides | None" = None) -> Result:
    """Run every rule on every estate. A check that crashes is a failure that names its rule; the others still run."""
    found = _Found(rules)
    checks = all_checks()
    for estate in estates:
        keys: dict[tuple[str, ...], int] = {}
        start = len(found.findings)
        types = {application.type for application in estate.applications}
        within = overrides.within(estate) if overrides else None
        for rule in rules:
            severity, said = rule.severity_in(estate), within.about(rule) if within else None
            if not (said.may_be_seen(severity) if said else severity) or (rule.apps and types.isdisjoint(rule.apps)):
                continue
            try:
                _judge(checks[rule.check](estate, **rule.parameters), rule, severity, said, estate, keys, found)
            except (Exception, SystemExit) as error:  # a plug-in's check must not end the run as if all were well
                found.failures.append(Failure(rule.id, estate.name, error))
                found.ranks[rule.id] = min(found.ranks[rule.id], 1)
        _yield_in_order(found, start, rules)
    found.ranks.update((finding.rule, 0) for finding in found.findings if not finding.ignored)
    shown = in_order(finding for finding in found.findings if not finding.ignored)
    ignored = in_order(finding for finding in found.findings if finding.ignored)
    unjudged, failures, yielded = tuple(sorted(found.unjudged)), tuple(found.failures), in_order(found.yielded)
    return Result(shown, unjudged, failures, _counted(found.ranks), ignored, yielded, found.ranks)


def put_together(*results: Result) -> Result:
    """What the same rules found in several sets of estates, as if they had run on all at once."""
    first, *others = results
    if not others:
        return first
    ranks = {rule: min(each.ranks[rule] for each in results) for rule in first.ranks}
    return Result(
        findings=in_order(finding for each in results for finding in each.findings),
        not_evaluated=tuple(sorted({entry for each in results for entry in each.not_evaluated})),
        failures=tuple(failure for each in results for failure in each.failures),
        statuses=_counted(ranks),
        ignored=in_order(finding for each in results for finding in each.ignored),
        yielded=in_order(finding for each in results for finding in each.yielded),
        ranks=ranks,
    )


def _counted(ranks: Mapping[str, int]) -> dict[str, int]:
    """How many rules have each status."""
    counts = dict.fromkeys(("failed", "passed", "not_applicable", "not_evaluated"), 0)
    for rank in ranks.values():
        counts[STATUSES[rank]] += 1
    return counts


def _yield_in_order(found: _Found, start: int, rules: Sequence[Rule]) -> None:
    """Take out the findings of the latest estate that yield to others; their rules are not evaluated there."""
    fresh = found.findings[start:]
    waiting = yielding(fresh, rules)
    found.findings[start:] = [finding for number, finding in enumerate(fresh) if number not in waiting]
    for number, reason in waiting.items():
        finding = fresh[number]
        found.yielded.append(finding)
        found.unjudged.add(report.NotEvaluated(finding.rule, finding.name, finding.estate, reason, yields=True))
        found.ranks[finding.rule] = min(found.ranks[finding.rule], 1)


def _judge(
    outcomes: Iterable[Outcome],
    rule: Rule,
    severity: Severity | None,
    said: "AboutRule | None",
    estate: Estate,
    keys: dict[tuple[str, ...], int],
    found: _Found,
) -> None:
    """Add what the outcomes of one rule in one estate come to, as overrides have it; None of ``severity`` is silent."""
    counts = not said or said.may_count(severity)
    rank = len(STATUSES) - 1
    for outcome in outcomes:
        if isinstance(outcome, Pass):
            rank = min(rank, 2)
        elif isinstance(outcome, NotEvaluated):
            rank = 1
            if counts:
                known = severity or rule.severity
                reason, asked = outcome.reason, outcome.incomplete
                found.unjudged.add(
                    report.NotEvaluated(rule.id, rule.name, estate.name, reason, known, incomplete=asked)
                )
        elif isinstance(outcome, Hit):  # what becomes of it is known when all rules ran
            finding: Finding | None = stamped(rule, severity or rule.severity, estate.name, outcome.capped, keys)
            if rule.fixable and outcome.corrections and finding:
                finding = finding._replace(fixes=found.proposals_in(estate).of(rule, outcome))
            if said and finding:
                finding = said.applied(finding, severity)
            found.findings += [finding] if finding else []
        else:
            raise TypeError(f"{type(outcome).__name__} is no outcome of a check")
    if counts:
        found.ranks[rule.id] = min(found.ranks[rule.id], rank)


def stamped(rule: Rule, severity: Severity, estate: str, hit: Hit, keys: dict[tuple[str, ...], int]) -> Finding:
    """Make a finding of a rule and its hit; ``keys`` counts the hits that have the same fingerprint otherwise."""
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=max(severity, hit.at_most or severity, key=SEVERITIES.index),
        basis=rule.basis,
        estate=estate,
        hit=hit,
        takes_effect=hit.takes_effect or rule.takes_effect,
        fingerprint=_fingerprint(rule.id, estate, hit, keys),
        docs=rule.docs,
    )


def _fingerprint(rule: str, estate: str, hit: Hit, keys: dict[tuple[str, ...], int]) -> str:
    """The fingerprint of a finding: who it is about, without line, folder, value or wording.

    Hits that would have the same fingerprint are numbered.
    """
    from hashlib import sha256  # noqa: PLC0415  only where something was found

    place = hit.place
    who = place.application or place.path.rpartition("/")[2]
    key = (rule, estate, who, place.section or "", place.option or "", hit.discriminator)
    keys[key] = number = keys.get(key, 0) + 1
    parts = key if number == 1 else (*key, str(number))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings sorted by place; those at one place by severity, the most severe first."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[str | int, ...]:
    place, severity = finding.hit.place, SEVERITIES.index(finding.severity)
    what = (finding.rule, place.section or "", place.option or "", finding.hit.message, finding.fingerprint)
    return (place.path, place.line, place.column, severity, *what)
