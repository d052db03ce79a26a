"""why: the value of an option as it acts, where it comes from, and what each rule that looked at it made of it."""

import json
from pathlib import Path

import pytest

from tests.conftest import Golden, Run, Write

GOLDEN = Path(__file__).parents[1] / "golden" / "why"
WES = "service:wes/wes.connector.chatServer"
FILES: dict[str, str] = {
    "prod/GWE_Backend.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:webmee\n"
    "wes.connector.chatServer.refreshPeriod=60\nwes.connector.chatServer.queueWebengagement=Chats\n",
    "prod/ChatServer_01.conf": "[endpoints:1]\nwebme=Chats\n[settings]\nsession-restoration-mode=simple\n"
    "[security]\npassword=no-Reader-Shows-This\n",
    "gwe-lint.toml": "[[estate]]\nname='prod'\npaths=['prod']\n"
    "[[estate.application]]\nfile='ChatServer_01.conf'\nrelease='8.5.301.05'\n",
}


def rules_of(text: str) -> dict[str, str]:
    """The status of each rule in a JSON account."""
    (account,) = json.loads(text)["accounts"]
    return {rule["rule"]: rule["status"] for rule in account["rules"]}


@pytest.mark.parametrize("width", ["60", "100"])
def test_a_broken_reference_in_full(
    estate: Write, run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    estate(FILES)
    monkeypatch.setenv("COLUMNS", width)
    ran = run("why", "GWE_Backend", f"{WES}.queueKey")
    assert ran.code == 0
    golden(GOLDEN / f"queue-key-{width}.txt", ran.out + ran.err)


def test_what_a_rule_compared_it_with_is_named(estate: Write, run: Run) -> None:
    backend = FILES["prod/GWE_Backend.cfg"].replace("webmee", "webme")
    estate({**FILES, "prod/GWE_Backend.cfg": backend})
    (account,) = json.loads(run("why", "GWE_Backend", f"{WES}.queueWebengagement", "-f", "json").out)["accounts"]
    (rule,) = [rule for rule in account["rules"] if rule["rule"] == "GWE204"]
    looked = [(each["application"], each["option"], each["value"]) for each in rule["looked_at"]]
    assert ("passed", True) == (rule["status"], ("ChatServer_01", "webme", "Chats") in looked)


@pytest.mark.parametrize(
    ("application", "option", "value", "origin"),
    [
        pytest.param("ChatServer_01", "settings/session-restoration-mode", "simple", "export", id="what is set counts"),
        pytest.param(
            "ChatServer_01",
            "settings/stop-abandoned-interaction",
            "never",
            "documented-default",
            id="a text that is not set acts as its default",
        ),
        pytest.param(
            "ChatServer_01",
            "settings/flex-disconnect-timeout",
            None,
            "unknown",
            id="a number that is not in an option export may still be set",
        ),
        pytest.param(
            "GWE_Backend", "service:pacing/pacing.connector.algorithm", "SUPER_PROGRESSIVE", "documented-default"
        ),
        pytest.param("GWE_Backend", f"{WES}.queueKey", "1:webmee", "export", id="a wrong value is still the value"),
    ],
)
def test_the_value_as_it_acts(
    estate: Write, run: Run, application: str, option: str, value: str | None, origin: str
) -> None:
    estate(FILES)
    (account,) = json.loads(run("why", application, option, "--format", "json").out)["accounts"]
    assert (value, origin) == (account["value"], account["origin"])


def test_a_default_follows_the_release(estate: Write, run: Run) -> None:
    whole = '<CfgApplication><name value="C{0}"/><type value="59"/><version value="{1}"/><options/></CfgApplication>'
    estate({"a.xml": f"<ConfData>{whole.format(1, '8.5.301.05')}{whole.format(2, '8.5.301.06')}</ConfData>"})
    option = "settings/flex-disconnect-timeout"
    values = [json.loads(run("why", name, option, "-f", "json").out)["accounts"][0]["value"] for name in ("C1", "C2")]
    assert ["300", "45"] == values


def test_a_rule_that_hits_says_its_message(estate: Write, run: Run) -> None:
    estate(FILES)
    ran = run("why", "GWE_Backend", f"{WES}.refreshPeriod", "-f", "json")
    assert rules_of(ran.out)["GWE101"] == "failed"


def test_an_option_that_is_not_set_has_one_outcome_of_each_rule(estate: Write, run: Run) -> None:
    backend = "[service:wes]\nwes.connector.chatServer.queueWebengagement=Chats\n"
    estate({**FILES, "prod/GWE_Backend.cfg": backend})
    (account,) = json.loads(run("why", "GWE_Backend", f"{WES}.queueKey", "-f", "json").out)["accounts"]
    assert ["failed"] == [rule["status"] for rule in account["rules"] if rule["rule"] == "GWE102"]


def test_no_secret_is_shown(estate: Write, run: Run) -> None:
    estate(FILES)
    for format in ("text", "json"):
        ran = run("why", "ChatServer_01", "security/password", "-f", format)
        assert (0, False) == (ran.code, "no-Reader-Shows-This" in ran.out + ran.err)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["GWE_Backends", f"{WES}.queueKey"],
            "no application 'GWE_Backends' in these exports (did you mean 'GWE_Backend'?)",
        ),
        (
            ["GWE_Backend", "queueKeys"],
            "has no option 'queueKeys', and nothing is known of one (did you mean 'queueKey'?)",
        ),
        (["ChatServer_01", "settings/no-such-thing"], "has no option 'settings/no-such-thing'"),
        (["ChatServer_01", "setting/session-restoration-mode"], "(did you mean 'settings/session-restoration-mode'?)"),
    ],
)
def test_what_is_not_there_is_said(estate: Write, run: Run, arguments: list[str], message: str) -> None:
    estate(FILES)
    ran = run("why", *arguments)
    assert (2, True) == (ran.code, message in ran.err)
