"""What was there on a day, and since when."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, and_, func, or_, select

from gwe_lint.findings.flapping import FLAPS, is_flapping
from gwe_lint.history.closed import closings_of
from gwe_lint.history.kept import CLOSED, THERE
from gwe_lint.history.rows import Change, Latest, OpenFinding
from gwe_lint.history.scopes import left_out
from gwe_lint.history.tables import FINDING, INTERVAL, REPORT, REPORT_ESTATE

_Days = Mapping[tuple[str, str], Sequence[date]]  # of reports, by command and estate
_OF_FINDING = ("command", "estate", "section", "option", "among", "name", "first_seen")
_OF_INTERVAL = ("rule", "severity", "message", "application", "before", "after", "accepted")


class Looked(NamedTuple):
    """What reports looked at up to a day."""

    day: date
    reports: _Days
    left: frozenset[tuple[str, str]]  # command and estate of what none looks at any more


def looked_until(connection: Connection, day: date) -> Looked:
    """What the reports up to this day looked at."""
    return Looked(day, _days_of_reports(connection, day), left_out(connection, closings_of(connection), day))


def latest_by(connection: Connection, day: date) -> tuple[Latest, ...]:
    """The last report of each command up to this day."""
    query = select(REPORT.c.command, func.max(REPORT.c.day)).where(REPORT.c.day <= day).group_by(REPORT.c.command)
    return tuple(Latest(command, last) for command, last in connection.execute(query.order_by(REPORT.c.command)))


def first_day(connection: Connection) -> date | None:
    """The day of the first report; None where there is none."""
    return connection.execute(select(func.min(REPORT.c.day))).scalar()


def open_on(connection: Connection, looked: Looked) -> list[OpenFinding]:
    """The findings that were there at the end of its day, the oldest first; also accepted ones."""
    return _findings(connection, _on(looked.day), looked)


def _on(day: date) -> Any:
    """That an interval holds at the end of a day."""
    return and_(INTERVAL.c.begins <= day, or_(INTERVAL.c.ends.is_(None), INTERVAL.c.ends > day))


def between(connection: Connection, first: date, last: date) -> list[Change]:
    """What the end of the last day has otherwise than that of the first; what came and went in between."""
    looked = looked_until(connection, last)
    before = {each.number: each for each in open_on(connection, looked_until(connection, first))}
    after = {each.number: each for each in open_on(connection, looked)}
    continued = select(FINDING.c.id).where(FINDING.c.continued_by.is_not(None))
    began = and_(INTERVAL.c.begins > first, INTERVAL.c.begins <= last, INTERVAL.c.ends.is_not(None))
    visited = {
        each.number: each for each in _findings(connection, and_(began, INTERVAL.c.finding.not_in(continued)), looked)
    }
    joined = {number for (number,) in connection.execute(continued)}
    then, now = _closed_on(connection, first), _closed_on(connection, last)
    changes = [
        Change("reopened" if number in then else _change(before.get(number), each), each)
        for number, each in after.items()
    ]
    changes += [
        Change("closed" if number in now else "resolved" if number in {*before, *then} else "came and went", each)
        for number, each in {**visited, **before}.items()
        if number not in {*after, *joined}
    ]
    return [each for each in changes if each.change]


def _closed_on(connection: Connection, day: date) -> frozenset[int]:
    """The findings that were closed at the end of a day."""
    query = select(INTERVAL.c.finding).where(_on(day), INTERVAL.c.state == CLOSED)
    return frozenset(connection.execute(query).scalars())


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


def _findings(connection: Connection, where: Any, looked: Looked) -> list[OpenFinding]:
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
            INTERVAL.c.begins,
            begun.label("begun"),
        )
        .join(FINDING, FINDING.c.id == INTERVAL.c.finding)
        .where(where, INTERVAL.c.state != CLOSED)
        .order_by(INTERVAL.c.begins, INTERVAL.c.id)
    )
    rows = connection.execute(query).mappings().all()
    begins = begins_of(connection, FLAPS, looked.day) if any(row["stretch"] >= FLAPS for row in rows) else {}
    found = [_open_finding(row, begins.get(row["id"], ()), looked) for row in rows]
    return sorted(found, key=lambda each: (each.since, each.estate, each.application or "", each.number))


def _days_of_reports(connection: Connection, day: date) -> _Days:
    """The days up to this one of which there are reports, in their order."""
    query = select(REPORT.c.command, REPORT_ESTATE.c.estate, REPORT.c.day).where(REPORT.c.day <= day).distinct()
    days: dict[tuple[str, str], list[date]] = {}
    for command, estate, on in connection.execute(
        query.join(REPORT_ESTATE, REPORT_ESTATE.c.report == REPORT.c.id).order_by(REPORT.c.day)
    ):
        days.setdefault((command, estate), []).append(on)
        days.setdefault((command, ""), []).append(on)
    return days


def _last_seen(row: RowMapping, reports: _Days) -> date | None:
    """The last day on which a report had the finding; of one of no estate, the last report of its command."""
    days = reports.get((row["command"], row["estate"])) or reports.get((row["command"], ""), ())
    seen = days if row["state"] == THERE else days[: bisect_left(days, row["begins"])]
    return seen[-1] if seen else None


def _open_finding(row: RowMapping, begins: Sequence[date], looked: Looked) -> OpenFinding:
    since = row["since"] if row["stretch"] == row["times"] else row["begun"]
    return OpenFinding(
        number=row["id"],
        **{name: row[name] for name in (*_OF_FINDING, *_OF_INTERVAL, "kind")},
        since=since,
        last_seen=_last_seen(row, looked.reports),
        times=row["stretch"],
        days=(looked.day - since).days,
        flapping=is_flapping(begins, looked.day),
        seen=row["state"] == THERE and (row["command"], row["estate"]) not in looked.left,
    )


def begins_of(connection: Connection, times: int, day: date) -> Mapping[int, Sequence[date]]:
    """The first days of all stretches, of findings that began at least so often."""
    query = select(INTERVAL.c.finding, func.min(INTERVAL.c.begins)).join(FINDING, FINDING.c.id == INTERVAL.c.finding)
    query = query.where(FINDING.c.times >= times, INTERVAL.c.begins <= day)
    begins: dict[int, list[date]] = {}
    for number, begun in connection.execute(query.group_by(INTERVAL.c.finding, INTERVAL.c.stretch)):
        begins.setdefault(number, []).append(begun)
    return begins
