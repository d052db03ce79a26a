"""What is recorded: days in their order, each report once, and nothing of a secret."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gwe_lint.findings.looked_at_json import looked_at_in
from gwe_lint.rules.selection import Packs
from tests.builders import WRITERS, App
from tests.conftest import Run, Write
from tests.history.conftest import WHOLE, Daily

NONE = WHOLE.replace("simple", "none")
GOOD = {"C1": WHOLE, "C2": WHOLE}
WRONG = {"C1": NONE, "C2": WHOLE}
KEYS = ("application", "option", "first_seen", "since", "times", "seen")


def open_on(daily: Daily, day: str) -> list[tuple[Any, ...]]:
    ran = daily.asked("open", "--as-of", day, "--format", "json")
    assert ran.code == 0, ran.err
    return [tuple(each[key] for key in KEYS) for each in json.loads(ran.out)["open"]]


def test_what_is_gone_and_back_has_two_stretches(daily: Daily) -> None:
    for number, exports in enumerate((WRONG, WRONG, GOOD, WRONG), 1):
        daily.day(f"2026-11-0{number}", exports)
    again = daily.record("2026-11-04.json")
    assert "recorded before: 2026-11-04" in again.err
    mode = "session-restoration-mode"
    assert [("C1", mode, "2026-11-01", "2026-11-04", 2, True)] == open_on(daily, "2026-11-05")
    assert [] == open_on(daily, "2026-11-03")
    assert [("C1", mode, "2026-11-01", "2026-11-01", 1, True)] == open_on(daily, "2026-11-02")
    shown = daily.asked("show", "C1", "settings/session-restoration-mode")
    lines = [line.split()[:2] for line in shown.out.splitlines()[1:]]
    assert [["2026-11-01", "there"], ["2026-11-03", "gone"], ["2026-11-04", "again"]] == lines


def test_what_was_not_looked_at_is_neither_there_nor_resolved(daily: Daily) -> None:
    daily.day("2026-11-01", WRONG)
    daily.day("2026-11-02", {"C1": "", "C2": WHOLE})  # its export failed
    mode = "session-restoration-mode"
    assert [("C1", mode, "2026-11-01", "2026-11-01", 1, False)] == open_on(daily, "2026-11-02")
    daily.day("2026-11-03", WRONG)
    assert [("C1", mode, "2026-11-01", "2026-11-01", 1, True)] == open_on(daily, "2026-11-03")
    assert "not looked at" in daily.asked("show", "C1").out
    (row,) = [
        each
        for each in json.loads(daily.asked("trend", "--format", "json").out)["trend"]
        if each["day"] == "2026-11-02"
    ]
    assert (0, 1, 1) == (row["resolved"], row["not_checked"], row["applications"])


def test_reports_are_recorded_in_the_order_of_their_days(daily: Daily) -> None:
    daily.write(WRONG)
    first = daily.report("2026-11-01")
    daily.write(GOOD)
    second = daily.report("2026-11-02")
    ran = daily.record(second, first)
    assert ["2026-11-01", "2026-11-02"] == [line.split()[1].rstrip(",") for line in ran.err.splitlines()]
    daily.write(WRONG)
    third = daily.report("2026-11-01", "--fail-on", "error", "--strict")
    (daily.folder / third).write_text((daily.folder / third).read_text().replace('"exit_code": 1', '"exit_code": 3'))
    late = daily.record(third)
    assert (2, "") == (late.code, late.out)
    assert "2026-11-01.json: is of 2026-11-01, and the store has 2026-11-02 of x: reports are recorded" in late.err
    assert [] == open_on(daily, "2026-11-02")


def test_another_value_is_a_new_interval_of_the_same_finding(daily: Daily) -> None:
    daily.day("2026-11-01", {"C1": WHOLE.replace("simple", "other"), "C2": WHOLE})
    daily.day("2026-11-02", {"C1": NONE, "C2": WHOLE})
    told = json.loads(daily.asked("show", "C1", "session-restoration-mode", "--format", "json").out)["moments"]
    assert [("2026-11-01", "there", "other"), ("2026-11-02", "there", "none")] == [
        (each["day"], each["state"], each["after"]) for each in told
    ]
    changes = json.loads(daily.asked("between", "2026-11-01", "2026-11-02", "--format", "json").out)["changes"]
    assert [("changed", "C1", "none")] == [(each["change"], each["application"], each["after"]) for each in changes]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        pytest.param({"format": "other"}, "not a JSON report of gwe-lint", id="no report"),
        pytest.param({"command": "show"}, "a report of 'show'; recorded are check, drift", id="of another command"),
        pytest.param({}, "write it with --first-seen", id="without a day"),
        pytest.param(
            {"findings": [{}], "as_of": "2026-11-01", "looked_at": {}}, "is damaged", id="a finding without a rule"
        ),
        pytest.param({"as_of": "yesterday", "looked_at": {}}, "is damaged", id="a day that is none"),
        pytest.param({"as_of": "2026-11-01", "looked_at": []}, "is damaged", id="what it looked at is a list"),
        pytest.param({"complete": False}, "that report is not complete", id="incomplete"),
    ],
)
def test_what_is_no_report_with_a_day_is_refused(daily: Daily, keys: dict[str, Any], said: str) -> None:
    whole = {"format": "gwe-lint/1", "command": "drift", "complete": True, "findings": [], "summary": {}}
    (daily.folder / "r.json").write_text(json.dumps({**whole, **keys}))
    ran = daily.record("r.json")
    assert (2, "") == (ran.code, ran.out)
    assert said in ran.err
    assert "internal" not in ran.err


@pytest.mark.parametrize("key", ["", "k" * 32])
def test_no_secret_and_no_token_without_a_key_is_kept(
    daily: Daily, run: Run, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", key)
    daily.write({"C1": WHOLE + "[acme]\npassword=CANARY1\n", "C2": WHOLE + "[acme]\npassword=CANARY2\n"})
    report = ("--first-seen", "--as-of", "2026-11-01", "--output", "json=r.json")
    assert run("consistency", "x", "--isolated", *report).code == 1
    told = set(re.findall("<secret[^>]*>", (daily.folder / "r.json").read_text()))
    assert 2 == len(told)
    assert daily.record("r.json").code == 0
    shown = daily.asked("open", "--as-of", "2026-11-01", "--format", "json").out
    assert (told if key else {"<secret>"}) == set(re.findall("<secret[^>]*>", shown))
    for path in daily.folder.glob("*.db"):
        data = path.read_bytes()
        assert b"CANARY" not in data
        assert key or b"<secret 1>" not in data


def test_texts_that_a_database_refuses_are_escaped(daily: Daily) -> None:
    daily.day("2026-11-01", {"C1": WHOLE + "[acme]\nodd\x00name=\x01\n", "C2": WHOLE + "[Gr\u00fc\U0001f600]\na=b\n"})
    daily.day("2026-11-02", {"C1": WHOLE + "[acme]\nodd\x00name=\x01\n", "C2": WHOLE + "[Gr\u00fc\U0001f600]\na=b\n"})
    rows = json.loads(daily.asked("open", "--as-of", "2026-11-02", "--format", "json").out)["open"]
    assert rows
    assert {"2026-11-01"} == {each["since"] for each in rows}


def test_a_run_records_its_report_and_takes_its_dates_from_the_history(daily: Daily, run: Run) -> None:
    words = ("drift", "x", "--against", "b", "--isolated", "--record", "--store", daily.store)
    daily.write(WRONG)
    assert "2026-11-01, new" in run(*words, "--as-of", "2026-11-01").out
    ran = run(*words, "--as-of", "2026-11-02")
    assert "2026-11-01, 1 day" in ran.out
    assert "recorded: 2026-11-02, 1 finding" in ran.err
    daily.write(GOOD)
    assert "resolved[GWE801]" in run(*words, "--as-of", "2026-11-03").out
    daily.write(WRONG)
    ran = run(*words, "--as-of", "2026-11-04")
    assert "2026-11-04, again, began 2 times since 2026-11-01" in ran.out
    asked = run(*(word for word in words if word != "--record"), "--as-of", "2026-11-05", "--format", "json")
    (found,) = json.loads(asked.out)["findings"]
    assert ("2026-11-01", "2026-11-04", 2, "unchanged") == tuple(
        found[key] for key in ("first_seen", "since", "times", "status")
    )
    assert ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04"] == [
        row["day"] for row in json.loads(daily.asked("trend", "--format", "json").out)["trend"]
    ]


@pytest.mark.parametrize("option", ["--since=r.json", "--first-seen"])
def test_dates_come_from_a_history_or_from_an_earlier_report(daily: Daily, run: Run, option: str) -> None:
    ran = run("check", "x", "--record", "--store", daily.store, option)
    assert 2 == ran.code
    assert "exclude each other" in ran.err


def test_a_chain_of_reports_goes_on_in_a_history(daily: Daily, run: Run) -> None:
    """Ages that --since knew before there was a history are kept."""
    daily.write(WRONG)
    daily.report("2026-11-01")
    words = ("drift", "x", "--against", "b", "--isolated")
    run(*words, "--since", "2026-11-01.json", "--as-of", "2026-11-05", "--output", "json=2026-11-05.json")
    assert 0 == daily.record("2026-11-05.json").code
    mode = "session-restoration-mode"
    assert [("C1", mode, "2026-11-01", "2026-11-01", 1, True)] == open_on(daily, "2026-11-05")


def test_what_a_chain_carries_is_not_lost(daily: Daily, run: Run) -> None:
    daily.write(WRONG)
    daily.report("2026-11-01")
    daily.write({"C1": "", "C2": WHOLE})
    words = ("drift", "x", "--against", "b", "--isolated")
    run(*words, "--since", "2026-11-01.json", "--as-of", "2026-11-05", "--output", "json=2026-11-05.json")
    assert 0 == daily.record("2026-11-05.json").code
    mode = "session-restoration-mode"
    assert [("C1", mode, "2026-11-01", "2026-11-01", 1, False)] == open_on(daily, "2026-11-05")


def test_commands_and_estates_are_told_apart(estate: Write, run: Run, store: str) -> None:
    """Several jobs write into one store, each what it looked at."""
    tables = "".join(f'[[estate]]\nname = "{name}"\npaths = ["{name}"]\n' for name in ("eu", "us"))
    estate({"gwe-lint.toml": tables, "eu/C1.cfg": NONE, "us/C1.cfg": NONE, "b/eu/C1.cfg": WHOLE, "b/us/C1.cfg": WHOLE})
    for name in ("eu", "us"):
        words = ("drift", name, "--against", "b", "--record", "--store", store, "--as-of", "2026-11-01")
        assert run(*words).code == 1
    assert run("check", "--record", "--store", store, "--as-of", "2026-11-01", "--allow-empty").code in (0, 1, 3)
    estate({"eu/C1.cfg": WHOLE})
    assert run("drift", "eu", "--against", "b", "--record", "--store", store, "--as-of", "2026-11-02").code == 0
    rows = json.loads(run("history", "open", "--store", store, "--as-of", "2026-11-02", "--format", "json").out)["open"]
    assert [("us", 1)] == [(each["estate"], each["times"]) for each in rows if each["command"] == "drift"]
    trend = json.loads(run("history", "trend", "--store", store, "--format", "json").out)["trend"]
    numbers = {(each["day"], each["command"]): (each["errors"], each["applications"]) for each in trend}
    assert {("2026-11-01", "drift"): (2, 2), ("2026-11-02", "drift"): (1, 2)}.items() <= numbers.items()


def test_what_a_report_says_of_its_run_is_read_as_the_run_meant_it(estate: Write, run: Run, packs: Packs) -> None:
    """Of a format that shows strings only, and of an export that failed."""
    servers = [App(name, 59, dbid, {"settings": {"acme": "60"}}) for name, dbid in (("C1", 7), ("C2", 8))]
    before = {f"b/{name}": text for name, text in WRITERS["confdata"](servers).items()}
    estate({**before, "x/C1.cfg": NONE, "x/C2.cfg": ""})
    assert run("drift", "x", "--against", "b", "--isolated", "--first-seen", "--output", "json=r.json").code == 1
    looked_at = looked_at_in(json.loads(Path("r.json").read_text())["looked_at"], packs.catalogue)
    assert ("x",) == looked_at.estates
    (shown,) = looked_at.partly_shown
    told = {
        ("settings", "session-restoration-mode", "none"): False,  # it is there
        ("settings", "hide-attached-data", "true"): False,  # a word is a string, which CFG shows
        ("acme", "number", "60"): True,  # a number may be stored as an integer
        ("acme", "word", "blue"): False,
        ("(connections)", "UCS_01", "port default"): True,
        ("(application)", "host", "h"): True,
    }
    assert ("C1", told) == (shown.name, {key: shown.may_have(*key) for key in told})
    assert ["C2"] == [each.application for each in looked_at.not_compared]


def test_a_report_that_looks_at_less_than_the_one_before_says_so(daily: Daily, run: Run) -> None:
    words = ("drift", "x", "--against", "b", "--isolated", "--record", "--store", daily.store)
    daily.write(GOOD)
    assert "GWE906" not in run(*words, "--as-of", "2026-11-01").out
    daily.write({"C1": WHOLE, "C2": ""})
    ran = run(*words, "--as-of", "2026-11-02", "--format", "json")
    (found,) = json.loads(ran.out)["findings"]
    assert ("GWE906", "new", 3) == (found["rule"], found["status"], ran.code)
    assert "less was looked at than on 2026-11-01: 2 applications and 6 options then, 1 " in found["message"]
    assert "now, parts of objects among them" in found["message"]
    assert "not checked since then: C2: its export x/C2.cfg is empty" == found["help"]
    text = run(*words, "--as-of", "2026-11-02").out
    assert (
        "    help      not checked since then: C2: its export x/C2.cfg is empty\n    since     2026-11-02, new\n"
        in text
    )
    assert "GWE906" not in run(*words, "--as-of", "2026-11-03").out  # compared with the day before
    assert [] == open_on(daily, "2026-11-02"), "it is an event of one day"


@pytest.mark.parametrize(("gone", "told"), [(5, False), (20, True)])
def test_a_few_options_less_are_a_change_and_many_are_less_coverage(
    daily: Daily, run: Run, gone: int, told: bool
) -> None:
    words = ("check", "x", "--isolated", "--record", "--store", daily.store, "--fail-on", "never")
    options = [f"acme-{number}=1\n" for number in range(200)]
    daily.write({"C1": f"{WHOLE}[acme]\n{''.join(options)}"})
    run(*words, "--as-of", "2026-11-01")
    daily.write({"C1": f"{WHOLE}[acme]\n{''.join(options[gone:])}"})
    assert told == ("GWE906" in run(*words, "--as-of", "2026-11-02").out)


def of_estates(folder: Path, *names: str) -> None:
    """A configuration of these estates."""
    tables = (f'[[estate]]\nname = "{name}"\npaths = ["{name}"]\n' for name in names)
    (folder / "gwe-lint.toml").write_text("".join(tables))


class Nightly:
    """A check each night of the estates that are configured, recorded into one store."""

    def __init__(self, estate: Write, run: Run, store: str) -> None:
        self.folder, self.run, self.store = estate({f"{name}/C1.cfg": OVERLONG for name in ("eu", "us")}), run, store

    def left(self, day: str, *names: str, record: bool = True) -> list[str]:
        """What the night's report says of estates that it has no more."""
        of_estates(self.folder, *names)
        more = (*(("--record",) if record else ()), "--store", self.store, "--as-of", day, "--format", "json")
        found = json.loads(self.run("check", "--select", "GWE101,GWE906", *more).out)["findings"]
        return [each["message"] for each in found if "not looked at any more" in each["message"]]

    def seen(self, day: str) -> dict[str, bool]:
        ran = self.run("history", "open", "--store", self.store, "--as-of", day, "--format", "json")
        return {each["estate"]: each["seen"] for each in json.loads(ran.out)["open"]}


