"""What Alembic runs: the migrations, on the connection of the store and in its transaction."""

from alembic import context

from gwe_lint.history.tables import SCHEMA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"], target_metadata=SCHEMA, version_table=VERSION_TABLE
)
context.run_migrations()
