"""A release that is declared proves something; one that only the object says may be that of its template."""

import json
from typing import Any

import pytest

from gwe_lint.estate.model import Application, Hit, Place
from tests.conftest import Run, Write

SINCE = "[settings]\nasync-idle-notices=all\n"


def chat_server(version: str, *options: str) -> str:
    sections: dict[str, list[str]] = {}
    for option in options:
        section, _, rest = option.partition("/")
        name, _, value = rest.partition("=")
        sections.setdefault(section, []).append(f'<str_pair key="{name}" value="{value}"/>')
    lists = "".join(f'<list_pair key="{name}">{"".join(pairs)}</list_pair>' for name, pairs in sections.items())
    return (
        f'<ConfData><CfgApplication><DBID value="131"/><name value="Chat"/><type value="59"/>'
        f'<version value="{version}"/><state value="1"/><options>{lists}</options></CfgApplication></ConfData>'
    )


def configured(release: str = "", dbids: str = "") -> dict[str, str]:
    declared = f'[[estate.application]]\nname = "Chat"\nrelease = "{release}"\n' if release else ""
    return {"gwe-lint.toml": f'[[estate]]\nname = "e"\npaths = ["e"]\n{declared}{dbids}'}


NEWER = ("settings/async-idle-notices=all", "inactivity-control/include-notices=major2")


def of_releases(run: Run) -> dict[str, dict[str, Any]]:
    found = json.loads(run("check", "-f", "json").out)["findings"]
    return {each["rule"]: each for each in found if each["rule"].startswith("GWE6")}


@pytest.mark.parametrize("version", ["8.5.1", "8.5", "8.1.4", "8.5.0", "8.5.100"])
def test_the_version_of_a_template_proves_nothing(estate: Write, run: Run, version: str) -> None:
    estate({"e/a.xml": chat_server(version, *NEWER), **configured()})
    assert {} == of_releases(run)
    unjudged = json.loads(run("check", "-f", "json").out)["not_evaluated"]
    (reason,) = [each["reason"] for each in unjudged if each["rule"] == "GWE612"]
    assert (
        reason == f"Chat: the object says {version}, which is the version of a template: declare the release that runs"
    )


def test_the_build_of_an_object_makes_a_warning_that_says_so(estate: Write, run: Run) -> None:
    estate({"e/a.xml": chat_server("8.5.103.10", *NEWER), **configured()})
    found = of_releases(run)
    assert {"GWE602": "warning", "GWE612": "warning"} == {id: each["severity"] for id, each in found.items()}
    newer = found["GWE602"]["message"]
    assert newer.endswith("and the object says that Chat is of 8.5.103.10: there it has no effect")
    assert "the object says that Chat is of 8.5.103.10, which knows only none" in found["GWE612"]["message"]
    assert found["GWE612"]["help"].endswith("if a later one runs, declare its release in gwe-lint.toml")


@pytest.mark.parametrize("version", ["8.5.1", "8.5.316.02"])
def test_a_declared_release_is_what_runs(estate: Write, run: Run, version: str) -> None:
    estate({"e/a.xml": chat_server(version, *NEWER), **configured("8.5.103.10")})
    found = of_releases(run)
    assert {"GWE602": "warning", "GWE612": "error"} == {id: each["severity"] for id, each in found.items()}
    assert ", and Chat is of 8.5.103.10, which knows only none" in found["GWE612"]["message"]
    assert "the object says" not in json.dumps(found)


def test_a_declared_family_is_a_release(estate: Write, run: Run) -> None:
    estate({"e/a.xml": chat_server("8.5.3", *NEWER), **configured("8.5.1")})
    assert "error" == of_releases(run)["GWE612"]["severity"]


CLIENT = "[chat]\nrefreshTaskPeriod=50\nqueueKey=1:webme\nwebengagementChatQueue=Q\n"


