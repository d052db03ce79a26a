"""Whose a finding is, and what is overdue: it comes first, everywhere."""

import json
from datetime import date
from pathlib import Path

import pytest

from gwe_lint.errors import Untrusted
from gwe_lint.findings.owner_reader import read_owners
from gwe_lint.findings.owners import Subject
from tests.conftest import Run
from tests.history.conftest import WHOLE, Daily

OWNERS = """\
[grace]
error = 3
warning = 14

[[owner]]
team = "web-ops"

[[owner]]
team = "chat-ops"
applications = ["C1", "Chat*"]

[[owner]]
team = "routing"
estates = ["prod*"]
applications = ["Chat*"]
sections = ["endpoints:*"]

[[planned]]
option = "settings/flex-*"
application = "C2"
effective-from = 2026-11-20
reason = "CHG-1"
"""
DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("subject", "severity", "team", "due"),
    [
        pytest.param(
            Subject("uat", ("C2",), "log", "x"), "error", "web-ops", date(2026, 11, 4), id="whose is the rest"
        ),
        pytest.param(Subject("uat", ("C1",), "log", "x"), "warning", "chat-ops", date(2026, 11, 15), id="a name"),
        pytest.param(Subject("uat", ("A", "ChatX"), "log", "x"), "note", "chat-ops", None, id="a member, no grace"),
        pytest.param(
            Subject("prod1", ("Chat_1",), "endpoints:1", "x"), "note", "routing", None, id="the last that fits"
        ),
        pytest.param(Subject("uat", ("Chat_1",), "endpoints:1", "x"), "note", "chat-ops", None, id="all have to fit"),
        pytest.param(
            Subject("uat", ("C2",), "settings", "flex-x"), "error", "web-ops", date(2026, 11, 23), id="a planned change"
        ),
    ],
)
def test_owner_and_deadline(tmp_path: Path, subject: Subject, severity: str, team: str, due: date | None) -> None:
    (tmp_path / "owners.toml").write_text(OWNERS)
    said = read_owners(tmp_path / "owners.toml", "owners.toml").due(subject, severity, DAY)
    assert (team, due) == said
    assert not said.is_over(due or DAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("[[owner]]\nteams = 'x'\n", "teams", id="an unknown key"),
        pytest.param("[[owner]]\nestates = ['x']\n", "team is missing", id="no team"),
        pytest.param("[grace]\nerror = -1\n", "must be a number of days, 0 or more", id="no number of days"),
        pytest.param(
            "[[planned]]\noption = 'x'\nreason = 'r'\neffective-from = 2026-11-01\n", "section/option", id="no section"
        ),
        pytest.param("[[planned]]\noption = 'a/b'\nreason = 'r'\n", "effective-from is missing", id="no day"),
    ],
)
def test_every_mistake_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "owners.toml").write_text(text)
    with pytest.raises(Untrusted, match=said):
        read_owners(tmp_path / "owners.toml", "owners.toml")


def test_what_is_overdue_comes_first(daily: Daily, run: Run) -> None:
    (daily.folder / "owners.toml").write_text(OWNERS)
    words = ("drift", "x", "--against", "b", "--record", "--store", daily.store)
    timeout = WHOLE.replace("60", "90")
    daily.write({"C1": timeout, "C2": WHOLE})
    assert run(*words, "--as-of", "2026-11-01").code == 1
    daily.write({"C1": timeout, "C2": WHOLE.replace("simple", "none")})
    ran = run(*words, "--as-of", "2026-11-16")
    first, second = [line for line in ran.out.splitlines() if "[GWE801]" in line]
    assert ("flex-disconnect-timeout" in first, first.split("[")[0]) == (True, "warning"), ran.out
    assert "since     2026-11-01, 15 days (overdue since 2026-11-16, owner chat-ops)" in ran.out
    assert "since     2026-11-16, new, owner web-ops" in ran.out
    assert second.startswith("error")
    asked = json.loads(daily.asked("open", "--as-of", "2026-11-16", "--format", "json").out)["open"]
    assert [("C1", "chat-ops", "2026-11-15", True), ("C2", "web-ops", "2026-11-19", False)] == [
        tuple(each[key] for key in ("application", "owner", "due", "overdue")) for each in asked
    ]
    table = daily.asked("open", "--as-of", "2026-11-16")
    assert "1 overdue" in table.err
    assert "chat-ops  overdue" in table.out.splitlines()[1]
    found = json.loads(run(*words[:4], "--store", daily.store, "--as-of", "2026-11-16", "--format", "json").out)
    assert ["chat-ops", "web-ops"] == [each["owner"] for each in found["findings"]]
    assert [True, False] == [each["overdue"] for each in found["findings"]]
