"""Known findings: of the same command only, and of a comparison only with the value that they had."""

import json
from typing import Any

import pytest

from tests.conftest import Run, Write

MODE = "session-restoration-mode"


def cfg(*lines: str) -> str:
    return "\n".join(("[endpoints:1]", "default=Q", "[settings]", *lines, ""))


COMMANDS = {
    "check": ("check", "now"),
    "drift": ("drift", "now", "--against", "before"),
    "consistency": ("consistency", "now"),
    "compare": ("compare", "before", "now"),
}


def known(run: Run, *arguments: str) -> list[bool]:
    """Of each finding whether the earlier report has it."""
    return [
        each["known"] for each in json.loads(run(*arguments, "--known", "known.json", "-f", "json").out)["findings"]
    ]


@pytest.mark.parametrize("command", ["drift", "compare"])
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([f"{MODE}=none"], [True], id="the same value"),
        pytest.param([f"{MODE}=other"], [False], id="a third value"),
        pytest.param([], [True], id="gone, and acts as the same value"),
        pytest.param([f"{MODE}=none", "x=1"], [True, False], id="another option"),
    ],
)
def test_a_difference_is_known_with_its_value(
    estate: Write, run: Run, command: str, lines: list[str], expected: list[bool]
) -> None:
    estate({"before/Chat.cfg": cfg(f"{MODE}=simple"), "now/Chat.cfg": cfg(f"{MODE}=none")})
    run(*COMMANDS[command], "--output", "json=known.json")
    estate({"now/Chat.cfg": cfg(*lines)})
    assert sorted(expected) == sorted(known(run, *COMMANDS[command]))


def test_an_object_is_known_under_another_name(estate: Write, run: Run) -> None:
    def server(name: str, value: str) -> str:
        option = f'<options><list_pair key="settings"><str_pair key="x" value="{value}"/></list_pair></options>'
        head = f'<DBID value="7"/><name value="{name}"/><type value="59"/>'
        return f"<ConfData><CfgApplication>{head}{option}</CfgApplication></ConfData>"

    estate({"before/c.xml": server("Chat", "a"), "now/c.xml": server("Chat", "b")})
    run(*COMMANDS["drift"], "--output", "json=known.json")
    estate({"now/c.xml": server("Chat_EU", "b")})
    found = json.loads(run(*COMMANDS["drift"], "--known", "known.json", "-f", "json").out)["findings"]
    assert {"GWE801": True, "GWE806": False} == {each["rule"]: each["known"] for each in found}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param("aaab", [True], id="the same"),
        pytest.param("aabb", [False], id="a split: the majority's value is no longer right"),
        pytest.param("aaabb", [True], id="another member with the known value"),
        pytest.param("aaac", [False], id="a third value"),
        pytest.param("aaabc", [False], id="a third value beside the known one"),
        pytest.param("bbba", [False], id="the other way round"),
        pytest.param("aaaa", [], id="gone"),
    ],
)
def test_members_are_known_with_their_deviating_values(
    estate: Write, run: Run, values: str, expected: list[bool]
) -> None:
    def members(values: str) -> dict[str, str]:
        return {f"now/Chat_{number}.cfg": cfg(f"x={value}") for number, value in enumerate(values)}

    estate(members("aaab"))
    run(*COMMANDS["consistency"], "--output", "json=known.json")
    estate(members(values))
    assert expected == known(run, *COMMANDS["consistency"])


def test_numbers_of_secrets_make_nothing_new(estate: Write, run: Run) -> None:
    def members(first: str) -> dict[str, str]:
        return {f"now/Chat_{who}.cfg": cfg(first, f"db-password={who}") for who in ("hunter2", "swordfish")}

    estate(members("x=1"))
    run(*COMMANDS["consistency"], "--output", "json=known.json")
    estate(members("a-password=read-before"))
    found = json.loads(run(*COMMANDS["consistency"], "--known", "known.json", "-f", "json").out)["findings"]
    assert [True] == [each["known"] for each in found if each["option"] == "db-password"]


def test_what_is_gone_is_counted_whatever_its_value_became(estate: Write, run: Run) -> None:
    estate({"before/Chat.cfg": cfg("x=a", "y=a"), "now/Chat.cfg": cfg("x=b", "y=b")})
    run(*COMMANDS["drift"], "--output", "json=known.json")
    estate({"now/Chat.cfg": cfg("x=c", "y=a")})
    ran = run("check", "now", "--known", "known.json")
    assert 2 == ran.code
    ran = run(*COMMANDS["drift"], "--known", "known.json", "-f", "json")
    assert [False] == [each["known"] for each in json.loads(ran.out)["findings"]]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("other", COMMANDS)
def test_a_report_of_another_command_is_refused(estate: Write, run: Run, command: str, other: str) -> None:
    files = {f"{side}/Chat_{who}.cfg": cfg(f"x={side}{who}") for side in ("before", "now") for who in "ABC"}
    estate(files)
    run(*COMMANDS[other], "--output", "json=known.json")
    ran = run(*COMMANDS[command], "--known", "known.json")
    wrong = f"--known known.json: a report of '{other}', and this is {command}" in ran.err
    assert (command != other, command != other) == (ran.code == 2, wrong)


WHOLE: dict[str, Any] = {"format": "gwe-lint/1", "command": "check", "complete": True, "findings": []}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param({**WHOLE, "complete": False}, "that report is not complete", id="not complete"),
        pytest.param({**WHOLE, "findings": [{"fingerprint": "x"}]}, "a finding in it is damaged", id="half a finding"),
        pytest.param({**WHOLE, "findings": None}, "a finding in it is damaged", id="no findings"),
        pytest.param({**WHOLE, "format": "gwe-lint/2"}, "not a JSON report of gwe-lint", id="a later format"),
    ],
)
def test_a_report_that_is_not_whole_is_refused(estate: Write, run: Run, content: Any, problem: str) -> None:
    estate({"now/Chat.cfg": cfg(), "known.json": json.dumps(content)})
    ran = run("check", "now", "--known", "known.json")
    assert (2, "") == (ran.code, ran.out)
    assert f"--known known.json: {problem}" in ran.err