@pytest.mark.parametrize(
    ("version", "declared", "said"),
    [
        ("8.5.316.02", "", "which acts as '45' (the default of 8.5.316.02, which the object says)"),
        ("8.5.1", "8.5.316.02", "which acts as '45' (the default of 8.5.316.02)"),
    ],
)
def test_a_default_by_release_says_of_which_it_is(
    estate: Write, run: Run, version: str, declared: str, said: str
) -> None:
    server = chat_server(version, "endpoints:1/webme=Q", "settings/session-restoration-mode=none")
    estate({"e/a.xml": server, "e/GWE.cfg": CLIENT, **configured(declared)})
    (found,) = [e for e in json.loads(run("check", "-f", "json").out)["findings"] if e["rule"] in ("GWE405", "GWE406")]
    assert said in found["message"]
    why = run("why", "Chat", "settings/flex-disconnect-timeout").out
    assert f"the documented default of 8.5.316.02{'' if declared else ', which the object says'}" in " ".join(
        why.split()
    )


def test_a_default_by_release_is_not_chosen_by_the_version_of_a_template(estate: Write, run: Run) -> None:
    server = chat_server("8.5.1", "endpoints:1/webme=Q", "settings/session-restoration-mode=none")
    estate({"e/a.xml": server, "e/GWE.cfg": CLIENT, **configured()})
    report = json.loads(run("check", "-f", "json").out)
    assert "GWE405" not in {each["rule"] for each in report["findings"]}
    assert "GWE405" in {each["rule"] for each in report["not_evaluated"]}
    why = run("why", "Chat", "settings/flex-disconnect-timeout").out
    assert "not known: Chat: the default of flex-disconnect-timeout" in why


def test_a_bound_by_release_leaves_the_default_known(estate: Write, run: Run) -> None:
    estate({"e/a.xml": chat_server("8.5.1", "endpoints:1/webme=Q"), **configured()})
    assert "'32768'" in run("why", "Chat", "settings/xml-request-max-size").out


def application(release: str, *, declared: bool) -> Application:
    return Application("Chat", "chat-server", "", True, None, release=release, release_declared=declared)


def test_what_is_judged_by_and_how_severely() -> None:
    declared, of_template = application("8.5.1", declared=True), application("8.5.1", declared=False)
    assert ("8.5.1", None) == (declared.running_release, declared.release_at_most)
    assert (None, "warning") == (of_template.running_release, of_template.release_at_most)
    assert "8.5.103.10" == application("8.5.103.10", declared=False).running_release
    assert application("a.b.c.d", declared=False).running_release is None


def test_a_hit_is_no_more_severe_than_what_it_rests_on() -> None:
    hit = Hit("m", Place("a"))
    assert hit.resting_on(None, None).at_most is None
    assert "note" == hit.resting_on("warning", None, "note", "error").at_most
    assert "note" == hit._replace(at_most="note").resting_on("warning").at_most


def members(first: str, second: str, options: str = "") -> dict[str, str]:
    one = chat_server(first, "endpoints:1/webme=Q", *filter(None, [options]))
    two = chat_server(second, "endpoints:1/webme=Q").replace('"Chat"', '"Chat_2"').replace('"131"', '"132"')
    return {"e/a.xml": one, "e/b.xml": two}


def test_members_whose_objects_differ_drift_as_a_note(estate: Write, run: Run) -> None:
    estate(members("8.5.103.10", "8.5.316.02"))
    found = json.loads(run("consistency", "e", "-f", "json").out)["findings"]
    (timeout,) = [each for each in found if each["option"] == "flex-disconnect-timeout"]
    assert ("note", True) == (timeout["severity"], "which the object says" in timeout["message"])
    assert timeout["help"].endswith("declare what runs in gwe-lint.toml")


def test_templates_move_no_default_of_members(estate: Write, run: Run) -> None:
    estate(members("8.5.1", "8.5.3"))
    report = json.loads(run("consistency", "e", "-f", "json").out)
    assert [] == [each for each in report["findings"] if each["option"] == "flex-disconnect-timeout"]
    assert "flex-disconnect-timeout" not in json.dumps(report["drift"]["unverifiable"])


