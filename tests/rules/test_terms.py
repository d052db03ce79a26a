"""Rules name the field's standard term once, beside the plain words that they use."""

import pytest

from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import load_packs

TERMS = {
    "Mobile Services": "Genesys Mobile Services (GMS)",
    "stand in for each other": "high availability",
    "share the load": "load balancing",
}
RIDDLES = ("for gone", "wait for ever")


def prose(rule: Rule) -> str:
    return " ".join((rule.summary, rule.why, rule.fix, rule.not_evaluated or ""))


@pytest.mark.parametrize("rule", load_packs().rules, ids=lambda rule: rule.id)
def test_a_rule_names_the_standard_term(rule: Rule) -> None:
    text = prose(rule)
    assert [] == [term for words, term in TERMS.items() if words in text and term.lower() not in text.lower()]
    assert [] == [words for words in RIDDLES if words in text]
