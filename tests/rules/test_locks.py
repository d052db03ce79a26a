"""Locks: a pack holds a rule, its own or another one's, against configurations, flags and waivers."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import Run, Write

WES = "wes.connector.chatServer."
BACKEND = (
    f"[service:wes]\n{WES}queueKey=1:webme\n{WES}queueWebengagement=Q\n{WES}identifyCreateContact=1\n"
    f"{WES}refreshPeriod=60\n"
)
LOCK = '[[lock]]\nrule = "documented-value"\nreason = "the bank\'s policy 12"\n'
FILES = {"exports/GWE.cfg": BACKEND, "exports/Chat.conf": "[endpoints:1]\nwebme=Q\n", "company.toml": LOCK}
WHY = "company.toml:1 locks it, since the bank's policy 12"
PACK = '[check]\npacks = ["company.toml"]\n'
WAIVER = '[[waiver]]\nrule = "GWE101"\nreason = "r"\nowner = "o"\nexpires = 2026-12-31\n'


def found(run: Run, *arguments: str) -> list[str]:
    return [each["rule"] for each in json.loads(run("check", "-f", "json", "exports", *arguments).out)["findings"]]


@pytest.mark.parametrize(
    ("settings", "flags", "problem"),
    [
        pytest.param('ignore = ["GWE101"]\n', (), f"ignore: GWE101 cannot be ignored: {WHY}", id="ignored"),
        pytest.param("", ("--ignore", "GWE101"), f"--ignore: GWE101 cannot be ignored: {WHY}", id="ignored by a flag"),
        pytest.param(
            'severity = { GWE101 = "warning" }\n',
            (),
            f"gwe-lint.toml:3: check.severity: GWE101 cannot be lowered to warning: {WHY}",
            id="lowered",
        ),
        pytest.param(
            '[[check.override]]\napplications = ["*"]\nignore = ["GWE101"]\nreason = "r"\n',
            (),
            f"gwe-lint.toml:5: check.override.ignore: GWE101 cannot be ignored: {WHY}",
            id="ignored by an override",
        ),
        pytest.param(
            '[[check.override]]\napplications = ["*"]\nseverity = { documented-value = "note" }\nreason = "r"\n',
            (),
            f"gwe-lint.toml:5: check.override.severity: GWE101 cannot be lowered to note: {WHY}",
            id="lowered by an override",
        ),
    ],
)
def test_nothing_ignores_or_lowers_a_locked_rule(
    estate: Write, run: Run, settings: str, flags: tuple[str, ...], problem: str
) -> None:
    estate({**FILES, "gwe-lint.toml": PACK + settings})
    ran = run("check", "exports", *flags)
    assert (2, True) == (ran.code, problem in ran.err), ran.err


def test_no_waiver_accepts_it_and_no_earlier_report_knows_it(estate: Write, run: Run) -> None:
    estate({**FILES, "gwe-lint.toml": "", "gwe-lint-waivers.toml": WAIVER})
    run("check", "exports", "--waivers", "gwe-lint-waivers.toml", "--output", "json=known.json")
    estate({"gwe-lint.toml": PACK})
    ran = run("check", "exports")
    assert (2, True) == (
        ran.code,
        f"gwe-lint-waivers.toml:2: waiver[1].rule: GWE101 cannot be waived: {WHY}" in ran.err,
    )
    (estate({"gwe-lint-waivers.toml": ""}))
    assert 1 == run("check", "exports", "--known", "known.json").code


def test_it_is_there_whatever_is_selected(estate: Write, run: Run) -> None:
    estate({**FILES, "gwe-lint.toml": PACK + 'select = ["GWE2"]\nignore = ["GWE1"]\n'})
    assert ["GWE101"] == found(run)
    assert ["GWE101"] == found(run, "--select", "GWE2")


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_severity_may_be_raised_and_not_lowered(estate: Write, run: Run, severity: str) -> None:
    lock = LOCK.replace("documented-value", "GWE103") + f'severity = "{severity}"\n'
    typo = BACKEND.replace("refreshPeriod=60", "refreshPeriodd=3")
    estate({**FILES, "exports/GWE.cfg": typo, "company.toml": lock, "gwe-lint.toml": PACK})
    report = json.loads(run("check", "-f", "json", "exports").out)
    assert [severity] == [each["severity"] for each in report["findings"] if each["rule"] == "GWE103"]
    estate({"gwe-lint.toml": f'{PACK}severity = {{ GWE103 = "{severity}" }}\n'})
    assert run("check", "exports").code < 2
    estate({"gwe-lint.toml": f'{PACK}severity = {{ GWE103 = "error" }}\n'})
    assert 1 == run("check", "exports").code


def test_advice_that_is_locked_is_on(estate: Write, run: Run) -> None:
    estate({**FILES, "company.toml": LOCK.replace("documented-value", "GWE423"), "gwe-lint.toml": PACK})
    assert "GWE423" in found(run)
    off = '[[check.override]]\napplications = ["*"]\nprofile = "default"\nreason = "r"\n'
    estate({"gwe-lint.toml": PACK + off})
    assert "GWE423" in found(run)


RULE = """\
[[rule]]
id = "SITE001"
name = "site-rule"
severity = "error"
severity-when-unknown = "warning"
check = "queue-exists"
summary = "A summary."
why = "A reason."
fix = "A fix."
locked = true
with = { options = ["chat-server:endpoints:*/*"] }
"""


def test_the_own_rule_of_a_pack_is_locked_at_its_row(estate: Write, run: Run) -> None:
    estate({**FILES, "company.toml": RULE, "gwe-lint.toml": f'{PACK}severity = {{ SITE001 = "warning" }}\n'})
    ran = run("check", "exports")
    problem = "check.severity: SITE001 cannot be lowered to warning: company.toml:10 locks it"
    assert (2, True) == (ran.code, problem in ran.err)


@pytest.mark.parametrize(
    ("lock", "problem"),
    [
        pytest.param(
            '[[lock]]\nrule = "queue-key-from"\nreason = "r"\n',
            "company.toml:1: lock: no rule has the id or name 'queue-key-from' (did you mean 'queue-key-form'?)",
            id="no such rule",
        ),
        pytest.param('[[lock]]\nrule = "GWE202"\n', "company.toml:1: lock[1]: reason is missing", id="no reason"),
        pytest.param(
            '[[lock]]\nrule = "GWE202"\nreason = "r"\nsevertiy = "error"\n',
            "company.toml:4: lock[1].severtiy: unknown key 'severtiy' (did you mean 'severity'?)",
            id="an unknown key",
        ),
        pytest.param(LOCK + LOCK, f"company.toml:4: lock: GWE101 is locked already: {WHY}", id="locked twice"),
        pytest.param(
            '[[lock]]\nrule = "GWE801"\nreason = "r"\nseverity = "error"\n',
            "company.toml:1: lock.severity: GWE801 is about differences, and [[drift]] rows say how severe one is",
            id="the severity of differences",
        ),
    ],
)
def test_a_wrong_lock_is_an_error(estate: Write, run: Run, lock: str, problem: str) -> None:
    estate({**FILES, "company.toml": lock})
    ran = run("check", "exports", "--pack", "company.toml")
    assert (2, True) == (ran.code, problem in ran.err), ran.err


def test_an_inferred_rule_is_not_made_an_error_by_a_lock(estate: Write, run: Run) -> None:
    inferred = next(each["id"] for each in json.loads(run("rules", "-f", "json").out) if each["basis"] == "inferred")
    estate({**FILES, "company.toml": f'[[lock]]\nrule = "{inferred}"\nreason = "r"\nseverity = "error"\n'})
    ran = run("check", "exports", "--pack", "company.toml")
    assert f"lock.severity: {inferred} is inferred, and an inferred rule is never an error" in ran.err


def test_the_list_and_the_page_of_a_rule_say_who_locks_it(estate: Write, run: Run) -> None:
    estate(FILES)
    (row,) = [
        each for each in json.loads(run("rules", "--pack", "company.toml", "-f", "json").out) if each["id"] == "GWE101"
    ]
    decided: Mapping[str, str] = row["decided_by"]
    assert (True, {"by": "lock", "at": "company.toml:1"}) == (row["locked"], decided)
    page = run("explain", "GWE101", "--pack", "company.toml", "-f", "markdown").out
    assert "- Locked: no configuration ignores it, no waiver accepts it: the bank's policy 12\n" in page


def test_the_documented_example_is_read(estate: Write, run: Run) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(\[\[lock\]\].*?)```", guide, re.DOTALL)
    estate({**FILES, "company.toml": example})
    rules = {each["id"]: each for each in json.loads(run("rules", "--pack", "company.toml", "-f", "json").out)}
    assert ("error", {"by": "lock", "at": "company.toml:1"}) == (
        rules["GWE402"]["severity"],
        rules["GWE402"]["decided_by"],
    )
