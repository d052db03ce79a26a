"""``[[drift]]`` rows are part of packs: every command reads them, and names their mistakes with all the others."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args

import pytest

from gwe_lint.checks.files import MADE_ELSEWHERE, OF_DRIFT, OF_THE_TOOL, DriftHit, ToolHit
from gwe_lint.errors import Untrusted
from gwe_lint.rules.selection import Packs, load_packs, rules_by_hit
from tests.conftest import Run

Write = Callable[[Mapping[str, str | bytes]], Path]

ROW = """\
[[drift]]
option = "chat-server:site/queue"
severity = "error"
reason = "the queue of the site"
[[drift.example]]
title = "another queue"
before = "A"
after = "B"
expect = "error"
"""
RULE = """
[[rule]]
id = "SITE001"
name = "site-changed"
severity = "warning"
check = "of-drift"
with = { of = "changed" }
summary = "A summary."
why = "A reason."
fix = "A fix."
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("chat-server:site", "chat-sever:site", "2: drift[1].option: unknown application type 'chat-sever' (did"),
        ('"error"\nreason', '"fatal"\nreason', "3: drift[1].severity: unknown severity 'fatal'"),
        ('severity = "error"\n', "", "1: drift[1]: says nothing: it needs severity, expected = true, or must-differ"),
        ("reason", "raeson", "4: drift[1].raeson: unknown key 'raeson' (did you mean 'reason'?)"),
        ("reason", "raeson", "1: drift[1]: reason is missing"),
        ("severity", "scope = ['estate']\nseverity", "3: drift[1].scope: unknown scope 'estate' (known: baseline"),
        ('severity = "error"', 'must-differ = true\nscope = ["baseline"]', "4: drift[1].scope: must-differ is for"),
        ("site/queue", "site/*", "5: drift[1].example[1].option: option is missing: an example names one option"),
        ("chat-server:site", "common:site", "5: drift[1].example[1].option: option is missing: an example names one"),
        ('before = "A"\nafter = "B"\n', "", "5: drift[1].example[1]: before and after are missing"),
        ('title = "another queue"\n', "", "5: drift[1].example[1]: title is missing"),
        ('expect = "error"', 'expect = "fatal"', "9: drift[1].example[1].expect: unknown verdict 'fatal'"),
        ('expect = "error"', 'expect.member = "error"', "drift[1].example[1].expect.member: unknown scope 'member'"),
        ('expect = "error"', 'expects = "error"', "9: drift[1].example[1].expects: unknown key 'expects'"),
    ],
)
def test_a_mistake_in_a_row_is_named_with_its_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in ROW
    (tmp_path / "site.toml").write_text(ROW.replace(old, new, 1))
    with pytest.raises(Untrusted) as error:
        load_packs([tmp_path / "site.toml"])
    assert any(problem in each for each in error.value.problems)


@pytest.mark.parametrize(
    "command",
    [
        ("check", "Chat.conf", "--pack", "site.toml"),
        ("consistency", "Chat.conf", "--pack", "site.toml"),
        ("rules", "--pack", "site.toml"),
        ("rules", "test", "site.toml"),
        ("explain", "GWE801", "--pack", "site.toml"),
    ],
    ids=" ".join,
)
def test_every_command_names_mistakes_of_rows_with_those_of_rules(
    estate: Write, run: Run, command: tuple[str, ...]
) -> None:
    wrong = ROW.replace('"error"\nreason', '"fatal"\nreason') + RULE.replace("of-drift", "of-drif")
    estate({"site.toml": wrong, "Chat.conf": "[endpoints:1]\ndefault=Q\n"})
    ran = run(*command)
    assert (2, "") == (ran.code, ran.out)
    assert "gwe-lint: error: site.toml:3: drift[1].severity: unknown severity 'fatal'" in ran.err
    assert "gwe-lint: error: site.toml:15: rule[1] (SITE001).check: unknown check 'of-drif'" in ran.err


