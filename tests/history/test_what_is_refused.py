"""Addresses in which a password could be shown, files that are something else's, and what would destroy a history."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from gwe_lint.errors import Untrusted
from gwe_lint.history.database_errors import told_of
from tests.conftest import Run, Write
from tests.history.conftest import SERVER

EXPORTS = {
    "est/GWE_Backend.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n",
    "est/Chat.cfg": "[endpoints:1]\nwebme=Q\ndefault=Q\n",
}


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://gwe:CANARY1/x@127.0.0.1:1/db",
        "postgresql://gwe:CANARY1#x@127.0.0.1:1/db",
        "postgresql://gwe:CANARY1?x@127.0.0.1:1/db",
        "postgresql://gwe:p@CANARY1@127.0.0.1:1/db",
        "postgresql://gwe:[CANARY1@127.0.0.1:1/db",
        "postgresql://gwe:CANARY1@127.0.0.1:port/db",
        "postgresql://gwe:CANARY1@127.0.0.1:1/db?hostaddr=CANARY2",
        "postgresql:gwe:CANARY1@127.0.0.1/db",
        "host=127.0.0.1 password=CANARY1",
        "mysql://gwe:CANARY1/x@127.0.0.1/db",
        "sqlite://gwe:CANARY1@127.0.0.1",
    ],
)
@pytest.mark.parametrize("words", [("history", "open"), ("check", "est", "--record")], ids=["asked", "recorded"])
def test_no_part_of_an_address_that_may_be_a_password_is_shown(
    estate: Write, run: Run, tmp_path: Path, address: str, words: tuple[str, ...]
) -> None:
    estate(EXPORTS)
    ran = run(*words, "--store", address)
    assert ran.code == 2
    assert "CANARY" not in f"{ran.out}{ran.err}"
    assert not [path for path in tmp_path.rglob("*") if "CANARY" in path.name]


def test_no_report_takes_the_place_of_the_history_or_of_the_configuration(
    estate: Write, run: Run, tmp_path: Path
) -> None:
    estate({**EXPORTS, "gwe-lint.toml": '[[estate]]\nname = "a"\npaths = ["est"]\n'})
    assert run("check", "--record", "--store", "h.db").code != 2
    for words in (("--store", "h.db", "--output", "json=h.db"), ("--output", "json=gwe-lint.toml")):
        ran = run("check", *words)
        assert (ran.code, "one of the files that the run reads" in ran.err) == (2, True)
    assert run("history", "open", "--store", "h.db").code == 0
    assert (tmp_path / "gwe-lint.toml").read_text(encoding="utf-8").startswith("[[estate]]")


def test_the_database_of_something_else_is_left_alone(estate: Write, run: Run) -> None:
    estate(EXPORTS)
    with sqlite3.connect("users.db") as other:
        other.execute("create table users (name)")
    other.close()
    ran = run("check", "est", "--record", "--store", "users.db")
    assert (ran.code, "database of something else" in ran.err) == (2, True)
    with sqlite3.connect("users.db") as other:
        assert other.execute("select name from sqlite_master").fetchall() == [("users",)]
    other.close()


@pytest.mark.usefixtures("without_server")
def test_a_file_that_may_only_be_read_is_named_and_no_folder_is_made(estate: Write, run: Run) -> None:
    folder = estate(EXPORTS)
    assert run("check", "est", "--record", "--store", "h.db").code != 2
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect("file:h.db?mode=ro", uri=True))
    with pytest.raises(Untrusted, match=r"^h\.db: may only be read here$"), told_of("h.db"), engine.begin() as opened:
        opened.exec_driver_sql("delete from gwe_lint_report")
    for store in ("nowhere/h.db", "est"):
        for words in (("check", "est", "--record"), ("history", "open")):
            ran = run(*words, "--store", store)
            assert (2, False) == (ran.code, "nothing was written" in ran.err)
    assert "est: cannot be opened: see whether its folder is there, and may be written" in ran.err
    assert not (folder / "nowhere").exists()


@pytest.mark.parametrize(
    ("login", "database", "said"),
    [
        pytest.param("CANARY1", "postgres", "the server lets no such user in", id="no such user"),
        pytest.param("postgres:CANARY1", "none", "the server has no such database", id="no such database"),
    ],
)
def test_what_a_server_refuses_is_said_in_words_of_our_own(
    estate: Write, run: Run, login: str, database: str, said: str
) -> None:
    estate(EXPORTS)
    host = _host_of_server()
    for words in (("history", "open"), ("check", "est", "--record")):
        ran = run(*words, "--store", f"postgresql://{login}@{host}/{database}")
        assert (2, True, False) == (
            ran.code,
            f"postgresql://{host}/{database}: {said}\n" in ran.err,
            "CANARY" in ran.err,
        )


def test_who_may_only_read_a_server_can_ask_it_and_is_told(estate: Write, run: Run, store: str) -> None:
    estate(EXPORTS)
    _host_of_server()
    assert run("check", "est", "--record", "--store", store).code != 2
    reading = f"{store}%20-cdefault_transaction_read_only%3Don"
    assert run("history", "open", "--store", reading).code == 0
    ran = run("check", "est", "--record", "--store", reading, "--as-of", "2999-01-01")
    assert (2, True) == (ran.code, ": may only be read here\n" in ran.err), ran.err


def _host_of_server() -> str:
    if not SERVER:
        pytest.skip("about a server")
    return SERVER.partition("@")[2].partition("/")[0]


def test_days_are_asked_for_in_their_order(estate: Write, run: Run) -> None:
    estate(EXPORTS)
    assert run("check", "est", "--record", "--store", "h.db", "--as-of", "2026-11-01").code != 2
    ran = run("history", "between", "2026-11-03", "2026-11-01", "--store", "h.db")
    assert (ran.code, "later than the last" in ran.err) == (2, True)


def test_a_shard_is_not_recorded(estate: Write, run: Run) -> None:
    estate(EXPORTS)
    ran = run("check", "est", "--shard", "1/2", "--record", "--store", "h.db")
    assert (ran.code, "exclude each other" in ran.err) == (2, True)


def test_an_estate_that_is_looked_at_by_another_job_counts_once_and_the_others_go_on(estate: Write, run: Run) -> None:
    estate({**EXPORTS, "other/Chat.cfg": "[endpoints:1]\nwebme=Q\ndefault=Q\n"})
    tables = [f'[[estate]]\nname = "{name}"\npaths = ["{name}"]\n' for name in ("est", "other")]
    for name, text in (("two", "".join(tables)), ("one", tables[0])):
        Path(f"{name}.toml").write_text(text, encoding="utf-8")
    for name, day in (("two", "2026-11-01"), ("one", "2026-11-02")):
        assert run("check", "--config", f"{name}.toml", "--record", "--store", "h.db", "--as-of", day).code != 2
    trend = run("history", "trend", "--store", "h.db", "--format", "csv").out.splitlines()
    options = trend[0].split(",").index("options")
    assert [line.split(",")[options] for line in trend[1:]] == ["5", "5"]
