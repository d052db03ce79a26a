"""Rule packs: every mistake at once, each with file, line, table and key."""

from pathlib import Path

import pytest

from gwe_lint.errors import Untrusted
from gwe_lint.estate.selectors import fits
from gwe_lint.rules.selection import load_packs, selected
from tests.conftest import Run

RULE = """\
[[rule]]
id = "SITE001"
name = "site-rule"
severity = "warning"
basis = "inferred"
check = "queue-exists"
summary = "A summary."
why = "A reason."
fix = "A fix."
with = { options = ["chat-server:endpoints:*/*"] }
"""
EXAMPLES = """\
[[rule.example]]
title = "bad"
expect = ["Chat.conf:2"]
[rule.example.files]
"Chat.conf" = "[endpoints:1]\\nwebme=No_Such_Queue\\n"
"gwe-lint.toml" = "[[estate]]\\nname='x'\\npaths=['.']\\ninteraction-queues=['Queue']\\n"
[[rule.example]]
title = "good"
[rule.example.files]
"Chat.conf" = "[endpoints:1]\\nwebme=Queue\\n"
"gwe-lint.toml" = "[[estate]]\\nname='x'\\npaths=['.']\\ninteraction-queues=['Queue']\\n"
"""


def pack(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "site.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            '"queue-exists"',
            '"queue-exist"',
            "6: rule[1] (SITE001).check: unknown check 'queue-exist' (did you mean 'queue-exists'?)",
        ),
        (
            "chat-server:endpoints",
            "chat-sever:endpoints",
            "10: rule[1].with.options: unknown application type 'chat-sever' (did you mean 'chat-server'?)",
        ),
        ("options =", "optoins =", "10: rule[1].with.optoins: unknown key 'optoins' (did you mean 'options'?)"),
        ("options =", "optoins =", "10: rule[1].with: with.options is missing: check 'queue-exists' needs it"),
        ('"chat-server:endpoints:*/*"', '"endpoints"', "10: rule[1].with.options: 'endpoints' is not a selector"),
        ('"warning"', '"error"', "4: rule[1] (SITE001).severity: an inferred rule is never an error"),
        ('"warning"', '"grave"', "4: rule[1] (SITE001).severity: unknown severity 'grave'"),
        ("SITE001", "site-1", "2: rule[1].id: must be an id such as SITE001, not 'site-1'"),
        ("SITE001", "GWE101", "site.toml: rule 'GWE101' exists already, in rules/chat-channel.toml"),
        ('why = "A reason."', 'wyh = "A reason."', "1: rule[1] (SITE001): why is missing"),
        ('why = "A reason."', 'wyh = "A reason."', "8: rule[1] (SITE001).wyh: unknown key 'wyh' (did you mean 'why'?)"),
        ("[[rule]]", "[[rules]]", "1: rules: unknown key 'rules' (did you mean 'rule'?)"),
    ],
    ids=str,
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = pack(tmp_path, RULE.replace(old, new))
    with pytest.raises(Untrusted) as error:
        load_packs([path])
    assert any(problem in found for found in error.value.problems), error.value.problems


