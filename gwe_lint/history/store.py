"""A store that is open: one writer at a time, whole transactions, and errors that say what to do."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.pool import NullPool

from gwe_lint.errors import Untrusted
from gwe_lint.history.address import Address, NoHistory
from gwe_lint.history.database_errors import WAIT, told_of
from gwe_lint.history.schema_version import upgrade, upgraded_copy, version_of
from gwe_lint.history.tables import VERSION
from gwe_lint.paths import is_there, refuse_link_outside

_LOCK = 0x67776C69  # of PostgreSQL, for whoever writes
_OR_NEW = "rwc"  # how SQLite opens a file that may not be there yet
_WRITES = "gwe_lint_writes"  # the option of a connection that writes


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
        with told_of(self.address.shown), _engine(self.address, mode=_OR_NEW).connect() as opened:
            connection = opened.execution_options(**{_WRITES: True})
            with connection.begin():
                if not self.address.path:
                    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                version = version_of(connection, self.address.shown)
                if version is None and self.address.path and inspect(connection).get_table_names():
                    raise Untrusted([f"{self.address.shown}: is the database of something else: name another file"])
                if version != VERSION:
                    upgrade(connection)
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the store, which it leaves as it is. Raises ``Untrusted`` for none.

        A file of an older version is read as what it will be; the server's is refused, with what to do.
        """
        with self._opened() as (connection, version):
            if version == VERSION:
                yield connection
            elif self.address.path:
                with upgraded_copy(connection) as copy:
                    yield copy
            else:
                what = "gwe-lint history upgrade, with the same --store, brings it up to date, as does what records"
                raise Untrusted([f"{self.address.shown}: is of an older version: {what} into it"])

    @contextmanager
    def _opened(self) -> Iterator[tuple[Connection, str]]:
        """A connection that sees one state of the store, and the version of that. Raises ``NoHistory`` for none."""
        shown = self.address.shown
        if self.address.path and not is_there(self.address.path):
            raise NoHistory([f"{shown}: no such store: gwe-lint history record makes it"])
        with told_of(shown), _engine(self.address, mode="rw").connect() as connection, connection.begin():
            version = version_of(connection, shown)
            if version is None:
                raise NoHistory([f"{shown}: holds no history: gwe-lint history record begins one"])
            yield connection, version

    def bring_up_to_date(self) -> str:
        """The version that the store had; it has today's afterwards. Raises ``NoHistory`` where none is there."""
        with self._opened() as (_, version):
            pass
        if version != VERSION:
            with self.writing():
                pass
        return version


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
