"""What a job was asked for, which estates are closed, and to which application a connection leads."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Add the columns, empty for what is there, and the table of closed estates."""
    op.add_column("gwe_lint_report", sa.Column("asked", sa.Text))
    op.add_column("gwe_lint_finding", sa.Column("target_dbid", sa.Integer))
    op.create_index("gwe_lint_finding_target", "gwe_lint_finding", ["command", "target_dbid"])
    op.create_table(
        "gwe_lint_closed",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("estate", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("report", sa.Integer, nullable=False),
    )
    op.create_index("gwe_lint_closed_estate", "gwe_lint_closed", ["estate"])
