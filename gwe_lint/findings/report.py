"""The report model: findings, what was not evaluated, and how much was looked at. All immutable."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from gwe_lint.estate.model import SEVERITIES, FailOn, Severity
from gwe_lint.rules.rule import Rule, says_not_whole

if TYPE_CHECKING:  # comparisons and dates are rare, and defining their records takes time at every start
    from datetime import date

    from gwe_lint.explore.coverage import Coverage
    from gwe_lint.explore.route import Trace
    from gwe_lint.findings.comparison import DriftSummary
    from gwe_lint.findings.earlier import History
    from gwe_lint.findings.override_use import OverrideUse
    from gwe_lint.findings.provenance import Provenance
    from gwe_lint.findings.repair import Repair
    from gwe_lint.findings.shard import Shard
    from gwe_lint.findings.simulation import Simulation
from gwe_lint.findings.finding import Finding


class NotEvaluated(NamedTuple):
    """A rule that could not judge something in an estate, and why."""

    rule: str
    name: str
    estate: str
    reason: str
    severity: Severity = "note"  # of the rule in this estate
    yields: bool = False  # True: a finding of another rule tells the same cause
    incomplete: bool = False  # True: somebody asked for just that, so that the run is incomplete without it


class Failure(NamedTuple):
    """A rule that crashed in an estate: the result must not be trusted."""

    rule: str
    estate: str
    error: BaseException


class Population(NamedTuple):
    """How much was looked at."""

    estates: int
    files: int
    applications: int
    options: int


class Report(NamedTuple):
    """Everything that a reporter needs, in the order in which it is shown."""

    command: str
    findings: tuple[Finding, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    enabled: tuple[Rule, ...]  # every rule that ran, sorted by id
    statuses: Mapping[str, int]  # how many of them failed, passed, were not_applicable, not_evaluated
    population: Population
    failures: tuple[Failure, ...] = ()
    exit_code: int = 0
    assumptions: tuple[str, ...] = ()
    hint: str = ""  # the one of the assumptions that is worth a line beside the summary, as the user can end it
    inputs: tuple[str, ...] = ()  # the paths of all files that were read
    unchecked: tuple[str, ...] = ()  # why nothing matched of what was asked for
    incomplete: tuple[str, ...] = ()  # what matched, and could not be compared or followed, and why
    coverage: "Coverage | None" = None  # how far chats were followed; None where nobody asked
    traces: "tuple[Trace, ...]" = ()  # the ways of chats, for a format that draws them
    fail_on: FailOn | Literal["drift"] = "error"  # ``drift``: every difference fails, whatever its severity
    empty_fails: bool = True  # whether the run fails where nothing matched
    incomplete_fails: bool = True  # whether it fails where something could not be compared or followed
    remarks: tuple[str, ...] = ()  # what people should know beside findings, whatever they asked for
    drift: "DriftSummary | None" = None
    resolved: int = 0  # findings of the earlier report that are gone
    estates: tuple[str, ...] = ()  # the names of those that were looked at
    asked: tuple[str, ...] | None = None  # which configuration and paths it was asked for, as words; None: unknown
    hidden: frozenset[str] = frozenset()  # fingerprints of findings that a path or an override leaves out
    history: "History | None" = None  # where dates are kept
    only: tuple[tuple[str, ...], int] | None = None  # where it is a part: in which states, and of how many findings
    as_of: "date | None" = None  # the day of the report, where something gives one
    overrides: "tuple[OverrideUse, ...]" = ()  # all that the configuration has
    simulation: "Simulation | None" = None  # what a change that nobody made yet does
    provenance: "Provenance | None" = None  # where it comes from, for a report that can be checked
    left: tuple[str, ...] = ()  # estates that were not looked at: the run was interrupted, or shards are missing
    shards_fit: bool = True  # False: of the shards that it is made of some are missing, or are there twice
    shard: "Shard | None" = None  # of which it is the report
    repair: "Repair | None" = None  # which fixes of the findings are offered; the findings are those that stay

    @property
    def complete(self) -> bool:
        """False when findings may be missing: a rule crashed, the run was interrupted, or a shard is missing."""
        return self.shards_fit and not (self.failures or self.left)

    @property
    def not_checked(self) -> tuple[str, ...]:
        """What was asked for and could not be checked, and why: all of it, whether or not it fails the run."""
        return (*self.unchecked, *self.incomplete)

    @property
    def is_partial(self) -> bool:
        """True where the run fails since something was not checked."""
        return bool((self.empty_fails and self.unchecked) or (self.incomplete_fails and self.incomplete))

    def fails(self, finding: Finding) -> bool:
        """True for a finding that fails the run: it counts, and is at least as severe as ``fail_on``.

        What an override says for the finding wins over that. Where every difference fails, so does a file that was not
        read whole, which may hide one; what the tool says of itself does not.
        """
        fail_on = finding.fail_on or self.fail_on
        if fail_on == "never" or not finding.active:
            return False
        if fail_on == "drift":
            return finding.change is not None or any(
                rule.id == finding.rule and says_not_whole(rule) for rule in self.enabled
            )
        return SEVERITIES.index(finding.severity) <= SEVERITIES.index(fail_on)

    @property
    def active(self) -> tuple[Finding, ...]:
        """The findings that count: neither waived nor known."""
        return tuple(finding for finding in self.findings if finding.active)

    @property
    def waived(self) -> int:
        """How many findings are waived."""
        return sum(finding.waiver is not None for finding in self.findings)

    @property
    def known(self) -> int:
        """How many findings are known from an earlier report, and not waived."""
        return sum(finding.known and finding.waiver is None for finding in self.findings)

    @property
    def evaluated(self) -> int:
        """How many rules were evaluated in every place that they looked at."""
        return self.statuses["failed"] + self.statuses["passed"] + self.statuses["not_applicable"]

    @property
    def counts(self) -> tuple[tuple[Severity, int], ...]:
        """The severities of the findings that count, the most severe first, each with how many there are."""
        return tuple((severity, count) for severity in SEVERITIES if (count := self.number_of(severity)))

    def number_of(self, severity: Severity) -> int:
        """How many findings that count have this severity."""
        return sum(finding.severity == severity for finding in self.active)
