"""A report with a day that is still to come: it is said, and it keeps no later report out."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tests.history.conftest import WHOLE, Daily

NONE, GOOD = {"C1": WHOLE.replace("simple", "none"), "C2": WHOLE}, {"C1": WHOLE, "C2": WHOLE}
TODAY = date.today()
AHEAD = "9999-01-01"


def before(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def days_of(daily: Daily) -> list[str]:
    return [each["day"] for each in json.loads(daily.asked("trend", "--format", "json").out)["trend"]]


def stretch(daily: Daily, day: str) -> list[tuple[Any, ...]]:
    rows = json.loads(daily.asked("open", "--as-of", day, "--format", "json").out)["open"]
    return [tuple(each[key] for key in ("first_seen", "since", "last_seen", "times")) for each in rows]


def test_a_day_to_come_is_said_and_later_reports_are_recorded(daily: Daily) -> None:
    daily.day(before(9), NONE)
    daily.day(before(8), GOOD)
    ahead = daily.day(AHEAD, NONE)
    assert f"warning: {AHEAD}.json is of {AHEAD}, which is still to come: see the clock, or --as-of" in ahead.err
    assert [before(9), before(8), AHEAD] == days_of(daily)
    ran = daily.day(before(1), NONE)
    said = f"the store had drift up to {AHEAD}, which is still to come: counted as {before(8)} from now on"
    assert f"gwe-lint: warning: {said}" in ran.err
    assert [before(9), before(8), before(1)] == days_of(daily)
    assert [(before(9), before(8), before(1), 2)] == stretch(daily, before(0))
    again = daily.record(f"{AHEAD}.json")
    assert "recorded before" in again.err, "it is not lost"
    assert "warning" not in daily.day(before(0), GOOD).err
    assert [] == stretch(daily, before(0))


def test_a_first_report_of_a_day_to_come_is_no_wall(daily: Daily) -> None:
    daily.day(AHEAD, NONE)
    daily.day(before(2), NONE)
    assert [(before(2), before(2), before(2), 1)] == stretch(daily, before(0))


def test_a_day_that_another_zone_of_time_has_is_none(daily: Daily) -> None:
    assert "warning" not in daily.day((TODAY + timedelta(days=1)).isoformat(), NONE).err
    daily.write(GOOD)
    ran = daily.record(daily.report(before(0)))
    assert (2, True) == (ran.code, f"the store has {TODAY + timedelta(days=1)} of x" in ran.err)


def test_where_most_days_are_to_come_the_clock_is_wrong_and_nothing_is_changed(daily: Daily) -> None:
    for day in ("9999-01-01", "9999-01-02", "9999-01-03"):
        daily.day(day, NONE)
    daily.write(GOOD)
    ran = daily.record(daily.report(before(0)))
    assert (2, True) == (ran.code, "the store has 9999-01-03 of x" in ran.err)
    assert ["9999-01-01", "9999-01-02", "9999-01-03"] == days_of(daily)


@pytest.mark.parametrize("quiet", [False, True])
def test_a_run_that_records_says_it_too(daily: Daily, quiet: bool) -> None:
    daily.write(NONE)
    words = ("drift", "x", "--against", "b", "--isolated", "--record", "--store", daily.store)
    ran = daily.run(*words, "--as-of", AHEAD, *(("-q",) if quiet else ()))
    assert (1, True) == (ran.code, f"warning: this report is of {AHEAD}, which is still to come" in ran.err)
    ran = daily.run(*words, "--as-of", before(0), "--format", "json")
    assert {before(0)} == {each["since"] for each in json.loads(ran.out)["findings"]}
