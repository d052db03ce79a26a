"""Days that are still to come: a clock was wrong, or a day was misspelt. They do not keep later reports out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, select, update

from gwe_lint.history.tables import CLOSING, FINDING, INTERVAL, NOT_CHECKED, REPORT


def set_back(connection: Connection, command: str, day: date, today: date) -> str:
    """Set what a command has of days after today back to its last day before them, and say so.

    ``day`` is that of the report to be recorded. Nothing is changed, and nothing said, where most days are to come:
    then today's clock is more likely wrong.
    """
    days = set(connection.execute(select(REPORT.c.day).where(REPORT.c.command == command)).scalars())
    ahead = {each for each in days if each > today}
    past = days - ahead
    if not ahead or day > today or len(past | {day}) < len(ahead):
        return ""
    last = max(past, default=day)
    for columns, of_command in (
        ((REPORT.c.day,), REPORT.c.command == command),
        ((FINDING.c.first_seen, FINDING.c.since, FINDING.c.gone), FINDING.c.command == command),
        ((INTERVAL.c.begins, INTERVAL.c.ends), INTERVAL.c.finding.in_(_findings_of(command))),
        ((NOT_CHECKED.c.begins, NOT_CHECKED.c.ends), NOT_CHECKED.c.command == command),
        ((CLOSING.c.day,), CLOSING.c.day > today),
    ):
        _set_back(connection, columns, of_command, last, today)
    return f"the store had {command} up to {max(ahead)}, which is still to come: counted as {last} from now on"


def _findings_of(command: str) -> Any:
    return select(FINDING.c.id).where(FINDING.c.command == command).scalar_subquery()


def _set_back(
    connection: Connection, columns: Sequence[Any], where: ColumnElement[bool], last: date, today: date
) -> None:
    table = columns[0].table
    values = {each.name: case((each > today, last), else_=each) for each in columns}
    connection.execute(update(table).where(where).values(values))
