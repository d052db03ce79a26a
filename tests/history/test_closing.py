"""An estate that is no more: its findings are neither open for ever, nor called resolved."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from tests.conftest import Ran, Run, Write

OVERLONG = "[settings]\nflex-disconnect-timeout=soon\n[endpoints:1]\ndefault=Q\n"
Ask = Callable[..., Any]


class Jobs:
    """A check of estates each night, recorded into one store: they are the folders below ``exports``."""

    def __init__(self, folder: Path, run: Run, store: str) -> None:
        self.folder, self.run, self.store = folder, run, store

    def configured(self, *names: str) -> None:
        tables = (f'[[estate]]\nname = "{name}"\npaths = ["exports/{name}"]\n' for name in names)
        (self.folder / "gwe-lint.toml").write_text("".join(tables))

    def night(self, day: str, *names: str) -> Ran:
        self.configured(*names)
        words = ("check", "--select", "GWE101,GWE906", "--record", "--store", self.store, "--as-of", day)
        return self.run(*words, "--format", "json")

    def asked(self, *words: str) -> Any:
        ran = self.run("history", *words, "--store", self.store, "--format", "json")
        assert ran.code == 0, ran.err
        return json.loads(ran.out)

    def open_on(self, day: str) -> dict[str, tuple[Any, ...]]:
        found = self.asked("open", "--as-of", day)["open"]
        return {each["estate"]: (each["since"], each["last_seen"], each["seen"]) for each in found}

    def changes(self, first: str, last: str) -> list[tuple[str, str]]:
        return sorted((each["change"], each["estate"]) for each in self.asked("between", first, last)["changes"])

    def close(self, *words: str) -> Ran:
        return self.run("history", "close", *words, "--store", self.store)


@pytest.fixture
def jobs(estate: Write, run: Run, store: str) -> Jobs:
    folder = estate({f"exports/{name}/C1.cfg": OVERLONG for name in ("eu", "us")})
    jobs = Jobs(folder, run, store)
    jobs.night("2026-11-01", "eu", "us")
    jobs.night("2026-11-02", "eu")
    return jobs


def test_what_is_not_looked_at_any_more_says_since_when_and_what_to_do(jobs: Jobs) -> None:
    ran = jobs.run("history", "open", "--store", jobs.store, "--as-of", "2026-11-05")
    assert "not looked at since 2026-11-01" in ran.out
    assert "no report looks at us any more; if so meant: gwe-lint history close us" in ran.err
    us, eu = ("2026-11-01", "2026-11-01", False), ("2026-11-01", "2026-11-02", True)
    assert {"eu": eu, "us": us} == jobs.open_on("2026-11-05")


def test_a_closed_estate_is_not_open_and_not_resolved(jobs: Jobs) -> None:
    closed = jobs.close("us", "--as-of", "2026-11-03")
    assert (0, "closed: us, 1 finding, last looked at 2026-11-01") == (closed.code, closed.err.strip())
    assert {"eu"} == set(jobs.open_on("2026-11-03"))
    assert {"eu", "us"} == set(jobs.open_on("2026-11-02")), "the days before stay as they were"
    assert [("closed", "us")] == jobs.changes("2026-11-02", "2026-11-03")
    assert [("closed", "us")] == jobs.changes("2026-11-01", "2026-11-03")
    jobs.night("2026-11-04", "eu")
    assert [0, 0, 0] == [day["resolved"] for day in jobs.asked("trend")["trend"]]
    moments = [each for each in jobs.asked("show", "C1")["moments"] if each["estate"] == "us"]
    assert [("2026-11-01", "there"), ("2026-11-03", "closed")] == [(each["day"], each["state"]) for each in moments]
    applications = jobs.asked("show")["applications"]
    assert {("eu", 1, 1), ("us", 0, 1)} == {(each["estate"], each["open"], each["ever"]) for each in applications}
    again = jobs.close("us", "--as-of", "2026-11-05")
    assert (0, "closed: us, 0 findings, last looked at 2026-11-01") == (again.code, again.err.strip())


def test_a_report_that_has_a_closed_estate_opens_it_again_with_its_age(jobs: Jobs) -> None:
    jobs.close("us", "--as-of", "2026-11-03")
    report = json.loads(jobs.night("2026-11-04", "eu", "us").out)
    assert {("eu", "unchanged"), ("us", "unchanged")} == {
        (each["estate"], each["status"]) for each in report["findings"]
    }
    assert ("2026-11-01", "2026-11-04", True) == jobs.open_on("2026-11-04")["us"]
    assert [("reopened", "us")] == jobs.changes("2026-11-03", "2026-11-04")
    assert [] == jobs.changes("2026-11-01", "2026-11-04")
    (jobs.folder / "exports" / "us" / "C1.cfg").write_text(OVERLONG.replace("soon", "60"))
    jobs.night("2026-11-05", "eu", "us")
    assert [("resolved", "us")] == jobs.changes("2026-11-03", "2026-11-05")


def test_the_last_report_of_a_job_does_not_count_for_ever(estate: Write, run: Run, store: str) -> None:
    """Two jobs, one of which ends. Until its estate is closed, what it looked at last is in the numbers."""
    estate({f"{name}/C1.cfg": OVERLONG for name in ("eu", "us")})

    def night(day: str, name: str) -> None:
        run("check", name, "--isolated", "--select", "GWE101", "--record", "--store", store, "--as-of", day)

    for day, names in (("2026-11-01", ("eu", "us")), ("2026-11-02", ("eu",))):
        for name in names:
            night(day, name)
    assert run("history", "close", "us", "--store", store, "--as-of", "2026-11-03").code == 0
    night("2026-11-04", "eu")
    trend = json.loads(run("history", "trend", "--store", store, "--format", "json").out)["trend"]
    assert [(2, 4), (2, 4), (1, 2)] == [(day["errors"], day["options"]) for day in trend]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("uss",), "uss: no report of such an estate is recorded (did you mean 'us'?)"),
        (("us", "uss"), "uss: no report of such an estate"),
        (("eu", "--as-of", "2026-11-01"), "eu: has a report of 2026-11-02, which is after 2026-11-01"),
        (("us", "--as-of", "9999-01-01"), "--as-of 9999-01-01: that day is still to come"),
    ],
)
def test_what_cannot_be_closed_is_said_and_nothing_is(jobs: Jobs, words: tuple[str, ...], said: str) -> None:
    ran = jobs.close(*words)
    assert (2, "") == (ran.code, ran.out)
    assert said in ran.err
    assert {"eu", "us"} == set(jobs.open_on("2026-11-05"))


def test_a_report_of_before_the_closing_is_too_late(jobs: Jobs) -> None:
    jobs.close("us", "--as-of", "2026-11-05")
    ran = jobs.night("2026-11-04", "us")
    assert "is of 2026-11-04, and the store has 2026-11-05 of us" in ran.err
    assert {"eu"} == set(jobs.open_on("2026-11-05"))


@pytest.mark.usefixtures("without_server")
def test_no_store_is_made_to_close_something(estate: Write, run: Run) -> None:
    folder = estate({"eu/C1.cfg": OVERLONG})
    ran = run("history", "close", "eu")
    assert (2, True) == (ran.code, "no such store" in ran.err)
    assert not list(folder.glob("*.db"))


BACKEND = "[service:wes]\nwes.connector.chatServer.queueKey=1:default\nwes.connector.chatServer.queueWebengagement=Q\n"


class Folder:
    """A check each night of a folder without a configuration: what lies in it decides which estates there are."""

    def __init__(self, folder: Path, run: Run, store: str) -> None:
        self.folder, self.run, self.store = folder, run, store

    def night(self, day: str, *names: str, given: str = "exports") -> list[tuple[str, str]]:
        """Messages and estates of the findings."""
        rmtree(self.folder / "exports", ignore_errors=True)
        for name in names:
            (self.folder / "exports" / name).mkdir(parents=True)
            (self.folder / "exports" / name / "C1.cfg").write_text(OVERLONG)
            (self.folder / "exports" / name / "B1.cfg").write_text(BACKEND)
        words = ("--select", "GWE101,GWE906", "--record", "--store", self.store, "--as-of", day, "--format", "json")
        found = json.loads(self.run("check", given, *words).out)["findings"]
        return [(each["estate"], each["message"]) for each in found]

    def left(self, day: str, *names: str, given: str = "exports") -> list[str]:
        return [what for estate, what in self.night(day, *names, given=given) if estate == "all"]


@pytest.fixture
def folder(estate: Write, run: Run, store: str) -> Folder:
    folder = Folder(estate({}), run, store)
    assert [] == folder.left("2026-11-01", "eu", "us")
    return folder


@pytest.mark.parametrize("given", ["exports", "."])
def test_a_folder_that_is_one_estate_now_has_lost_those_that_it_was(
    estate: Write, run: Run, store: str, given: str
) -> None:
    """The one that is left takes the name of the folder around it."""
    folder = Folder(estate({}), run, store)
    name = "exports" if given == "exports" else folder.folder.name
    assert [] == folder.left("2026-11-01", "eu", "us", given=given)
    assert [f"estates not looked at any more: eu and us; in their place: {name}"] == folder.left(
        "2026-11-02", "eu", given=given
    )
    assert [] == folder.left("2026-11-03", "eu", given=given), "it is said once"
    trend = json.loads(run("history", "trend", "--store", store, "--format", "json").out)["trend"]
    assert [(2, 4), (1, 2), (1, 2)] == [(day["errors"], day["applications"]) for day in trend], "nothing counts twice"
    rows = json.loads(run("history", "open", "--store", store, "--as-of", "2026-11-03", "--format", "json").out)["open"]
    assert {("eu", False), ("us", False), (name, True)} == {(each["estate"], each["seen"]) for each in rows}


def test_estates_that_are_back_take_their_ages_up_again(folder: Folder) -> None:
    folder.night("2026-11-02", "eu")
    assert ["estates not looked at any more: exports; in their place: eu and us"] == folder.left(
        "2026-11-03", "eu", "us"
    )
    ran = folder.run("history", "open", "--store", folder.store, "--as-of", "2026-11-03", "--format", "json")
    rows = {
        each["estate"]: (each["since"], each["seen"]) for each in json.loads(ran.out)["open"] if each["application"]
    }
    assert {"eu": ("2026-11-01", True), "us": ("2026-11-01", True), "exports": ("2026-11-02", False)} == rows


def test_a_folder_of_another_job_takes_nothing_away(folder: Folder) -> None:
    """Another name, or a part that was asked for by itself, is another job."""
    assert [] == folder.left("2026-11-02", "eu", "us", given="exports/us")
    (folder.folder / "exports").rename(folder.folder / "others")
    assert [] == folder.left("2026-11-02", "eu", "us", given="others/eu")
