"""Related places: a few are shown in every format, all others counted, and all of them found by a path."""

import json

import pytest

from gwe_lint.authoring.examples import shown
from gwe_lint.estate.model import MOST_RELATED
from gwe_lint.findings.engine import run as run_rules
from gwe_lint.rules.rule import Example
from gwe_lint.rules.selection import load_packs
from tests.conftest import Run, Write

GWE = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\nwes.connector.chatServer.queueWebengagement=Q\n"
KINDS = {  # what the servers have, and how many related places one finding has
    "GWE202": ("other=Q", 20),
    "GWE204": ("webme=Other", 20),
    "GWE205": ("webme=Q{number}", 19),
}


def fleet(line: str, size: int = 20) -> dict[str, str]:
    chats = {f"e/Chat_{n:04}.conf": f"[endpoints:1]\n{line.format(number=n)}\n" for n in range(size)}
    return {"e/GWE.cfg": GWE, **chats}


@pytest.mark.parametrize(("rule", "line", "total"), [(rule, *each) for rule, each in KINDS.items()])
def test_a_finding_shows_a_few_of_its_ends_and_counts_the_others(
    rule: str, line: str, total: int, estate: Write, run: Run
) -> None:
    estate(fleet(line))
    first = json.loads(run("check", "e", "--select", rule, "-f", "json").out)["findings"][0]
    assert (len(first["related"]), first["related_more"]) == (MOST_RELATED, total - MOST_RELATED)
    more = f"{total - MOST_RELATED} more"
    assert f"and {more} places" in run("check", "e", "--select", rule).out
    assert f"and {more} places" in run("check", "e", "--select", rule, "-f", "markdown").out
    assert f"and {more} places" in run("check", "e", "--select", rule, "-f", "html").out
    result = json.loads(run("check", "e", "--select", rule, "-f", "sarif").out)["runs"][0]["results"][0]
    assert len(result["relatedLocations"]) == MOST_RELATED
    assert f", {more}." in result["message"]["text"]


def test_the_one_that_has_the_endpoint_is_always_shown(estate: Write, run: Run) -> None:
    estate({**fleet("other=Q"), "e/Zulu.conf": "[endpoints:1]\nwebme=Q\n"})
    (finding,) = json.loads(run("check", "e", "--select", "GWE203", "-f", "json").out)["findings"]
    assert (finding["related"][-1]["application"], finding["related_more"]) == ("Zulu", 20 - MOST_RELATED + 1)


def test_a_few_ends_are_all_shown(estate: Write, run: Run) -> None:
    estate(fleet("webme=Other", MOST_RELATED))
    (finding,) = json.loads(run("check", "e", "--select", "GWE204", "-f", "json").out)["findings"]
    assert (len(finding["related"]), finding["related_more"]) == (MOST_RELATED, 0)


@pytest.mark.parametrize("rule", KINDS)
def test_a_path_finds_what_it_broke_by_an_end_that_is_not_shown(rule: str, estate: Write, run: Run) -> None:
    estate({**fleet(KINDS[rule][0]), "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["e"]\n'})
    report = json.loads(run("check", "e/Chat_0019.conf", "--select", rule, "-f", "json").out)
    assert len(report["findings"]) == (20 if rule == "GWE205" else 1)


def test_thousands_of_findings_share_the_places_of_all_servers() -> None:
    packs = load_packs()
    rules = [rule for rule in packs.rules if rule.id in KINDS]
    example = Example(
        "", {name.removeprefix("e/"): text for name, text in fleet("webme=Q{number}", 300).items()}, (), None
    )
    found = run_rules(rules, shown(example, packs.catalogue)[1]).findings
    assert len(found) == 300
    assert {len(each.hit.related) for each in found} == {MOST_RELATED}
    assert len({id(each.hit.ends) for each in found}) == 1
    assert len(max((each.hit.message for each in found), key=len)) < 400


def test_markdown_shows_both_ends_and_calls_help_help(estate: Write, run: Run) -> None:
    estate({"e/GWE.cfg": GWE, "e/Chat.conf": "[endpoints:1]\nwebme=Other\n"})
    out = run("check", "e", "-f", "markdown").out
    assert "  - related: `Chat` `e/Chat.conf:2`: `Chat leads to 'Other'`" in out
    assert "  - help: `set both to the same Interaction Queue`" in out
    assert "why:" not in out
