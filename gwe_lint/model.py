"""What a rule sees and what a report shows: estates of applications, outcomes of checks, findings. All immutable."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from gwe_lint.catalogue import Basis, Catalogue

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # most severe first
Completeness = Literal["complete", "strings-only", "selection", "delta"]
Kind = Literal["string", "integer", "binary", "absent", "suppressed", "secret"]


class Header(NamedTuple):
    """A section header as read; columns count UTF-16 code units from 1, ``end_column`` is exclusive."""

    section: str
    line: int
    column: int
    end_column: int


class Option(NamedTuple):
    """One option as read. A secret's ``value`` is a token that keeps equality and nothing else (``secrets.py``)."""

    section: str
    name: str
    value: str
    line: int
    column: int  # of the name
    value_column: int
    kind: Kind = "string"


class Disabled(NamedTuple):
    """A line that begins with ``#`` or ``;``: a comment or a switched-off option, the file does not say which."""

    section: str | None
    name: str | None
    value: str | None
    text: str
    line: int


class Malformed(NamedTuple):
    """A line that is neither section nor option; ``text`` is cut where a secret could begin."""

    section: str | None
    text: str
    line: int


Record = Header | Option | Disabled | Malformed


class Section(NamedTuple):
    """All options of one section by name. Where an option stands twice, the last one is here."""

    header: Header
    options: dict[str, Option]


class Problem(NamedTuple):
    """Something wrong with a file itself, seen by its reader; ``kind`` says which rule of the GWE0xx family it is."""

    kind: str
    message: str
    help: str
    line: int
    record: Record | None = None  # what stands there, where it could be read
    part: Literal["name", "value"] = "name"  # of an option


class Export(NamedTuple):
    """One file as read. ``records`` keep the order of the file; ``sections`` is the same by name."""

    path: str
    format: str
    completeness: Completeness
    encoding: str
    bom: bool
    newline: str
    records: tuple[Record, ...]
    sections: Mapping[str, Section]
    problems: tuple[Problem, ...]
    size: int  # how many options


class Application(NamedTuple):
    """One application object. ``connects_to`` is None where connections are unknown, and empty where there are none."""

    name: str
    type: str
    because: str  # how the type is known
    declared: bool  # True: the configuration says the type; False: it was recognised
    export: Export | None
    release: str | None = None
    tenants: tuple[int, ...] | None = None
    connects_to: tuple[str, ...] | None = None
    backup: str | None = None

    @property
    def path(self) -> str:
        """The path of its export; empty without one."""
        return self.export.path if self.export else ""

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
    """A routing strategy and the names of the Interaction Queues it takes interactions from."""

    name: str
    queues: tuple[str, ...]


class LeftOut(NamedTuple):
    """A file that is no option export this version reads, and what to do about it."""

    path: str
    what: str
    advice: str


class Estate(NamedTuple):
    """Everything that belongs together: the subject of every lint rule. None means unknown, never empty."""

    name: str
    applications: tuple[Application, ...]
    catalogue: Catalogue
    clusters: tuple[Cluster, ...] = ()
    production: bool | None = None
    queues: frozenset[str] | None = None  # names of the Interaction Queues
    strategies: tuple[Strategy, ...] | None = None
    left_out: tuple[LeftOut, ...] = ()
    paths: tuple[str, ...] = ()  # where its exports were looked for
    assumptions: tuple[str, ...] = ()

    @property
    def exports(self) -> tuple[tuple[Application, Export], ...]:
        """The applications that have an export, each with it, in order."""
        return tuple((application, application.export) for application in self.applications if application.export)

    def of_type(self, type: str) -> tuple[Application, ...]:
        """The applications of this type that have an export, in order."""
        return tuple(application for application, _ in self.exports if application.type == type)


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
    """Files that show a rule at work; ``expect`` are the places of its findings, ``file:line``, none for a good one."""

    title: str
    files: Mapping[str, str]
    expect: tuple[str, ...]
    not_evaluated: bool


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
    why: str
    fix: str
    not_evaluated: str
    takes_effect: str | None
    sources: tuple[str, ...]
    tags: tuple[str, ...]
    locked: bool  # cannot be ignored
    examples: tuple[Example, ...]
    pack: str

    def severity_in(self, estate: Estate) -> Severity | None:
        """The severity of this rule's findings in an estate, or None where it is silent."""
        if estate.production is None:
            return self.severity_unknown
        return self.severity if estate.production else self.severity_development

    @property
    def docs(self) -> str:
        """The rule's page in the documentation."""
        return f"docs/rules/{self.id}.md"


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
    waived: int = 0

    @property
    def complete(self) -> bool:
        """False when a rule crashed, so that findings may be missing."""
        return not self.failures

    def number_of(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity == severity for finding in self.findings)
