"""How many findings there were day by day, and how much was looked at."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import Connection, RowMapping, select

from gwe_lint.findings.earlier import TrendDay
from gwe_lint.history.closed import Closing, closings_of
from gwe_lint.history.rows import Day
from gwe_lint.history.scopes import day_by_day
from gwe_lint.history.tables import REPORT

_STATES = ("errors", "warnings", "notes", "waived", "applications", "options", "unverifiable", "not_checked")
_EVENTS = ("new", "again", "resolved")


def trend(connection: Connection) -> list[Day]:
    """Each day of each command that has a report. Where one of several jobs has none, its last report counts."""
    rows = connection.execute(select(REPORT).order_by(REPORT.c.command, REPORT.c.day, REPORT.c.id)).mappings().all()
    closings = closings_of(connection)
    days = [
        day
        for _, reports in groupby(rows, key=lambda row: row["command"])
        for day in _days_of_command(reports, closings)
    ]
    return sorted(days, key=lambda each: (each.day, each.command))


def _days_of_command(rows: Iterable[RowMapping], closings: Sequence[Closing]) -> Iterator[Day]:
    options: int | None = None
    for today, last in day_by_day(rows, closings):
        numbers = {name: sum(row[name] for row in last) for name in _STATES}
        numbers |= {name: sum(row[name] for row in today) for name in _EVENTS}
        change = 0 if options is None else numbers["options"] - options
        options = numbers["options"]
        yield Day(day=today[0]["day"], command=today[0]["command"], change=change, **numbers)


def trend_of(connection: Connection, command: str, estates: Iterable[str], before: date) -> tuple[TrendDay, ...]:
    """The days of the reports of a command and of these estates before a day."""
    query = select(REPORT).where(
        REPORT.c.command == command, REPORT.c.scope == json.dumps(sorted(estates)), REPORT.c.day < before
    )
    rows = connection.execute(query.order_by(REPORT.c.day, REPORT.c.id)).mappings()
    last = {row["day"]: row for row in rows}
    return tuple(
        TrendDay(day, row["errors"] + row["warnings"] + row["notes"], row["options"]) for day, row in last.items()
    )
