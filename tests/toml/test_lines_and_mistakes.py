"""Lines of TOML keys, which no parser gives, and mistakes with their place."""

from typing import Any

import pytest

from gwe_lint.errors import Untrusted
from gwe_lint.toml.document import parse_toml
from gwe_lint.toml.table import Table

DOCUMENT = '''\
top = 1
[[rule]]
id = "A" # [not.a.table]
"quoted.key" = 2
text = """
[fake]
id = "no"
"""
list = [
  "x", # ]
  "y",
]
inline = { a = 1, b = [2, 3] }
dotted.key.here = 3

  [rule.with]
  option = 'x'
  [[rule.example]]
  title = "first"
  [[rule.example]]
  title = "second"
  [rule.example.files]
  "a.cfg" = \'\'\'
[s]
x=1\'\'\'
[[rule]]
id = "B"
'''


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("top",), 1),
        (("rule", 0), 2),
        (("rule", 0, "id"), 3),
        (("rule", 0, "quoted.key"), 4),
        (("rule", 0, "text"), 5),
        (("rule", 0, "list"), 9),
        (("rule", 0, "inline"), 13),
        (("rule", 0, "inline", "a"), 13),
        (("rule", 0, "dotted", "key", "here"), 14),
        (("rule", 0, "with"), 16),
        (("rule", 0, "with", "option"), 17),
        (("rule", 0, "example", 0, "title"), 19),
        (("rule", 0, "example", 1, "title"), 21),
        (("rule", 0, "example", 1, "files", "a.cfg"), 23),
        (("rule", 1), 26),
        (("rule", 1, "id"), 27),
        (("rule", 1, "missing"), 26),
        (("nowhere",), 1),
    ],
    ids=str,
)
def test_every_key_has_its_line(where: tuple[str | int, ...], line: int) -> None:
    assert line == parse_toml(DOCUMENT, "x.toml").line(where)


def test_a_syntax_error_names_line_and_column() -> None:
    with pytest.raises(Untrusted, match=r"x\.toml:2:5: not valid TOML"):
        parse_toml("a = 1\nb = =\n", "x.toml")


def test_a_document_nested_without_end_is_refused() -> None:
    with pytest.raises(Untrusted, match="not valid TOML"):
        parse_toml("a = " + "[" * 100_000, "x.toml")


@pytest.mark.parametrize(
    ("getter", "value", "message"),
    [
        ("text", 1, "must be a string, not an integer"),
        ("integer", True, "must be an integer, not a boolean"),
        ("boolean", 1, "must be true or false, not an integer"),
        ("texts", ["a", 1], "must be a list of strings"),
        ("integers", [1, True], "must be a list of integers"),
        ("texts", "a", "must be a list of strings, not a string"),
        ("table", [], "must be a table, [key], not a list"),
    ],
)
def test_a_wrong_type_is_a_problem_with_its_place(getter: str, value: Any, message: str) -> None:
    problems: list[str] = []
    table = Table(parse_toml("\nkey = 0\n", "x.toml"), {"key": value}, (), problems)
    assert getattr(table, getter)("key") is None
    assert [f"x.toml:2: key: {message}"] == problems


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    problems: list[str] = []
    table = Table(parse_toml("naem = 'x'\n", "x.toml"), {"naem": "x"}, (), problems)
    table.text("name")
    table.done()
    assert ["x.toml:1: naem: unknown key 'naem' (did you mean 'name'?)"] == problems