@pytest.fixture
def nightly(estate: Write, run: Run, store: str) -> Nightly:
    return Nightly(estate, run, store)


OVERLONG = "[settings]\nflex-disconnect-timeout=soon\n[endpoints:1]\ndefault=Q\n"
NO_US = ["estates not looked at any more: us"]


def test_an_estate_that_a_run_has_no_more_is_told_and_its_findings_are_not_seen(nightly: Nightly) -> None:
    assert [] == nightly.left("2026-11-01", "eu", "us")
    assert {"eu": True, "us": True} == nightly.seen("2026-11-01")
    assert NO_US == nightly.left("2026-11-02", "eu")
    assert NO_US == nightly.left("2026-11-02", "eu"), "the same day again"
    assert {"eu": True, "us": False} == nightly.seen("2026-11-02")
    assert {"eu": True, "us": True} == nightly.seen("2026-11-01"), "the day before stays as it was"
    changes = nightly.run("history", "between", "2026-11-01", "2026-11-02", "--store", nightly.store, "-f", "csv").out
    assert [["unseen", "us"]] == [[row.split(",")[0], row.split(",")[2]] for row in changes.splitlines()[1:]]
    assert [] == nightly.left("2026-11-03", "eu"), "it is an event of one day"
    assert [] == nightly.left("2026-11-04", "eu", "us")
    assert {"eu": True, "us": True} == nightly.seen("2026-11-04")


