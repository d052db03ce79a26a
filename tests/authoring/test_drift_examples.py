"""The examples of ``[[drift]]`` rows: run by ``rules test``, and changed rows are noticed by them."""

import re
from pathlib import Path

import pytest

from gwe_lint.authoring.drift_examples import DriftExamples
from gwe_lint.authoring.drift_mutants import of_drift_row
from gwe_lint.exports.redactor import Redactor
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.selection import load_packs
from tests.conftest import Run

PACKS = load_packs()
EXAMPLES = DriftExamples(PACKS, Redactor(PACKS.catalogue))

ROW = """\
[[drift]]
option = "chat-server:site/mode"
after = ["none"]
severity = "error"
scope = ["baseline", "estates"]
reason = "nobody answers"
"""
EXAMPLE = """
[[drift.example]]
title = "switched off"
before = "all"
after = "none"
expect = { baseline = "error", estates = "error" }
"""
OTHER = """
[[drift.example]]
title = "switched on"
before = "none"
after = "all"
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a pack of a site is written, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "site.toml"


@pytest.mark.parametrize("row", PACKS.drift_rows, ids=lambda row: row.name.partition(": ")[2])
def test_the_examples_of_a_built_in_row_notice_every_change_of_it(row: DriftRow) -> None:
    assert [] == list(EXAMPLES.mistakes(row))
    unnoticed = [m for m in of_drift_row(row) if not any(EXAMPLES.mistakes_alone(m.row))]
    assert [] == [(mutant.where, mutant.what) for mutant in unnoticed]


def test_a_row_whose_examples_notice_everything_has_the_full_score(site: Path, run: Run) -> None:
    site.write_text(ROW + EXAMPLE + OTHER)
    ran = run("rules", "test", "--mutate", "site.toml")
    assert (0, "") == (ran.code, ran.out)
    assert "0 rules, 2 examples, 1 drift row, 0 mistakes\n9 mutants, 9 noticed, 0 survived (100 %)\n" == ran.err


def test_what_no_example_notices_is_named_with_its_row(site: Path, run: Run) -> None:
    site.write_text(ROW + EXAMPLE)
    ran = run("rules", "test", "--mutate", "site.toml")
    assert (1, "site.toml:1: chat-server:site/mode after[1]: without none: no example notices\n") == (ran.code, ran.out)
    assert ran.err.endswith("9 mutants, 8 noticed, 1 survived (88.8 %)\n")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('baseline = "error"', 'baseline = "note"', "expected 'note' in drift; found 'error'"),
        ('baseline = "error", ', "", "expected nothing in drift; found 'error'"),
        ('after = "none"', 'after = "some"', "expected 'error' in compare; found nothing"),
        ("{ base", '{ members = "error", base', "expected 'error' in consistency; found nothing"),
    ],
    ids=["another severity", "a scope too few", "another value", "a scope too many"],
)
def test_an_example_that_is_wrong_is_a_mistake(site: Path, run: Run, old: str, new: str, problem: str) -> None:
    site.write_text(ROW + EXAMPLE.replace(old, new))
    ran = run("rules", "test", "site.toml")
    assert 1 == ran.code
    assert f"site.toml:1: chat-server:site/mode (switched off): {problem}\n" in ran.out


def test_a_row_that_another_one_overrules_is_a_mistake(site: Path, run: Run) -> None:
    site.write_text(ROW.replace("chat-server:site/mode", "chat-server:log/mode") + EXAMPLE)
    ran = run("rules", "test", "site.toml")
    assert (
        "site.toml:1: chat-server:log/mode (switched off): expected 'error' in compare; another row decides that\n"
    ) == ran.out


@pytest.mark.parametrize(
    ("row", "example"),
    [
        ('must-differ = true\noption = "gms:site/node"', 'before = "1"\nafter = "1"\nexpect = "warning"'),
        (
            'must-differ = true\noption = "gms:site/node"',
            'before = "1"\nafter = "2"\nexpect = { members = "warning", estates = "expected" }',
        ),
        ('severity = "note"\noption = "gms:site/node"', 'after = "1"\nexpect = "note"'),
        ('severity = "note"\noption = "common:site/*"', 'option = "gms:site/x"\nbefore = "1"\nexpect = "note"'),
        (
            'severity = "note"\noption = "gms:(connections)/*"',
            'option = "gms:(connections)/A"\nafter = "x"\nexpect = "note"',
        ),
        (
            'expected = true\noption = "gms:(application)/state"',
            'before = "enabled"\nafter = "disabled"\nexpect = "expected"',
        ),
        (
            'severity = "error"\noption = "gms:(application)/backup"\nscope = ["baseline"]',
            'before = "A"\nafter = "B"\nexpect = { baseline = "error" }',
        ),
        ('severity = "error"\noption = "gms:(tenants)/A"', 'before = "assigned"\nexpect = "error"'),
        ('severity = "error"\noption = "gms:(ports)/p"', 'before = "1"\nexpect = "error"'),
        ('severity = "note"\noption = "gms:site/password"', 'before = "1"\nafter = "2"\nexpect = "note"'),
    ],
    ids=[
        "alike although it must differ",
        "two of three members alike",
        "an option that is new",
        "an option of an open row that is gone",
        "a connection",
        "the state",
        "the backup server",
        "a tenant",
        "a port",
        "a secret",
    ],
)
def test_an_example_may_be_about_whatever_is_compared(site: Path, run: Run, row: str, example: str) -> None:
    site.write_text(f'[[drift]]\n{row}\nreason = "of the site"\n[[drift.example]]\ntitle = "t"\n{example}\n')
    assert (0, "", "0 rules, 1 example, 1 drift row, 0 mistakes\n") == run("rules", "test", "site.toml")


def test_the_row_that_the_documentation_shows_has_the_full_score(site: Path, run: Run) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(\[\[drift\]\].*?)```", guide, re.DOTALL)
    site.write_text(shown)
    ran = run("rules", "test", "--mutate", "site.toml")
    assert (0, "") == (ran.code, ran.out)
    assert " 0 survived (100 %)" in ran.err


def test_rows_without_examples_are_no_mistake_until_they_are_mutated(site: Path, run: Run) -> None:
    site.write_text(ROW)
    assert (0, "", "0 rules, 0 examples, 1 drift row, 0 mistakes\n") == run("rules", "test", "site.toml")
    assert 1 == run("rules", "test", "--mutate", "site.toml").code


def test_the_built_in_rows_are_tested_by_the_path_of_their_pack(run: Run) -> None:
    path = Path(__file__).parents[2] / "rules" / "drift.toml"
    ran = run("rules", "test", str(path))
    assert (0, "") == (ran.code, ran.out)
    assert f", {len(PACKS.drift_rows)} drift rows, 0 mistakes\n" in ran.err
