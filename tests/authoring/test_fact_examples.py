"""The values that a fact states as good and as bad: they are tested like the examples of a rule."""

from pathlib import Path

import pytest

from tests.conftest import Run

FACT = """\
[[option]]
app = "gms"
section = "chat.sales"
option = "_wait"
type = "integer"
minimum = 1
maximum = 5
summary = "A summary."
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a pack of a site is written, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "site.toml"


def test_good_values_are_right_and_bad_ones_wrong(site: Path, run: Run) -> None:
    site.write_text(FACT + 'good = ["1", "5"]\nbad = ["0", "6", "many"]\n')
    assert (0, "", "0 rules, 0 examples, 1 option, 0 mistakes\n") == run("rules", "test", "site.toml")


@pytest.mark.parametrize(
    ("stated", "problem"),
    [
        ('good = ["6"]', "'6' is stated to be good, and is found wrong"),
        ('bad = ["5"]', "'5' is stated to be bad, and is not found wrong"),
        ('basis = "inferred"\nbad = ["5"]', "'5' is stated to be bad, and is not found wrong"),
    ],
    ids=["a good value out of range", "a bad value in range", "a bad value in an inferred range"],
)
def test_values_that_a_fact_states_are_tested(site: Path, run: Run, stated: str, problem: str) -> None:
    site.write_text(FACT + stated)
    ran = run("rules", "test", "site.toml")
    assert (1, f"gms:chat.sales/_wait: {problem}\n") == (ran.code, ran.out)
    assert "0 rules, 0 examples, 1 option, 1 mistake\n" == ran.err


def test_a_good_value_is_spelt_as_documented(site: Path, run: Run) -> None:
    text = FACT.replace('"integer"', '"enum"').replace("minimum = 1\nmaximum = 5", 'values = ["none", "all"]')
    site.write_text(text + 'good = ["None"]')
    ran = run("rules", "test", "site.toml")
    assert "gms:chat.sales/_wait: 'None' is stated to be good, and is documented in another spelling\n" == ran.out


def test_options_without_stated_values_are_nothing_to_test(site: Path, run: Run) -> None:
    site.write_text(FACT)
    assert 3 == run("rules", "test", "site.toml").code
