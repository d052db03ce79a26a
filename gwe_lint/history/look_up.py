"""The findings of a store that a report may be about: those that are open, and former ones that may be back."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, and_, select

from gwe_lint.findings.earlier import EarlierFinding
from gwe_lint.findings.flapping import FLAPS
from gwe_lint.history.kept import GONE, Kept, kept_of
from gwe_lint.history.questions import begins_of
from gwe_lint.history.tables import FINDING

_Value = TypeVar("_Value", str, int)
_AT_ONCE = 400  # values in one statement, which SQLite limits


def known_findings(connection: Connection, command: str, estates: Iterable[str]) -> list[Kept]:
    """The findings of a command and of these estates that were there, or not looked at, until now."""
    query = select(FINDING).where(
        FINDING.c.command == command, FINDING.c.state != GONE, FINDING.c.estate.in_([*estates, "all"])
    )
    return [kept_of(row) for row in connection.execute(query.order_by(FINDING.c.id)).mappings()]


def gone_findings(connection: Connection, command: str, findings: Sequence[EarlierFinding]) -> Iterator[Kept]:
    """The findings that are gone, and may be one of these: by fingerprint, option, target, or as a whole by rule."""
    options = [name for each in findings for name in (each.option, each.former_option) if name]
    wholes = [each.rule for each in findings if not each.option and not each.section and each.is_difference]
    targets = [each.target_dbid for each in findings if each.target_dbid is not None]
    seen: set[int] = set()
    for where in (
        *(FINDING.c.fingerprint.in_(some) for some in _parts(each.fingerprint for each in findings)),
        *(FINDING.c.option.in_(some) for some in _parts(options)),
        *(FINDING.c.former_option.in_(some) for some in _parts(options)),
        *(FINDING.c.target_dbid.in_(some) for some in _parts(targets)),
        *(and_(FINDING.c.rule.in_(some), FINDING.c.option.is_(None)) for some in _parts(wholes)),
    ):
        for kept in _gone(connection, command, where):
            if kept.id not in seen:
                seen.add(kept.id)
                yield kept


def _gone(connection: Connection, command: str, where: ColumnElement[bool]) -> Iterator[Kept]:
    query = select(FINDING).where(
        FINDING.c.command == command, FINDING.c.state == GONE, FINDING.c.continued_by.is_(None), where
    )
    return map(kept_of, connection.execute(query.order_by(FINDING.c.id)).mappings())


def _parts(names: Iterable[_Value]) -> Iterator[list[_Value]]:
    each = list(dict.fromkeys(names))
    return (each[at : at + _AT_ONCE] for at in range(0, len(each), _AT_ONCE))


def past_of(
    connection: Connection, command: str, estates: Iterable[str], findings: Sequence[EarlierFinding], day: date
) -> tuple[tuple[EarlierFinding, ...], tuple[EarlierFinding, ...]]:
    """The findings that are open, and those that are gone and may be these, the last of them first."""
    begins = begins_of(connection, FLAPS - 1, day)
    known = known_findings(connection, command, estates)
    gone = sorted(gone_findings(connection, command, findings), key=lambda kept: str(kept.gone), reverse=True)

    def with_days(kept: Kept) -> EarlierFinding:
        days = tuple(begins.get(kept.id, ()))
        first, since = min(kept.first_seen, day), min(kept.since, day)
        return kept.finding._replace(first_seen=first, since=since, times=kept.times, begins=days)

    return tuple(map(with_days, known)), tuple(map(with_days, gone))
