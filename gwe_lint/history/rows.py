"""What a history answers: rows for tables, and for programs, and what a report changed. All immutable."""

from datetime import date
from typing import NamedTuple

from gwe_lint.findings.owners import Owners, Subject
from gwe_lint.text import counted


class OpenFinding(NamedTuple):
    """A finding as it was at the end of a day, and since when."""

    number: int  # of the finding in the store
    command: str
    estate: str
    application: str | None
    section: str | None
    option: str | None
    among: str  # the group of members; empty for others
    rule: str
    name: str
    severity: str
    kind: str  # the class of a difference; empty for a finding of check
    message: str
    before: str | None
    after: str | None
    first_seen: date
    since: date  # the first day of the present stretch
    last_seen: date | None  # the last day on which a report had it; None where only a former chain of reports had
    times: int  # how often it began
    days: int  # that the stretch has lasted
    flapping: bool
    seen: bool  # False: the last reports did not look at it
    accepted: str  # waived, known or empty
    owner: str = ""
    due: date | None = None
    overdue: bool = False

    def owned(self, owners: Owners, today: date) -> "OpenFinding":
        """The finding with its owner, and the day by which it should be gone."""
        names = tuple(filter(None, (self.application, self.among)))
        due = owners.due(Subject(self.estate, names, self.section or "", self.option or ""), self.severity, self.since)
        return self._replace(owner=due.owner, due=due.day, overdue=due.is_over(today) and not self.accepted)


class Moment(NamedTuple):
    """What a finding was from one day on. ``state`` is there, again, unseen, closed or gone."""

    day: date
    state: str
    rule: str = ""
    severity: str = ""
    kind: str = ""
    message: str = ""
    application: str | None = None
    before: str | None = None
    after: str | None = None
    accepted: str = ""


class Timeline(NamedTuple):
    """All moments of a finding."""

    command: str
    estate: str
    application: str | None
    section: str | None
    option: str | None
    name: str
    first_seen: date
    times: int
    moments: tuple[Moment, ...]


class ApplicationRow(NamedTuple):
    """An application, and how many findings it has and had."""

    command: str
    estate: str
    application: str
    open: int
    ever: int
    last_change: date


class Day(NamedTuple):
    """A day of a command: how much was found at its end, what changed on it, and how much was looked at."""

    day: date
    command: str
    errors: int
    warnings: int
    notes: int
    waived: int
    new: int
    again: int
    resolved: int
    applications: int
    options: int
    change: int  # of the options since the day before
    unverifiable: int
    not_checked: int


class Change(NamedTuple):
    """What became of a finding from one day to another.

    It is new, again, changed, resolved, unseen, closed, reopened, or came and went.
    """

    change: str
    finding: OpenFinding  # as it is, or was last


class Latest(NamedTuple):
    """The last report of a command."""

    command: str
    day: date


class Recorded(NamedTuple):
    """What a report changed in the store; ``before``: it was recorded before, and changed nothing."""

    day: date
    findings: int = 0
    new: int = 0
    again: int = 0
    updated: int = 0
    resolved: int = 0
    unseen: int = 0
    before: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """The same as a line."""
        if self.before:
            return f"recorded before: {self.day}"
        told = {"new": self.new, "again": self.again, "updated": self.updated, "resolved": self.resolved}
        told["not looked at"] = self.unseen
        parts = [f"{number} {name}" for name, number in told.items() if number]
        changes = f" ({', '.join(parts)})" if parts else ""
        return f"recorded: {self.day}, {counted(self.findings, 'finding')}{changes}"