FACT = """\
[[option]]
app = "chat-server"
section = "site"
option = "timeout"
type = "integer"
minimum = 1
inferred = ["minimum"]
summary = "A time."
sources = ["https://wiki.example/chat"]
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('["https://wiki.example/chat"]', "[]", "9: option[1].sources: must not be empty"),
        ("minimum = 1\n", "", "6: option[1].inferred: inferred: the option has no minimum"),
        ('"minimum"', '"minimun"', "7: option[1].inferred: unknown key 'minimun' (did you mean 'minimum'?)"),
        (
            "[[option]]\n",
            '[[option]]\nbasis = "inferred"\n',
            "8: option[1].inferred: inferred is for documented options; this one is inferred as a whole",
        ),
    ],
)
def test_a_mistake_in_a_fact_is_named_with_its_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    load_packs([pack(tmp_path, FACT)])
    path = pack(tmp_path, FACT.replace(old, new))
    with pytest.raises(Untrusted) as error:
        load_packs([path])
    assert any(problem in found for found in error.value.problems), error.value.problems


def test_a_rule_without_evidence_leaves_the_key_out(tmp_path: Path) -> None:
    with pytest.raises(Untrusted) as error:
        load_packs([pack(tmp_path, RULE + "sources = []\n")])
    assert any("11: rule[1] (SITE001).sources: must not be empty" in each for each in error.value.problems)


def test_all_mistakes_of_all_packs_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("[[rule]]\n")
    (tmp_path / "two.toml").write_text("[[option]]\napp = 'x'\nminimum = 2\nmaximum = 1\n")
    (tmp_path / "three.toml").write_text("= 1")
    with pytest.raises(Untrusted) as error:
        load_packs([tmp_path])
    found = "\n".join(error.value.problems)
    assert all(name in found for name in ("one.toml:1", "two.toml:2", "two.toml:3", "three.toml:1:1: not valid TOML"))


def test_a_pack_of_a_site_is_tested_and_used(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pack(tmp_path, RULE + EXAMPLES)
    tested = run("rules", "test", "site.toml")
    assert (0, "1 rule, 2 examples, 0 mistakes\n") == (tested.code, tested.err)
    assert "SITE001" in run("rules", "--pack", "site.toml").out
    assert run("explain", "site-rule", "--pack", "site.toml").out.startswith("SITE001 site-rule\n")
    (tmp_path / "Chat.conf").write_text("[endpoints:1]\nwebme=No_Such_Queue\n")
    (tmp_path / "gwe-lint.toml").write_text("[[estate]]\nname='x'\npaths=['.']\ninteraction-queues=['Queue']\n")
    assert "warning SITE001" in run("check", "--pack", "site.toml", "-f", "concise").out


def test_a_wrong_example_fails_the_test_of_its_pack(tmp_path: Path, run: Run) -> None:
    path = pack(tmp_path, RULE + EXAMPLES.replace("Chat.conf:2", "Chat.conf:1"))
    ran = run("rules", "test", str(path))
    assert (1, "SITE001 (bad): expected Chat.conf:1; found Chat.conf:2\n") == (ran.code, ran.out)


def test_rules_are_selected_by_id_prefix_and_name() -> None:
    rules = load_packs().rules
    assert {"GWE202", "GWE203"} <= {rule.id for rule in selected(rules, ["GWE2"], [])}
    assert "GWE101" not in {rule.id for rule in selected(rules, ["GWE2", "queue-key-form"], [])}
    assert "GWE202" not in {rule.id for rule in selected(rules, [], ["endpoint-undefined"])}


def test_rules_about_unreadable_content_cannot_be_ignored() -> None:
    rules = load_packs().rules
    assert {"GWE001", "GWE002", "GWE003"} <= {rule.id for rule in selected(rules, ["GWE2"], ["GWE0"])}
    with pytest.raises(Untrusted, match="GWE001 cannot be ignored"):
        selected(rules, [], ["GWE001"])


def test_a_pattern_that_fits_no_rule_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(Untrusted, match=r"select: 'GWE999'.*did you mean"):
        selected(load_packs().rules, ["GWE999"], [])


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("endpoints:*", "endpoints:1", True),
        ("endpoints:*", "endpoints", False),
        ("*", "", True),
        ("a*b*c", "a-b-b-c", True),
        ("a*b*c", "a-c", False),
        ("ab*ba", "aba", False),
        ("settings", "settings", True),
        ("settings", "setting", False),
        ("s[et]*", "s[et]x", True),
        ("s[et]*", "sx", False),
    ],
)
def test_only_the_star_of_a_selector_stands_for_other_text(pattern: str, name: str, expected: bool) -> None:
    assert expected == fits(pattern, name)


ADVICE = RULE.replace('severity = "warning"', 'severity = "warning"\nprofile = "advice"') + EXAMPLES


@pytest.mark.parametrize(
    ("arguments", "there"),
    [
        pytest.param([], False, id="advice is off"),
        pytest.param(["--profile", "advice"], True, id="a flag switches it on"),
        pytest.param(["--select", "SITE001"], True, id="so does the rule's id"),
        pytest.param(["--select", "site-rule"], True, id="and its name"),
        pytest.param(["--select", "SITE"], False, id="a prefix does not"),
        pytest.param(["--profile", "advice", "--ignore", "SITE001"], False, id="ignored is ignored"),
        pytest.param(["--profile", "advice", "--select", "GWE2"], False, id="what is selected is all there is"),
    ],
)
def test_rules_of_advice(tmp_path: Path, run: Run, arguments: list[str], there: bool) -> None:
    pack(tmp_path, ADVICE)
    (tmp_path / "Chat.conf").write_text("[endpoints:1]\nwebme=No_Such_Queue\n")
    config = tmp_path / "gwe-lint.toml"
    config.write_text("[[estate]]\nname='x'\npaths=['.']\ninteraction-queues=['Queue']\n")
    ran = run(
        *("check", "--config", str(config), "--pack", str(tmp_path / "site.toml"), "-f", "concise"),
        *arguments,
    )
    assert there == (" SITE001 " in ran.out)


def test_the_configuration_chooses_the_profile(tmp_path: Path, run: Run) -> None:
    pack(tmp_path, ADVICE)
    (tmp_path / "Chat.conf").write_text("[endpoints:1]\nwebme=No_Such_Queue\n")
    config = tmp_path / "gwe-lint.toml"
    estate = "[[estate]]\nname='x'\npaths=['.']\ninteraction-queues=['Queue']\n"
    config.write_text(f'[check]\nprofile = "advice"\n{estate}')
    arguments = ["check", "--config", str(config), "--pack", str(tmp_path / "site.toml"), "-f", "concise"]
    assert [True, False] == [" SITE001 " in run(*arguments, *more).out for more in ([], ["--profile", "default"])]
