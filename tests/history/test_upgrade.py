"""A store of an older version, as that version wrote it: nothing of it is lost, and it is brought up to date once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from gwe_lint.history.address import address_of
from gwe_lint.history.store import Store
from gwe_lint.history.tables import FORMER_VERSIONS, SCHEMA, VERSION, VERSION_TABLE
from tests.conftest import Run
from tests.history.conftest import SERVER, WHOLE, Daily

DUMPS = {version: Path(__file__).with_name(f"store_v{version}.sql") for version in FORMER_VERSIONS}
NONE, LONGER = WHOLE.replace("simple", "none"), WHOLE.replace("60", "90")


@pytest.fixture(params=FORMER_VERSIONS)
def old(daily: Daily, request: pytest.FixtureRequest) -> Daily:
    """Three days of drift: C1 is wrong, right, and wrong again; C2 is wrong, and its last export is empty."""
    address = address_of(daily.store, daily.folder)
    engine = create_engine(address.url or f"sqlite:///{address.path}")
    with engine.begin() as connection:
        for statement in DUMPS[request.param].read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    engine.dispose()
    return daily


def rows(daily: Daily, day: str) -> list[tuple[object, ...]]:
    ran = daily.asked("open", "--as-of", day, "--format", "json")
    assert ran.code == 0, ran.err
    keys = ("application", "first_seen", "since", "last_seen", "times", "seen")
    return [tuple(each[key] for key in keys) for each in json.loads(ran.out)["open"]]


def test_the_next_report_brings_it_up_to_date_and_goes_on(old: Daily) -> None:
    old.day("2026-11-04", {"C1": NONE, "C2": LONGER})
    assert [
        ("C2", "2026-11-02", "2026-11-02", "2026-11-04", 1, True),
        ("C1", "2026-11-01", "2026-11-03", "2026-11-04", 2, True),
    ] == rows(old, "2026-11-04")
    assert [
        ("C2", "2026-11-02", "2026-11-02", "2026-11-02", 1, False),
        ("C1", "2026-11-01", "2026-11-03", "2026-11-03", 2, True),
    ] == rows(old, "2026-11-03")
    trend = json.loads(old.asked("trend", "--format", "json").out)["trend"]
    assert [(1, 6), (1, 6), (2, 3), (2, 6)] == [(day["errors"] + day["warnings"], day["options"]) for day in trend]


def test_a_run_that_records_asks_it_after_the_upgrade(old: Daily, run: Run) -> None:
    old.write({"C1": NONE, "C2": LONGER})
    words = ("drift", "x", "--against", "b", "--isolated", "--record", "--store", old.store)
    ran = run(*words, "--as-of", "2026-11-04", "--format", "json")
    assert ran.code == 1, ran.err
    assert {"2026-11-02", "2026-11-03"} == {each["since"] for each in json.loads(ran.out)["findings"]}


def test_it_becomes_the_schema_of_today(old: Daily) -> None:
    with Store(address_of(old.store, old.folder)).writing() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert [] == compare_metadata(context, SCHEMA)


@pytest.mark.usefixtures("without_server")
def test_a_question_is_answered_and_leaves_the_file_as_it_is(old: Daily, run: Run) -> None:
    before = (old.folder / "history.db").read_bytes()
    assert [
        ("C2", "2026-11-02", "2026-11-02", "2026-11-02", 1, False),
        ("C1", "2026-11-01", "2026-11-03", "2026-11-03", 2, True),
    ] == rows(old, "2026-11-03")
    for words in (("trend",), ("show", "C1"), ("between", "2026-11-01", "2026-11-03")):
        ran = old.asked(*words)
        assert (0, True) == (ran.code, bool(ran.out)), ran.err
    old.write({"C1": NONE, "C2": LONGER})
    drift = ("drift", "x", "--against", "b", "--isolated", "--store", old.store, "--as-of", "2026-11-04")
    found = json.loads(run(*drift, "--format", "json").out)["findings"]
    assert {"2026-11-02", "2026-11-03"} == {each["since"] for each in found}
    assert before == (old.folder / "history.db").read_bytes()


def test_a_question_to_a_server_says_what_to_do(old: Daily) -> None:
    if not SERVER:
        pytest.skip("a file is read all the same")
    for words in (("open",), ("trend",), ("show", "C1")):
        ran = old.asked(*words)
        assert (2, "") == (ran.code, ran.out)
        assert (
            "is of an older version: gwe-lint history upgrade, with the same --store, brings it up to date" in ran.err
        )


def test_it_can_be_brought_up_to_date_before_anything_is_recorded(old: Daily) -> None:
    ran = old.asked("upgrade")
    assert (0, "") == (ran.code, ran.out)
    assert ran.err.endswith(f": is brought up to date (schema {VERSION}, it was {FORMER_VERSIONS[-1]})\n")
    assert 2 == len(rows(old, "2026-11-03"))
    ran = old.asked("upgrade")
    assert (0, True) == (ran.code, ran.err.endswith(f": is up to date (schema {VERSION})\n")), ran.err
    assert "" == old.asked("upgrade", "--quiet").err


def test_what_is_not_there_is_not_made_by_an_upgrade(daily: Daily) -> None:
    ran = daily.asked("upgrade")
    assert (2, True) == (ran.code, "gwe-lint history record" in ran.err), ran.err
    assert not list(daily.folder.glob("*.db"))


def test_alembic_is_imported_for_it_once(old: Daily) -> None:
    script = (
        "import sys; from gwe_lint.cli.main import main; "
        "code = main(sys.argv[1:]); print('alembic' in sys.modules, code)"
    )
    said = []
    for day in ("2026-11-04", "2026-11-05"):
        old.write({"C1": NONE, "C2": LONGER})
        done = subprocess.run(
            [sys.executable, "-c", script, "history", "record", old.report(day), "--store", old.store],
            cwd=old.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        said.append(done.stdout.splitlines()[-1])
    assert ["True 0", "False 0"] == said
