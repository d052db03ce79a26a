"""What a rule sees and what it says: applications, places, outcomes of checks. All immutable.

``Estate``, which holds the applications and what is derived of them, is in ``estate.py`` beside this file.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, NewType, Protocol

from gwe_lint.exports.records import Completeness, Connection, Export, Option, Port, Section, Target

Prose = NewType("Prose", str)
"""Text for people, in the parameters of a check."""

Severity = Literal["error", "warning", "note"]
Profile = Literal["default", "advice"]
PROFILES: tuple[Profile, ...] = ("default", "advice")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # most severe first

# Sections that are no options: what an object holds beside them. No section of an export can be called so.
OBJECT, CONNECTIONS, PORTS, TENANTS = "(application)", "(connections)", "(ports)", "(tenants)"
FACETS = (OBJECT, CONNECTIONS, PORTS, TENANTS)


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


def running_by_type(applications: Iterable[Application]) -> dict[str, tuple[Application, ...]]:
    """The applications that have an export and are not disabled, by type, in order."""
    found: dict[str, list[Application]] = {}
    for application in applications:
        if application.export and application.enabled is not False:
            found.setdefault(application.type, []).append(application)
    return {type: tuple(each) for type, each in found.items()}


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


class Value(Protocol):
    """What a hit stands at: an effective value, which has all this."""

    @property
    def place(self) -> Place:
        """Where it is set, or belongs."""

    @property
    def label(self) -> str:
        """What is said beside the place."""

    @property
    def takes_effect(self) -> str | None:
        """When a change of it takes effect, as a fact says it in words."""


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
        value: Value,
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
