"""JSON in pieces is the JSON of the whole, and is made bit by bit."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gwe_lint.reports import written
from gwe_lint.reports.json_text import dumped, dumped_on_a_line, pieces_of
from gwe_lint.reports.layout import Layout
from tests.reports.test_formats_for_programs import finding, report_of

_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["##[group]", "\x1b[0m", "\n"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


def streamed(data: Any) -> Any:
    """The same data; its outer lists are iterators."""
    if isinstance(data, list):
        return iter(data)
    return {name: streamed(value) for name, value in data.items()} if isinstance(data, dict) else data


_UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a machine with other work


@_UNHURRIED
@given(_ANY)
def test_the_pieces_of_a_text_are_the_text(data: Any) -> None:
    assert "".join(pieces_of(streamed(data))) == "".join(pieces_of(data)) == dumped(data)


@_UNHURRIED
@given(_ANY)
def test_the_text_says_what_the_data_say(data: Any) -> None:
    assert json.loads(dumped(data)) == json.loads(dumped_on_a_line(data)) == data
    assert dumped(data).count("\n") == json.dumps(data, indent=2).count("\n") + 1


@_UNHURRIED
@given(_ANY)
def test_every_piece_ends_where_a_line_ends(data: Any) -> None:
    assert all(piece.endswith("\n") for piece in pieces_of(streamed(data)))


def test_items_are_asked_for_one_by_one() -> None:
    asked = []

    def items() -> Iterator[int]:
        for number in range(1000):
            asked.append(number)
            yield number

    pieces = pieces_of({"before": [1, 2], "items": items(), "after": None})
    assert "0" in next(piece for piece in pieces if "0" in piece)
    assert len(asked) <= 2, "all items were made before the first was written"
    assert json.loads("{" + "".join(pieces).partition("],")[2])["after"] is None


@pytest.mark.parametrize("format", ["json", "jsonl", "sarif", "gitlab"])
def test_a_report_for_programs_is_never_one_text(format: str) -> None:
    pieces = list(written(format, report_of(*(finding(number, f"m{number}") for number in range(200))), Layout()))
    assert len(pieces) >= 200, "a large report stands in memory as one text"
    assert all(piece.endswith("\n") for piece in pieces)
