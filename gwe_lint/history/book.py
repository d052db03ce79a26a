"""The history of a store: what is recorded into it, and what it answers. The door of this room."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from gwe_lint.findings.coverage_drop import Coverage, Left
from gwe_lint.findings.earlier import EarlierFinding
from gwe_lint.findings.history import EarlierReport
from gwe_lint.history.address import Address
from gwe_lint.history.coverage import last_coverage
from gwe_lint.history.look_up import past_of
from gwe_lint.history.observation import Observation
from gwe_lint.history.questions import between, first_day, latest_by, open_on
from gwe_lint.history.recorder import Recorded, record
from gwe_lint.history.rows import ApplicationRow, Change, Day, Latest, OpenFinding, Timeline
from gwe_lint.history.scopes import left_by
from gwe_lint.history.store import Store
from gwe_lint.history.timelines import applications, timelines
from gwe_lint.history.trend import trend, trend_of


class Answer(NamedTuple):
    """Findings of a day, the last report of each command up to it, and the first day of the store."""

    findings: tuple[OpenFinding, ...]
    latest: tuple[Latest, ...]
    first: date | None


class Book:
    """The history at an address. Each question is answered of one state of the store."""

    def __init__(self, address: Address) -> None:
        self.shown = address.shown
        self._store = Store(address)

    def record(self, observation: Observation) -> Recorded:
        """Record a report, whole or not at all. Raises ``Untrusted`` where a later one of its estates is recorded."""
        with self._store.writing() as connection:
            return record(connection, observation)

    def past(
        self, command: str, estates: Iterable[str], findings: Sequence[EarlierFinding], today: date
    ) -> EarlierReport:
        """The findings of a command that are open, and former ones that may be one of these findings.

        Raises ``NoHistory`` where nothing was recorded yet.
        """
        with self._store.reading() as connection:
            known, gone = past_of(connection, command, estates, findings, today)
            days = trend_of(connection, command, estates, today)
        return EarlierReport(self.shown, known, gone, is_history=True, trend=days)

    def last_coverage(self, command: str, estates: Iterable[str], today: date) -> Coverage | None:
        """How much the last report of a command and of these estates before today looked at. Raises ``NoHistory``."""
        with self._store.reading() as connection:
            return last_coverage(connection, command, estates, today)

    def left_by(self, command: str, estates: Collection[str], today: date) -> Left | None:
        """The estates that reports of a command had, and no report of today has. Raises ``NoHistory``."""
        with self._store.reading() as connection:
            return left_by(connection, command, estates, today)

    def open_on(self, day: date) -> Answer:
        """The findings at the end of a day, the oldest first; also accepted ones."""
        with self._store.reading() as connection:
            return Answer(tuple(open_on(connection, day)), latest_by(connection, day), first_day(connection))

    def between(self, first: date, last: date) -> tuple[Change, ...]:
        """What became of findings from the end of one day to the end of another."""
        with self._store.reading() as connection:
            return tuple(between(connection, first, last))

    def trend(self) -> tuple[Day, ...]:
        """Each day of each command."""
        with self._store.reading() as connection:
            return tuple(trend(connection))

    def applications(self) -> tuple[ApplicationRow, ...]:
        """All applications that have or had findings."""
        with self._store.reading() as connection:
            return tuple(applications(connection))

    def timelines(self, application: str, option: str | None) -> tuple[Timeline, ...]:
        """The timelines of the findings of an application, or of one of its options."""
        with self._store.reading() as connection:
            return tuple(timelines(connection, application, option))
