"""The version of a store's schema: read, brought up to date, and of an older one a copy that is."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, select, table
from sqlalchemy import column as named
from sqlalchemy.pool import StaticPool

from gwe_lint.errors import Untrusted
from gwe_lint.history.tables import FORMER_VERSIONS, VERSION, VERSION_TABLE


def version_of(connection: Connection, shown: str) -> str | None:
    """The version of the schema; None where there is no table yet. Raises ``Untrusted`` for one of a newer gwe-lint."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version = connection.execute(select(named("version_num")).select_from(table(VERSION_TABLE))).scalar()
    if version is not None and version not in (VERSION, *FORMER_VERSIONS):
        raise Untrusted([f"{shown}: was written by a newer gwe-lint (schema {version}, and this one knows {VERSION})"])
    return version


def upgrade(connection: Connection) -> None:
    """Bring the schema up to date, in the transaction of the connection."""
    from alembic import command  # noqa: PLC0415  takes long to import, and is needed once in a store's life
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, VERSION)


@contextmanager
def upgraded_copy(opened: Connection) -> Iterator[Connection]:
    """A copy of a file of SQLite in memory, of today's version. The file stays as it is, also where it may be written.

    A question has to be answered where the file may only be read.
    """
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    file = opened.connection.driver_connection
    assert isinstance(file, sqlite3.Connection)  # which its type does not tell
    file.backup(memory)
    engine = create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool, hide_parameters=True)
    try:
        with engine.connect() as connection, connection.begin():
            upgrade(connection)
            yield connection
    finally:
        engine.dispose()
