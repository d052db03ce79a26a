"""A store for each test: a file of SQLite, or a schema of the PostgreSQL server that the environment names."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import Ran, Run, Write

SERVER = os.environ.get("GWE_LINT_TEST_POSTGRESQL", "")  # postgresql://user@host:port/database


@pytest.fixture
def store() -> Iterator[str]:
    """The URL of a store that is not there yet."""
    if not SERVER:
        yield "sqlite:///history.db"
        return
    import psycopg  # noqa: PLC0415  only where a server is there

    schema = f"t{uuid4().hex}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"create schema {schema}")
    yield f"{SERVER}?options=-csearch_path%3D{schema}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"drop schema {schema} cascade")


Record = Callable[..., dict[str, Any]]
WHOLE = "[settings]\nsession-restoration-mode=simple\nflex-disconnect-timeout=60\n"


class Daily:
    """A folder of exports with its baseline, whose drift is reported and recorded day by day."""

    def __init__(self, folder: Path, run: Run, store: str) -> None:
        self.folder, self.run, self.store = folder, run, store

    def write(self, exports: Mapping[str, str]) -> None:
        """The exports of today, and no others."""
        for path in (self.folder / "x").iterdir():
            path.unlink()
        for name, text in exports.items():
            (self.folder / "x" / f"{name}.cfg").write_text(text, encoding="utf-8")

    def report(self, day: str, *more: str) -> str:
        """The JSON report of a day, in a file of its name."""
        to = ("--output", f"json={day}.json", "--as-of", day, "-q")
        ran = self.run("drift", "x", "--against", "b", "--isolated", "--first-seen", *to, *more)
        assert ran.code in (0, 1, 3), ran.err
        return f"{day}.json"

    def record(self, *reports: str) -> Ran:
        return self.run("history", "record", *reports, "--store", self.store)

    def day(self, day: str, exports: Mapping[str, str]) -> Ran:
        """Write the exports of a day, report and record them."""
        self.write(exports)
        ran = self.record(self.report(day))
        assert ran.code == 0, ran.err
        return ran

    def asked(self, *words: str) -> Ran:
        return self.run("history", *words, "--store", self.store)


@pytest.fixture
def daily(estate: Write, run: Run, store: str) -> Daily:
    folder = estate({"x/C1.cfg": WHOLE, "x/C2.cfg": WHOLE})
    assert run("snapshot", "x", "--to", "b", "--isolated").code == 0
    return Daily(folder, run, store)


@pytest.fixture
def without_server() -> None:
    """For tests about files: they say nothing of a server."""
    if SERVER:
        pytest.skip("about a file of SQLite")
