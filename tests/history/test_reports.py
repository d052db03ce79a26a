"""What reports show of a history: ages, the trend, the oldest, whose it is, and a part for notifications."""

import json
import re
from collections.abc import Iterator
from html import unescape

import pytest
from prometheus_client import Metric
from prometheus_client import parser as text_parser
from prometheus_client.openmetrics import parser as openmetrics_parser

from gwe_lint.reports.layout import columns
from tests.conftest import Run, Write
from tests.history.conftest import WHOLE, Daily
from tests.htmlpage import page_of


def openmetrics_families(text: str) -> Iterator[Metric]:
    yield from openmetrics_parser.text_string_to_metric_families(text)  # type: ignore[no-untyped-call]


def text_families(text: str) -> Iterator[Metric]:
    yield from text_parser.text_string_to_metric_families(text)


OWNERS = '[grace]\nwarning = 2\n[[owner]]\nteam = "chat <ops>"\napplications = ["C1"]\n'
TIMEOUT, NONE = WHOLE.replace("60", "90"), WHOLE.replace("simple", "none")


def words(daily: Daily, day: str, *more: str) -> tuple[str, ...]:
    return ("drift", "x", "--against", "b", "--store", daily.store, "--as-of", day, *more)


@pytest.fixture
def month(daily: Daily, run: Run) -> Daily:
    """Days on which one difference stays, and one comes and goes."""
    (daily.folder / "owners.toml").write_text(OWNERS)
    for number in range(1, 8):
        daily.write({"C1": TIMEOUT, "C2": NONE if number % 2 else WHOLE})
        assert run(*words(daily, f"2026-11-0{number}", "--record")).code == 1
    return daily


def test_a_page_has_the_trend_with_its_table_the_oldest_and_the_owners(month: Daily, run: Run) -> None:
    markup = run(*words(month, "2026-11-08", "--format", "html")).out
    page = page_of(markup)
    assert {"Trend", "The oldest", "By owner"} <= set(page.texts_of("h2"))
    text = unescape(page.text)
    assert "2 findings on 2026-11-01, 2 on 2026-11-08" in text
    (points,) = re.findall('<polyline class="found" points="([^"]*)"', markup)
    assert 8 == len(points.split())
    assert "2026-11-01, 7 days" in text
    assert "overdue, chat <ops>" in text
    assert "flapping" in text
    assert "(nobody)" in text


def test_ages_stand_in_text_and_markdown(month: Daily, run: Run) -> None:
    for format in ("text", "markdown"):
        shown = run(*words(month, "2026-11-08", "--format", format)).out.replace("\\", "")
        assert "2026-11-01, 7 days (overdue since 2026-11-04, owner chat <ops>)" in shown
        assert "2026-11-07, 1 day (began 4 times since 2026-11-01, flapping)" in shown


def test_without_a_history_a_page_has_none_of_it(daily: Daily, run: Run) -> None:
    daily.write({"C1": TIMEOUT})
    page = page_of(run("drift", "x", "--against", "b", "--isolated", "--format", "html").out)
    assert not {"Trend", "The oldest", "By owner"} & set(page.texts_of("h2"))


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        pytest.param("new", [], id="nothing is new"),
        pytest.param("again", ["C2"], id="one is back again"),
        pytest.param("overdue", ["C1"], id="one is overdue"),
        pytest.param("new, again,overdue", ["C1", "C2"], id="several states"),
    ],
)
def test_a_part_is_printed_and_nothing_where_there_is_nothing(
    month: Daily, run: Run, only: str, expected: list[str]
) -> None:
    month.write({"C1": TIMEOUT, "C2": WHOLE})
    assert run(*words(month, "2026-11-08", "--record")).code == 1
    month.write({"C1": TIMEOUT, "C2": NONE})
    ran = run(*words(month, "2026-11-09", "--only", only, "--output", "json=all.json", "--output", "html=all.html"))
    assert expected == [name for name in ("C1", "C2") if f"where     {name}" in ran.out]
    assert bool(expected) == bool(ran.out)
    if expected:
        states = " or ".join(each.strip() for each in only.split(","))
        assert f"only {states}: {len(expected)} of 2 findings" in " ".join(ran.out.split())
    assert 1 == ran.code, "the exit code is that of the whole run"
    assert 2 == len(json.loads((month.folder / "all.json").read_text())["findings"])


def test_what_is_resolved_may_be_told_too(month: Daily, run: Run) -> None:
    month.write({"C1": TIMEOUT, "C2": WHOLE})
    assert "resolved[" not in run(*words(month, "2026-11-08", "--only", "overdue")).out
    ran = run(*words(month, "2026-11-08", "--only", "resolved"))
    assert "resolved[GWE801]" in ran.out
    assert "error[" not in ran.out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param(("--only", "old"), "no state is called 'old'", id="no such state"),
        pytest.param(("--only", "new", "--format", "json"), "json always has all findings", id="for programs"),
    ],
)
def test_a_part_that_cannot_be_told_is_refused(month: Daily, run: Run, more: tuple[str, ...], said: str) -> None:
    ran = run(*words(month, "2026-11-08", *more))
    assert (2, "") == (ran.code, ran.out)
    assert said in ran.err


