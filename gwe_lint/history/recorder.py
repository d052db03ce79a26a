"""Record a report: rows for what changed, in the one transaction of its writer."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from gwe_lint.errors import Untrusted
from gwe_lint.findings.earlier import EarlierFinding
from gwe_lint.history.ahead import set_back
from gwe_lint.history.fates import Fate, fates_of
from gwe_lint.history.kept import GONE, UNSEEN, Kept, interval_of, row_of
from gwe_lint.history.look_up import gone_findings, known_findings
from gwe_lint.history.observation import Observation
from gwe_lint.history.rows import Recorded
from gwe_lint.history.tables import CLOSING, FINDING, INTERVAL, NOT_CHECKED, REPORT, REPORT_ESTATE


def record(connection: Connection, observation: Observation, today: date) -> Recorded:
    """Record a report. Raises ``Untrusted`` where the store has a later one of the same estates, up to ``today``."""
    if connection.execute(select(REPORT.c.id).where(REPORT.c.digest == observation.digest)).first():
        return Recorded(observation.day, before=True)
    told = _in_order(connection, observation, today)
    known = known_findings(connection, observation.command, observation.looked_at.estates)
    numbers = count(_last_id(connection, FINDING) + 1)

    def former(findings: Sequence[EarlierFinding]) -> Sequence[Kept]:
        return list(gone_findings(connection, observation.command, findings))

    fates = list(fates_of(observation, known, former, lambda: next(numbers)))
    _write_findings(connection, observation, fates)
    recorded = _counted(observation, fates)
    _write_report(connection, observation, recorded)
    _write_not_checked(connection, observation)
    return recorded._replace(warnings=told)


def _last_id(connection: Connection, table: Table) -> int:
    last: int = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    return last


def _in_order(connection: Connection, observation: Observation, today: date) -> tuple[str, ...]:
    """What there is to say of days that are still to come. Those of the store are set back where they are in the way.

    Another zone of time may be a day ahead. Raises ``Untrusted`` where a later day is recorded: the past is not
    written anew.
    """
    tomorrow, told = today + timedelta(days=1), ""
    later = _later(connection, observation)
    if later and later[0] > tomorrow:
        told = set_back(connection, observation.command, observation.day, today)
        later = _later(connection, observation)
    if later:
        day, estate = later
        raise Untrusted(
            [
                f"{observation.shown}: is of {observation.day}, and the store has {day} of {estate}: "
                "reports are recorded in the order of their days, or into a new store"
            ]
        )
    ahead = f"{observation.shown} is of {observation.day}, which is still to come: see the clock, or --as-of"
    return tuple(filter(None, (told, ahead if observation.day > tomorrow else "")))


def _later(connection: Connection, observation: Observation) -> tuple[date, str] | None:
    """The last day after that of the report on which one of its estates was looked at, or closed."""
    estates = observation.looked_at.estates
    reports = (
        select(REPORT.c.day, REPORT_ESTATE.c.estate)
        .join(REPORT_ESTATE, REPORT_ESTATE.c.report == REPORT.c.id)
        .where(REPORT.c.command == observation.command, REPORT.c.day > observation.day)
        .where(REPORT_ESTATE.c.estate.in_(estates))
    )
    closed = select(CLOSING.c.day, CLOSING.c.estate)
    closed = closed.where(CLOSING.c.day > observation.day, CLOSING.c.estate.in_(estates))
    found = (
        connection.execute(each.order_by(each.selected_columns.day.desc()).limit(1)).first()
        for each in (reports, closed)
    )
    return max(((row.day, row.estate) for row in found if row), default=None)


def _write_findings(connection: Connection, observation: Observation, fates: Sequence[Fate]) -> None:
    day, command = observation.day, observation.command
    begun = [fate.after for fate in fates if fate.before is None]
    changed = [fate for fate in fates if fate.before and _is_changed(fate.before, fate.after)]
    turned = [fate for fate in changed if fate.before and fate.before.told != fate.after.told]
    ended = [
        {"of": fate.after.id, "day": day, "is_last": fate.after.state == GONE}
        for fate in turned
        if fate.before and fate.before.state != GONE
    ]
    _insert(connection, FINDING, [row_of(kept, command) for kept in begun])
    rows = [{**row_of(fate.after, command), "of": fate.after.id} for fate in changed]
    _update(connection, update(FINDING).where(FINDING.c.id == bindparam("of")), rows)
    close = update(INTERVAL).where(INTERVAL.c.finding == bindparam("of"), INTERVAL.c.ends.is_(None))
    _update(connection, close.values(ends=bindparam("day"), last=bindparam("is_last")), ended)
    numbers = count(_last_id(connection, INTERVAL) + 1)
    intervals = [interval_of(kept, next(numbers), kept.since) for kept in begun]
    intervals += [interval_of(fate.after, next(numbers), day) for fate in turned if fate.after.state != GONE]
    _insert(connection, INTERVAL, intervals)


def _is_changed(before: Kept, after: Kept) -> bool:
    """True where the row is to be written anew: also for a new alias that no report tells."""
    return before._replace(finding=_undated(before)) != after._replace(finding=_undated(after))


def _undated(kept: Kept) -> EarlierFinding:
    return kept.finding._replace(first_seen=kept.since)


def _insert(connection: Connection, table: Table, rows: Sequence[Any]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _update(connection: Connection, statement: Any, rows: Sequence[Any]) -> None:
    if rows:
        connection.execute(statement, [{key: value for key, value in row.items() if key != "id"} for row in rows])


def _counted(observation: Observation, fates: Sequence[Fate]) -> Recorded:
    counts = Counter(
        name for fate in fates for name in ("is_new", "is_again", "is_updated", "is_resolved") if getattr(fate, name)
    )
    return Recorded(
        day=observation.day,
        findings=len(observation.findings),
        new=counts["is_new"],
        again=counts["is_again"],
        updated=counts["is_updated"],
        resolved=counts["is_resolved"],
        unseen=sum(fate.after.state == UNSEEN for fate in fates),
    )


def _write_report(connection: Connection, observation: Observation, recorded: Recorded) -> None:
    number = _last_id(connection, REPORT) + 1
    counts = {name: getattr(recorded, name) for name in ("new", "again", "updated", "resolved", "unseen")}
    row = {
        "id": number,
        "digest": observation.digest,
        "command": observation.command,
        "day": observation.day,
        "scope": observation.scope,
        "asked": observation.asked,
        **observation.numbers,
        **counts,
    }
    _insert(connection, REPORT, [row])
    estates = dict.fromkeys(observation.looked_at.estates)
    _insert(connection, REPORT_ESTATE, [{"report": number, "estate": estate} for estate in estates])


def _write_not_checked(connection: Connection, observation: Observation) -> None:
    """Rows for what is not checked any more than before, and the end of those that are over."""
    query = select(NOT_CHECKED.c.id, NOT_CHECKED.c.reason).where(
        NOT_CHECKED.c.command == observation.command,
        NOT_CHECKED.c.scope == observation.scope,
        NOT_CHECKED.c.ends.is_(None),
    )
    before = {row.reason: row.id for row in connection.execute(query)}
    over = [
        {"of": number, "day": observation.day}
        for reason, number in before.items()
        if reason not in observation.not_checked
    ]
    close = update(NOT_CHECKED).where(NOT_CHECKED.c.id == bindparam("of")).values(ends=bindparam("day"))
    _update(connection, close, over)
    numbers = count(_last_id(connection, NOT_CHECKED) + 1)
    common = {"command": observation.command, "scope": observation.scope, "begins": observation.day, "ends": None}
    rows = [{**common, "id": next(numbers), "reason": each} for each in observation.not_checked if each not in before]
    _insert(connection, NOT_CHECKED, rows)
