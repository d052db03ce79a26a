"""What a comparison adds: to a finding the class and both values, to a report how much was compared. All immutable."""

from collections.abc import Mapping
from typing import NamedTuple

from gwe_lint.estate.reach import NOT_EXPORTED
from gwe_lint.findings.chats import NO_CHATS, Chats
from gwe_lint.findings.partly_shown import PartlyShown


class Held(NamedTuple):
    """A value that some members of a group have; ``reference`` is true where all of them should have it."""

    text: str | None
    default: bool  # True: not set, the value is the documented default
    members: tuple[str, ...]
    reference: bool = False


class RenamedSection(NamedTuple):
    """A section with the same options under several names: that of before first, or that of most members."""

    names: tuple[str, ...]
    options: tuple[str, ...]  # the names of the options that are the same under each name, sorted
    members: tuple[tuple[str, ...], ...] = ()  # who has each name, among members

    @property
    def is_split(self) -> bool:
        """True among members where no name is that of most."""
        return bool(self.members) and len(self.members[0]) <= sum(map(len, self.members[1:]))


class Change(NamedTuple):
    """What a finding of drift adds: the class of the difference and both values; None where there is none.

    Between members ``values`` has every value, the one of most members first. ``before`` is the value of the majority,
    if there is one.
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
    dbids: tuple[int, ...] = ()  # of the application, or of all members that were compared; none where one is unknown
    former_application: str = ""  # what the baseline calls it, where it has another name now
    former_option: str = ""  # likewise, of a connection to an application that has another name now
    target_dbid: int | None = None  # of a connection: of the application to which it leads
    renamed_section: RenamedSection | None = None  # that explains the difference

    @property
    def reference(self) -> str:
        """What members are compared with: ``majority``, or ``split`` without one; empty outside of groups."""
        return "" if not self.values else "majority" if any(held.reference for held in self.values) else "split"

    @property
    def deviating(self) -> tuple[Held, ...]:
        """The values that are not the majority's; all values where there is no majority."""
        return tuple(held for held in self.values if not held.reference)


class Expected(NamedTuple):
    """A difference that is expected: of which option, why, and on how many applications."""

    name: str
    reason: str
    applications: int


class Equivalent(NamedTuple):
    """An option that is written in several ways, all of which mean the same, and why they do."""

    estate: str
    application: str  # of members: the group
    name: str
    reason: str
    values: tuple[Held, ...]  # of two sides: the value of each; of members: each way to write it


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


class NotCompared(NamedTuple):
    """An application that was not compared, or a group of which a member was not, and why."""

    estate: str
    application: str
    reason: str
    counterpart: str = ""  # what the other estate calls it, where that is another name

    @property
    def is_declared(self) -> bool:
        """True where nobody exports it on purpose, as the configuration says: no run is incomplete without it."""
        return self.reason.endswith(NOT_EXPORTED)


class Unverified(NamedTuple):
    """An option of which nobody can say whether it differs, and why. The name ``*`` stands for all of a section."""

    estate: str
    application: str
    section: str
    name: str
    reason: str


class Renamed(NamedTuple):
    """An application that the baseline calls otherwise."""

    estate: str
    before: str
    after: str


class DriftSummary(NamedTuple):
    """How much was compared, and what became of it: every compared option has one class."""

    against: str
    classes: Mapping[str, int]
    compared: int  # applications
    applications: int  # all that are on either side
    options: int  # with the parts of objects
    known: int  # options that the catalogue knows, and parts of objects
    expected: tuple[Expected, ...] = ()
    unverifiable: tuple[Unverified, ...] = ()
    not_checked: tuple[NotCompared, ...] = ()
    left_out: int = 0  # differences whose rule was not selected
    not_whole: tuple[str, ...] = ()  # paths of files of which a part could not be read
    scope: str = "baseline"
    sides: tuple[str, str] = ("before", "now")  # what both sides are called
    groups: tuple[Gathered, ...] = ()  # of members
    alone: tuple[str, ...] = ()  # applications without another one to compare with
    matrices: tuple[Matrix, ...] = ()  # one an application type that differs somewhere
    equivalent: tuple[Equivalent, ...] = ()
    parts: int = 0  # parts of objects among ``options``, such as connections, which snapshots do not count
    renamed: tuple[Renamed, ...] = ()
    partly_shown: tuple[PartlyShown, ...] = ()  # what was compared, and may have more than its export shows
    missing: tuple[tuple[str, str], ...] = ()  # applications that are not exported any more, each with its estate
    hints: tuple[str, ...] = ()  # what a person should look at first
    chats: Chats = NO_CHATS  # what became of chats since the baseline
    several: bool = False  # True: names of applications need the name of their estate

    @property
    def not_exported(self) -> tuple[NotCompared, ...]:
        """What was not compared since nobody exports it, as declared."""
        return tuple(each for each in self.not_checked if each.is_declared)

    def called(self, application: str | None, estate: str) -> str:
        """The name of an application in reports, with its estate where there are several."""
        return f"{application} in {estate}" if self.several and application else application or estate
