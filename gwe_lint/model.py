"""What a rule sees and what a report shows: estates of applications, outcomes of checks, findings. All immutable."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NewType

from gwe_lint.catalogue import Basis, Catalogue
from gwe_lint.records import Completeness, Connection, Document, Export, Option, Port, Script, Section, Target
from gwe_lint.tenants import ENVIRONMENT
from gwe_lint.tuples import NamedTuple

if TYPE_CHECKING:
    from datetime import date

Prose = NewType("Prose", str)  # text for people, in the parameters of a check
Severity = Literal["error", "warning", "note"]
Profile = Literal["default", "advice"]
PROFILES: tuple[Profile, ...] = ("default", "advice")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # most severe first


class Application(NamedTuple):
    """One application object. ``connections`` is None where they are unknown, and empty where there are none."""

    name: str
    type: str
    because: str  # how the type is known
    certain: bool  # True: the configuration or the export says the type; False: it was recognised by its sections
    export: Export | None
    dbid: int | None = None
    release: str | None = None
    enabled: bool | None = None
    tenants: tuple[Target, ...] | None = None
    connections: tuple[Connection, ...] | None = None
    ports: tuple[Port, ...] | None = None
    backup: Target | None = None

    @property
    def path(self) -> str:
        """The path of its export; empty without one."""
        return self.export.path if self.export else ""

    @property
    def connects_to(self) -> tuple[str, ...] | None:
        """The names of what it is connected to; None where that is unknown."""
        return None if self.connections is None else tuple(str(each.target) for each in self.connections)

    @property
    def format(self) -> str:
        """The format of its export; empty without one."""
        return self.export.format if self.export else ""

    @property
    def sections(self) -> Mapping[str, Section]:
        """The sections of its export by name; none without one."""
        return self.export.sections if self.export else {}

    def section(self, name: str) -> Section | None:
        """The section of exactly this name, or None."""
        return self.sections.get(name)

    def option(self, section: str, name: str) -> Option | None:
        """The option of exactly this section and name, or None."""
        found = self.section(section)
        return found.options.get(name) if found else None

    @property
    def completeness(self) -> Completeness:
        """How much of the application its export shows; without an export, only a selection (of nothing)."""
        return self.export.completeness if self.export else "selection"


class Cluster(NamedTuple):
    """An Application Cluster and the names of its members, in order."""

    name: str
    members: tuple[str, ...]


class Strategy(NamedTuple):
    """A routing strategy that the configuration declares, and the Interaction Queues it takes interactions from."""

    name: str
    queues: tuple[str, ...]


class LeftOut(NamedTuple):
    """A file that is no option export this version reads, and what to do about it."""

    path: str
    what: str
    advice: str


class Pattern(NamedTuple):
    """A pattern of the configuration, where it stands, and whether anything fits it."""

    text: str
    path: str
    line: int
    used: bool


class Estate(NamedTuple):
    """Everything that belongs together: the subject of every lint rule. None means unknown, never empty."""

    name: str
    applications: tuple[Application, ...]
    catalogue: Catalogue
    clusters: tuple[Cluster, ...] = ()
    production: bool | None = None
    peak: int | None = None  # simultaneous chat sessions that are planned for, as the configuration says
    queues: frozenset[str] | None = None  # names of the Interaction Queues, as the configuration says
    strategies: tuple[Strategy, ...] | None = None
    documents: tuple[Document, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    paths: tuple[str, ...] = ()  # where its exports were looked for
    assumptions: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()  # that leave files out

    @property
    def exports(self) -> tuple[tuple[Application, Export], ...]:
        """The applications that have an export, each with it, in order."""
        return tuple((application, application.export) for application in self.applications if application.export)

    @property
    def active(self) -> tuple[tuple[Application, Export], ...]:
        """The same without the applications that are disabled: nothing runs that would read their options."""
        return _roll(self).active

    @property
    def scripts(self) -> tuple[Script, ...]:
        """The Script objects of all documents, in order."""
        return tuple(script for document in self.documents for script in document.scripts)

    @property
    def tenants(self) -> tuple[Target, ...]:
        """The tenants that the documents name, with the one that every installation has."""
        return (*(tenant for document in self.documents for tenant in document.tenants), ENVIRONMENT)

    def of_type(self, type: str) -> tuple[Application, ...]:
        """The applications of this type that have an export and are not disabled, in order."""
        return tuple(_roll(self).by_type.get(type, ()))


class _Roll(NamedTuple):
    """What is asked of an estate hundreds of times in a run."""

    active: tuple[tuple[Application, Export], ...]
    by_type: dict[str, list[Application]]


_ROLLS: list[tuple[tuple[Application, ...], _Roll]] = []  # of the last estate: checks run estate by estate


def _roll(estate: Estate) -> _Roll:
    if not _ROLLS or _ROLLS[0][0] is not estate.applications:
        active = tuple(pair for pair in estate.exports if pair[0].enabled is not False)
        by_type: dict[str, list[Application]] = {}
        for application, _ in active:
            by_type.setdefault(application.type, []).append(application)
        _ROLLS[:] = [(estate.applications, _Roll(active, by_type))]
    return _ROLLS[0][1]


class Place(NamedTuple):
    """Where something stands. ``lines`` are the numbered lines to show, the last one marked from ``mark`` on."""

    path: str
    line: int = 1
    column: int = 1
    end_column: int = 1
    application: str | None = None
    section: str | None = None
    option: str | None = None
    lines: tuple[tuple[int, str], ...] = ()
    mark: tuple[int, int] = (0, 0)  # offset and length in characters of the last line


class Note(NamedTuple):
    """A related place and why it matters; ``detail`` is what stands there."""

    message: str
    place: Place
    detail: str = ""

    @property
    def full(self) -> str:
        """Message and detail as people read them."""
        return f"{self.message}: {self.detail}" if self.detail else self.message


class Hit(NamedTuple):
    """Something a check found wrong. It knows no rule and no severity; the engine stamps them."""

    message: str
    place: Place
    label: str = ""
    help: str = ""
    related: tuple[Note, ...] = ()
    takes_effect: str | None = None
    discriminator: str = ""  # tells two hits at one place apart: no line, no path, no value, no wording


class Pass(NamedTuple):
    """Something a check looked at and found right."""


class Unjudged(NamedTuple):
    """Something a check could not judge, and why."""

    reason: str


Outcome = Hit | Pass | Unjudged


class Example(NamedTuple):
    """Files that show a rule at work; ``expect`` are the places of its findings, ``file:line``, none for a good one.

    ``not_evaluated`` says whether there is something that the rule cannot judge; None: that does not matter.
    """

    title: str
    files: Mapping[str, str]
    expect: tuple[str, ...]
    not_evaluated: bool | None


class Words(NamedTuple):
    """The texts of a rule for people, and its examples."""

    why: str
    fix: str
    not_evaluated: str
    sources: tuple[str, ...]
    examples: tuple[Example, ...]


class Wording:
    """The words of a rule, read when somebody asks for them: they are most of a pack, and a check needs none."""

    __slots__ = ("_read", "_words")

    def __init__(self, read: Callable[[], Words]) -> None:
        self._read = read
        self._words: Words | None = None

    @property
    def words(self) -> Words:
        """The words, read once."""
        if self._words is None:
            self._words = self._read()
        return self._words

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Wording) and self.words == other.words

    def __hash__(self) -> int:
        return hash(self.words.why)


class Rule(NamedTuple):
    """One judgement. ``severity`` may depend on whether an estate is in production; None there means silent."""

    id: str
    name: str
    severity: Severity
    severity_unknown: Severity  # where the configuration does not say whether the estate is in production
    severity_development: Severity | None
    basis: Basis
    check: str
    parameters: Mapping[str, Any]
    summary: str
    takes_effect: str | None
    tags: tuple[str, ...]
    locked: bool  # cannot be ignored
    profile: Profile  # advice: off unless asked for, since a careful engineer may disagree
    apps: frozenset[str]  # application types one of which an estate needs for the rule to apply; empty: any will do
    constraints: tuple[str, ...]  # ids in the reference of constraints that the rule covers
    wording: Wording
    pack: str

    @property
    def why(self) -> str:
        """What an operator or a customer sees otherwise."""
        return self.wording.words.why

    @property
    def fix(self) -> str:
        """What to do, in terms of Genesys Administrator."""
        return self.wording.words.fix

    @property
    def not_evaluated(self) -> str:
        """When it cannot be judged; empty where it always can."""
        return self.wording.words.not_evaluated

    @property
    def sources(self) -> tuple[str, ...]:
        """The evidence."""
        return self.wording.words.sources

    @property
    def examples(self) -> tuple[Example, ...]:
        """Files that show it at work."""
        return self.wording.words.examples

    def severity_in(self, estate: Estate) -> Severity | None:
        """The severity of this rule's findings in an estate, or None where it is silent."""
        if estate.production is None:
            return self.severity_unknown
        return self.severity if estate.production else self.severity_development

    @property
    def docs(self) -> str:
        """The rule's page in the documentation."""
        return f"docs/rules/{self.id}.md"


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

    def number_of(self, severity: Severity) -> int:
        """How many findings that count have this severity."""
        return sum(finding.severity == severity for finding in self.active)
