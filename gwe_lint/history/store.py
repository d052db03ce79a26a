"""A store that is open: one writer at a time, whole transactions, and errors that say what to do."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, table, text
from sqlalchemy import column as named
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from gwe_lint.errors import Untrusted
from gwe_lint.history.address import Address, NoHistory, OlderStore
from gwe_lint.history.tables import FORMER_VERSIONS, VERSION, VERSION_TABLE
from gwe_lint.paths import is_there, refuse_link_outside

WAIT = 60  # seconds for another writer to end

_LOCK = 0x67776C69  # of PostgreSQL, for whoever writes
_OR_NEW = "rwc"  # how SQLite opens a file that may not be there yet
_WRITES = "gwe_lint_writes"  # the option of a connection that writes
_DAMAGED = ("not a database", "malformed")


class Store:
    """A store, by its address. Nothing is opened before somebody reads or writes."""

    def __init__(self, address: Address) -> None:
        self.address = address

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection for one transaction, which is kept whole or not at all; nobody else writes meanwhile.

        A store that is not there is made, and one of an older version is brought up to date.
        """
        if self.address.path:
            refuse_link_outside(self.address.path)
        with self._errors_told(), _engine(self.address, mode=_OR_NEW).connect() as opened:
            connection = opened.execution_options(**{_WRITES: True})
            with connection.begin():
                if not self.address.path:
                    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                version = _version(connection, self.address.shown)
                if version is None and self.address.path and inspect(connection).get_table_names():
                    raise Untrusted([f"{self.address.shown}: is the database of something else: name another file"])
                if version != VERSION:
                    _upgrade(connection)
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the store. Raises ``Untrusted`` where there is none."""
        shown = self.address.shown
        if self.address.path and not is_there(self.address.path):
            raise NoHistory([f"{shown}: no such store: gwe-lint history record makes it"])
        with self._errors_told(), _engine(self.address, mode="rw").connect() as connection, connection.begin():
            version = _version(connection, shown)
            if version is None:
                raise NoHistory([f"{shown}: holds no history: gwe-lint history record begins one"])
            if version != VERSION:
                raise OlderStore([f"{shown}: is of an older version: whatever records into it brings it up to date"])
            yield connection

    def bring_up_to_date(self) -> None:
        """Upgrade a store of an older version. One that is not there is not made."""
        try:
            with self.reading():
                return
        except NoHistory:
            return
        except OlderStore:
            with self.writing():
                return

    @contextmanager
    def _errors_told(self) -> Iterator[None]:
        """Errors of the database in words; what it says of values is left out."""
        try:
            yield
        except DBAPIError as error:
            raise Untrusted([f"{self.address.shown}: {_in_words(error)}"]) from None
        except (ArgumentError, ValueError):  # it quotes the address, in which there may be a password
            raise Untrusted([f"{self.address.shown}: is no address of a database"]) from None
        except ModuleNotFoundError as error:
            if error.name != "psycopg":
                raise
            raise Untrusted(
                [f"{self.address.shown}: PostgreSQL needs psycopg: pip install 'gwe-lint[postgresql]'"]
            ) from None


def _in_words(error: DBAPIError) -> str:
    said = str(error.orig).strip().partition("\n")[0]
    if any(word in said for word in _DAMAGED):
        return f"is damaged, or no store of gwe-lint ({said}); nothing was written: restore it, or name another one"
    if "locked" in said:
        return f"another run writes to it for more than {WAIT} seconds; nothing was written"
    if not isinstance(error.orig, sqlite3.Error):  # it may quote any part of the address
        said = "the database cannot be reached, or refuses it: see its log"
    return f"cannot be used: {said}; nothing was written"


def _engine(address: Address, *, mode: str) -> Engine:
    if not address.path:
        # A reader sees one state. A writer has to see what was written while it waited for its turn.
        level: Any = "READ COMMITTED" if mode == _OR_NEW else "REPEATABLE READ"
        return create_engine(address.url, poolclass=NullPool, hide_parameters=True, isolation_level=level)
    engine = create_engine("sqlite://", creator=_opener(address.path, mode), poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return engine


def _opener(path: Path, mode: str) -> Callable[[], Any]:
    address = f"file:{quote(os.fsencode(path))}?mode={mode}"

    def opened() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False)
        connection.execute("pragma foreign_keys = on")
        return connection

    return opened


def _begin(connection: Connection) -> None:
    """Begin a transaction; Python's module would begin it at the first change only, after a look at what was there."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("begin immediate" if writes else "begin")


def _version(connection: Connection, shown: str) -> str | None:
    """The version of the schema; None where there is no table yet. Raises ``Untrusted`` for one of a newer gwe-lint."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version = connection.execute(select(named("version_num")).select_from(table(VERSION_TABLE))).scalar()
    if version is not None and version not in (VERSION, *FORMER_VERSIONS):
        raise Untrusted([f"{shown}: was written by a newer gwe-lint (schema {version}, and this one knows {VERSION})"])
    return version


def _upgrade(connection: Connection) -> None:
    """Bring the schema up to date, in the transaction of the connection."""
    from alembic import command  # noqa: PLC0415  takes long to import, and is needed once in a store's life
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, VERSION)
