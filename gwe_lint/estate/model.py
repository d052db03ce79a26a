"""The model of checks: applications, places, and outcomes (hit, pass, not evaluated). All immutable.

``Estate`` holds the applications; it is in ``estate.py`` beside this file.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple, NewType, Protocol

from gwe_lint.catalogue.releases import is_build
from gwe_lint.estate.correction import Correction
from gwe_lint.exports.records import Completeness, Connection, Export, Option, Port, Section, Target

Prose = NewType("Prose", str)
"""Text for people, in the parameters of a check."""

Severity = Literal["error", "warning", "note"]
Profile = Literal["default", "advice"]
FailOn = Literal["error", "warning", "note", "never"]  # the least severity that fails
PROFILES: tuple[Profile, ...] = ("default", "advice")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # most severe first
FAIL_ON: tuple[FailOn, ...] = (*SEVERITIES, "never")

MOST_RELATED = 8  # related places of one finding; of more a report says how many

# Sections that are no options: what an object holds beside them. No section of an export can be called so.
OBJECT, CONNECTIONS, PORTS, TENANTS, ANNEX = "(application)", "(connections)", "(ports)", "(tenants)", "(annex)"
FACETS = (OBJECT, CONNECTIONS, PORTS, TENANTS, ANNEX)


class Application(NamedTuple):
    """One application object. ``connections`` is None where they are unknown, and empty where there are none."""

    name: str
    type: str
    because: str  # the clue by which the type was recognised
    certain: bool  # True: the configuration or the export says the type; False: it was recognised by its sections
    export: Export | None
    dbid: int | None = None
    release: str | None = None  # as the configuration declares it, else as the object has it
    enabled: bool | None = None
    tenants: tuple[Target, ...] | None = None
    connections: tuple[Connection, ...] | None = None
    ports: tuple[Port, ...] | None = None
    backup: Target | None = None
    host: Target | None = None
    properties: Mapping[str, str] | None = None  # the rest of the tab Server Info; None: not said
    exported: bool = True  # False: nobody exports it on purpose, as the configuration says
    release_declared: bool = False
    named_by_file: bool = False  # True: nothing says the name of the object; it is made of a file's name, or the DBID

    @property
    def path(self) -> str:
        """The path of its export; empty without one. Of several that are put together it is that which shows most."""
        return self.export.path if self.export else ""

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all files that its options come from."""
        return frozenset(export.path for export in self.export.files) if self.export else frozenset()

    @property
    def running_release(self) -> str | None:
        """The release to judge by: the declared one, else a full build number of the object; None where there is none.

        An object has the version of its template, of three parts, and its server is upgraded without it.
        """
        return self.release if self.release_declared or is_build(self.release) else None

    @property
    def release_at_most(self) -> "Severity | None":
        """The severity of a finding that rests on the release is at most this. None: the release is declared."""
        return None if self.release_declared else "warning"

    @property
    def connects_to(self) -> tuple[str, ...] | None:
        """The names of the targets of its connections; None where they are unknown."""
        return None if self.connections is None else tuple(str(each.target) for each in self.connections)

    @property
    def format(self) -> str:
        """The format of its export; empty without one."""
        return self.export.format if self.export else ""

    @property
    def sections(self) -> Mapping[str, Section]:
        """The sections of its export by name; none without one."""
        return self.export.sections if self.export else {}

    @property
    def annex(self) -> Mapping[str, Section] | None:
        """The sections of its annex by name; None where the export does not say them."""
        return self.export.annex if self.export else None

    def section(self, name: str) -> Section | None:
        """The section of exactly this name, or None."""
        return self.sections.get(name)

    def option(self, section: str, name: str) -> Option | None:
        """The option of exactly this section and name, or None."""
        known_section = self.section(section)
        return known_section.options.get(name) if known_section else None

    @property
    def completeness(self) -> Completeness:
        """How much of the application its export shows. Without an export that is an empty selection."""
        return self.export.completeness if self.export else "selection"


class Cluster(NamedTuple):
    """An Application Cluster and the names of its members, in order."""

    name: str
    members: tuple[str, ...]


class Strategy(NamedTuple):
    """A routing strategy that the configuration declares, and the Interaction Queues it takes interactions from."""

    name: str
    queues: tuple[str, ...]


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
    """The value that a hit is about: an effective value has all this."""

    @property
    def place(self) -> Place:
        """Where the value is set, or belongs."""

    @property
    def label(self) -> str:
        """The label beside the place."""

    @property
    def takes_effect(self) -> str | None:
        """When a change of the value takes effect, in the words of a fact."""

    @property
    def at_most(self) -> Severity | None:
        """The severity of a finding that rests on the value is at most this; None where nothing limits it."""


class Hit(NamedTuple):
    """A mistake that a check found. It knows no rule and no severity; the engine stamps them.

    ``at_most`` is for a mistake that rests on an assumption: its finding is never more severe than that.
    Where there are more related places than are shown, ``more`` counts the others, and ``ends`` has all of them.
    """

    message: str
    place: Place
    label: str = ""
    help: str = ""
    related: tuple[Note, ...] = ()
    takes_effect: str | None = None
    discriminator: str = ""  # tells two hits at one place apart: no line, no path, no value, no wording
    at_most: Severity | None = None
    more: int = 0
    ends: tuple[Place, ...] = ()  # hits may share one tuple; empty where ``related`` has them all
    corrections: tuple[Correction, ...] = ()  # any one of them would put it right; the likeliest first

    @property
    def places(self) -> tuple[Place, ...]:
        """Every related place, those included that are only counted."""
        return self.ends or tuple(note.place for note in self.related)

    @property
    def capped(self) -> "Hit":
        """The same with no more related places than are shown; the others are counted."""
        others = len(self.related) - MOST_RELATED
        if others <= 0:
            return self
        return self._replace(related=self.related[:MOST_RELATED], more=self.more + others, ends=self.places)

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
        """A hit at a value. It has the value's place and takes-effect, and by default its label."""
        label = value.label if label is None else label
        return cls(message, value.place, label, help, related, value.takes_effect, discriminator, value.at_most)

    def resting_on(self, *limits: Severity | None) -> "Hit":
        """The hit; no more severe than any of the limits of what it rests on."""
        given = [limit for limit in (self.at_most, *limits) if limit]
        return self._replace(at_most=max(given, key=SEVERITIES.index)) if given else self


class Pass(NamedTuple):
    """A thing that a check looked at and found right."""


class NotEvaluated(NamedTuple):
    """A thing that a check could not evaluate, since the exports lack it, with the reason.

    ``incomplete`` is True where somebody asked for just that, so that the run is incomplete without it.
    """

    reason: str
    incomplete: bool = False


Outcome = Hit | Pass | NotEvaluated
"""What a check says of one thing that it looked at."""
