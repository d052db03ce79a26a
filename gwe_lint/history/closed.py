"""Estates that somebody said are no more: their findings are not open, and nobody says that they were resolved."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, select, update

from gwe_lint.errors import Untrusted
from gwe_lint.history.kept import CLOSED, GONE, interval_of, kept_of
from gwe_lint.history.tables import CLOSING, FINDING, INTERVAL, REPORT, REPORT_ESTATE
from gwe_lint.suggest import meant


class Closing(NamedTuple):
    """That an estate is no more, as of a day. A report after the one that was the last then opens it again."""

    estate: str
    day: date
    report: int


class Closed(NamedTuple):
    """What closing an estate changed: how many findings are not open any more. ``last`` is when it was looked at."""

    estate: str
    findings: int
    last: date


def closings_of(connection: Connection) -> Sequence[Closing]:
    """All that were closed, in their order."""
    query = select(CLOSING.c.estate, CLOSING.c.day, CLOSING.c.report)
    return [Closing(*row) for row in connection.execute(query.order_by(CLOSING.c.id))]


def close(connection: Connection, estate: str, day: date) -> Closed:
    """Close an estate. Raises ``Untrusted`` for one that the store does not know, or has a later report of."""
    last = _last_day(connection, estate)
    if last > day:
        raise Untrusted([f"{estate}: has a report of {last}, which is after {day}: close it as of that day or a later"])
    number = connection.execute(select(func.coalesce(func.max(CLOSING.c.id), 0))).scalar_one() + 1
    report = connection.execute(select(func.max(REPORT.c.id))).scalar_one()
    row = {"id": number, "estate": estate, "day": day, "report": report}
    connection.execute(insert(CLOSING), [row])
    return Closed(estate, _close_findings(connection, estate, day), last)


def _last_day(connection: Connection, estate: str) -> date:
    """The last day of which a report has the estate."""
    last = func.max(REPORT.c.day).label("last")
    query = select(REPORT_ESTATE.c.estate, last).join(REPORT, REPORT.c.id == REPORT_ESTATE.c.report)
    rows = connection.execute(query.group_by(REPORT_ESTATE.c.estate))
    days: dict[str, date] = {row.estate: row.last for row in rows}
    if estate not in days:
        raise Untrusted([f"{estate}: no report of such an estate is recorded{meant(estate, days)}"])
    return days[estate]


def _close_findings(connection: Connection, estate: str, day: date) -> int:
    """How many findings of an estate were open until now. Their age goes on where a report has them again."""
    is_open = FINDING.c.state.not_in((GONE, CLOSED))
    query = select(FINDING).where(FINDING.c.estate == estate, is_open).order_by(FINDING.c.id)
    found = [kept_of(row)._replace(state=CLOSED) for row in connection.execute(query).mappings()]
    if not found:
        return 0
    numbers = [{"of": kept.id} for kept in found]
    connection.execute(update(FINDING).where(FINDING.c.id == bindparam("of")).values(state=CLOSED), numbers)
    end = update(INTERVAL).where(INTERVAL.c.finding == bindparam("of"), INTERVAL.c.ends.is_(None))
    connection.execute(end.values(ends=day), numbers)
    first = connection.execute(select(func.coalesce(func.max(INTERVAL.c.id), 0))).scalar_one() + 1
    ids = count(first)
    connection.execute(insert(INTERVAL), [interval_of(kept, next(ids), day) for kept in found])
    return len(found)
