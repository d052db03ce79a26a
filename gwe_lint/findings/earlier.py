"""Findings of an earlier report, and what became of them. All immutable."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.estate.model import Severity

if TYPE_CHECKING:
    from datetime import date


class EarlierFinding(NamedTuple):
    """A finding of an earlier report, with the message that it had there."""

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
    kind: str = ""  # the class of a difference
    deviating: frozenset[str | None] = frozenset()  # the values that members should not have
    among: str = ""  # the group of members
    members: tuple[str, ...] = ()  # of it, whose values were compared
    dbids: tuple[int, ...] = ()  # of the application, or of all members
    type: str = ""  # of these, where the DBIDs are known
    former_application: str = ""  # what the baseline called it
    former_option: str = ""
    target_dbid: int | None = None  # of a connection: of the application to which it leads
    since: "date | None" = None  # of a history: when the present stretch began, or the last one
    times: int = 1  # of a history: how often it began
    begins: "tuple[date, ...]" = ()  # of a history: the first days of its stretches, where there are several

    @property
    def is_difference(self) -> bool:
        """True for a finding of a comparison. Older reports do not say the class of all of them."""
        return bool(self.kind) or self.before is not None or self.after is not None

    @property
    def is_renaming(self) -> bool:
        """True for the finding that an application is called otherwise than in the baseline."""
        return self.is_difference and self.section is None and self.option is None


class TrendDay(NamedTuple):
    """How many findings counted at the end of a day, and how many options were looked at."""

    day: "date"
    findings: int
    options: int


class History(NamedTuple):
    """What became of the findings of an earlier report, on the day ``today``."""

    today: "date"
    since: str  # the path of that report; empty at the beginning
    counts: Mapping[str, int]  # findings by status
    resolved: tuple[EarlierFinding, ...] = ()
    carried: tuple[EarlierFinding, ...] = ()  # not looked at this time
    of_store: bool = False  # True: it was told by a history, which knows what came back
    trend: tuple[TrendDay, ...] = ()  # of the days before, where a history tells them
