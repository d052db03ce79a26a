"""The built-in rules: their examples, their pages, and the house rules that hold for all of them."""

from pathlib import Path

import pytest

from gwe_lint.authoring.examples import mistakes
from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.checks import CHECKS
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import Packs, load_packs

ROOT = Path(__file__).parents[2]
PACKS = load_packs()
BY_ID = {rule.id: rule for rule in PACKS.rules}

FIXED = {  # id: (name, severity), as the contract with users has them
    "GWE101": ("documented-value", "error"),
    "GWE102": ("mandatory-option", "error"),
    "GWE103": ("misspelt-option", "warning"),
    "GWE201": ("queue-key-form", "error"),
    "GWE202": ("endpoint-undefined", "error"),
    "GWE203": ("endpoint-missing-on-member", "error"),
    "GWE204": ("queue-mismatch", "error"),
    "GWE205": ("endpoint-queue-differs", "error"),
    "GWE206": ("chat-server-unconnected", "error"),
    "GWE207": ("queue-undefined", "error"),
    "GWE208": ("queue-shared", "warning"),
    "GWE401": ("contact-server-missing", "error"),
    "GWE402": ("default-channel-in-production", "error"),
    "GWE403": ("pacing-without-effect", "note"),
}


@pytest.mark.parametrize("rule", PACKS.rules, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule_show_what_they_promise(rule: Rule, packs: Packs) -> None:
    assert not list(mistakes(rule, packs.catalogue))


@pytest.mark.parametrize(("rule_id", "expected"), FIXED.items(), ids=FIXED)
def test_fixed_ids_keep_their_name_and_severity(rule_id: str, expected: tuple[str, str]) -> None:
    assert expected == (BY_ID[rule_id].name, BY_ID[rule_id].severity)


def test_no_inferred_rule_is_ever_an_error() -> None:
    assert not [
        rule.id
        for rule in PACKS.rules
        if rule.basis == "inferred" and "error" in (rule.severity, rule.severity_unknown, rule.severity_development)
    ]


def test_documented_rules_name_their_source() -> None:
    assert not [rule.id for rule in PACKS.rules if rule.basis == "documented" and not rule.sources]


def test_rules_and_facts_name_their_source() -> None:
    assert not [fact.key for fact in PACKS.catalogue if not fact.sources]
    tools_own = ("GWE0", "GWE8", "GWE9")
    assert not [rule.id for rule in PACKS.rules if not rule.sources and not rule.id.startswith(tools_own)]


def test_every_number_has_a_least_value_that_is_documented_or_inferred() -> None:
    unlimited = "gwe-cluster:cometd/maxSessionsPerBrowser"  # CometD takes a negative number as no limit
    numbers = [fact for fact in PACKS.catalogue if fact.type == "integer"]
    assert [unlimited] == [fact.key for fact in numbers if fact.minimum is None]


def test_every_check_is_used_by_a_rule() -> None:
    assert {rule.check for rule in PACKS.rules} == set(CHECKS)


def test_a_wrong_example_is_a_mistake() -> None:
    rule = BY_ID["GWE201"]
    (wrong, *_) = (example._replace(expect=("GWE_Backend.cfg:99",)) for example in rule.examples)
    problems = [m.problem for m in mistakes(rule._replace(examples=(wrong,)), PACKS.catalogue)]
    assert "expected GWE_Backend.cfg:99; found GWE_Backend.cfg:2, GWE_Cluster.cfg:2" in problems
    assert "there is no good example in which the rule looks at something and finds it right" in problems


def test_an_empty_catalogue_makes_no_rule_crash() -> None:
    for rule in PACKS.rules:
        assert not [mistake for mistake in mistakes(rule, Catalogue(())) if "crashed" in mistake.problem]
