"""What reports show, before any format lays it out."""

import pytest

from gwe_lint.findings.comparison import Change, DriftSummary, Held, NotCompared, Unverified
from gwe_lint.findings.report import Report
from gwe_lint.reports.view.applications import Link
from gwe_lint.reports.view.change import ValueView, change_view, holdings_of, letter
from gwe_lint.reports.view.comparison import comparison_view
from gwe_lint.reports.view.happened import extent_among
from gwe_lint.reports.view.limits import folded
from gwe_lint.reports.view.members import MemberRow
from gwe_lint.reports.view.numbers import numbers_of
from tests.reports.test_formats_for_programs import finding, report_of

COMPARED = DriftSummary("base", {"unchanged": 5, "expected": 2, "equivalent": 1}, 1, 2, 8, 8)


def change(before: str | None = None, after: str | None = None, *values: Held, kind: str = "changed") -> Change:
    return Change(kind, before, after, False, False, "group", "chat-server", values)


@pytest.mark.parametrize(
    ("value", "brief", "in_a_sentence"),
    [
        pytest.param(ValueView("60", False), "'60'", "'60'", id="a value somebody set"),
        pytest.param(ValueView("", False), "(empty)", "(empty)", id="an empty value"),
        pytest.param(ValueView(None, False), "(not set)", "(not set)", id="no value"),
        pytest.param(ValueView(None, True), "(not set)", "(not set)", id="no value, and no default either"),
        pytest.param(
            ValueView("60", True),
            "'60'   (not set: the documented default)",
            "'60' (not set: the documented default)",
            id="the documented default",
        ),
    ],
)
def test_a_value_has_words_for_a_line_and_for_a_sentence(value: ValueView, brief: str, in_a_sentence: str) -> None:
    assert (brief, in_a_sentence) == (value.brief, value.quoted_as(value.text or ""))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("Chat In", "chat in", "the values differ only in case, which counts", id="case only"),
        pytest.param("Chat In", "Chat Out", "", id="more than case"),
        pytest.param("a", "a", "", id="nothing differs"),
        pytest.param(None, "a", "", id="no value before"),
    ],
)
def test_what_is_easily_overlooked_is_remarked(before: str | None, after: str, expected: str) -> None:
    assert expected == change_view(change(before, after)).remark


MAJORITY = (Held("1", False, ("A", "B"), reference=True), Held("2", False, ("C",)), Held(None, False, ("D",)))
SPLIT = (Held("1", False, ("A", "B")), Held("2", False, ("C", "D")))
ALIKE = (Held("1", False, ("A", "B")), Held("2", False, ("C",), reference=True))


@pytest.mark.parametrize(
    ("made", "extent", "roles", "cells"),
    [
        pytest.param(
            change(None, None, *MAJORITY),
            "differs on 2 of 4",
            ["most", "differs", "differs"],
            ["✔ as most", "✔ as most", "✘ differs", "◌ not set", "? not known"],
            id="a majority",
        ),
        pytest.param(
            change(None, None, *SPLIT),
            "is split: no value has a majority",
            ["value a", "value b"],
            ["≠ value a", "≠ value a", "≠ value b", "≠ value b", "? not known"],
            id="a split",
        ),
        pytest.param(
            change(None, None, *ALIKE, kind="must-differ"),
            "must differ, and is alike",
            ["differs", "its own"],
            ["✘ alike", "✘ alike", "✔ its own", "? not known", "? not known"],
            id="what must differ",
        ),
    ],
)
def test_members_are_judged_by_what_they_should_have(
    made: Change, extent: str, roles: list[str], cells: list[str]
) -> None:
    assert (extent, roles) == (extent_among(made), [held.role for held in holdings_of(made)])
    assert cells == list(map(str, MemberRow(Link(1, "[a] b"), "warning", made, ("A", "B", "C", "D", "E")).cells))


def test_every_value_of_members_is_told_with_those_that_have_it() -> None:
    held = holdings_of(change("1", None, *MAJORITY))
    assert ["most: '1' on A and B", "differs: '2' on C", "differs: (not set) on D"] == list(map(str, held))
    assert () == change_view(change("1", "2")).holdings
    assert ("a", "z", "26") == (letter(0), letter(25), letter(26))


def test_what_does_not_count_is_said_in_one_order_whatever_the_format() -> None:
    report = report_of(finding(1, "x"), reasons=("A: gone", "estate b: nothing given"))._replace(
        findings=(finding(1, "x")._replace(known=True),)
    )
    drift = COMPARED._replace(not_checked=(NotCompared("e", "A", "gone"),), alone=("B",))
    view = comparison_view(report, drift)
    assert view.uncounted == (
        "Expected 2",
        "Equivalent 1",
        "Known 1",
        "Alone 1: B",
        "Not checked: A (gone) and estate b (nothing given)",
    )
    assert view.classes == ("Of 8 options: 5 the same, 1 equivalent (other text, same meaning), 2 expected to differ.")


def test_what_is_unverifiable_is_gathered_by_option_and_reason() -> None:
    rows = (("A", "hidden"), ("B", "hidden"), ("A", "other"))
    unverified = tuple(Unverified("e", application, "a", "x", reason) for application, reason in rows)
    view = comparison_view(report_of(), COMPARED._replace(unverifiable=unverified))
    assert [("[a] x", "hidden", ["A", "B"]), ("[a] x", "other", ["A"])] == view.unverifiable_options


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        pytest.param(
            report_of(finding(1, "x"), finding(2, "y"), reasons=("a: gone", "b: gone")),
            "2 errors, 0 warnings, 0 notes, 0 waived, 0 known, 1 not evaluated, 2 not checked",
            id="a check",
        ),
        pytest.param(
            report_of(finding(1, "x", "warning"))._replace(drift=COMPARED),
            "0 errors, 1 warning, 0 notes, 0 waived, 0 known, 2 expected, 0 unverifiable, 0 not checked",
            id="a comparison",
        ),
    ],
)
def test_the_numbers_say_how_much_of_each_kind_there_is(report: Report, expected: str) -> None:
    assert expected == ", ".join(f"{each.number} {each.noun}" for each in numbers_of(report))


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (8, 8), (10, 10), (11, 8)])
def test_a_few_more_than_the_limit_are_no_reason_to_hide_them(count: int, shown: int) -> None:
    entries = list(range(count))
    assert (entries[:shown], entries[shown:]) == folded(entries, 8)
