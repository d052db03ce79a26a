"""The fixes that are proposed: each one puts its finding right, and none touches what is secret or not known."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from gwe_lint.authoring.examples import shown
from gwe_lint.estate.text_edits import Replacement
from gwe_lint.findings.engine import run as judge
from gwe_lint.findings.finding import Finding
from gwe_lint.rules.rule import Example, Rule
from gwe_lint.rules.selection import load_packs
from tests.conftest import Run, Write

PACKS = load_packs()
FIXABLE = [(rule, example) for rule in PACKS.rules if rule.fixable for example in rule.examples if example.fixes]
BACKEND = "[service:wes]\nwes.connector.chatServer.queueKey=1:webmee\nwes.connector.chatServer.queueWebengagement=Q\n"
CHAT = "[endpoints:1]\nwebme=Q\ndefault=Q\n"
KEY = "wes.connector.chatServer.queueKey"


def findings_of(rule: Rule, example: Example) -> tuple[Finding, ...]:
    _, estates = shown(example, PACKS.catalogue)
    return judge((rule,), estates).findings


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """The text with its replacements, the last one first, so that places stay where they are."""
    lines = text.splitlines(keepends=True)
    for each in sorted(replacements, key=lambda one: (one.line, one.column), reverse=True):
        before = "".join(lines[: each.line - 1]) + "".join(lines[each.line - 1 : each.line])[: each.column - 1]
        behind = "".join(lines[each.end_line - 1 : each.end_line])[each.end_column - 1 :] + "".join(
            lines[each.end_line :]
        )
        lines = (before + each.text + behind).splitlines(keepends=True)
    return "".join(lines)


def in_files(files: Mapping[str, str], replacements: Iterable[Replacement]) -> dict[str, str]:
    found = list(replacements)
    return {name: replaced(text, [each for each in found if each.path == name]) for name, text in files.items()}


@pytest.mark.parametrize(("rule", "example"), FIXABLE, ids=[f"{rule.id} {example.title}" for rule, example in FIXABLE])
def test_the_text_that_a_fix_replaces_puts_its_finding_right(rule: Rule, example: Example) -> None:
    for finding in findings_of(rule, example):
        for fix in finding.fixes:
            if fix.replacements:
                files = in_files(example.files, fix.replacements)
                left = {each.fingerprint for each in findings_of(rule, example._replace(files=files))}
                assert finding.fingerprint not in left, (fix.in_words, files)


def test_nearly_all_fixes_of_text_exports_have_their_place_in_the_text() -> None:
    fixes = [
        fix
        for rule, example in FIXABLE
        if all(name.endswith((".cfg", ".conf", ".toml")) for name in example.files)
        for finding in findings_of(rule, example)
        for fix in finding.fixes
    ]
    without = [fix.in_words for fix in fixes if not fix.replacements]
    assert len(without) * 10 < len(fixes), without


def reported(run: Run, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("check", "e", "-f", "json", *arguments).out)["findings"]
    return found


def test_a_typo_in_a_reference_is_a_fix_with_its_values_before_and_after(estate: Write, run: Run) -> None:
    estate({"e/GWE_Backend.cfg": BACKEND, "e/Chat_1.cfg": CHAT, "e/Chat_2.cfg": CHAT})
    (finding,) = reported(run, "--select", "GWE202")
    change = {"application": "GWE_Backend", "section": "service:wes", "option": KEY, "before": "1:webmee"}
    assert finding["fix"] == {"safety": "probable", "changes": [{**change, "after": "1:webme"}]}
    assert "fix_alternatives" not in finding


def test_either_end_may_be_the_one_to_correct(estate: Write, run: Run) -> None:
    estate({"e/GWE_Backend.cfg": BACKEND.replace("webmee", "webme"), "e/Chat_1.cfg": CHAT.replace("=Q", "=R")})
    (finding,) = reported(run, "--select", "GWE204")
    (other,) = finding["fix_alternatives"]
    after = [[(each["application"], each["after"]) for each in fix["changes"]] for fix in (finding["fix"], other)]
    assert after == [[("GWE_Backend", "R")], [("Chat_1", "Q")]]


def test_an_endpoint_that_some_servers_lack_is_defined_on_all_of_them(estate: Write, run: Run) -> None:
    lacking = "[endpoints:1]\ndefault=Q\n"
    backend = BACKEND.replace("webmee", "webme")
    estate({"e/GWE_Backend.cfg": backend, "e/Chat_1.cfg": CHAT, "e/Chat_2.cfg": lacking, "e/Chat_3.cfg": lacking})
    (finding,) = reported(run, "--select", "GWE203")
    changes = finding["fix"]["changes"]
    assert [(each["application"], each["before"], each["after"]) for each in changes] == [
        ("Chat_2", None, "Q"),
        ("Chat_3", None, "Q"),
    ]


def test_of_many_changes_the_others_are_counted(estate: Write, run: Run) -> None:
    servers = {f"e/Chat_{number}.cfg": "[endpoints:1]\ndefault=Q\n" for number in range(60)}
    estate({"e/GWE_Backend.cfg": BACKEND.replace("webmee", "webme"), "e/Chat.cfg": CHAT, **servers})
    (finding,) = reported(run, "--select", "GWE203")
    assert (len(finding["fix"]["changes"]), finding["fix"]["changes_more"]) == (50, 10)


NOTHING_PROPOSED = {
    "a secret behind a misspelt name": {"e/Backend.cfg": f"{BACKEND}[security]\ntrusted-ca-pdw=CANARY1\n"},
    "a misspelt password, whose name nobody knows for one": {
        "e/Backend.cfg": f"{BACKEND}[security]\npasword=CANARY3\n"
    },
    "a password in the wrong section": {"e/Backend.cfg": f"{BACKEND}[secuirty]\nuser-id=u\npasswrod=CANARY4\n"},
    "a masked value": {"e/Backend.cfg": f"{BACKEND}[security]\ntrusted-ca-tyep=****\n"},
    "a misspelt section that holds a secret": {"e/Backend.cfg": f"{BACKEND}[securty]\npassword=CANARY2\n"},
    "two applications of one name": {
        "e/a/Chat.cfg": "[endpoints:1]\nwebme=Q\n[setings]\nflex-disconnect-timeout=45\n",
        "e/b/Chat.cfg": CHAT,
    },
    "a line that was not read may set the right option": {
        "e/Chat.cfg": b"[endpoints:1]\nwebme=Q\n[settings]\nflex-disconnect-timout=45\n\xff\xfe=\n"
    },
}


@pytest.mark.parametrize("files", NOTHING_PROPOSED.values(), ids=NOTHING_PROPOSED)
def test_nothing_is_proposed_for_what_is_secret_or_not_known(
    files: Mapping[str, str | bytes], estate: Write, run: Run
) -> None:
    estate(files)
    assert not [each["fix"] for each in reported(run, "--select", "GWE103") if "fix" in each]
    for format in ("text", "sarif", "html", "markdown", "github", "jsonl"):
        assert "CANARY" not in run("check", "e", "-f", format).out


def test_a_fix_beside_a_secret_shows_none(estate: Write, run: Run) -> None:
    estate({"e/GWE_Backend.cfg": f"{BACKEND}[security]\npassword=CANARY1\n", "e/Chat_1.cfg": CHAT})
    for format in ("text", "json", "sarif", "html", "markdown", "github", "jsonl"):
        assert "CANARY" not in run("check", "e", "-f", format).out


def test_nothing_is_proposed_for_a_list_of_changes_whose_application_is_not_known(estate: Write, run: Run) -> None:
    rows = "Action,Section,Option,Value\nUPDATE,service:wes,{},1:webmee\nDELETE,service:wes,x\n"
    estate({"e/GWE_Backend.csv": rows.format(KEY), "e/Chat_1.cfg": CHAT})
    (finding,) = reported(run, "--select", "GWE202")
    assert "fix" not in finding


def test_a_rule_without_fixable_proposes_nothing_and_a_check_offers_it_nothing() -> None:
    silent = [rule for rule in PACKS.rules if not rule.fixable]
    found = [(rule, finding) for rule in silent for example in rule.examples for finding in findings_of(rule, example)]
    assert len(found) > 100
    assert not [(rule.id, finding.hit.message) for rule, finding in found if finding.fixes or finding.hit.corrections]
