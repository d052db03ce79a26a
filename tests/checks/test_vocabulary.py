"""The guide for people who write rules, against the vocabulary of checks."""

import re
from pathlib import Path

import pytest

from gwe_lint.checks import CHECKS
from gwe_lint.rules.plugins import parameters_of

GUIDE = Path(__file__).parents[2] / "docs" / "writing-rules.md"
_, _, BEHIND = GUIDE.read_text(encoding="utf-8").partition("\n## Checks\n")
CHAPTER, _, _ = BEHIND.partition("\n## ")
ROW = re.compile(r"^\| (?P<checks>`[^|]+`) \| (?P<parameters>[^|]*)\| [^|]+ \|$", re.M)
ROWS = {
    check: set(re.findall(r"`(\w+)`", row["parameters"]))
    for row in ROW.finditer(CHAPTER)
    for check in re.findall(r"`([a-z-]+)`", row["checks"])
}


def test_the_guide_names_every_check_and_no_other() -> None:
    assert set(CHECKS) == set(ROWS)


@pytest.mark.parametrize("check", CHECKS)
def test_the_guide_names_every_parameter_of(check: str) -> None:
    assert set(parameters_of(CHECKS[check])) == ROWS[check]
