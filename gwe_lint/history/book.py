"""The history of a store: what is recorded into it, and what it answers. The door of this room."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from gwe_lint.findings.coverage_drop import Coverage, Left
from gwe_lint.findings.earlier import EarlierFinding
from gwe_lint.findings.history import EarlierReport
from gwe_lint.history.address import Address
from gwe_lint.history.closed import Closed, close, closings_of
from gwe_lint.history.coverage import last_coverage
from gwe_lint.history.look_up import past_of
from gwe_lint.history.observation import Observation
from gwe_lint.history.questions import between, first_day, latest_by, looked_until, open_on
from gwe_lint.history.recorder import record
from gwe_lint.history.rows import ApplicationRow, Change, Day, Latest, OpenFinding, Recorded, Timeline
from gwe_lint.history.scopes import days_of_job, left_by
from gwe_lint.history.store import Store
from gwe_lint.history.tables import VERSION
from gwe_lint.history.timelines import applications, timelines
from gwe_lint.history.trend import trend, trend_of


class Answer(NamedTuple):
    """Findings of a day, and which reports they are of."""

    findings: tuple[OpenFinding, ...]
    latest: tuple[Latest, ...]  # the last report of each command up to that day
    first: date | None
    left: tuple[str, ...]  # the estates of them that no report looks at any more


class Book:
    """The history at an address. Each question is answered of one state of the store."""

    version = VERSION  # of the schema

    def __init__(self, address: Address) -> None:
        self.shown = address.shown
        self._store = Store(address)

    def bring_up_to_date(self) -> str:
        """The version that the schema had; it has today's afterwards. Raises ``NoHistory`` where none is there."""
        return self._store.bring_up_to_date()

    def record(self, observation: Observation, today: date) -> Recorded:
        """Record a report, whole or not at all. Raises ``Untrusted`` where a later one of its estates is recorded.

        ``today`` is what the clock says, whatever the day of the report is.
        """
        with self._store.writing() as connection:
            return record(connection, observation, today)

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

    def left_by(self, command: str, estates: Collection[str], asked: Sequence[str] | None, today: date) -> Left | None:
        """The estates that a job had, and no report of today has. Raises ``NoHistory``."""
        words = None if asked is None else json.dumps(asked)
        with self._store.reading() as connection:
            return left_by(connection, closings_of(connection), command, estates, words, today)

    def days_of(self, command: str, asked: Sequence[str], estates: Collection[str]) -> frozenset[date]:
        """The days of which a job has recorded reports. Raises ``NoHistory``."""
        with self._store.reading() as connection:
            return days_of_job(connection, command, json.dumps(asked), estates)

    def close(self, estates: Iterable[str], day: date) -> tuple[Closed, ...]:
        """Close estates that are no more, all or none. Raises ``Untrusted`` for one that cannot be closed."""
        self._store.bring_up_to_date()  # raises where there is none: a wrong address makes no store
        with self._store.writing() as connection:
            return tuple(close(connection, estate, day) for estate in dict.fromkeys(estates))

    def open_on(self, day: date) -> Answer:
        """The findings at the end of a day, the oldest first; also accepted ones."""
        with self._store.reading() as connection:
            looked = looked_until(connection, day)
            findings = tuple(open_on(connection, looked))
            left = sorted({each.estate for each in findings if (each.command, each.estate) in looked.left})
            return Answer(findings, latest_by(connection, day), first_day(connection), tuple(left))

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