def test_an_estate_that_another_job_looks_at_is_not_left(nightly: Nightly) -> None:
    nightly.left("2026-11-01", "eu", "us")
    assert NO_US == nightly.left("2026-11-02", "eu", record=True)
    assert [] == nightly.left("2026-11-02", "us"), "its own job has it, and eu had a report that day"
    assert [] == nightly.left("2026-11-03", "eu")
    assert {"eu": True, "us": True} == nightly.seen("2026-11-03")


def test_jobs_of_the_same_estates_side_by_side_leave_nothing(nightly: Nightly) -> None:
    for day in ("2026-11-01", "2026-11-02"):
        assert [] == nightly.left(day, "eu")
        assert [] == nightly.left(day, "eu", "us")


def test_a_look_at_some_estates_that_is_not_recorded_leaves_none(nightly: Nightly) -> None:
    nightly.left("2026-11-01", "eu", "us")
    assert [] == nightly.left("2026-11-02", "eu", record=False)
    assert {"eu": True, "us": True} == nightly.seen("2026-11-02")


def test_a_recorded_look_at_a_part_is_no_loss(estate: Write, run: Run, store: str) -> None:
    """The folders are estates of their own; one of them is looked at by hand, between two nights."""
    client = "[service:wes]\nwes.connector.chatServer.queueKey=1:default\n"
    for name in ("eu", "us", "asia"):
        estate({f"exports/{name}/C1.cfg": OVERLONG, f"exports/{name}/GWE.cfg": client})

    def checked(day: str, path: str) -> list[str]:
        words = ("check", path, "--isolated", "--select", "GWE101,GWE906", "--store", store, "--as-of", day)
        return [
            each["message"]
            for each in json.loads(run(*words, "--record", "--format", "json").out)["findings"]
            if each["rule"] == "GWE906"
        ]

    assert [] == checked("2026-11-01", "exports")
    assert [] == checked("2026-11-02", "exports/us")
    rows = json.loads(run("history", "open", "--store", store, "--as-of", "2026-11-02", "--format", "json").out)["open"]
    assert {"asia": True, "eu": True, "us": True} == {each["estate"]: each["seen"] for each in rows}
    assert [] == checked("2026-11-03", "exports")
    (Path("exports") / "asia").rename(Path("exports") / "apac")
    assert ["estates not looked at any more: asia"] == checked("2026-11-04", "exports")
    trend = json.loads(run("history", "trend", "--store", store, "--format", "json").out)["trend"]
    assert [9, 9, 9, 9] == [each["options"] for each in trend]


