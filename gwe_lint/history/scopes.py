"""Which reports count at the end of a day, and which estates none of them looks at any more.

A job asks for the same configuration and paths each time. Its report takes the place of its former one, also where it
has an estate less. Any other report counts until others have looked at all of its estates: a look at a part leaves the
rest as it was.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import PurePosixPath

from sqlalchemy import Connection, RowMapping, select

from gwe_lint.findings.coverage_drop import Left
from gwe_lint.history.closed import Closing
from gwe_lint.history.tables import REPORT

Reports = Sequence[RowMapping]
_COLUMNS = (REPORT.c.id, REPORT.c.command, REPORT.c.day, REPORT.c.scope, REPORT.c.asked)


def day_by_day(rows: Iterable[RowMapping], closings: Sequence[Closing]) -> Iterator[tuple[Reports, Reports]]:
    """For each day of a command its reports, and those that count at its end: no estate in two of them."""
    last: Reports = ()
    for day, reports in groupby(rows, key=lambda row: row["day"]):
        today = list(reports)
        then = [each for each in closings if each.day <= day]
        last = _not_covered([*(old for old in last if not any(_follows(new, old) for new in today)), *today], then)
        yield today, [row for row in last if not any(estates_of(row) < estates_of(other) for other in last)]


def _follows(new: RowMapping, old: RowMapping) -> bool:
    """True where one job wrote both. Of a store of the first version nobody knows what was asked for."""
    is_same = new["asked"] == old["asked"] or None in (new["asked"], old["asked"])
    asked = json.loads(new["asked"] or "null")
    return is_same and _of_one_job(asked, estates_of(new), estates_of(old))


def _of_one_job(asked: Sequence[str] | None, new: frozenset[str], old: frozenset[str]) -> bool:
    """True where reports with these estates, for which the same was asked, are those of one job."""
    return not new.isdisjoint(old) or _is_regrouped(asked, new, old)


def _is_regrouped(asked: Sequence[str] | None, new: frozenset[str], old: frozenset[str]) -> bool:
    """True where a folder was several estates and is one now, which has its name; or the other way round.

    Without a configuration it depends on what lies in a folder whether that is one estate.
    """
    if asked is None or len(asked) != 1 or not new.isdisjoint(old):
        return False
    name = PurePosixPath(asked[0]).name  # of the working directory it is not known
    one, several = sorted((new, old), key=len)
    return len(one) == 1 < len(several) and name in (*one, "")


def _not_covered(rows: Reports, closings: Sequence[Closing]) -> Reports:
    """The reports with an estate that no later one has, and that was not closed after it."""
    left: list[RowMapping] = []
    later: set[str] = set()
    for row in reversed(rows):
        closed = {each.estate for each in closings if each.report >= row["id"]}
        if not estates_of(row) <= later | closed:
            left.append(row)
        later |= estates_of(row)
    return left[::-1]


def estates_of(row: RowMapping) -> frozenset[str]:
    """The estates that a report looks at."""
    return frozenset(json.loads(row["scope"]))


def _all_of(rows: Iterable[RowMapping]) -> frozenset[str]:
    return frozenset(estate for row in rows for estate in estates_of(row))


def left_out(connection: Connection, closings: Sequence[Closing], day: date) -> frozenset[tuple[str, str]]:
    """Command and estate of what no report looks at any more: the job that did so has it not in its last one."""
    query = select(*_COLUMNS).where(REPORT.c.day <= day).order_by(REPORT.c.command, REPORT.c.day, REPORT.c.id)
    left: set[tuple[str, str]] = set()
    for command, group in groupby(connection.execute(query).mappings(), key=lambda row: str(row["command"])):
        reports = list(group)
        left |= {(command, estate) for estate in _all_of(reports) - _all_of(_last_of(reports, closings))}
    return frozenset(left)


def _last_of(rows: Iterable[RowMapping], closings: Sequence[Closing]) -> Reports:
    """The reports that count in the end."""
    days = [last for _, last in day_by_day(rows, closings)]
    return days[-1] if days else ()


def left_by(
    connection: Connection,
    closings: Sequence[Closing],
    command: str,
    estates: Collection[str],
    asked: str | None,
    today: date,
) -> Left | None:
    """The estates that a job had before today, and neither this report of it nor another one has now.

    None where there are none, and where nobody knows what the job asked for. None also where one report of its last
    day had just these.
    """
    query = select(*_COLUMNS).where(REPORT.c.command == command, REPORT.c.day <= today)
    rows = connection.execute(query.order_by(REPORT.c.day, REPORT.c.id)).mappings().all()
    last = _last_of((row for row in rows if row["day"] < today), closings)
    now, words = frozenset(estates), json.loads(asked or "null")
    of_job = [row for row in rows if row["asked"] == asked is not None and _of_one_job(words, now, estates_of(row))]
    former = [row for row in last if row in of_job]
    until = max((row["day"] for row in former), default=today)
    if not former or any(estates_of(row) == now for row in of_job if row["day"] == until):
        return None
    others = [row for row in last if row not in former] + [row for row in rows if row["day"] == today]
    closed = {each.estate for each in closings if each.day <= today}
    names = _all_of(former) - _all_of(others) - now - closed
    regrouped = tuple(sorted(now)) if any(_is_regrouped(words, now, estates_of(row)) for row in former) else ()
    return Left(until, tuple(sorted(names)), regrouped) if names else None


def days_of_job(connection: Connection, command: str, asked: str, estates: Collection[str]) -> frozenset[date]:
    """The days that have a report of a job: the same was asked for, and it has no others than these estates.

    Of no estates any may be meant. What a store of the first version has may be of any job.
    """
    rows = connection.execute(select(*_COLUMNS).where(REPORT.c.command == command)).mappings()
    of_job = (row for row in rows if row["asked"] in (asked, None))
    return frozenset(row["day"] for row in of_job if not estates or estates_of(row) <= frozenset(estates))
