"""Edit the text of a ledger: remove waivers and add waivers; all other text stays."""

import os
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

import tomli

from gwe_lint.errors import Untrusted
from gwe_lint.findings.finding import Waiver
from gwe_lint.findings.waiver_reader import parse_waivers
from gwe_lint.findings.waivers import Ledger
from gwe_lint.paths import read_small
from gwe_lint.rules.rule import Rule
from gwe_lint.toml.writer import assignment

_MARK = "\ufeff"  # of byte order

_ORDER = ("rule", "estate", "application", "option", "value", "reason", "owner", "ticket", "created", "expires")

_STRING_OR_COMMENT = (
    r'(?s)"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}'  # of several lines
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
)


def _without(text: str, ledger: Ledger, numbers: Collection[int]) -> str:
    """The text without these waivers, the comments directly above them and the blank lines behind them."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)  # as lines of TOML are counted; splitlines knows more ends
    comments = _comments(text)
    starts = [_first_line(comments, ledger.line(number) - 1) for number in range(len(ledger.waivers))]
    bounds = zip(starts, [*starts[1:], len(lines)], strict=True)
    spans = [(start, _line_behind(lines, comments, start, bound)) for start, bound in bounds]
    gone = {line for number in numbers for line in range(*spans[number])}
    return "".join(line for number, line in enumerate(lines) if number not in gone)


def _comments(text: str) -> frozenset[int]:
    """The numbers of the lines, from 0, that hold a comment and nothing else. A # in a string is no comment."""
    comments, line, at = set(), 0, 0
    for match in re.finditer(_STRING_OR_COMMENT, text):
        line += text.count("\n", at, match.start())
        at = match.start()
        begin = text.rfind("\n", 0, at) + 1
        if match[0].startswith("#") and not text[begin:at].strip(" \t\ufeff"):
            comments.add(line)
    return frozenset(comments)


def _first_line(comments: Collection[int], header: int) -> int:
    """The first line of a waiver whose header is in this line: the first of the comments directly above it."""
    start = header
    while start - 1 in comments:
        start -= 1
    return start


def _line_behind(lines: Sequence[str], comments: Collection[int], start: int, bound: int) -> int:
    """The line behind the waiver and its blank lines. Comments behind it stay: they may belong to what follows."""
    last = bound
    while last > start and (last - 1 in comments or not lines[last - 1].strip()):
        last -= 1
    while last < bound and not lines[last].strip():
        last += 1
    return last


def _as_toml(waiver: Waiver) -> str:
    """The waiver as it stands in a ledger."""
    rows = (assignment(key, value) for key in _ORDER if (value := getattr(waiver, key)) is not None)
    return "\n".join(("[[waiver]]", *rows)) + "\n"


def _appended(text: str, waivers: Iterable[str]) -> str:
    """The text with waivers behind it, a blank line between each; lines end as they do in the text."""
    end = "\r\n" if "\r\n" in text else "\n"
    parts = [text.rstrip("\r\n") + end] if text.strip() else []
    return end.join([*parts, *(waiver.replace("\n", end) for waiver in waivers)])


def text_of(path: Path) -> str:
    """The content with its byte order mark and its line ends; empty where there is no file."""
    return read_small(path).decode() if os.path.lexists(path) else ""


def pruned(text: str, ledger: Ledger, gone: Collection[int]) -> str:
    """The text without these waivers. Raises ``Untrusted`` where it would not hold exactly the others."""
    kept = _without(text, ledger, gone)
    before = tomli.loads(text.removeprefix(_MARK)).get("waiver", [])
    expected = [waiver for number, waiver in enumerate(before) if number not in gone]
    try:
        remaining = tomli.loads(kept.removeprefix(_MARK)).get("waiver", [])
    except tomli.TOMLDecodeError:
        remaining = None
    if remaining != expected:
        raise Untrusted(
            [f"{ledger.path}: not changed: give each waiver its own [[waiver]], so that it can be taken out"]
        )
    return kept


def extended(text: str, added: Iterable[Waiver], shown: str, rules: tuple[Rule, ...], today: date) -> str:
    """The text of the ledger with these waivers behind it. Raises ``Untrusted`` where it could not be read again."""
    longer = _appended(text, map(_as_toml, added))
    parse_waivers(longer.removeprefix(_MARK), shown, rules, today)
    try:
        longer.encode()
    except UnicodeEncodeError:
        raise Untrusted(
            [f"{shown}: not changed: a flag or the report holds half a character, which no file can"]
        ) from None
    return longer
