"""A store when something goes wrong: writers at once, writers that are killed, other versions, damage."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from gwe_lint.errors import Untrusted
from gwe_lint.history.address import Address, address_of
from gwe_lint.history.store import Store
from gwe_lint.history.tables import SCHEMA, VERSION, VERSION_TABLE
from tests.conftest import Run, outside
from tests.history.conftest import WHOLE, Daily

DAYS = [f"2026-11-{number:02}" for number in range(1, 13)]


def reports(daily: Daily) -> list[str]:
    """A report for each day; what differs changes from day to day."""
    made = []
    for number, day in enumerate(DAYS):
        values = {1: "none", 2: "other"}
        daily.write(
            {
                "C1": WHOLE.replace("simple", values.get(number % 3, "simple")),
                "C2": WHOLE.replace("60", str(60 + number // 4)) + "[acme]\n" + f"acme-text={number}\n" * (number % 2),
            }
        )
        made.append(daily.report(day))
    return made


def started(daily: Daily, *words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "gwe_lint", "history", "record", *words, "--store", daily.store],
        cwd=daily.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def content(daily: Daily) -> dict[str, Any]:
    """All that the history tells, of every day."""
    asked: dict[str, Sequence[str]] = {"trend": ("trend",), "show": ("show", "C1"), "other": ("show", "C2")}
    asked = {**asked, **{day: ("at", day) for day in DAYS}}
    return {name: json.loads(daily.asked(*words, "--format", "json").out) for name, words in asked.items()}


def test_a_store_has_the_schema_that_migrations_make(daily: Daily) -> None:
    daily.day(DAYS[0], {"C1": WHOLE, "C2": WHOLE})
    with Store(address_of(daily.store, daily.folder)).writing() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert [] == compare_metadata(context, SCHEMA)


def kills(daily: Daily, times: int, seed: int) -> None:
    """Recordings that are killed at any moment: what was said to be recorded is, and the next one does the rest."""
    made, chance = reports(daily), random.Random(seed)
    told: set[str] = set()
    begun = time.monotonic()
    started(daily, *made[:1]).communicate()
    longest = time.monotonic() - begun
    for _ in range(times):
        process = started(daily, *made)
        time.sleep(chance.uniform(longest / 3, longest * 1.3))
        process.send_signal(signal.SIGKILL)
        lines = process.communicate()[1].decode().splitlines()
        told |= {line.split()[1].rstrip(",") for line in lines if line.startswith("recorded: ")}
        ran = daily.asked("trend", "--format", "json")
        assert ran.code in (0, 2, 3), ran.err
        there = {each["day"] for each in json.loads(ran.out)["trend"]}
        assert told <= there
        assert sorted(there) == DAYS[: len(there)]
        if len(there) == len(DAYS):
            break
    assert daily.record(*made).code == 0


def test_killed_recordings_lose_nothing(daily: Daily, run: Run) -> None:
    kills(daily, 6, seed=1)
    after = content(daily)
    whole = fresh(daily)
    assert whole.record(*(f"{day}.json" for day in DAYS)).code == 0
    assert content(whole) == after


@pytest.mark.slow
def test_a_hundred_killed_recordings_lose_nothing(daily: Daily, run: Run) -> None:
    for seed in range(20):
        kills(daily, 5, seed)
    after = content(daily)
    whole = fresh(daily)
    assert whole.record(*(f"{day}.json" for day in DAYS)).code == 0
    assert content(whole) == after


def fresh(daily: Daily) -> Daily:
    """The same days, and another store, which is a file."""
    return Daily(daily.folder, daily.run, "sqlite:///another.db")


def test_two_writers_at_once_record_each_report_once(daily: Daily) -> None:
    """They also make the store at once."""
    made = reports(daily)
    processes = [started(daily, *made) for _ in range(3)]
    said = [process.communicate()[1].decode() for process in processes]
    assert [0, 0, 0] == [process.returncode for process in processes], said
    lines = [line for each in said for line in each.splitlines() if line.startswith("recorded: ")]
    assert sorted(line.split()[1].rstrip(",") for line in lines) == DAYS
    whole = fresh(daily)
    assert whole.record(*made).code == 0
    assert content(whole) == content(daily)


def test_writers_of_different_estates_do_not_lose_each_other(daily: Daily) -> None:
    made = reports(daily)
    other = []
    for path in made:
        text = (daily.folder / path).read_text().replace('"x"', '"y"')
        (daily.folder / f"y{path}").write_text(text)
        other.append(f"y{path}")
    processes = [started(daily, *each) for each in (made, other)]
    said = [process.communicate()[1].decode() for process in processes]
    assert [0, 0] == [process.returncode for process in processes], said
    rows = json.loads(daily.asked("at", DAYS[-1], "--format", "json").out)["open"]
    by_estate = {name: [each["option"] for each in rows if each["estate"] == name] for name in ("x", "y")}
    assert by_estate["x"] == by_estate["y"] != []


def damaged(data: bytes) -> bytes:
    """The file after something wrote over its second page and what follows."""
    return data[:4096] + b"\xff" * 8192 + data[12288:]


@pytest.mark.usefixtures("without_server")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(lambda data: b"not a database at all, but a text\n" * 200, "not a database", id="a text"),
        pytest.param(lambda data: data[: len(data) // 2], "malformed", id="cut"),
        pytest.param(damaged, "malformed", id="written over"),
    ],
)
def test_a_damaged_file_is_named_and_left_alone(daily: Daily, spoil: Any, said: str) -> None:
    made = reports(daily)
    assert daily.record(*made[:6]).code == 0
    path = daily.folder / "history.db"
    path.write_bytes(spoil(path.read_bytes()))
    before = path.read_bytes()
    for ran in (daily.record(*made[6:]), daily.asked("show", "C1"), daily.asked("open", "--as-of", DAYS[5])):
        assert (2, "") == (ran.code, ran.out)
        assert "sqlite:///history.db: is damaged, or no store of gwe-lint (" in ran.err
        assert said in ran.err
        assert "restore it" in ran.err
    assert before == path.read_bytes()


def test_a_store_of_a_newer_version_is_refused(daily: Daily) -> None:
    daily.day(DAYS[0], {"C1": WHOLE, "C2": WHOLE})
    with Store(address_of(daily.store, daily.folder)).writing() as connection:
        connection.exec_driver_sql(f"update {VERSION_TABLE} set version_num = '99'")
    daily.write({"C1": WHOLE, "C2": WHOLE})
    for ran in (daily.record(daily.report(DAYS[1])), daily.asked("trend")):
        assert (2, "") == (ran.code, ran.out)
        assert f"was written by a newer gwe-lint (schema 99, and this one knows {VERSION})" in ran.err


@pytest.mark.usefixtures("without_server")
def test_a_writer_that_fails_leaves_the_store_as_it_was(daily: Daily) -> None:
    daily.day(DAYS[0], {"C1": WHOLE, "C2": WHOLE})
    store = Store(address_of(daily.store, daily.folder))
    before = content(daily)

    def fail() -> None:
        with store.writing() as connection:
            connection.exec_driver_sql("delete from gwe_lint_report")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert before == content(daily)


@pytest.mark.usefixtures("without_server")
def test_where_nothing_is_recorded_no_file_is_made(daily: Daily) -> None:
    for words in (("open",), ("show",), ("trend",), ("at", DAYS[0]), ("between", DAYS[0], DAYS[1])):
        ran = daily.asked(*words)
        assert (2, "") == (ran.code, ran.out)
        assert "sqlite:///history.db: no such store: gwe-lint history record makes it" in ran.err
    assert not (daily.folder / "history.db").exists()
    (daily.folder / "history.db").write_bytes(b"")
    assert "holds no history" in daily.asked("open").err


@pytest.mark.usefixtures("without_server")
def test_a_store_that_may_not_be_written_is_read(daily: Daily) -> None:
    daily.day(DAYS[0], {"C1": WHOLE, "C2": WHOLE})
    other = sqlite3.connect(daily.folder / "history.db", isolation_level=None)
    other.execute("begin immediate")  # somebody else writes, and is not done
    assert daily.asked("trend").code == 0
    other.execute("rollback")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("h.db", Address("h.db", Path("/r/h.db")), id="a path"),
        pytest.param("sqlite:///h.db", Address("sqlite:///h.db", Path("/r/h.db")), id="a file"),
        pytest.param("sqlite:////d/h.db", Address("sqlite:////d/h.db", Path("/d/h.db")), id="an absolute file"),
        pytest.param(
            "postgresql://u:CANARY1@h:1/d?password=CANARY2",
            Address("postgresql://h:1/d", url="postgresql+psycopg://u:CANARY1@h:1/d?password=CANARY2"),
            id="a server",
        ),
    ],
)
def test_an_address_says_no_password(given: str, expected: Address) -> None:
    assert expected == address_of(given, Path("/r"))
    assert "CANARY" not in address_of(given, Path("/r")).shown


@pytest.mark.parametrize("given", ["mysql://u:CANARY1@h/d", "sqlite://h.db", "sqlite:h.db", "sqlite:///:memory:"])
def test_another_kind_of_store_is_refused(given: str) -> None:
    with pytest.raises(Untrusted, match="sqlite:///FILE") as caught:
        address_of(given, Path("/r"))
    assert "CANARY" not in str(caught.value)


def test_a_server_that_is_not_there_is_named_without_its_password(run: Run) -> None:
    ran = run("history", "open", "--store", "postgresql://u:CANARY1@127.0.0.1:1/d")
    assert (2, "") == (ran.code, ran.out)
    assert "postgresql://127.0.0.1:1/d: nobody answers there: see host and port, and whether it runs" in ran.err
    assert "CANARY" not in ran.err


def test_a_start_imports_no_database(tmp_path: Path) -> None:
    """Neither do hooks and gates: no command does that was not asked for a history."""
    script = (
        "import sys; from gwe_lint.cli.main import main; code = main(sys.argv[1:]); "
        "print([name for name in ('sqlalchemy', 'alembic', 'psycopg') if name in sys.modules])"
    )
    (tmp_path / "C1.cfg").write_text(WHOLE)
    for words in ("--help", "check . --fail-on never", "history --help", "history record no.json"):
        done = subprocess.run(
            [sys.executable, "-c", script, *words.split()], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert "[]" == done.stdout.splitlines()[-1], done.stderr


def test_an_installed_store_imports_alembic_only_where_it_is_made(daily: Daily) -> None:
    script = (
        "import sys; from gwe_lint.cli.main import main; "
        "code = main(sys.argv[1:]); print('alembic' in sys.modules, code)"
    )
    made = reports(daily)
    said = []
    for words in (("record", made[0]), ("record", made[1]), ("open",)):
        done = subprocess.run(
            [sys.executable, "-c", script, "history", *words, "--store", daily.store],
            cwd=daily.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        said.append(done.stdout.splitlines()[-1])
    assert ["True 0", "False 0", "False 0"] == said


@pytest.mark.usefixtures("without_server")
def test_without_what_a_history_needs_it_is_said(daily: Daily) -> None:
    """As after an installation without the extra: Python finds no SQLAlchemy."""
    (daily.folder / "none" / "sqlalchemy").mkdir(parents=True)
    (daily.folder / "none" / "sqlalchemy" / "__init__.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'sqlalchemy'\", name='sqlalchemy')\n"
    )
    daily.write({"C1": WHOLE, "C2": WHOLE})
    path = os.pathsep.join(filter(None, (str(daily.folder / "none"), os.environ.get("PYTHONPATH"))))
    made = daily.report(DAYS[0])
    ran = outside("history", "record", made, cwd=daily.folder, env={"PYTHONPATH": path})
    assert (2, "") == (ran.code, ran.out)
    assert "the history needs SQLAlchemy: pip install 'gwe-lint[history]'" in ran.err
