"""The queries that docs/fleets.md shows, asked of real reports: what they answer is what the reports hold."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.cli.test_jobs import site
from tests.conftest import Run, Write

QUERIES = re.findall(
    r"^```sql\n(.*?)^```", (Path(__file__).parents[1] / "docs/fleets.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
)
MORNINGS = ("2026-11-28", "2026-11-29", "2026-11-30")
WAIVERS = """
[[waiver]]
rule = "GWE202"
estate = "a"
reason = "r"
owner = "o"
expires = 2027-01-03
"""


@pytest.fixture
def reports(estate: Write, run: Run) -> dict[str, list[dict[str, Any]]]:
    """The findings of three mornings. On the first one there is none; on the last one an estate has one more."""
    found = {}
    for morning in MORNINGS:
        key = "webme" if morning == MORNINGS[0] else "webmee"
        timeout = "forever" if morning == MORNINGS[-1] else "60"
        sites = {**site("a", key=key), **site("b", key=key), **site("c", timeout=timeout)}
        folder = estate({**sites, "gwe-lint-waivers.toml": WAIVERS if key == "webmee" else ""})
        (folder / "reports").mkdir(exist_ok=True)
        file = folder / f"reports/{morning}.jsonl"
        assert run("check", "a", "b", "c", "--output", f"jsonl={file}", "--as-of", morning).code in (0, 1)
        found[morning] = [json.loads(line) for line in file.read_text().splitlines()]
    assert not found[MORNINGS[0]]
    return found


def answer(number: int) -> list[dict[str, Any]]:
    asked = duckdb.sql(QUERIES[number])
    assert asked
    return [dict(zip(asked.columns, row, strict=True)) for row in asked.fetchall()]


def test_there_are_three() -> None:
    assert len(QUERIES) == 3


def test_rules_that_fail_in_most_estates(reports: dict[str, list[dict[str, Any]]]) -> None:
    counted = [each for each in reports[MORNINGS[-1]] if not each["waiver"] and not each["known"]]
    rules = Counter(each["rule"] for each in counted)
    assert {each["rule"]: each["findings"] for each in answer(0)} == rules
    assert {each["rule"]: each["estates"] for each in answer(0)}["GWE202"] == 1  # the other one is waived


def test_values_that_were_copied(reports: dict[str, list[dict[str, Any]]]) -> None:
    assert reports[MORNINGS[-1]]
    (copied,) = answer(1)
    assert (copied["rule"], copied["value"], copied["estates"]) == ("GWE202", "1:webmee", 2)
    assert copied["first"] == "a/GWE_Backend.cfg"


def test_what_is_new_and_how_often_it_was_there(reports: dict[str, list[dict[str, Any]]]) -> None:
    earlier = Counter(each["fingerprint"] for morning in MORNINGS for each in reports[morning])
    last = {
        (each["estate"], each["rule"], each["message"]): earlier[each["fingerprint"]] for each in reports[MORNINGS[-1]]
    }
    rows = answer(2)
    assert {(each["estate"], each["rule"], each["message"]): each["mornings"] for each in rows} == last
    assert (rows[0]["estate"], rows[0]["rule"], rows[0]["mornings"]) == ("c", "GWE101", 1)
    assert {each["mornings"] for each in rows} == {1, 2}
