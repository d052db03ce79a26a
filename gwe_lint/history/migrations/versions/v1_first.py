"""The first schema. It stays as it is: what changes later is a migration of its own."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

_NUMBERS_OF_REPORT = (
    *("errors", "warnings", "notes", "waived", "known", "new", "again", "updated", "resolved", "unseen"),
    *("applications", "options", "unverifiable", "not_checked"),
)
_TEXTS_OF_FINDING = (
    *("command", "estate", "rule", "name", "severity", "message", "fingerprint"),
    *("class", "among", "type", "former_application", "former_option", "dbids", "members", "deviating"),
    *("accepted", "state"),
)
_INDEXES = {
    "gwe_lint_report": {"day": ["command", "day"]},
    "gwe_lint_report_estate": {"name": ["estate", "report"]},
    "gwe_lint_finding": {
        "state": ["command", "state", "estate"],
        "fingerprint": ["command", "fingerprint"],
        "option": ["command", "option"],
        "application": ["application"],
    },
    "gwe_lint_interval": {"finding": ["finding", "stretch"], "days": ["begins", "ends"]},
    "gwe_lint_not_checked": {"open": ["command", "ends"]},
}


def upgrade() -> None:
    """Make the tables and their indexes."""
    _reports()
    _findings()
    for table, indexes in _INDEXES.items():
        for name, columns in indexes.items():
            op.create_index(f"{table}_{name}", table, columns)


def _reports() -> None:
    op.create_table(
        "gwe_lint_report",
        _key(),
        sa.Column("digest", sa.Text, nullable=False, unique=True),
        *_texts("command", "scope"),
        sa.Column("day", sa.Date, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in _NUMBERS_OF_REPORT),
        sa.Column("clients", sa.Integer),
        sa.Column("followed", sa.Integer),
    )
    op.create_table(
        "gwe_lint_report_estate",
        sa.Column("report", sa.Integer, primary_key=True, nullable=False),
        sa.Column("estate", sa.Text, primary_key=True, nullable=False),
    )
    op.create_table("gwe_lint_not_checked", _key(), *_texts("command", "scope", "reason"), *_days())


def _findings() -> None:
    op.create_table(
        "gwe_lint_finding",
        _key(),
        *_texts(*_TEXTS_OF_FINDING),
        *(sa.Column(name, sa.Text) for name in ("application", "section", "option", "before", "after")),
        sa.Column("first_seen", sa.Date, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("gone", sa.Date),
        sa.Column("continued_by", sa.Integer),
    )
    op.create_table(
        "gwe_lint_interval",
        _key(),
        sa.Column("finding", sa.Integer, sa.ForeignKey("gwe_lint_finding.id"), nullable=False),
        sa.Column("stretch", sa.Integer, nullable=False),
        *_days(),
        *_texts("state", "rule", "severity", "class", "message", "accepted"),
        *(sa.Column(name, sa.Text) for name in ("application", "before", "after")),
        sa.Column("last", sa.Boolean, nullable=False),
    )


def _key() -> "sa.Column[int]":
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=False)


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _days() -> "list[sa.Column[Any]]":
    return [sa.Column("begins", sa.Date, nullable=False), sa.Column("ends", sa.Date)]
