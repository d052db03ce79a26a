"""The year of a fleet, recorded day by day: every age, return, resolution and count is that of the oracle.

No report knows another one: each is the first of a chain, and only the store tells since when.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.drift.test_year import ONE, TWO, Tokens, Year, approved, write
from tests.drift.year import Identity, Told, first_day, next_day, told


class Stretches:
    """How often each difference of an estate began, and when it did so first: counted by nothing but the oracle."""

    def __init__(self) -> None:
        self.open: set[Identity] = set()
        self.times: Counter[Identity] = Counter()
        self.first: dict[Identity, date] = {}
        self.new = self.again = 0

    def next(self, truth: Told, day: date) -> None:
        self.new = self.again = 0
        for identity in truth.findings:
            self.first.setdefault(identity, day)
            if identity not in self.open:
                self.times[identity] += 1
                self.again += self.times[identity] > 1
                self.new += self.times[identity] == 1
        self.open = {*truth.findings, *truth.carried}


Row = tuple[Any, ...]


def expected(estate: str, truth: Told, stretches: Stretches, tokens: Tokens) -> Counter[Row]:
    """What has to be open and was seen today."""
    return Counter(
        (
            *(estate, row.rule, row.kind, row.application, row.section, row.option),
            *(tokens.of.get(each, each) if each else each for each in (row.before, row.after)),
            *(str(stretches.first[identity]), str(since), stretches.times[identity]),
        )
        for identity, (row, since) in truth.findings.items()
    )


KEYS = (
    *("estate", "rule", "class", "application", "section", "option", "before", "after"),
    *("first_seen", "since", "times"),
)


def days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, seed: int, count: int, names: tuple[str, ...], store: str
) -> Counter[str]:
    """Go through the days, record each, and ask what is open; how much of what was there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "k" * 32)
    fleets = {name: first_day(seed + 100 * number, 40 // len(names)) for number, name in enumerate(names)}
    year, tokens, seen = Year(tmp_path, run, fleets, len(names) > 1), Tokens(), Counter[str]()
    stretches = {name: Stretches() for name in names}
    write(tmp_path / "now", fleets)
    assert 0 == year.snapshot("now", "approved").code
    for _ in range(count):
        approves = [next_day(fleet) for fleet in fleets.values()]
        write(tmp_path / "now", fleets)
        if approves[0]:
            seen["approved"] += approved(year)
        today = next(iter(fleets.values())).day
        _, report = year.drift("now", "approved", "--as-of", str(today), "--first-seen")
        ran = run("history", "record", "report.json", "--store", store)
        assert (0, "") == (ran.code, ran.out), ran.err
        truths = {name: told(fleet) for name, fleet in fleets.items()}
        for name, truth in truths.items():
            tokens.learn(name, truth, report)
            stretches[name].next(truth, today)
        compare(run, store, today, truths, stretches, tokens)
        seen["again"] += sum(each.again for each in stretches.values())
        seen["resolved"] += sum(len(truth.resolved) for truth in truths.values())
        seen["unseen"] += sum(len(truth.carried) for truth in truths.values())
    assert "clear-text-" not in run("history", "open", "--store", store, "--format", "json").out
    return seen


def compare(
    run: Run,
    store: str,
    today: date,
    truths: Mapping[str, Told],
    stretches: Mapping[str, Stretches],
    tokens: Tokens,
) -> None:
    """The store says what is true of the day, and of what changed on it."""
    asked = ("--store", store, "--format", "json")
    rows = json.loads(run("history", "open", "--as-of", str(today), *asked).out)["open"]
    said = Counter(tuple(row[key] for key in KEYS) for row in rows if row["seen"])
    true: Counter[Row] = Counter()
    for name, truth in truths.items():
        true += expected(name, truth, stretches[name], tokens)
    assert (today, [], []) == (today, sorted(map(str, true - said)), sorted(map(str, said - true)))
    assert sum(len(truth.carried) for truth in truths.values()) == sum(not row["seen"] for row in rows), today
    (day,) = [row for row in json.loads(run("history", "trend", *asked).out)["trend"] if row["day"] == str(today)]
    counts = [day[key] for key in ("new", "again", "resolved")]
    assert (today, counts) == (
        today,
        [
            sum(each.new for each in stretches.values()),
            sum(each.again for each in stretches.values()),
            sum(len(truth.resolved) for truth in truths.values()),
        ],
    )


def a_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, store: str, names: tuple[str, ...]) -> None:
    seen = days(tmp_path, monkeypatch, run, 0, 365, names, store)
    assert {"again", "resolved", "unseen", "approved"} <= set(+seen), seen
    files = list(tmp_path.glob("*.db"))
    assert all(path.stat().st_size < 20 << 20 for path in files)


# The two that take longest are apart, so that two processes begin with one each.
@pytest.mark.slow
def test_a_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, store: str) -> None:
    a_year(tmp_path, monkeypatch, run, store, ONE)


@pytest.mark.parametrize(("names", "count"), [(ONE, 24), (TWO, 8)])
def test_some_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, store: str, names: tuple[str, ...], count: int
) -> None:
    seen = days(tmp_path, monkeypatch, run, 1, count, names, store)
    assert {"resolved", "unseen", *(("again",) if names == ONE else ())} <= set(+seen), seen


@pytest.mark.slow
def test_a_year_of_two_estates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, store: str) -> None:
    a_year(tmp_path, monkeypatch, run, store, TWO)