def test_a_part_needs_dates(daily: Daily, run: Run) -> None:
    ran = run("drift", "x", "--against", "b", "--isolated", "--only", "new")
    assert (2, True) == (ran.code, "--only needs dates" in ran.err)


def test_metrics_are_what_both_parsers_of_prometheus_read(month: Daily, run: Run) -> None:
    assert run(*words(month, "2026-11-08", "--output", "openmetrics=m.prom")).code == 1
    text = (month.folder / "m.prom").read_text()
    for families in (openmetrics_families, text_families):
        samples = {
            (
                each.name,
                *(value for name, value in sorted(each.labels.items()) if name not in ("command", "estates")),
            ): (each.value)
            for family in families(text)
            for each in family.samples
        }
        assert {
            ("gwe_lint_findings", "error"): 1,
            ("gwe_lint_findings", "warning"): 1,
            ("gwe_lint_applications",): 2,
            ("gwe_lint_exit_code",): 1,
            ("gwe_lint_findings_by_state", "unchanged"): 2,
            ("gwe_lint_oldest_finding_days",): 7,
            ("gwe_lint_flapping",): 1,
            ("gwe_lint_overdue", "chat <ops>"): 1,
            ("gwe_lint_findings_by_owner", ""): 1,
        }.items() <= samples.items()
    assert text.endswith("# EOF\n")


@pytest.mark.parametrize("command", ["check", "consistency"])
def test_metrics_of_a_run_without_a_history(daily: Daily, run: Run, command: str) -> None:
    text = run(command, "x", "--isolated", "--format", "openmetrics").out
    names = {family.name for family in openmetrics_families(text)}
    assert {"gwe_lint_findings", "gwe_lint_options"} <= names
    assert not {"gwe_lint_overdue", "gwe_lint_findings_by_state"} & names


def test_a_label_may_hold_anything(daily: Daily, run: Run) -> None:
    text = '[[estate]]\nname = \'a "b" \\ c\'\npaths = ["x"]\n'
    (daily.folder / "gwe-lint.toml").write_text(text)
    metrics = run("check", "--format", "openmetrics").out
    (labels,) = {sample.labels["estates"] for family in openmetrics_families(metrics) for sample in family.samples}
    assert 'a "b" \\ c' == labels


@pytest.mark.parametrize("width", ["40", "60", "80", "200"])
@pytest.mark.parametrize(
    "question", [("trend",), ("open", "--as-of", "2026-11-08"), ("show",)], ids=lambda each: each[0]
)
def test_no_line_of_a_list_is_wider_than_it_may_be(
    month: Daily, monkeypatch: pytest.MonkeyPatch, width: str, question: tuple[str, ...]
) -> None:
    whole = month.asked(*question).out
    monkeypatch.setenv("COLUMNS", width)
    shown = month.asked(*question).out
    assert max(map(columns, shown.splitlines())) <= int(width)
    assert (columns(whole.splitlines()[0]) <= int(width)) == shown.startswith(whole.partition("\n")[0])
    for line in whole.splitlines()[1:]:
        assert set(line.split()[:4]) <= set(shown.split()), "each row is there, be it in several lines"


def test_a_row_without_room_has_its_heads_beside_it(month: Daily, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    first, second, *_ = month.asked("trend").out.splitlines()
    assert "day 2026-11-01  command drift  errors 1  warnings 1  notes 0" == first
    assert second.startswith("  waived 0  new 2  again 0  resolved 0  ")


def test_no_message_is_cut_where_a_row_has_several_lines(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    estate({"x/C1.cfg": "[settings]\nflex-disconnect-timeout=soon\n[endpoints:1]\ndefault=Q\n"})
    run("check", "x", "--isolated", "--select", "GWE101", "--record", "--store", "h.db", "--as-of", "2026-11-01")
    monkeypatch.setenv("COLUMNS", "50")
    shown = run("history", "open", "--store", "h.db", "--as-of", "2026-11-01").out
    assert shown.endswith("  what flex-disconnect-timeout is 'soon', which\n    is not an integer\n"), shown


def test_a_timeline_without_room_has_what_is_said_of_it_below_its_title(
    month: Daily, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    title, said, *moments = month.asked("show", "C1", "flex-disconnect-timeout").out.splitlines()
    assert "C1 in x: [settings] flex-disconnect-timeout" == title
    assert said.startswith("  drift, first 2026-11-0")
    assert max(map(columns, (title, said, *moments))) <= 60


def test_a_cell_is_cut_by_the_columns_that_it_takes(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "\u8a71" * 60  # each takes two
    estate({f"x/{name}.cfg": WHOLE.replace("simple", "none"), f"b/{name}.cfg": WHOLE})
    assert run(*("drift", "x", "--against", "b", "--isolated", "--record", "--store", "h.db")).code == 1
    wide = run("history", "show", "--store", "h.db").out
    assert name[:19] + "\u2026" in wide
    assert name[:20] not in wide
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(columns, run("history", "show", "--store", "h.db").out.splitlines())) <= 60
