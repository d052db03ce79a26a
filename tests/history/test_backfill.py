"""The commits of a repository of exports become days of the history."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.history.conftest import WHOLE

NONE = WHOLE.replace("simple", "none")
BAD = "[service:wes]\nwes.connector.chatServer.queueKey=1-webme\n"


def commit(folder: Path, day: str, files: Mapping[str, str | None]) -> None:
    """A commit of a day in which these files are written, or removed."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink() if text is None else path.write_text(text)
    git(folder, "add", "--all")
    times = {"GIT_AUTHOR_DATE": f"{day}T12:00:00+00:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00+00:00"}
    git(folder, "commit", "--quiet", "--no-verify", "--allow-empty", "--message", day, **times)


def git(folder: Path, *words: str, **environment: str) -> None:
    identity = ("-c", "user.name=n", "-c", "user.email=e@localhost")
    subprocess.run(["git", *identity, *words], cwd=folder, env={**os.environ, **environment}, check=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five days of exports, with a baseline beside them."""
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path, "2026-10-30", {"README": "nothing yet"})
    commit(tmp_path, "2026-11-01", {"x/C1.cfg": NONE, "b/C1.cfg": WHOLE, "x/W.cfg": BAD})
    commit(tmp_path, "2026-11-02", {"x/C1.cfg": WHOLE})
    commit(tmp_path, "2026-11-02", {"x/C1.cfg": NONE})  # the last one of a day counts
    commit(tmp_path, "2026-11-03", {"README": "no export changed"})
    commit(tmp_path, "2026-11-04", {"x/C1.cfg": WHOLE, "x/W.cfg": None})
    commit(tmp_path, "2026-11-05", {"x/C1.cfg": NONE})
    return tmp_path


def rows(run: Run, store: str, *words: str) -> list[dict[str, object]]:
    ran = run("history", *words, "--store", store, "--format", "json")
    assert ran.code == 0, ran.err
    found: list[dict[str, object]] = json.loads(ran.out)["open" if words[0] in ("open", "at") else words[0]]
    return found


def test_days_of_drift(repository: Path, run: Run, store: str) -> None:
    words = ("history", "backfill", "x", "--git", "--against", "b", "--isolated", "--store", store)
    ran = run(*words)
    assert (0, "") == (ran.code, ran.out), ran.err
    assert "4 days recorded" in ran.err
    trend = rows(run, store, "trend")
    assert ["2026-11-01", "2026-11-02", "2026-11-04", "2026-11-05"] == [each["day"] for each in trend]
    found = [each for each in rows(run, store, "open", "--as-of", "2026-11-06") if each["application"] == "C1"]
    assert [("2026-11-01", "2026-11-05", 2, "x")] == [
        tuple(each[key] for key in ("first_seen", "since", "times", "estate")) for each in found
    ]
    again = run(*words)
    assert (0, True) == (again.code, "0 days recorded, 4 were before\n" in again.err)
    commit(repository, "2026-11-07", {"x/C1.cfg": WHOLE})
    assert "1 day recorded" in run(*words).err
    status = subprocess.run(["git", "status", "--short"], cwd=repository, capture_output=True, text=True, check=True)
    assert {" M history.db"} >= set(status.stdout.splitlines()), "the work tree is left alone"


def test_days_of_check_with_the_configuration_of_today(repository: Path, run: Run, store: str) -> None:
    (repository / "gwe-lint.toml").write_text('[[estate]]\nname = "prod"\npaths = ["x"]\n')
    ran = run("history", "backfill", "--git", "--store", store)
    assert (0, "") == (ran.code, ran.out), ran.err
    there = {each["rule"] for each in rows(run, store, "at", "2026-11-02") if each["estate"] == "prod"}
    assert "GWE201" in there
    assert "GWE201" not in {each["rule"] for each in rows(run, store, "at", "2026-11-04")}


@pytest.mark.parametrize("words", [(), ("--git",)])
def test_what_days_come_from_has_to_be_said_and_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, store: str, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    ran = run("history", "backfill", *words, "--store", store)
    assert (2, "") == (ran.code, ran.out)
    assert "--git" in ran.err


def test_days_do_not_go_before_what_is_recorded(repository: Path, run: Run, store: str) -> None:
    assert run("drift", "x", "--against", "b", "--isolated", "--record", "--store", store, "--as-of", "2026-11-20").code
    ran = run("history", "backfill", "x", "--git", "--against", "b", "--isolated", "--store", store)
    assert (2, "") == (ran.code, ran.out)
    assert "is of 2026-11-01, and the store has 2026-11-20 of x" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no terminal that a test can open")
@pytest.mark.usefixtures("without_server")
def test_on_a_terminal_a_bar_takes_the_place_of_a_line_for_each_day(repository: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "gwe_lint", "history", "backfill", "x", "--git", "--isolated", "--store", "h.db"]
    with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # the terminal is closed
            while some := os.read(ours, 4096):
                shown += some
        assert (b"", 0) == (process.communicate()[0], process.returncode)
    os.close(ours)
    text = shown.decode()
    assert "100%" in text
    assert text.endswith("4 days recorded, 0 were before\r\n")
    assert "recorded: " not in text


def test_a_merge_is_a_day_of_the_branch_whatever_git_is_configured_to_show(
    repository: Path, run: Run, store: str
) -> None:
    git(repository, "switch", "--quiet", "--create", "side")
    commit(repository, "2026-11-06", {"x/C2.cfg": WHOLE})
    git(repository, "switch", "--quiet", "main")
    commit(repository, "2026-11-07", {"x/C1.cfg": WHOLE})
    day = {"GIT_AUTHOR_DATE": "2026-11-08T12:00:00Z", "GIT_COMMITTER_DATE": "2026-11-08T12:00:00Z"}
    git(repository, "merge", "--quiet", "--no-ff", "--message", "merged", "side", **day)
    for name in ("log.showSignature", "log.follow"):
        git(repository, "config", name, "true")
    ran = run("history", "backfill", "x", "--git", "--isolated", "--store", store)
    assert (0, True) == (ran.code, "6 days recorded, 0 were before\n" in ran.err), ran.err
    trend = {each["day"]: each["applications"] for each in rows(run, store, "trend")}
    assert "2026-11-06" not in trend, "it is a day of the side branch"
    assert [("2026-11-07", 1), ("2026-11-08", 2)] == sorted(trend.items())[-2:]


def test_each_of_two_estates_is_filled_in_into_one_store(repository: Path, run: Run, store: str) -> None:
    commit(repository, "2026-11-05", {"y/C1.cfg": NONE})
    commit(repository, "2026-11-06", {"y/C1.cfg": WHOLE, "x/C1.cfg": WHOLE})
    words = ("--git", "--isolated", "--store", store)
    assert "5 days recorded, 0 were before" in run("history", "backfill", "x", *words).err
    ran = run("history", "backfill", "y", *words)
    assert "2 days recorded, 0 were before" in ran.err
    assert "0 days recorded, 2 were before" in run("history", "backfill", "y", *words).err


def test_days_without_a_baseline_are_left_out_and_counted(repository: Path, run: Run, store: str) -> None:
    commit(repository, "2026-11-06", {"approved/C1.cfg": WHOLE, "x/C1.cfg": WHOLE})
    commit(repository, "2026-11-07", {"x/C1.cfg": NONE})
    words = ("history", "backfill", "x", "--git", "--isolated", "--store", store, "--against")
    ran = run(*words, "approved")
    assert (0, True) == (ran.code, "2 days recorded, 0 were before, 4 left out: their commits" in ran.err), ran.err
    words = ("history", "backfill", "x", "--git", "--isolated", "--store", "sqlite:///none.db", "--against")
    ran = run(*words, "aproved")
    assert (2, True) == (ran.code, "none of 6 commits has exports and aproved: is that spelt" in ran.err), ran.err
    ran = run("history", "backfill", "nowhere", "--git", "--isolated", "--store", store)
    assert (2, True) == (ran.code, "no commit changed nowhere: is that spelt as in the rep" in ran.err), ran.err


def test_a_commit_that_cannot_be_read_is_named_and_the_days_before_are_recorded(
    repository: Path, run: Run, store: str
) -> None:
    words = ("history", "backfill", "x", "--git", "--isolated", "--store", store)
    assert run(*words).code == 0
    commit(repository, "2026-11-07", {"x/C1.cfg": WHOLE.replace("60", "61")})
    commit(repository, "2026-11-08", {"x/C1.cfg": WHOLE.replace("60", "62")})
    said = subprocess.run(["git", "rev-parse", "HEAD", "HEAD:x/C1.cfg"], capture_output=True, text=True, check=True)
    revision, blob = said.stdout.split()
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    ran = run(*words)
    assert (2, True) == (ran.code, "recorded: 2026-11-07" in ran.err)
    assert f"2026-11-08, commit {revision[:12]}: x/C1.cfg: its content, object {blob}, is not in the" in ran.err
    assert "2026-11-07" in {each["day"] for each in rows(run, store, "trend")}