LINKED = [App("C1", 59, 7, {"settings": {"hide-attached-data": "false"}}, ((8, "default"),))]


def test_a_connection_is_known_by_the_object_that_it_leads_to(daily: Daily, run: Run) -> None:
    """It goes while its target has one name, that is approved with another one, and it is back with a third one."""

    def day(number: int, target: str, *, linked: bool, approves: bool = False) -> None:
        chat = LINKED[0] if linked else LINKED[0]._replace(links=())
        for name, text in WRITERS["confdata"]([chat, App(target, 63, 8, {})]).items():
            (daily.folder / "x" / name).write_text(text)
        if approves:
            assert run("snapshot", "x", "--to", "b", "--isolated", "--force").code == 0
        assert daily.record(daily.report(f"2026-11-0{number}")).code == 0

    daily.write({})
    day(1, "UCS_a", linked=False, approves=True)
    day(2, "UCS_b", linked=True)
    day(3, "UCS_b", linked=False)
    day(4, "UCS_c", linked=False, approves=True)
    day(5, "UCS_d", linked=True)
    found = json.loads(daily.asked("open", "--as-of", "2026-11-05", "--format", "json").out)["open"]
    assert [("UCS_d", "2026-11-02", "2026-11-05", 2)] == [
        tuple(each[key] for key in ("option", "first_seen", "since", "times"))
        for each in found
        if each["section"] == "(connections)"
    ]


def test_what_is_not_looked_at_is_known_by_the_name_that_is_approved_meanwhile(
    daily: Daily, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secret that an export hides stays unknown, also when its application gets another name for good."""
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "k" * 32)

    def day(number: int, name: str, password: str, *, approves: bool = False) -> None:
        daily.write({})
        for file, text in WRITERS["confdata"]([App(name, 59, 7, {"acme": {"password": password}})]).items():
            (daily.folder / "x" / file).write_text(text)
        if approves:
            assert run("snapshot", "x", "--to", "b", "--isolated", "--force").code == 0
        assert daily.record(daily.report(f"2026-11-0{number}")).code == 0

    day(1, "C_a", "CANARY1", approves=True)
    day(2, "C_a", "CANARY2")
    day(3, "C_a", "****")
    day(4, "C_b", "****")
    day(5, "C_b", "****", approves=True)
    assert [("C_a", "password", "2026-11-02", "2026-11-02", 1, False)] == open_on(daily, "2026-11-05")
