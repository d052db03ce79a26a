"""Changes of a ledger's text: waivers taken out and put in, all else left as it stands."""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from gwe_lint.report import Waiver
from gwe_lint.waivers import Ledger

_ORDER = ("rule", "estate", "application", "option", "value", "reason", "owner", "ticket", "created", "expires")

_STRING_OR_COMMENT = (
    r'(?s)"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}'  # of several lines
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
)


def without(text: str, ledger: Ledger, numbers: Collection[int]) -> str:
    """The text without these waivers, the comments directly above them and the blank lines behind them."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)  # as lines of TOML are counted; splitlines knows more ends
    comments = _comments(text)
    starts = [_start(comments, ledger.line(number) - 1) for number in range(len(ledger.waivers))]
    bounds = zip(starts, [*starts[1:], len(lines)], strict=True)
    spans = [(start, _end(lines, comments, start, bound)) for start, bound in bounds]
    gone = {line for number in numbers for line in range(*spans[number])}
    return "".join(line for number, line in enumerate(lines) if number not in gone)


def _comments(text: str) -> frozenset[int]:
    """The lines, counted from 0, that hold a comment and nothing else; none of them is inside a string."""
    found, line, at = set(), 0, 0
    for match in re.finditer(_STRING_OR_COMMENT, text):
        line += text.count("\n", at, match.start())
        at = match.start()
        begin = text.rfind("\n", 0, at) + 1
        if match[0].startswith("#") and not text[begin:at].strip(" \t\ufeff"):
            found.add(line)
    return frozenset(found)


def _start(comments: Collection[int], header: int) -> int:
    """Where a waiver begins that has its header in this line: at the comments directly above it."""
    start = header
    while start - 1 in comments:
        start -= 1
    return start


def _end(lines: Sequence[str], comments: Collection[int], start: int, bound: int) -> int:
    """Behind the waiver and its blank lines; comments behind it stay, for they may head what follows."""
    last = bound
    while last > start and (last - 1 in comments or not lines[last - 1].strip()):
        last -= 1
    while last < bound and not lines[last].strip():
        last += 1
    return last


def as_toml(waiver: Waiver) -> str:
    """The waiver as it stands in a ledger."""
    rows = (f"{key} = {_toml(value)}" for key in _ORDER if (value := getattr(waiver, key)) is not None)
    return "\n".join(("[[waiver]]", *rows)) + "\n"


def _toml(value: str | date) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = json.dumps(value, ensure_ascii=False)  # a basic string of TOML but for the delete character
    return re.sub("\x7f", r"\\u007f", text)


def appended(text: str, waivers: Iterable[str]) -> str:
    """The text with waivers behind it, a blank line between each; lines end as they do in the text."""
    end = "\r\n" if "\r\n" in text else "\n"
    parts = [text.rstrip("\r\n") + end] if text.strip() else []
    return end.join([*parts, *(waiver.replace("\n", end) for waiver in waivers)])
