"""Pins of waivers for findings of comparisons: what acts now is what a waiver is for."""

import json

import pytest

from tests.conftest import Run, Write

MODE = "session-restoration-mode"


def cfg(*lines: str) -> str:
    return "\n".join(("[endpoints:1]", "default=Q", "[settings]", *lines, ""))


def server(state: int, *ports: int) -> str:
    inside = "".join(f'<CfgPortInfo><id value="p{port}"/><port value="{port}"/></CfgPortInfo>' for port in ports)
    head = f'<DBID value="7"/><name value="Chat"/><type value="59"/><state value="{state}"/>'
    options = '<options><list_pair key="settings"><str_pair key="x" value="a"/></list_pair></options>'
    return f"<ConfData><CfgApplication>{head}<portInfos>{inside}</portInfos>{options}</CfgApplication></ConfData>"


def waiver(rule: str, option: str, value: str) -> str:
    who = 'reason = "x"\nowner = "y"\nexpires = 2026-06-30\n'
    return f'[[waiver]]\nrule = "{rule}"\noption = "{option}"\nvalue = "{value}"\n{who}'


def waived(run: Run, *arguments: str) -> dict[str, bool]:
    ran = run(*arguments, "--as-of", "2026-06-01", "-f", "json")
    return {each["rule"]: bool(each["waiver"]) for each in json.loads(ran.out)["findings"]}


@pytest.mark.parametrize(
    ("rule", "before", "now", "option", "right", "wrong"),
    [
        pytest.param(
            "GWE801", cfg(f"{MODE}=simple"), cfg(f"{MODE}=none"), f"settings/{MODE}", "none", "simple", id="changed"
        ),
        pytest.param(
            "GWE802", cfg(f"{MODE}=simple"), cfg(), f"settings/{MODE}", "none", "simple", id="gone: the default acts"
        ),
        pytest.param("GWE803", cfg(), cfg(f"{MODE}=simple"), f"settings/{MODE}", "simple", "none", id="new"),
        pytest.param("GWE805", server(1), server(2), "(application)/state", "disabled", "enabled", id="a state"),
    ],
)
def test_a_pin_of_a_comparison_is_the_value_of_today(
    estate: Write, run: Run, rule: str, before: str, now: str, option: str, right: str, wrong: str
) -> None:
    ending = "xml" if before.startswith("<") else "cfg"
    estate({f"before/Chat.{ending}": before, f"now/Chat.{ending}": now, "right.toml": waiver(rule, option, right)})
    estate({"wrong.toml": waiver(rule, option, wrong)})
    for ledger, expected in (("right", {rule: True}), ("wrong", {rule: False, "GWE902": False})):
        for command in (("drift", "now", "--against", "before"), ("compare", "before", "now")):
            found = waived(run, *command, "--waivers", f"{ledger}.toml")
            assert expected[rule] == found[rule], found
            assert ("GWE902" in found) == ("GWE902" in expected)


@pytest.mark.parametrize(("value", "expected"), [("b", True), ("a", False)])
def test_a_pin_of_members_is_the_deviating_value(estate: Write, run: Run, value: str, expected: bool) -> None:
    files = {f"now/Chat_{number}.cfg": cfg(f"x={each}") for number, each in enumerate("aaab")}
    estate({**files, "gwe-lint-waivers.toml": waiver("GWE807", "settings/x", value)})
    assert expected == waived(run, "consistency", "now")["GWE807"]


def test_the_waiver_that_add_writes_is_for_the_value_of_today(estate: Write, run: Run) -> None:
    estate({"before/Chat.cfg": cfg(f"{MODE}=simple"), "now/Chat.cfg": cfg(f"{MODE}=none")})
    drift = ("drift", "now", "--against", "before")
    run(*drift, "--output", "json=r.json")
    who = ("--reason", "x", "--owner", "y", "--expires", "2026-06-30", "--as-of", "2026-06-01")
    assert 0 == run("waivers", "add", "--from", "r.json", *who).code
    assert {"GWE801": True} == waived(run, *drift)
    estate({"now/Chat.cfg": cfg(f"{MODE}=other")})
    assert not waived(run, *drift)["GWE801"]
