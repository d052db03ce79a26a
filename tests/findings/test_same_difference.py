"""A difference stays the same one when its class, its format or its application's name changes: its age goes on."""

import json
from collections.abc import Mapping
from html import unescape
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from gwe_lint.authoring.schemas import schema_of
from tests.conftest import Run, Write

MODE = "session-restoration-mode"
DAYS = ("2026-06-01", "2026-06-20")


def cfg(*lines: str) -> str:
    return "\n".join(("[endpoints:1]", "default=Q", "[settings]", *lines, ""))


def server(name: str, value: str, dbid: int, more: str = "") -> str:
    """A Chat Server with one option."""
    option = f'<options><list_pair key="settings"><str_pair key="{MODE}" value="{value}"/></list_pair></options>'
    head = f'<DBID value="{dbid}"/><name value="{name}"/><type value="59"/><version value="8.5.301.06"/>'
    return f"<ConfData><CfgApplication>{head}{more}{option}</CfgApplication></ConfData>"


class Chain:
    """Daily reports of one command, each of which goes on from the one before."""

    def __init__(self, estate: Write, run: Run, *arguments: str) -> None:
        self.estate, self.run, self.arguments = estate, run, arguments
        self.day = 0

    def next(self, files: Mapping[str, str] | None = None, *more: str, gone: tuple[str, ...] = ()) -> dict[str, Any]:
        """The report of the next day, for which these files are written and removed."""
        folder = self.estate(files or {})
        for path in gone:
            (folder / path).unlink()
        self.day += 1
        since = ("--since", f"{self.day - 1}.json") if self.day > 1 else ("--first-seen",)
        dated = ("--as-of", f"2026-06-{self.day:02}", "--output", f"json={self.day}.json")
        ran = self.run(*self.arguments, *since, *dated, *more)
        assert ran.code in {0, 1, 3}, ran.err
        found: dict[str, Any] = json.loads((folder / f"{self.day}.json").read_text())
        jsonschema.validate(found, schema_of("report"))
        return found


def drift(estate: Write, run: Run) -> Chain:
    return Chain(estate, run, "drift", "now", "--against", "before")


def seen(found: dict[str, Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """Date and status of each finding by rule and application."""
    return {(each["rule"], each["application"]): (each["first_seen"], each["status"]) for each in found["findings"]}


def gone(found: dict[str, Any]) -> tuple[int, int]:
    """How many are resolved and how many carried."""
    return len(found["resolved"]), len(found["carried"])


@pytest.mark.parametrize(
    ("before", "first", "rule", "second", "next_rule"),
    [
        pytest.param([f"{MODE}=simple"], [f"{MODE}=none"], "GWE801", [], "GWE802", id="changed, then gone"),
        pytest.param([f"{MODE}=simple"], [], "GWE802", [f"{MODE}=other"], "GWE801", id="gone, then changed"),
        pytest.param(["x=a"], ["x=b"], "GWE801", [], "GWE802", id="of an unknown option"),
    ],
)
def test_an_age_outlives_a_change_of_class(
    estate: Write, run: Run, before: list[str], first: list[str], rule: str, second: list[str], next_rule: str
) -> None:
    chain = drift(estate, run)
    found = chain.next({"before/Chat.cfg": cfg(*before), "now/Chat.cfg": cfg(*first)})
    assert {(rule, "Chat"): ("2026-06-01", "new")} == seen(found)
    found = chain.next({"now/Chat.cfg": cfg(*second)})
    assert {(next_rule, "Chat"): ("2026-06-01", "updated")} == seen(found)
    assert (0, 0) == gone(found)
    found = chain.next({"now/Chat.cfg": cfg(*before)})
    assert ([next_rule], ["2026-06-01"]) == tuple(
        [each[key] for each in found["resolved"]] for key in ("rule", "first_seen")
    )


def test_an_age_outlives_a_change_of_format(estate: Write, run: Run) -> None:
    chain = drift(estate, run)
    chain.next({"before/Chat.xml": server("Chat", "simple", 7), "now/Chat.xml": server("Chat", "none", 7)})
    found = chain.next({"now/Chat.cfg": cfg(f"{MODE}=none")}, gone=("now/Chat.xml",))
    options = {each["option"]: each["first_seen"] for each in found["findings"]}
    assert "2026-06-01" == options[MODE]
    assert MODE not in {each["option"] for each in (*found["resolved"], *found["carried"])}


PORTS = "<portInfos><CfgPortInfo><id value='default'/><port value='{}'/></CfgPortInfo></portInfos>"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param(PORTS.format(4000), PORTS.format(5000), id="a port"),
        pytest.param("<state value='1'/>", "<state value='2'/>", id="the state"),
    ],
)
def test_what_another_format_does_not_say_is_not_resolved(estate: Write, run: Run, before: str, now: str) -> None:
    chain = drift(estate, run)
    xml = {"before/Chat.xml": server("Chat", "simple", 7, before), "now/Chat.xml": server("Chat", "simple", 7, now)}
    assert ["GWE805"] == [each["rule"] for each in chain.next(xml)["findings"]]
    found = chain.next({"now/Chat.cfg": cfg(f"{MODE}=simple")}, gone=("now/Chat.xml",))
    assert (0, 1) == gone(found)
    found = chain.next(xml, gone=("now/Chat.cfg",))
    assert ["2026-06-01"] == [each["first_seen"] for each in found["findings"]]
    found = chain.next({"now/Chat.xml": xml["before/Chat.xml"]})
    assert (1, 0) == gone(found)


