"""One finding: what a rule says of one place, what drift adds to it, and the waiver that accepts it. All immutable."""

from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.catalogue.fact import Basis
from gwe_lint.estate.effective import short
from gwe_lint.estate.model import FACETS, Hit, Severity

if TYPE_CHECKING:
    from datetime import date


class Waiver(NamedTuple):
    """A waiver accepts the findings that match all of its patterns. With ``value`` it accepts that value only."""

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
    """A value that some members of a group have; ``reference`` is true where all of them should have it."""

    text: str | None
    default: bool  # True: not set, the value is the documented default
    members: tuple[str, ...]
    reference: bool = False


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

    @property
    def reference(self) -> str:
        """What members are compared with: ``majority``, or ``split`` without one; empty outside of groups."""
        return "" if not self.values else "majority" if any(held.reference for held in self.values) else "split"

    @property
    def deviating(self) -> tuple[Held, ...]:
        """The values that are not the majority's; all values where there is no majority."""
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
        """The names of the applications that the finding is about; of members, all that deviate."""
        deviating = self.change.deviating if self.change else ()
        return tuple(name for held in deviating for name in held.members) or (self.hit.place.application or "",)

    @property
    def active(self) -> bool:
        """True where the finding counts: no waiver accepts it, and no earlier report has it."""
        return self.waiver is None and not self.known


def noun_of(section: str, name: str) -> str:
    """The option as reports name it: ``[section] name``, or ``port``, ``tenant`` or ``connection to`` and a name."""
    if section in FACETS:
        noun = {"(connections)": "connection to ", "(ports)": "port ", "(tenants)": "tenant ", "(application)": ""}
        return f"{noun[section]}{name}"
    return f"[{section}] {short(name)}"
