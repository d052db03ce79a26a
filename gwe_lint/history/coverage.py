"""How much the last report of the same kind looked at."""

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, or_, select

from gwe_lint.findings.coverage_drop import Coverage
from gwe_lint.history.tables import NOT_CHECKED, REPORT


def last_coverage(connection: Connection, command: str, estates: Iterable[str], today: date) -> Coverage | None:
    """What the last report of a command and of these estates before today looked at; None where there is none."""
    scope = json.dumps(sorted(estates))
    query = select(REPORT.c.day, REPORT.c.applications, REPORT.c.options).where(
        REPORT.c.command == command, REPORT.c.scope == scope, REPORT.c.day < today
    )
    last = connection.execute(query.order_by(REPORT.c.day.desc(), REPORT.c.id.desc()).limit(1)).first()
    if not last:
        return None
    reasons = select(NOT_CHECKED.c.reason).where(
        NOT_CHECKED.c.command == command,
        NOT_CHECKED.c.scope == scope,
        NOT_CHECKED.c.begins <= last.day,
        or_(NOT_CHECKED.c.ends.is_(None), NOT_CHECKED.c.ends > last.day),
    )
    return Coverage(last.day, last.applications, last.options, tuple(connection.execute(reasons).scalars()))
