"""Any drift fails a comparison, whatever its severity; what gwe-lint says of itself does not."""

from collections.abc import Mapping

import pytest

from tests.conftest import Run, Write

CHAT = "[endpoints:1]\nwebme=Q\n[acme-custom]\ncolour={}\n"
COMMANDS = {
    "drift": ("drift", "x", "--against", "y"),
    "compare": ("compare", "x", "y"),
    "consistency": ("consistency", "x"),
}
ALIKE = {"x/A.conf": CHAT.format("blue"), "x/B.conf": CHAT.format("blue")}
ALIKE |= {"y/A.conf": CHAT.format("blue"), "y/B.conf": CHAT.format("blue")}
DIFFERENT = {**ALIKE, "x/B.conf": CHAT.format("green")}  # a note among members, and a warning between sides
STALE = (
    '[[waiver]]\nrule = "{}"\napplication = "A"\noption = "acme-custom/none"\nreason = "r"\nowner = "o"\n'
    "expires = 2026-06-30\n"
)
RULES = {"drift": "GWE801", "compare": "GWE801", "consistency": "GWE807"}
SAID = {"gwe-lint.toml": '[drift]\nfail-on = "error"\n', "base.toml": '[drift]\nfail-on = "error"\n'}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("files", "arguments", "code"),
    [
        pytest.param(ALIKE, "", 0, id="nothing"),
        pytest.param(DIFFERENT, "", 1, id="any drift"),
        pytest.param(DIFFERENT, "--fail-on error", 0, id="the flag asks for less"),
        pytest.param(DIFFERENT, "--exit-zero", 0, id="exit zero"),
        pytest.param({**DIFFERENT, **SAID}, "", 0, id="the configuration asks for less"),
        pytest.param({**DIFFERENT, **SAID}, "--fail-on note", 1, id="the flag wins"),
        pytest.param(
            {**DIFFERENT, "gwe-lint.toml": '[check]\nfail-on = "error"\n'}, "", 1, id="what is for check does not count"
        ),
        pytest.param(
            {**DIFFERENT, "base.toml": SAID["base.toml"], "gwe-lint.toml": 'extend = "base.toml"\n'},
            "",
            0,
            id="the configuration that this one extends",
        ),
        pytest.param(
            {
                **DIFFERENT,
                "base.toml": SAID["base.toml"],
                "gwe-lint.toml": 'extend = "base.toml"\n[drift]\nfail-on = "note"\n',
            },
            "",
            1,
            id="the own word wins",
        ),
        pytest.param({**ALIKE, "x/B.conf": CHAT.format("blue") + "broken\n"}, "", 1, id="a line that was not read"),
        pytest.param({**ALIKE, "gwe-lint.toml": '[drift]\nfail-on = "drift"\n'}, "", 2, id="no severity"),
    ],
)
def test_exit_codes(estate: Write, run: Run, command: str, files: Mapping[str, str], arguments: str, code: int) -> None:
    estate(files)
    assert code == run(*COMMANDS[command], *arguments.split()).code


@pytest.mark.parametrize("command", COMMANDS)
def test_a_stale_waiver_alone_is_no_drift(estate: Write, run: Run, command: str) -> None:
    estate({**ALIKE, "w.toml": STALE.format(RULES[command])})
    waivers = ("--waivers", "w.toml", "--as-of", "2026-06-01")
    ran = run(*COMMANDS[command], *waivers)
    assert ("GWE902" in ran.out, 0) == (True, ran.code)
    assert 1 == run(*COMMANDS[command], *waivers, "--fail-on", "note").code
    estate({"gwe-lint.toml": '[check]\nseverity = { GWE902 = "error" }\n'})
    assert 0 == run(*COMMANDS[command], *waivers).code
    assert 1 == run(*COMMANDS[command], *waivers, "--fail-on", "error").code


def test_the_settings_of_overrides_that_are_for_check_do_not_count(estate: Write, run: Run) -> None:
    override = '[[check.override]]\napplications = ["B"]\nfail-on = "never"\nreason = "r"\n'
    estate({**DIFFERENT, "gwe-lint.toml": override})
    assert 1 == run(*COMMANDS["drift"]).code


def test_the_effective_setting_is_shown(estate: Write, run: Run) -> None:
    estate(SAID)
    assert any(line.split()[0] == "drift.fail-on" and '"error"' in line for line in run("config").out.splitlines())
    shown = run("config", "--isolated").out
    assert any(line.split() == ["drift.fail-on", "=", '"any', 'drift"', "default"] for line in shown.splitlines())


def test_the_exit_codes_are_explained(run: Run) -> None:
    out = " ".join(run("explain", "exit-codes").out.split())
    assert "at or above --fail-on, which is error for check, and any drift for comparisons" in out
    assert "[check] fail-on is for check, [drift] fail-on for comparisons" in out