def test_an_age_outlives_the_name_of_the_object(estate: Write, run: Run) -> None:
    chain = drift(estate, run)
    chain.next({"before/c.xml": server("Chat", "simple", 7), "now/c.xml": server("Chat", "none", 7)})
    found = chain.next({"now/c.xml": server("Chat_EU", "none", 7)})
    assert {
        ("GWE801", "Chat_EU"): ("2026-06-01", "unchanged"),
        ("GWE806", "Chat_EU"): ("2026-06-02", "new"),
    } == seen(found)
    assert ("Chat", 7, "chat-server") == tuple(
        next(each[key] for each in found["findings"] if each["rule"] == "GWE801")
        for key in ("former_application", "dbid", "type")
    )
    found = chain.next({"now/c.xml": server("Chat_West", "none", 7)})  # once more
    assert {
        ("GWE801", "Chat_West"): ("2026-06-01", "unchanged"),
        ("GWE806", "Chat_West"): ("2026-06-02", "updated"),
    } == seen(found)
    found = chain.next(
        {"now/c.xml": server("Chat_North", "none", 7), "before/c.xml": server("Chat_North", "simple", 7)}
    )
    assert {("GWE801", "Chat_North"): ("2026-06-01", "unchanged")} == seen(found)  # the new name was approved
    assert ["GWE806"] == [each["rule"] for each in found["resolved"]]


def test_a_finding_of_members_outlives_their_names(estate: Write, run: Run) -> None:
    chain = Chain(estate, run, "consistency", "now")
    backup = '<serverInfo><backupServerDBID value="2"/></serverInfo>'
    chain.next({"now/1.xml": server("A", "simple", 1, backup), "now/2.xml": server("B", "none", 2)})
    found = chain.next({"now/1.xml": server("A_EU", "simple", 1, backup)})
    ages = {(each["among"], each["option"]): (each["first_seen"], each["dbids"]) for each in found["findings"]}
    assert ("2026-06-01", [1, 2]) == ages["the pair A_EU and B", MODE]
    assert (0, 0) == gone(found)


