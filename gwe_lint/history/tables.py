"""The tables of a store. Each is a fact at a time: a row is added when something changes, and at no other time.

Migrations make the same schema, and a test compares both. Whoever writes gives the ids, one writer at a time.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, MetaData, Table, Text

VERSION_TABLE = "gwe_lint_version"  # of Alembic
VERSION = "2"  # of the schema below: the newest migration
FORMER_VERSIONS = ("1",)  # that a migration brings up to date

SCHEMA = MetaData()


def _number(name: str, **more: Any) -> "Column[int]":
    return Column(name, Integer, nullable=False, **more)


def _text(name: str, **more: Any) -> "Column[str]":
    return Column(name, Text, nullable=False, **more)


# A report, and how much it looked at.
REPORT = Table(
    "gwe_lint_report",
    SCHEMA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("digest", unique=True),  # of all that it says: the same report is recorded once
    _text("command"),
    Column("day", Date, nullable=False),
    _text("scope"),  # the names of its estates, as JSON
    Column("asked", Text),  # configuration and paths, as JSON: reports of one job have the same; NULL: unknown
    *(_number(name) for name in ("errors", "warnings", "notes", "waived", "known")),
    *(_number(name) for name in ("new", "again", "updated", "resolved", "unseen")),
    *(_number(name) for name in ("applications", "options", "unverifiable", "not_checked")),
    *(Column(name, Integer) for name in ("clients", "followed")),  # of check; NULL elsewhere
    Index("gwe_lint_report_day", "command", "day"),
)

# Which estates a report is about.
REPORT_ESTATE = Table(
    "gwe_lint_report_estate",
    SCHEMA,
    _number("report", primary_key=True),
    _text("estate", primary_key=True),
    Index("gwe_lint_report_estate_name", "estate", "report"),
)

# A finding through all its days, as it was last seen. What it is about has aliases: DBIDs, former names.
FINDING = Table(
    "gwe_lint_finding",
    SCHEMA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    *(_text(name) for name in ("command", "estate", "rule", "name", "severity", "message", "fingerprint")),
    *(Column(name, Text) for name in ("application", "section", "option", "before", "after")),
    *(_text(name) for name in ("class", "among", "type", "former_application", "former_option")),
    *(_text(name) for name in ("dbids", "members", "deviating")),  # as JSON
    _text("accepted"),  # waived, known, or empty
    _text("state"),  # there, unseen, closed or gone
    Column("first_seen", Date, nullable=False),
    Column("since", Date, nullable=False),  # when the present stretch began, or the last one
    _number("times"),  # how often it began
    Column("gone", Date),
    Column("continued_by", Integer),  # the finding that took its place, where two became one
    Column("target_dbid", Integer),  # of a connection: of the application to which it leads
    Index("gwe_lint_finding_state", "command", "state", "estate"),
    Index("gwe_lint_finding_fingerprint", "command", "fingerprint"),
    Index("gwe_lint_finding_option", "command", "option"),
    Index("gwe_lint_finding_application", "application"),
    Index("gwe_lint_finding_target", "command", "target_dbid"),
)

# How a finding was from one day to another; ``ends`` is the first day on which it was otherwise, NULL until then.
INTERVAL = Table(
    "gwe_lint_interval",
    SCHEMA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("finding", Integer, ForeignKey(FINDING.c.id), nullable=False),
    _number("stretch"),  # of the finding: 1 until it was gone for the first time
    Column("begins", Date, nullable=False),
    Column("ends", Date),
    _text("state"),  # there, unseen or closed
    *(_text(name) for name in ("rule", "severity", "class", "message", "accepted")),
    *(Column(name, Text) for name in ("application", "before", "after")),
    Column("last", Boolean, nullable=False),  # True: at its end the finding was gone
    Index("gwe_lint_interval_finding", "finding", "stretch"),
    Index("gwe_lint_interval_days", "begins", "ends"),
)

# What was not checked and why, in the words of the reports, from one day to another.
NOT_CHECKED = Table(
    "gwe_lint_not_checked",
    SCHEMA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    *(_text(name) for name in ("command", "scope", "reason")),
    Column("begins", Date, nullable=False),
    Column("ends", Date),
    Index("gwe_lint_not_checked_open", "command", "ends"),
)

# Which estate is no more, in the words of whoever knows: its findings are neither open nor resolved.
CLOSING = Table(
    "gwe_lint_closed",
    SCHEMA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("estate"),
    Column("day", Date, nullable=False),
    _number("report"),  # the last one that was recorded then: one after it looks at the estate again
    Index("gwe_lint_closed_estate", "estate"),
)
