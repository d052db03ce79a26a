"""``fixable`` in rows: what a row says of its fixes is read, judged, and proved by its examples."""

import json

import pytest

from gwe_lint.authoring.examples import mistakes
from gwe_lint.authoring.rule_mutants import of_rule
from gwe_lint.rules.selection import load_packs
from tests.conftest import Run, Write

PACKS = load_packs()
BY_ID = {rule.id: rule for rule in PACKS.rules}
SITE = """\
[[rule]]
id = "SITE001"
name = "no-test-queue"
severity = "warning"
{basis}
check = "{check}"
fixable = "{fixable}"
summary = "s"
why = "w"
fix = "f"
sources = ["https://wiki.example"]
[rule.with]
options = {options}
because = "b"
instead = "i"
use = ["Chat In"]

[[rule.example]]
title = "a test queue"
expect = ["ChatServer_01.conf:2"]
{fixes}
[rule.example.files]
"ChatServer_01.conf" = "[endpoints:1]\\nwebme=Test\\n"

[[rule.example]]
title = "a queue"
[rule.example.files]
"ChatServer_01.conf" = "[endpoints:1]\\nwebme=Chat In\\n"
"""
GIVEN = {
    "basis": "",
    "check": "unwise",
    "fixable": "documented",
    "options": '["chat-server:endpoints:1/webme is Test"]',
    "fixes": "fixes = [\"documented: set [endpoints:1] webme to 'Chat In' on ChatServer_01\"]",
}


def test_a_row_says_what_to_use_instead_and_its_example_proves_it(estate: Write, run: Run) -> None:
    estate({"site.toml": SITE.format(**GIVEN)})
    assert "SITE001" not in run("rules", "test", "site.toml").out
    assert run("rules", "test", "site.toml", "--mutate").code == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fixes": ""}, "expected no fix; found documented: set [endpoints:1] webme to 'Chat In' on ChatServer_01"),
        (
            {"fixable": "probable"},
            "expected documented: set [endpoints:1] webme to 'Chat In' on ChatServer_01; found p",
        ),
        ({"fixable": "sure"}, "unknown safety 'sure' (known: documented, probable)"),
        ({"basis": 'basis = "inferred"'}, "the fix of an inferred rule is probable at best"),
    ],
    ids=["an example without it", "another safety", "no safety", "an inferred rule"],
)
def test_what_is_wrong_with_fixable_is_said(change: dict[str, str], said: str, estate: Write, run: Run) -> None:
    estate({"site.toml": SITE.format(**{**GIVEN, **change})})
    ran = run("rules", "test", "site.toml")
    assert ran.code != 0
    assert said in ran.out + ran.err


def test_a_fixable_rule_needs_an_example_with_a_fix() -> None:
    rule = BY_ID["GWE202"]
    without = rule._replace(examples=tuple(each for each in rule.examples if not each.fixes))
    assert "the rule is fixable, and no example expects a fix" in [
        each.problem for each in mistakes(without, PACKS.catalogue)
    ]


def test_each_other_safety_and_none_is_a_mutant() -> None:
    def changed(rule_id: str) -> list[str]:
        return [mutant.what for mutant in of_rule(BY_ID[rule_id], ()) if mutant.where == "fixable"]

    assert changed("GWE202") == ["probable instead of documented", "not instead of documented"]
    assert changed("GWE103") == ["probable instead of documented", "not instead of documented"]
    assert changed("GWE308") == ["not instead of probable"]
    assert changed("GWE401") == []


def test_what_rules_are_fixable_is_listed(run: Run) -> None:
    listed = {each["id"]: each["fixable"] for each in json.loads(run("rules", "-f", "json").out)}
    assert (listed["GWE202"], listed["GWE205"], listed["GWE401"]) == ("documented", "probable", None)
    assert "Fix: proposed where the right value is known" in run("explain", "GWE202").out
