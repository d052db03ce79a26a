"""TOML as text: keys, strings, arrays and whole assignments; the same bytes for the same values."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from gwe_lint.text import escaped

Scalar = str | int | date
Quote = Callable[[str], str]

_BARE = re.compile(r"[A-Za-z0-9_-]+").fullmatch
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_REFUSED = r'["\\\x00-\x1f\x7f]'  # by TOML, in a string on one line
_SHORTER = {**_SHORT, "\b": "\\b", "\f": "\\f"}


def string(text: str) -> str:
    """The text as a string on one line, with no more escapes than TOML demands."""
    return f'"{re.sub(_REFUSED, _escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return _SHORTER.get(found[0]) or _by_number(found[0])


def visible_string(text: str) -> str:
    """The text as a string on one line, with escapes for invisible characters too."""
    if not (text.isascii() and text.isprintable()) or '"' in text or "\\" in text:
        text = "".join(map(_visible, text))
    return f'"{text}"'


def _visible(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    return char if escaped(char) == char else _by_number(char)


def _by_number(char: str) -> str:
    return f"\\u{ord(char):04x}" if char <= "\uffff" else f"\\U{ord(char):08x}"


def key(text: str, quote: Quote = string) -> str:
    """The text as a key, without quotes where it needs none."""
    return text if _BARE(text) else quote(text)


def array(texts: Iterable[str], quote: Quote = string) -> str:
    """The texts as an array on one line."""
    return f"[{', '.join(map(quote, texts))}]"


def scalar(value: Scalar, quote: Quote = string) -> str:
    """A text, a truth value, an integer or a date."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def assignment(name: str, value: Scalar, quote: Quote = string) -> str:
    """A key and its value: ``name = "value"``."""
    return f"{key(name, quote)} = {scalar(value, quote)}"
