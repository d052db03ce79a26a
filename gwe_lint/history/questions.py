"""What was there on a day, and since when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, or_, select

from gwe_lint.findings.flapping import FLAPS, is_flapping
from gwe_lint.history.kept import THERE
from gwe_lint.history.rows import Change, Latest, OpenFinding
from gwe_lint.history.scopes import left_out
from gwe_lint.history.tables import FINDING, INTERVAL, REPORT

_OF_FINDING = ("command", "estate", "section", "option", "among", "name", "first_seen")
_OF_INTERVAL = ("rule", "severity", "message", "application", "before", "after", "accepted")


def latest_by(connection: Connection, day: date) -> tuple[Latest, ...]:
    """The last report of each command up to this day."""
    query = select(REPORT.c.command, func.max(REPORT.c.day)).where(REPORT.c.day <= day).group_by(REPORT.c.command)
    return tuple(Latest(command, last) for command, last in connection.execute(query.order_by(REPORT.c.command)))


def first_day(connection: Connection) -> date | None:
    """The day of the first report; None where there is none."""
    return connection.execute(select(func.min(REPORT.c.day))).scalar()


def open_on(connection: Connection, day: date) -> list[OpenFinding]:
    """The findings that were there at the end of a day, the oldest first; also accepted ones."""
    on_day = and_(INTERVAL.c.begins <= day, or_(INTERVAL.c.ends.is_(None), INTERVAL.c.ends > day))
    return _findings(connection, on_day, day)


def between(connection: Connection, first: date, last: date) -> list[Change]:
    """What the end of the last day has otherwise than that of the first; what came and went in between."""
    before = {each.number: each for each in open_on(connection, first)}
    after = {each.number: each for each in open_on(connection, last)}
    continued = select(FINDING.c.id).where(FINDING.c.continued_by.is_not(None))
    began = and_(INTERVAL.c.begins > first, INTERVAL.c.begins <= last, INTERVAL.c.ends.is_not(None))
    visited = {
        each.number: each for each in _findings(connection, and_(began, INTERVAL.c.finding.not_in(continued)), last)
    }
    joined = {number for (number,) in connection.execute(continued)}
    changes = [Change(_change(before.get(number), each), each) for number, each in after.items()]
    changes += [Change("resolved", each) for number, each in before.items() if number not in {*after, *joined}]
    changes += [Change("came and went", each) for number, each in visited.items() if number not in {*before, *after}]
    return [each for each in changes if each.change]


def _change(before: OpenFinding | None, after: OpenFinding) -> str:
    """What became of a finding that is there; empty where nothing did."""
    if before is None:
        return "again" if after.times > 1 else "new"
    if before.times != after.times:
        return "again"
    if before.seen and not after.seen:
        return "unseen"
    told = ("rule", "severity", "kind", "message", "before", "after", "accepted")
    return "changed" if any(getattr(before, name) != getattr(after, name) for name in told) else ""


def _findings(connection: Connection, where: Any, day: date) -> list[OpenFinding]:
    """The findings of these intervals."""
    other = INTERVAL.alias()
    begun = (
        select(func.min(other.c.begins))
        .where(other.c.finding == INTERVAL.c.finding, other.c.stretch == INTERVAL.c.stretch)
        .scalar_subquery()
    )
    query = (
        select(
            FINDING.c.id,
            *(FINDING.c[name] for name in _OF_FINDING),
            FINDING.c.times,
            FINDING.c.since,
            *(INTERVAL.c[name] for name in _OF_INTERVAL),
            INTERVAL.c["class"].label("kind"),
            INTERVAL.c.state,
            INTERVAL.c.stretch,
            begun.label("begun"),
        )
        .join(FINDING, FINDING.c.id == INTERVAL.c.finding)
        .where(where)
        .order_by(INTERVAL.c.begins, INTERVAL.c.id)
    )
    rows = connection.execute(query).mappings().all()
    begins = begins_of(connection, FLAPS, day) if any(row["stretch"] >= FLAPS for row in rows) else {}
    left = left_out(connection, day)
    found = [
        _open_finding(row, day, begins.get(row["id"], ()), is_left=(row["command"], row["estate"]) in left)
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.since, each.estate, each.application or "", each.number))


def _open_finding(row: RowMapping, day: date, begins: Sequence[date], *, is_left: bool) -> OpenFinding:
    """The finding. Of an estate that ``is_left`` nobody can tell whether it is still there."""
    since = row["since"] if row["stretch"] == row["times"] else row["begun"]
    return OpenFinding(
        number=row["id"],
        **{name: row[name] for name in (*_OF_FINDING, *_OF_INTERVAL, "kind")},
        since=since,
        times=row["stretch"],
        days=(day - since).days,
        flapping=is_flapping(begins, day),
        seen=row["state"] == THERE and not is_left,
    )


def begins_of(connection: Connection, times: int, day: date) -> Mapping[int, Sequence[date]]:
    """The first days of all stretches, of findings that began at least so often."""
    query = select(INTERVAL.c.finding, func.min(INTERVAL.c.begins)).join(FINDING, FINDING.c.id == INTERVAL.c.finding)
    query = query.where(FINDING.c.times >= times, INTERVAL.c.begins <= day)
    begins: dict[int, list[date]] = {}
    for number, begun in connection.execute(query.group_by(INTERVAL.c.finding, INTERVAL.c.stretch)):
        begins.setdefault(number, []).append(begun)
    return begins