def test_a_dbid_of_the_other_estate_says_nothing(estate: Write, run: Run) -> None:
    chain = Chain(estate, run, "compare", "before", "now")
    before = {"before/1.xml": server("A", "simple", 1), "before/2.xml": server("B", "simple", 2)}
    found = chain.next({**before, "now/1.xml": server("A", "none", 2), "now/2.xml": server("B", "simple", 1)})
    assert [2] == [each["dbid"] for each in found["findings"] if each["option"] == MODE]
    found = chain.next({"now/1.xml": server("A", "simple", 2), "now/2.xml": server("B", "none", 1)})
    assert {("GWE801", "B"): ("2026-06-02", "new")} == seen(found)


def test_two_names_that_change_places_change_no_ages(estate: Write, run: Run) -> None:
    chain = drift(estate, run)
    before = {"before/1.xml": server("A", "simple", 1), "before/2.xml": server("B", "simple", 2)}
    chain.next({**before, "now/1.xml": server("A", "none", 1), "now/2.xml": server("B", "simple", 2)})
    swapped = {"now/1.xml": server("B", "none", 1), "now/2.xml": server("A", "none", 2)}
    names = {"before/1.xml": server("B", "simple", 1), "before/2.xml": server("A", "simple", 2)}
    found = chain.next({**swapped, **names})
    assert {("GWE801", "B"): ("2026-06-01", "unchanged"), ("GWE801", "A"): ("2026-06-02", "new")} == seen(found)
    assert (0, 0) == gone(found)


def test_an_object_made_anew_under_its_name_keeps_the_age(estate: Write, run: Run) -> None:
    chain = drift(estate, run)
    chain.next({"before/c.xml": server("Chat", "simple", 7), "now/c.xml": server("Chat", "none", 7)})
    found = chain.next({"now/c.xml": server("Chat", "none", 8)})
    assert ("2026-06-01", "unchanged") == seen(found)["GWE801", "Chat"]


def test_what_was_kept_while_a_rule_was_off_gives_its_age_to_another_class(estate: Write, run: Run) -> None:
    chain = drift(estate, run)
    chain.next({"before/Chat.cfg": cfg("x=a", "y=a"), "now/Chat.cfg": cfg("x=b", "y=a")})
    found = chain.next({"now/Chat.cfg": cfg("y=b")}, "--ignore", "GWE801,GWE802")
    assert (0, 1) == gone(found)
    found = chain.next()
    assert {("GWE801", "Chat"): ("2026-06-03", "new"), ("GWE802", "Chat"): ("2026-06-01", "updated")} == seen(found)
    assert (0, 0) == gone(found)


def test_a_rule_that_compares_nothing_is_known_by_its_fingerprint_only(estate: Write, run: Run) -> None:
    chain = Chain(estate, run, "check", "now", "--select", "GWE101")
    period = "wes.connector.chatServer.refreshPeriod"
    chain.next({"now/A.cfg": f"[service:wes]\n{period}=60\n"})
    found = chain.next({"now/B.cfg": f"[service:wes]\n{period}=60\n"}, gone=("now/A.cfg",))
    assert {("GWE101", "B"): ("2026-06-02", "new")} == seen(found)


ESTATES = "".join(f'[[estate]]\nname = "{name}"\npaths = ["now/{name}"]\n' for name in ("eu", "us"))


def two_estates(eu: str | None, us: str | None) -> dict[str, str]:
    return {f"now/{name}/Chat.cfg": cfg(f"x={value}") for name, value in (("eu", eu), ("us", us)) if value}


