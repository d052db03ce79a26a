"""Changes of a ledger's text: waivers taken out and put in, all else left as it stands."""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from gwe_lint.model import Waiver
from gwe_lint.waivers import Ledger

_ORDER = ("rule", "estate", "application", "option", "value", "reason", "owner", "ticket", "created", "expires")


def without(text: str, ledger: Ledger, numbers: Collection[int]) -> str:
    """The text without these waivers, and without the comments directly above them."""
    lines = text.splitlines(keepends=True)
    starts = [_start(lines, ledger.line(number)) for number in range(len(ledger.waivers))]
    ends = [*starts[1:], len(lines)]
    kept = lines[: starts[0]] if starts else lines
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        kept += [] if number in numbers else lines[start:end]
    return "".join(kept)


def _start(lines: Sequence[str], line: int) -> int:
    """Where a waiver begins that has its header in this line: at the comments directly above it."""
    start = line - 1
    while start > 0 and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return start


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
    """The text with waivers behind it, a blank line between each."""
    parts = [text.rstrip("\n") + "\n"] if text.strip() else []
    return "\n".join([*parts, *waivers])
