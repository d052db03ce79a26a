"""TOML that is written: it says what it was given, on one line, and holds nothing that acts."""

import json
from collections.abc import Callable
from datetime import date

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from gwe_lint.findings.waiver_editor import _ORDER
from gwe_lint.findings.waiver_keys import WAIVER
from gwe_lint.text import escaped
from gwe_lint.toml.writer import array, assignment, key, string, visible_string

TEXTS = st.text(st.characters(codec="utf-8"))  # half characters are in no file
QUOTES = pytest.mark.parametrize("quote", [string, visible_string])


@QUOTES
@given(text=TEXTS)
def test_a_parser_reads_the_text_that_was_written(quote: Callable[[str], str], text: str) -> None:
    written = quote(text)
    assert "\n" not in written
    assert tomli.loads(f"x = {written}") == {"x": text}


@QUOTES
@given(name=TEXTS, texts=st.lists(TEXTS))
def test_a_parser_reads_the_key_and_the_array_that_were_written(
    quote: Callable[[str], str], name: str, texts: list[str]
) -> None:
    assert tomli.loads(f"{key(name, quote)} = {array(texts, quote)}") == {name: texts}


@given(text=TEXTS)
def test_a_visible_string_holds_nothing_that_acts(text: str) -> None:
    written = visible_string(text)
    assert escaped(written) == written


@given(text=TEXTS)
def test_a_string_has_only_the_escapes_that_are_demanded(text: str) -> None:
    assert string(text) == json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("name", "Chat \u202e Server", 'name = "Chat \\u202e Server"'),
        ("webme queue", "a\tb", '"webme queue" = "a\\tb"'),
        ("dbid", 101, "dbid = 101"),
        ("expires", date(2026, 11, 30), "expires = 2026-11-30"),
    ],
)
def test_an_assignment_has_its_key_bare_where_it_can_be(name: str, value: str | int | date, line: str) -> None:
    assert assignment(name, value, visible_string) == line


def test_every_key_of_a_waiver_is_written() -> None:
    assert sorted(_ORDER) == sorted(each.name for each in WAIVER.rows)