def test_estates_that_share_a_name_are_told_apart(estate: Write, run: Run) -> None:
    estate({"gwe-lint.toml": ESTATES, **two_estates("a", "a"), "now/us/Other.cfg": cfg("x=a")})
    run("snapshot", "now", "--to", "approved")
    chain = Chain(estate, run, "drift", "now", "--against", "approved")
    found = chain.next(two_estates("b", "b"))
    assert 2 == len(found["findings"])
    found = chain.next(two_estates("a", None), gone=("now/us/Chat.cfg",))
    assert ["eu"] == [each["estate"] for each in found["resolved"]]
    assert ["us"] == [each["estate"] for each in found["carried"]]
    missing = {"estate": "us", "application": "Chat", "rule": "GWE808"}
    assert [missing] == [{key: each[key] for key in missing} for each in found["findings"]]
    for format in ("text", "markdown", "html"):
        out = run(
            "drift", "now", "--against", "approved", "--since", "1.json", "--as-of", "2026-06-02", "-f", format
        ).out
        assert "Chat in eu" in out  # resolved
    found = chain.next(two_estates("a", "b"))
    assert [("us", "2026-06-01")] == [(each["estate"], each["first_seen"]) for each in found["findings"]]


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_what_is_resolved_names_its_application(estate: Write, run: Run, format: str) -> None:
    chain = drift(estate, run)
    chain.next({"before/Chat_9.cfg": cfg("x=a"), "now/Chat_9.cfg": cfg("x=b")})
    estate({"now/Chat_9.cfg": cfg("x=a")})
    out = run(*chain.arguments, "--since", "1.json", "--as-of", "2026-06-08", "-f", format).out
    said = next(line for line in unescape(out).replace("<wbr>", "").splitlines() if "changed from" in line)
    assert all(word in said for word in ("Chat_9", "GWE801", "2026-06-01, 7 days"))


EXPORTED_TWICE = {"now/a/Chat.cfg": cfg("x=a"), "now/b/Chat.cfg": cfg("x=b")}


def test_of_two_exports_the_one_that_was_compared_is_named(estate: Write, run: Run) -> None:
    estate({"before/Chat.cfg": cfg("x=a"), **EXPORTED_TWICE})
    found = json.loads(run("drift", "now", "--against", "before", "-f", "json").out)
    reason = "exported more than once: now/a/Chat.cfg was compared, and now/b/Chat.cfg was not"
    assert [{"estate": "now", "application": "Chat", "reason": reason}] == found["drift"]["not_checked"]
    found = json.loads(run("drift", "before", "--against", "now", "-f", "json").out)
    assert [reason] == [each["reason"] for each in found["drift"]["not_checked"]]
    found = json.loads(run("compare", "before", "now", "-f", "json").out)  # in two estates nothing tells which is meant
    reason = "exported more than once: none of now/a/Chat.cfg and now/b/Chat.cfg was compared"
    assert [("Chat", reason)] == [(each["application"], each["reason"]) for each in found["drift"]["not_checked"]]


@pytest.mark.parametrize("command", [("drift", "now", "--against", "before/now"), ("compare", "before/now", "now")])
def test_two_exports_on_both_sides_are_paired_and_it_is_said_how(
    estate: Write, run: Run, command: tuple[str, ...]
) -> None:
    estate({"before/now/a/Chat.cfg": cfg("x=a"), "before/now/b/Chat.cfg": cfg("x=b"), **EXPORTED_TWICE})
    found = json.loads(run(*command, "-f", "json").out)
    assert [
        f"Chat of now is exported more than once: now/{each}/Chat.cfg was compared with before/now/{each}/Chat.cfg"
        for each in "ab"
    ] == found["assumptions"]


@pytest.mark.parametrize("dbids", [(1, 2), (2, 1)])
def test_two_exports_that_a_dbid_tells_apart_need_no_words(estate: Write, run: Run, dbids: tuple[int, int]) -> None:
    before = {f"before/{dbid}.xml": server("Chat", f"value-{dbid}", dbid) for dbid in (1, 2)}
    estate({**before, **{f"now/{n}.xml": server("Chat", f"value-{dbid}", dbid) for n, dbid in enumerate(dbids)}})
    found = json.loads(run("drift", "now", "--against", "before", "-f", "json").out)
    assert ([], [], 2) == (found["assumptions"], found["findings"], found["drift"]["compared"])
