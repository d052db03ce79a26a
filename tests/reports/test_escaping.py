"""Text from an export never acts on a terminal: it is shown escaped, in every report."""

import json

import pytest

from gwe_lint.text import counted, escaped, listed, quoted, utf16_length
from tests.conftest import Run, Write

HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202egnp.exe\u2066\u200b\x9b31m"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\tb\rc\nd", "a\\x09b\\x0dc\\x0ad"),
        ("\x9b", "\\x9b"),
        ("\u202e", "\\u202e"),
        ("\u2028", "\\u2028"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("Köln 你好 😀", "Köln 你好 😀"),
    ],
    ids=ascii,
)
def test_what_would_act_is_escaped(text: str, shown: str) -> None:
    assert shown == escaped(text)


def test_a_long_value_is_shortened() -> None:
    shown = quoted("a" * 10_000 + "end")
    assert len(shown) < 200
    assert shown.endswith("end'")


def test_names_are_listed_and_counted() -> None:
    assert "none" == listed([])
    assert "a" == listed(["a"])
    assert "a, b and c" == listed(["a", "b", "c"])
    assert "a, b and 3 more" == listed(list("abcde"), limit=3)
    assert ("1 file", "2 files") == (counted(1, "file"), counted(2, "file"))
    assert (1, 2) == (utf16_length("ä"), utf16_length("😀"))


@pytest.mark.parametrize("format", ["text", "concise", "json", "sarif"])
def test_hostile_names_and_values_are_escaped_in_every_report(estate: Write, run: Run, format: str) -> None:
    estate(
        {
            f"exports/{HOSTILE.replace('/', '')}.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
            f"{HOSTILE}=1\n{HOSTILE}=2\nwes.connector.chatServer.refreshPeriod={HOSTILE}\n[{HOSTILE}]\n{HOSTILE}\n",
            "exports/Chat.conf": f"[endpoints:1]\nwebme={HOSTILE}\n{HOSTILE}=x\n",
        }
    )
    ran = run("check", "exports", "-f", format, "--verbose")
    acting = [char for char in ran.out + ran.err if escaped(char) != char and char != "\n"]
    assert not acting
    if format in ("json", "sarif"):
        json.loads(ran.out)
