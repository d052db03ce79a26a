"""How findings were through all their days."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import Connection, RowMapping, and_, case, func, or_, select

from gwe_lint.history.kept import CLOSED, GONE, THERE
from gwe_lint.history.rows import ApplicationRow, Moment, Timeline
from gwe_lint.history.tables import FINDING, INTERVAL

_OF_INTERVAL = ("rule", "severity", "message", "application", "before", "after", "accepted")
_OF_FINDING = ("command", "estate", "application", "section", "option", "name", "first_seen", "times")


def applications(connection: Connection) -> list[ApplicationRow]:
    """All applications, and groups of members, that have or had findings."""
    name = case((FINDING.c.among != "", FINDING.c.among), else_=FINDING.c.application)
    is_open = case((FINDING.c.state.not_in((GONE, CLOSED)), 1), else_=0)
    changed = func.max(func.coalesce(FINDING.c.gone, FINDING.c.since))
    query = (
        select(FINDING.c.command, FINDING.c.estate, name, func.sum(is_open), func.count(), changed)
        .where(FINDING.c.continued_by.is_(None))
        .group_by(FINDING.c.command, FINDING.c.estate, name)
        .order_by(FINDING.c.command, FINDING.c.estate, name)
    )
    return [
        ApplicationRow(command, estate, application or "", number, ever, last)
        for command, estate, application, number, ever, last in connection.execute(query)
    ]


def timelines(connection: Connection, application: str, option: str | None) -> list[Timeline]:
    """The timelines of an application's findings, or of one option: ``section/option``, or its name alone."""
    names = [FINDING.c[name] == application for name in ("application", "among", "former_application")]
    former = select(INTERVAL.c.finding).where(INTERVAL.c.application == application)
    member = FINDING.c.members.contains(f'"{application}"', autoescape=True)
    where = [or_(*names, FINDING.c.id.in_(former), member), FINDING.c.continued_by.is_(None)]
    if option:
        section, slash, name = option.rpartition("/")
        whole = FINDING.c.option == option
        where.append(or_(whole, and_(FINDING.c.option == name, FINDING.c.section == section)) if slash else whole)
    query = (
        select(INTERVAL, *(FINDING.c[name].label(f"of_{name}") for name in _OF_FINDING))
        .join(FINDING, FINDING.c.id == INTERVAL.c.finding)
        .where(*where)
        .order_by(
            *(FINDING.c[name] for name in ("command", "estate", "application", "section", "option", "id")),
            INTERVAL.c.begins,
            INTERVAL.c.id,
        )
    )
    rows = connection.execute(query).mappings().all()
    return [_timeline(list(each)) for _, each in groupby(rows, key=lambda row: row["finding"])]


def _timeline(rows: Sequence[RowMapping]) -> Timeline:
    of_finding = {name: rows[0][f"of_{name}"] for name in _OF_FINDING}
    return Timeline(**of_finding, moments=tuple(_moments(rows)))


def _moments(rows: Sequence[RowMapping]) -> Iterator[Moment]:
    stretch = 1
    for row in rows:
        state = row["state"] if row["state"] != THERE or row["stretch"] == stretch else "again"
        stretch = row["stretch"]
        yield Moment(row["begins"], state, kind=row["class"], **{name: row[name] for name in _OF_INTERVAL})
        if row["last"]:
            yield Moment(row["ends"], GONE)
