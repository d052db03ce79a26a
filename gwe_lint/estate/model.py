"""What a rule sees and what it says: estates of applications, places, outcomes of checks. All immutable."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, NewType, TypeVar

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.exports.records import (
    ENVIRONMENT,
    Completeness,
    Connection,
    Document,
    Export,
    Option,
    Port,
    Script,
    Section,
    Target,
)

if TYPE_CHECKING:
    from gwe_lint.estate.effective import Effective
Prose = NewType("Prose", str)
"""Text for people, in the parameters of a check."""

Severity = Literal["error", "warning", "note"]
Profile = Literal["default", "advice"]
PROFILES: tuple[Profile, ...] = ("default", "advice")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # most severe first

Given = TypeVar("Given")
Made = TypeVar("Made")

# Sections that are no options: what an object holds beside them. No section of an export can be called so.
OBJECT, CONNECTIONS, PORTS, TENANTS = "(application)", "(connections)", "(ports)", "(tenants)"
FACETS = (OBJECT, CONNECTIONS, PORTS, TENANTS)


def once(make: Callable[[Given], Made]) -> Callable[[Given], Made]:
    """The same function, which keeps what it made of the last object: checks run estate by estate."""
    kept: list[tuple[Given, Made]] = []

    def made(given: Given) -> Made:
        if not kept or kept[0][0] is not given:
            kept[:] = [(given, make(given))]
        return kept[0][1]

    return made


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
        return _roll(self.applications).active

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
        return tuple(_roll(self.applications).by_type.get(type, ()))


class _Roll(NamedTuple):
    """What is asked of an estate hundreds of times in a run."""

    active: tuple[tuple[Application, Export], ...]
    by_type: dict[str, list[Application]]


@once
def _roll(applications: tuple[Application, ...]) -> _Roll:
    active = tuple((each, each.export) for each in applications if each.export and each.enabled is not False)
    by_type: dict[str, list[Application]] = {}
    for application, _ in active:
        by_type.setdefault(application.type, []).append(application)
    return _Roll(active, by_type)


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

    @classmethod
    def at(
        cls,
        value: "Effective",
        message: str,
        *,
        help: str = "",
        label: str | None = None,
        related: tuple[Note, ...] = (),
        discriminator: str = "",
    ) -> "Hit":
        """A hit at a value: with its place, when a change takes effect, and its label where no other is given."""
        label = value.label if label is None else label
        return cls(message, value.place, label, help, related, value.takes_effect, discriminator)


class Pass(NamedTuple):
    """Something a check looked at and found right."""


class NotEvaluated(NamedTuple):
    """Something that the exports do not tell, and why: a check cannot judge it."""

    reason: str


Outcome = Hit | Pass | NotEvaluated
"""What a check says of one thing that it looked at."""


def needs_restart(takes_effect: str | None) -> bool:
    """True for what takes effect after a restart only, as a fact says it in words."""
    return bool(takes_effect and takes_effect.startswith("after restart"))
