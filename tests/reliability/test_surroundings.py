"""What is around a run: no home, any locale, encoding and time zone, clocks that jump, days far off, many files."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import Run, Write
from tests.reliability.test_stopped import CHAT, CLIENT

BACKEND = f"{CLIENT}wes.connector.chatServer.queueWebengagement=Webengagement_Chat\n"
ESTATE = {"e/Chat_Köln.cfg": f"{CHAT}banner=Grüße ünd ☎\n", "e/GWE_Backend.cfg": BACKEND, "a/Chat_Köln.cfg": CHAT}
LEDGER = """\
[[waiver]]
rule = "GWE202"
application = "GWE_Backend"
reason = "r"
owner = "o"
expires = {}
"""
RUNS = ("check e -v -f json", "drift e --against a", "show e")


def outcome(cwd: Path, words: str, environment: Mapping[str, str]) -> tuple[int, bytes, bytes]:
    command = [sys.executable, "-m", "gwe_lint", *words.split()]
    done = subprocess.run(command, cwd=cwd, env=dict(environment), capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({}, id="an empty environment"),
        pytest.param({"HOME": "/nowhere", "PATH": "/nowhere"}, id="a home and a path that do not exist"),
        pytest.param({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, id="the locale C in ASCII"),
        pytest.param({"LC_ALL": "tr_TR.ISO-8859-9", "PYTHONUTF8": "0"}, id="Turkish"),
        pytest.param({"LC_ALL": "xx_XX.nonsense", "LANGUAGE": "xx"}, id="a locale that does not exist"),
        pytest.param({"PYTHONIOENCODING": "latin-1:strict"}, id="streams in Latin-1"),
        pytest.param({"PYTHONIOENCODING": "utf-16", "PYTHONUNBUFFERED": "1"}, id="streams in UTF-16"),
        pytest.param({"TZ": "Pacific/Kiritimati"}, id="fourteen hours ahead"),
        pytest.param({"TZ": ":/no/such/zone"}, id="a time zone that does not exist"),
        pytest.param({"PYTHONHASHSEED": "7", "COLUMNS": "", "TERM": ""}, id="no terminal"),
    ],
)
def test_the_environment_changes_no_byte(estate: Write, environment: Mapping[str, str]) -> None:
    folder = estate(ESTATE)
    (folder / "tmp").mkdir()
    given = {"GWE_LINT_NO_PLUGINS": "1", "TMPDIR": str(folder / "tmp")}
    usual = {**os.environ, **given}
    for words in RUNS:
        assert outcome(folder, words, usual) == outcome(folder, words, {**given, **environment}), words
    assert [] == [*(folder / "tmp").iterdir()]


DAYS = ("0001-01-01", "1969-12-31", "2038-01-20", "9999-12-31")


@pytest.mark.parametrize("day", DAYS)
def test_no_day_is_too_far(estate: Write, run: Run, day: str) -> None:
    folder = estate({**ESTATE, "gwe-lint-waivers.toml": LEDGER.format(day)})
    today = ("--as-of", day)
    codes = {}
    for words in (
        "check e --first-seen --output json=first.json",
        "check e --since first.json",
        "drift e --against a --first-seen --output json=drift.json",
        "drift e --against a --since drift.json -f html",
        "waivers list",
        "waivers lint e",
        f"waivers add --from first.json --reason r --owner o --expires {day}",
        "waivers prune e",
    ):
        ran = run(*words.split(), *today)
        assert "internal error" not in ran.err, words
        codes[words.split(maxsplit=1)[0]] = ran.code
    assert {"check": 0, "drift": 1, "waivers": 0} == codes
    assert run("check", "e", "--since", str(folder / "first.json"), "--as-of", "2026-01-01").code in (0, 1, 2)


CLOCK = """\
import datetime, sys, time
days = iter(sys.argv[1].split(","))
class Day(datetime.date):
    @classmethod
    def today(cls):
        return datetime.date.fromisoformat(next(days))
datetime.date = Day
time.time = time.monotonic = lambda: 0.0
from gwe_lint.cli.main import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    ("days", "code", "said"),
    [
        pytest.param("2026-01-01", 0, "1 waived", id="on time"),
        pytest.param("2026-03-02", 1, "0 waived", id="ahead: the waiver is over, and its finding counts"),
        pytest.param(
            "1970-01-01", 2, "is more than 180 days ahead", id="behind by decades: the waiver is not believed"
        ),
        pytest.param("2026-01-01,1970-01-01,1970-01-01", 0, "1 waived", id="a jump during the run changes nothing"),
    ],
)
def test_a_clock_that_is_wrong_accepts_nothing_by_itself(estate: Write, days: str, code: int, said: str) -> None:
    folder = estate({**ESTATE, "gwe-lint-waivers.toml": LEDGER.format("2026-03-01")})
    command = [sys.executable, "-c", CLOCK, days, "check", "e"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert (code, True) == (done.returncode, said in done.stderr), done.stderr


@pytest.mark.slow
def test_a_hundred_thousand_files_are_all_checked(tmp_path: Path) -> None:
    for number in range(100_000):
        folder = tmp_path / "e" / f"{number // 1000:03}"
        if not number % 1000:
            folder.mkdir(parents=True)
        name = f"Chat_{number:05}.cfg" if number % 10 == 0 else f"notes-{number:05}.txt"
        (folder / name).write_text(CHAT if number % 10 == 0 else "nothing of ours\n")
    command = [sys.executable, "-m", "gwe_lint", "check", "e", "-f", "json", "--allow-empty"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=900, check=False)
    report = json.loads(done.stdout)
    assert report["summary"]["files"] >= 10_000
    assert b"internal error" not in done.stderr
