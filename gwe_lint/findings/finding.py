"""One finding: what a rule says of one place, what drift adds to it, and the waiver that accepts it. All immutable."""

from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.catalogue.fact import Basis
from gwe_lint.estate.effective import short
from gwe_lint.estate.model import ANNEX, CONNECTIONS, FACETS, OBJECT, PORTS, TENANTS, FailOn, Hit, Severity

if TYPE_CHECKING:
    from datetime import date

    from gwe_lint.config.overrides import Override
    from gwe_lint.findings.comparison import Change
    from gwe_lint.findings.fix import Fix


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


class Lasting(NamedTuple):
    """What a history knows of a finding: since when it is there this time, how often it began, and whose it is."""

    since: "date"
    times: int = 1
    flapping: bool = False  # True: it came and went often lately
    owner: str = ""
    due: "date | None" = None  # the last day on which it is not overdue
    overdue: bool = False


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
    change: "Change | None" = None  # of drift
    first_seen: "date | None" = None  # where dates are kept
    value: str | None = None  # of the option that it stands at, where that is known; a token for a secret
    status: str = ""  # new, unchanged or updated, where dates are kept; of a history also again
    lasting: Lasting | None = None  # where a history tells it
    overrides: "tuple[Override, ...]" = ()  # that decided something of it
    ignored: bool = False  # True: an override leaves it out, or it yields to another; no report has it
    fail_on: "FailOn | None" = None  # where an override says from which severity on it fails
    fixes: "tuple[Fix, ...]" = ()  # that would resolve it; the one to take first

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
    """The option as reports name it: ``[section] name``, or ``port``, ``tenant`` or ``connection to`` and a name.

    Of the annex it is ``annex [section] name``. The name ``*`` stands for all.
    """
    if section in FACETS and name == "*":
        return {OBJECT: "the object", ANNEX: "the annex"}.get(section) or f"all {section.strip('()')}"
    if section == ANNEX:
        section, _, name = name.partition("/")
        return f"annex [{section}] {name}"
    if section in FACETS:
        noun = {CONNECTIONS: "connection to ", PORTS: "port ", TENANTS: "tenant ", OBJECT: ""}
        return f"{noun[section]}{name}"
    return f"[{section}] {short(name)}"