@pytest.mark.parametrize(("value", "differs"), [("60", True), ("45", False), ("300", False)])
def test_a_value_that_is_no_default_of_any_release_differs_from_all(
    estate: Write, run: Run, value: str, differs: bool
) -> None:
    estate(members("8.5.1", "8.5.1", f"settings/flex-disconnect-timeout={value}"))
    found = json.loads(run("consistency", "e", "-f", "json").out)["findings"]
    severe = [each["severity"] for each in found if each["option"] == "flex-disconnect-timeout"]
    assert (["warning"] if differs else []) == severe


def drifted(run: Run) -> list[tuple[str, str, str]]:
    found = json.loads(run("drift", "now", "--against", "then", "-f", "json").out)["findings"]
    of_option = [each for each in found if each["option"] == "flex-disconnect-timeout"]
    return [(each["class"], each["severity"], each["message"]) for each in of_option]


ENDPOINT = "endpoints:1/webme=Q"
TIMEOUT = "settings/flex-disconnect-timeout"


def test_a_default_that_only_an_object_moved_is_a_note(estate: Write, run: Run) -> None:
    estate({"then/a.xml": chat_server("8.5.103.10", ENDPOINT), "now/a.xml": chat_server("8.5.316.02", ENDPOINT)})
    ((kind, severity, message),) = drifted(run)
    assert ("changed", "note") == (kind, severity)
    assert "'300' (the documented default of 8.5.103.10, which the object says)" in message


def test_templates_move_no_default(estate: Write, run: Run) -> None:
    estate({"then/a.xml": chat_server("8.5.1", ENDPOINT), "now/a.xml": chat_server("8.5.3", ENDPOINT)})
    assert [] == drifted(run)


@pytest.mark.parametrize("version", ["8.5.1", "8.5.316.02"])
def test_what_was_set_to_no_default_of_any_release_is_missing(estate: Write, run: Run, version: str) -> None:
    then = chat_server(version, ENDPOINT, f"{TIMEOUT}=60")
    estate({"then/a.xml": then, "now/a.xml": chat_server(version, ENDPOINT)})
    assert [("missing", "warning")] == [each[:2] for each in drifted(run)]


def test_what_was_set_to_the_default_of_another_release_is_a_note(estate: Write, run: Run) -> None:
    then = chat_server("8.5.316.02", ENDPOINT, f"{TIMEOUT}=300")
    estate({"then/a.xml": then, "now/a.xml": chat_server("8.5.316.02", ENDPOINT)})
    assert [("missing", "note")] == [each[:2] for each in drifted(run)]


def test_what_was_set_to_a_default_is_unverifiable_by_a_template(estate: Write, run: Run) -> None:
    then = chat_server("8.5.1", ENDPOINT, f"{TIMEOUT}=300")
    estate({"then/a.xml": then, "now/a.xml": chat_server("8.5.1", ENDPOINT)})
    report = json.loads(run("drift", "now", "--against", "then", "-f", "json").out)
    assert 1 == report["drift"]["classes"]["unverifiable"]


def test_a_baseline_knows_which_releases_were_declared(estate: Write, run: Run) -> None:
    declared = configured("8.5.103.10")
    root = estate({"e/a.xml": chat_server("8.5.1", ENDPOINT), **declared})
    assert 0 == run("snapshot", "--to", "b").code
    assert 'release = "8.5.103.10"\nrelease-declared = true\n' in (root / "b/Chat.toml").read_text()
    assert 0 == run("snapshot", "--to", "b", "--check").code
    estate(configured("8.5.316.02"))
    found = json.loads(run("drift", "--against", "b", "-f", "json").out)["findings"]
    (moved,) = [each for each in found if each["option"] == "flex-disconnect-timeout"]
    assert ("warning", False) == (moved["severity"], "the object says" in moved["message"])
