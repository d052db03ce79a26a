"""Since when findings are there: chains of reports, what is new, unchanged, updated or resolved, and broken chains."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from gwe_lint.authoring.schemas import schema_of
from tests.conftest import Run, Write

PERIOD, POOL = "wes.connector.chatServer.refreshPeriod", "wes.connector.chatServer.requestPoolSize"
BACKEND = f"[service:wes]\n{PERIOD}=60\n{POOL}=many\n"
MODE = "session-restoration-mode"


def exports(first: str, second: str = "a", folder: str = "now") -> dict[str, str]:
    """Two Chat Servers, the first with these lines."""
    head = "[endpoints:1]\ndefault=Q\n[settings]\n"
    return {f"{folder}/Chat_A.conf": f"{head}{first}\n", f"{folder}/Chat_B.conf": f"{head}{second}\n"}


COMMANDS = {
    "check": ("check", "now", "--select", "GWE101"),
    "drift": ("drift", "now", "--against", "before"),
    "consistency": ("consistency", "now"),
    "compare": ("compare", "before", "now"),
}
AGAINST = [
    {**exports("x=b", "x=a"), **exports("x=a", "x=a", "before")},
    exports("x=c", "x=a"),
    exports("x=a", "x=a"),
]
STATES = {  # three of each command: the second has another value, the third no finding
    "check": [
        {"now/GWE.cfg": BACKEND},
        {"now/GWE.cfg": BACKEND.replace("60", "61")},
        {"now/GWE.cfg": "[service:wes]\n"},
    ],
    "drift": AGAINST,
    "compare": AGAINST,
    "consistency": [exports("x=b", "x=a"), exports("x=c", "x=a"), exports("x=a", "x=a")],
}


def report(text: str) -> Any:
    return json.loads(text)


def seen(path: Path) -> dict[str, tuple[str, str]]:
    """Date and status of each finding of a report by its option."""
    found = json.loads(path.read_text())
    return {each["option"].rpartition(".")[2]: (each["first_seen"], each["status"]) for each in found["findings"]}


@pytest.mark.parametrize("command", COMMANDS)
def test_dates_are_handed_on_from_report_to_report(estate: Write, run: Run, command: str) -> None:
    first, second, third = STATES[command]
    folder = estate(first)
    arguments = COMMANDS[command]
    run(*arguments, "--first-seen", "--as-of", "2026-06-01", "--output", "json=1.json")
    option = "refreshPeriod" if command == "check" else "x"
    assert ("2026-06-01", "new") == seen(folder / "1.json")[option]

    run(*arguments, "--since", "1.json", "--as-of", "2026-06-08", "--output", "json=2.json")
    assert ("2026-06-01", "unchanged") == seen(folder / "2.json")[option]

    estate(second)
    ran = run(*arguments, "--since", "2.json", "--as-of", "2026-06-15", "--output", "json=3.json")
    assert ("2026-06-01", "updated") == seen(folder / "3.json")[option]
    assert "2026-06-01, 14 days" in ran.out

    estate(third)
    ran = run(*arguments, "--since", "3.json", "--as-of", "2026-06-22", "--output", "json=4.json")
    last = json.loads((folder / "4.json").read_text())
    assert [] == last["findings"]
    assert {("2026-06-01", "resolved")} == {(each["first_seen"], each["status"]) for each in last["resolved"]}
    assert f"resolved[{last['resolved'][0]['rule']}]: {last['resolved'][0]['message']} (" in ran.out
    assert "since 2026-06-01, 21 days)" in ran.out

    estate(first)
    run(*arguments, "--since", "4.json", "--as-of", "2026-06-29", "--output", "json=4.json")
    assert ("2026-06-29", "new") == seen(folder / "4.json")[option]  # back again


@pytest.mark.parametrize("command", COMMANDS)
def test_without_dates_the_same_input_gives_the_same_bytes(estate: Write, run: Run, command: str) -> None:
    estate(STATES[command][0])
    first, second = (run(*COMMANDS[command], "-f", "json").out for _ in range(2))
    assert first == second
    for day in ("2026-06-01", "2026-07-01"):  # no more than the day itself differs where one is given
        dated = report(run(*COMMANDS[command], "-f", "json", "--as-of", day).out)
        assert day == dated.pop("as_of")
        assert dated == report(first)
    assert not {"first_seen", "as_of"} & set(re.findall(r"\w+", first))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_report_without_dates_starts_the_chain(estate: Write, run: Run, command: str) -> None:
    folder = estate(STATES[command][0])
    run(*COMMANDS[command], "--output", "json=1.json")
    run(*COMMANDS[command], "--since", "1.json", "--as-of", "2026-06-08", "--output", "json=1.json")
    assert {("2026-06-08", "unchanged")} == set(seen(folder / "1.json").values())


@pytest.mark.parametrize("command", COMMANDS)
def test_reports_with_dates_fit_their_schema(estate: Write, run: Run, command: str) -> None:
    estate(STATES[command][0])
    found = report(run(*COMMANDS[command], "--first-seen", "-f", "json").out)
    assert found["findings"]
    jsonschema.validate(found, schema_of("report"))


def test_the_history_counts_everything(estate: Write, run: Run) -> None:
    estate({"now/GWE.cfg": BACKEND})
    run(*COMMANDS["check"], "--first-seen", "--as-of", "2026-06-01", "--output", "json=1.json")
    estate(
        {
            "now/GWE.cfg": BACKEND.replace("many", "20").replace(
                "=60", "=60\nwes.connector.chatServer.identifyCreateContact=9"
            )
        }
    )
    found = report(run(*COMMANDS["check"], "--since", "1.json", "--as-of", "2026-06-03", "-f", "json").out)
    assert {"as_of": "2026-06-03", "new": 1, "unchanged": 1, "updated": 0, "resolved": 1, "carried": 0} == found[
        "history"
    ]


@pytest.mark.parametrize(
    ("files", "arguments", "carried"),
    [
        pytest.param({}, ("check", "now", "--select", "GWE102"), 2, id="other rules"),
        pytest.param(
            {"other/GWE.cfg": "[service:wes]\n"}, ("check", "other", "--select", "GWE101"), 2, id="another estate"
        ),
        pytest.param(
            {"now/GWE.cfg": "[service:wes]\n"}, ("check", "now", "--select", "GWE101"), 0, id="all was looked at"
        ),
    ],
)
def test_what_was_not_looked_at_is_not_resolved(
    estate: Write, run: Run, files: Mapping[str, str], arguments: tuple[str, ...], carried: int
) -> None:
    folder = estate({"now/GWE.cfg": BACKEND})
    run(*COMMANDS["check"], "--first-seen", "--as-of", "2026-06-01", "--output", "json=1.json")
    estate(files)
    found = report(run(*arguments, "--since", "1.json", "--as-of", "2026-06-08", "-f", "json").out)
    assert (2 - carried, carried) == (len(found["resolved"]), len(found["carried"]))
    run(*arguments, "--since", "1.json", "--as-of", "2026-06-08", "--output", "json=2.json")
    estate({"now/GWE.cfg": BACKEND})
    run(*COMMANDS["check"], "--since", "2.json", "--as-of", "2026-06-15", "--output", "json=3.json")
    first = "2026-06-01" if carried else "2026-06-15"
    assert {first} == {date for date, _ in seen(folder / "3.json").values()}


def test_an_application_without_an_export_is_not_resolved(estate: Write, run: Run) -> None:
    folder = estate(STATES["drift"][0])
    run(*COMMANDS["drift"], "--first-seen", "--as-of", "2026-06-01", "--output", "json=1.json")
    (folder / "now/Chat_A.conf").unlink()
    found = report(run(*COMMANDS["drift"], "--since", "1.json", "--as-of", "2026-06-08", "-f", "json").out)
    assert ([], ["x"]) == (found["resolved"], [each["option"] for each in found["carried"]])


def test_a_member_without_an_export_is_not_resolved(estate: Write, run: Run) -> None:
    cluster = "[[estate.cluster]]\nname = 'Chats'\nmembers = ['Chat_A', 'Chat_B', 'Chat_C']\n"
    config = f"[[estate]]\nname = 'prod'\npaths = ['now']\n{cluster}"
    head = "[endpoints:1]\ndefault=Q\n[settings]\nx="
    files = {f"now/Chat_{who}.conf": f"{head}{value}\n" for who, value in (("A", "a"), ("B", "a"), ("C", "b"))}
    folder = estate({**files, "gwe-lint.toml": config})
    run("consistency", "--first-seen", "--as-of", "2026-06-01", "--output", "json=1.json")
    (folder / "now/Chat_C.conf").unlink()
    declared = config + "[[estate.application]]\nname = 'Chat_C'\ntype = 'chat-server'\n"
    (folder / "gwe-lint.toml").write_text(declared)
    found = report(run("consistency", "--since", "1.json", "--as-of", "2026-06-08", "-f", "json").out)
    assert ([], ["x"]) == (found["resolved"], [each["option"] for each in found["carried"]])


def test_a_path_that_hides_a_finding_does_not_resolve_it(estate: Write, run: Run) -> None:
    config = "[[estate]]\nname = 'prod'\npaths = ['now']\n"
    estate({"now/GWE_A.cfg": BACKEND, "now/GWE_B.cfg": BACKEND, "gwe-lint.toml": config})
    run(*COMMANDS["check"], "--first-seen", "--as-of", "2026-06-01", "--output", "json=1.json")
    arguments = ("check", "now/GWE_A.cfg", "--select", "GWE101", "--as-of", "2026-06-08")
    found = report(run(*arguments, "--since", "1.json", "-f", "json").out)
    assert (2, 0, 2) == tuple(len(found[key]) for key in ("findings", "resolved", "carried"))


def test_numbers_of_secrets_change_no_status(estate: Write, run: Run) -> None:
    estate(exports("db-password=swordfish", "db-password=hunter2hunter2"))
    run("consistency", "now", "--first-seen", "--output", "json=1.json")
    estate({"now/A.cfg": "[service:wes]\npassword=third-secret\n"})  # is read first, and takes the first number
    again = report(run("consistency", "now", "--since", "1.json", "-f", "json").out)
    assert "<secret 3>" in json.dumps(again)
    assert ["unchanged"] == [each["status"] for each in again["findings"] if each["option"] == "db-password"]


def test_new_findings_come_before_old_ones_of_one_severity(estate: Write, run: Run) -> None:
    estate({**exports("x=b", "x=a"), **exports("x=a", "x=a", "before")})
    run(*COMMANDS["drift"], "--first-seen", "--as-of", "2026-06-01", "--output", "json=1.json")
    estate(exports("x=b\na=new", "x=a"))
    out = run(*COMMANDS["drift"], "--since", "1.json", "--as-of", "2026-06-02").out
    assert out.index("[settings] a extra") < out.index("[settings] x changed")
    assert "    since     2026-06-02, new\n" in out
    assert "    since     2026-06-01, 1 day\n" in out


GOOD = {
    "rule": "GWE101",
    "name": "n",
    "severity": "error",
    "message": "m",
    "estate": "now",
    "fingerprint": "f",
    "first_seen": "2026-06-01",
}
WHOLE = {"format": "gwe-lint/1", "command": "check", "complete": True, "findings": [GOOD]}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(None, "cannot be read: No such file or directory", id="no file"),
        pytest.param("", "not a JSON report of gwe-lint", id="empty"),
        pytest.param("[" * 100_000, "not a JSON report of gwe-lint", id="nested too deeply"),
        pytest.param([], "not a JSON report of gwe-lint", id="a list"),
        pytest.param(
            {**WHOLE, "format": "gwe-lint-why/1"}, "not a JSON report of gwe-lint", id="another format of ours"
        ),
        pytest.param({**WHOLE, "format": "gwe-lint/2"}, "not a JSON report of gwe-lint", id="a later format"),
        pytest.param({**WHOLE, "command": "drift"}, "a report of 'drift', and this is check", id="another command"),
        pytest.param({**WHOLE, "complete": False}, "that report is not complete", id="not complete"),
        pytest.param({**WHOLE, "findings": None}, "a finding in it is damaged", id="no findings"),
        pytest.param({**WHOLE, "findings": ["x"]}, "a finding in it is damaged", id="a finding that is a text"),
        pytest.param({**WHOLE, "findings": [{"rule": "x"}]}, "a finding in it is damaged", id="half a finding"),
        pytest.param({**WHOLE, "findings": [{**GOOD, "message": 7}]}, "a finding in it is damaged", id="a number"),
        pytest.param({**WHOLE, "findings": [{**GOOD, "severity": "bad"}]}, "is damaged", id="no severity"),
        pytest.param({**WHOLE, "findings": [{**GOOD, "first_seen": "June"}]}, "is damaged", id="no date"),
        pytest.param({**WHOLE, "findings": [{**GOOD, "first_seen": 20260601}]}, "is damaged", id="a date as a number"),
        pytest.param({**WHOLE, "carried": [{}]}, "a finding in it is damaged", id="damaged among the carried ones"),
        pytest.param(
            {**WHOLE, "findings": [{**GOOD, "first_seen": "2026-07-01"}]},
            "has a finding of 2026-07-01, which is after 2026-06-08: see --as-of",
            id="of a later day",
        ),
    ],
)
def test_a_report_that_cannot_be_used_is_an_error(estate: Write, run: Run, content: Any, problem: str) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    estate({"now/GWE.cfg": BACKEND, **({} if content is None else {"old.json": text})})
    ran = run(*COMMANDS["check"], "--since", "old.json", "--as-of", "2026-06-08", "--output", "json=new.json")
    assert (2, True, "") == (ran.code, problem in ran.err, ran.out)
    assert not Path("new.json").exists()


def test_the_first_report_has_none_before_it(estate: Write, run: Run) -> None:
    estate({"now/GWE.cfg": BACKEND, "old.json": json.dumps(WHOLE)})
    ran = run(*COMMANDS["check"], "--since", "old.json", "--first-seen")
    assert (2, True) == (ran.code, "--since and --first-seen exclude each other" in ran.err)


def test_what_an_earlier_report_says_never_acts_on_a_terminal(estate: Write, run: Run) -> None:
    estate(
        {
            "now/GWE.cfg": "[service:wes]\n",
            "old.json": json.dumps({**WHOLE, "findings": [{**GOOD, "message": "\x1b[2J"}]}),
        }
    )
    for format in ("text", "json"):
        assert "\x1b" not in run(*COMMANDS["check"], "--since", "old.json", "-f", format).out
