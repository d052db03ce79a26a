"""What reports show: findings, what was not judged, and how much was looked at. All immutable."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.catalogue.fact import Basis
from gwe_lint.estate.effective import short
from gwe_lint.estate.model import FACETS, SEVERITIES, Hit, Severity
from gwe_lint.rules.rule import Rule

if TYPE_CHECKING:
    from datetime import date


class Waiver(NamedTuple):
    """One accepted finding, or several: each pattern that is there has to fit. ``value`` pins what was accepted."""

    rule: str
    reason: str
    owner: str
    expires: "date"
    estate: str | None = None
    application: str | None = None
    option: str | None = None  # section/option
    value: str | None = None
    ticket: str | None = None
    created: "date | None" = None


class Held(NamedTuple):
    """A value that some members of a group have, and whether it is the one that all should have."""

    text: str | None
    default: bool  # True: not set, the value is the documented default
    members: tuple[str, ...]
    reference: bool = False


class Change(NamedTuple):
    """What a finding of drift adds: the class of the difference and both values; None where there is none.

    Between members ``values`` has every value, the largest camp first; before is that of the majority, if there is one.
    """

    kind: str
    before: str | None
    after: str | None
    before_default: bool  # True: not set, the value is the documented default
    after_default: bool
    group: str  # the same for all differences of one cause
    app: str  # the application type
    values: tuple[Held, ...] = ()
    among: str = ""  # the group of members

    @property
    def reference(self) -> str:
        """What the values of members are judged by: a majority, or nothing where they are split."""
        return "" if not self.values else "majority" if any(held.reference for held in self.values) else "split"

    @property
    def deviating(self) -> tuple[Held, ...]:
        """The values outside of the majority; all of them where there is none."""
        return tuple(held for held in self.values if not held.reference)


class Finding(NamedTuple):
    """A hit, stamped with its rule: what reports show and exit codes count."""

    rule: str
    name: str
    severity: Severity
    basis: Basis
    estate: str
    hit: Hit
    takes_effect: str | None
    fingerprint: str
    docs: str
    waiver: Waiver | None = None  # that accepts it
    known: bool = False  # True: an earlier report has it
    change: Change | None = None  # of drift
    first_seen: "date | None" = None  # where dates are kept
    status: str = ""  # new, unchanged or updated, where dates are kept

    @property
    def who(self) -> tuple[str, ...]:
        """The applications that it is about: of members, all that deviate."""
        deviating = self.change.deviating if self.change else ()
        return tuple(name for held in deviating for name in held.members) or (self.hit.place.application or "",)

    @property
    def active(self) -> bool:
        """True where it counts: nobody accepted it, and no earlier report has it."""
        return self.waiver is None and not self.known


class NotEvaluated(NamedTuple):
    """A rule that could not judge something in an estate, and why."""

    rule: str
    name: str
    estate: str
    reason: str


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


class Expected(NamedTuple):
    """A difference that is meant: of which option, why, and how many applications have it."""

    name: str
    reason: str
    applications: int


class Gathered(NamedTuple):
    """Members that were compared with each other; ``assumed``: nothing says that they belong together."""

    estate: str
    name: str
    members: tuple[str, ...]
    assumed: bool


class Matrix(NamedTuple):
    """The options of one application type that differ somewhere, and the class that each application has there.

    ``cells`` holds a class of ``drift/classes.py`` for each application, ``not-set`` where neither side has the option.
    """

    app: str
    applications: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]  # section, option, cells


class DriftSummary(NamedTuple):
    """How much was compared, and what became of it: every compared option has one class."""

    against: str
    classes: Mapping[str, int]
    compared: int  # applications
    applications: int  # all that are on either side
    options: int
    known: int  # options that the catalogue knows, and parts of objects
    expected: tuple[Expected, ...] = ()
    unverifiable: tuple[tuple[str, str, str], ...] = ()  # application, option, reason
    not_checked: tuple[tuple[str, str], ...] = ()  # application, why
    left_out: int = 0  # differences whose rule was not selected
    not_whole: tuple[str, ...] = ()  # paths of files of which a part could not be read
    scope: str = "baseline"
    sides: tuple[str, str] = ("before", "now")  # what both sides are called
    groups: tuple[Gathered, ...] = ()  # of members
    alone: tuple[str, ...] = ()  # applications without another one to compare with
    matrices: tuple[Matrix, ...] = ()  # one an application type that differs somewhere


class Past(NamedTuple):
    """A finding of an earlier report, in its words."""

    rule: str
    name: str
    severity: Severity
    message: str
    estate: str
    fingerprint: str
    application: str | None
    section: str | None
    option: str | None
    before: str | None
    after: str | None
    first_seen: "date"


class History(NamedTuple):
    """What became of the findings of an earlier report, as of a day."""

    today: "date"
    since: str  # the path of that report; empty at the beginning
    counts: Mapping[str, int]  # findings by status
    resolved: tuple[Past, ...] = ()
    carried: tuple[Past, ...] = ()  # not looked at this time


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
    inputs: tuple[str, ...] = ()  # the paths of all files that were read
    unchecked: tuple[str, ...] = ()  # what was asked for and could not be checked, and why
    drift: DriftSummary | None = None
    resolved: int = 0  # findings of the earlier report that are gone
    estates: tuple[str, ...] = ()  # the names of those that were looked at
    hidden: frozenset[str] = frozenset()  # fingerprints of findings that a path leaves out
    history: History | None = None  # where dates are kept

    @property
    def complete(self) -> bool:
        """False when a rule crashed, so that findings may be missing."""
        return not self.failures

    @property
    def active(self) -> tuple[Finding, ...]:
        """The findings that count."""
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
        """How many rules could judge all that they looked at."""
        return self.statuses["failed"] + self.statuses["passed"] + self.statuses["not_applicable"]

    @property
    def counts(self) -> tuple[tuple[Severity, int], ...]:
        """The severities of the findings that count, the most severe first, each with how many there are."""
        return tuple((severity, count) for severity in SEVERITIES if (count := self.number_of(severity)))

    def number_of(self, severity: Severity) -> int:
        """How many findings that count have this severity."""
        return sum(finding.severity == severity for finding in self.active)


def noun_of(section: str, name: str) -> str:
    """The same of a section and a name."""
    if section in FACETS:
        noun = {"(connections)": "connection to ", "(ports)": "port ", "(tenants)": "tenant ", "(application)": ""}
        return f"{noun[section]}{name}"
    return f"[{section}] {short(name)}"
