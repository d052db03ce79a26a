"""Which estates the last reports look at, and which none of them looks at any more."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import Connection, RowMapping, select

from gwe_lint.findings.coverage_drop import Left
from gwe_lint.history.tables import REPORT

Last = Mapping[str, RowMapping]  # the last report of each job, by its scope


def day_by_day(rows: Iterable[RowMapping]) -> Iterator[tuple[Sequence[RowMapping], Last]]:
    """For each day of a command its reports, and the last one of each job that counts then."""
    last: dict[str, RowMapping] = {}
    for _, reports in groupby(rows, key=lambda row: row["day"]):
        today = list(reports)
        last = _still_counting(last, today) | {row["scope"]: row for row in today}
        yield today, last


def _still_counting(last: Last, today: Sequence[RowMapping]) -> dict[str, RowMapping]:
    """The last reports of other jobs, without those of estates that a report of today has as well."""
    scopes = {row["scope"] for row in today}
    estates = _estates(scopes)
    return {scope: row for scope, row in last.items() if scope in scopes or estates.isdisjoint(json.loads(scope))}


def _estates(scopes: Iterable[str]) -> set[str]:
    return {estate for scope in scopes for estate in json.loads(scope)}


def left_out(connection: Connection, day: date) -> frozenset[tuple[str, str]]:
    """Command and estate of what no report looks at any more: a later one is of other estates of the same job."""
    query = select(REPORT.c.command, REPORT.c.day, REPORT.c.scope).where(REPORT.c.day <= day)
    rows = connection.execute(query.order_by(REPORT.c.command, REPORT.c.day, REPORT.c.id)).mappings()
    left: set[tuple[str, str]] = set()
    for command, group in groupby(rows, key=lambda row: str(row["command"])):
        reports = list(group)
        gone = _estates(row["scope"] for row in reports) - _estates(_last_of(reports))
        left |= {(command, estate) for estate in gone}
    return frozenset(left)


def _last_of(rows: Iterable[RowMapping]) -> Last:
    """The last reports that count in the end."""
    days = [last for _, last in day_by_day(rows)]
    return days[-1] if days else {}


def left_by(connection: Connection, command: str, estates: Collection[str], today: date) -> Left | None:
    """The estates that the job had before today, and neither this report of it nor another one has now.

    None where there are none, or where there was a report of just these estates beside the others.
    """
    query = select(REPORT.c.day, REPORT.c.scope).where(REPORT.c.command == command, REPORT.c.day <= today)
    rows = connection.execute(query.order_by(REPORT.c.day, REPORT.c.id)).mappings().all()
    last = _last_of(row for row in rows if row["day"] < today)
    if json.dumps(sorted(estates)) in last:
        return None
    former = {scope: row["day"] for scope, row in last.items() if not set(estates).isdisjoint(json.loads(scope))}
    elsewhere = _estates(last.keys() - former.keys()) | _estates(row["scope"] for row in rows if row["day"] == today)
    names = _estates(former) - elsewhere - set(estates)
    return Left(max(former.values()), tuple(sorted(names))) if names else None