def test_rows_keep_their_order_since_the_last_one_counts(tmp_path: Path, packs: Packs) -> None:
    (tmp_path / "b.toml").write_text(ROW)
    (tmp_path / "a.toml").write_text(ROW.replace("site/queue", "site/other"))
    found = load_packs([tmp_path / "b.toml", tmp_path / "a.toml"]).drift_rows
    assert packs.drift_rows == found[:-2]
    assert ["chat-server:site/queue", "chat-server:site/other"] == [row.option.key for row in found[-2:]]


def test_each_kind_of_hit_that_is_made_elsewhere_has_one_built_in_rule(packs: Packs) -> None:
    assert set(get_args(DriftHit)) == set(rules_by_hit(packs.rules, OF_DRIFT))
    assert set(get_args(ToolHit)) == set(rules_by_hit(packs.rules, OF_THE_TOOL))
    made = [rule for rule in packs.rules if rule.check in MADE_ELSEWHERE]
    assert len(made) == len(get_args(DriftHit)) + len(get_args(ToolHit))


def test_two_rules_for_one_kind_of_hit_are_a_mistake(estate: Write, run: Run) -> None:
    estate({"site.toml": RULE})
    ran = run("rules", "--pack", "site.toml")
    assert (
        2,
        "gwe-lint: error: site.toml: rule 'SITE001': GWE801 is for the hits of of-drift 'changed' already\n",
    ) == (
        ran.code,
        ran.err,
    )


def test_rules_lists_rows_behind_the_rules_each_of_a_pack_of_ones_own_with_the_pack(estate: Write, run: Run) -> None:
    estate({"site.toml": ROW})
    ran = run("rules", "--pack", "site.toml")
    lines = ran.out.splitlines()
    kinds = [line.startswith("drift ") for line in lines]
    assert sorted(kinds) == kinds
    assert "drift   error        chat-server:site/queue: the queue of the site  (site.toml)" == lines[-1]
    assert f"{kinds.count(False)} rules, {kinds.count(True)} drift rows; " in ran.err


def test_rules_as_json_has_the_rows_with_the_rules_of_differences(estate: Write, run: Run) -> None:
    estate({"site.toml": ROW})
    rules = {rule["id"]: rule for rule in json.loads(run("rules", "-f", "json", "--pack", "site.toml").out)}
    assert {
        "option": "chat-server:site/queue",
        "scope": ["baseline", "members", "estates"],
        "reason": "the queue of the site",
        "severity": "error",
        "before": [],
        "after": [],
        "expected": False,
        "must_differ": False,
        "pack": "site.toml",
    } == rules["GWE801"]["drift_rows"][-1]
    assert ["gms:server/node_id"] == [row["option"] for row in rules["GWE804"]["drift_rows"]]
    assert [] == rules["GWE806"]["drift_rows"]
    assert "drift_rows" not in rules["GWE202"]


def test_explain_says_what_a_difference_of_an_option_means(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    estate({"site.toml": ROW})
    monkeypatch.setenv("COLUMNS", "100")
    known = run("explain", "chat-server:settings/session-restoration-mode").out
    assert "  drift                  error to 'none' in drift and compare: without session restoration" in known
    own = run("explain", "chat-server:site/queue", "--pack", "site.toml").out
    assert "chat-server:site/queue   Chat Server\n\n  drift                  error: the queue of the site\n" == own
    part = run("explain", "chat-server:(ports)/webapi").out
    assert "  drift                  note in consistency: clients find a port by its id" in part
    page = run("explain", "GWE807", "--pack", "site.toml", "-f", "markdown").out
    assert "| `chat-server:site/queue` |  | error | the queue of the site |\n" in page


def test_explain_still_asks_whether_another_option_was_meant(run: Run) -> None:
    ran = run("explain", "gms:server/node_idd")  # which gms:server/* would fit
    assert (2, "") == (ran.code, ran.out)
    assert "did you mean 'gms:server/node_id'?" in ran.err
