"""JSON as text: whole, or in pieces of whole lines, so that a large report never stands in memory as one text."""

import json as standard
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from gwe_lint.text import escaped

_encoded = standard.JSONEncoder(ensure_ascii=False).encode
_string = standard.encoder.encode_basestring  # what the encoder does with a text, without its questions before


@lru_cache(maxsize=1000)  # the same few again and again
def _name(name: str) -> str:
    return _encoded(name)


def dumped(data: Any) -> str:
    """JSON text in which no character acts on a terminal or hides: those are written as escapes."""
    return _harmless(_plain(data, "\n")) + "\n"


def dumped_on_a_line(data: Any) -> str:
    """The same on one line."""
    return _harmless(_encoded(data)) + "\n"


def pieces_of(data: Any) -> Iterator[str]:
    """The same text as of ``dumped``, in pieces that end where a line ends. An iterator in it is written as a list.

    The items of an iterator are asked for one by one. Iterators are found in objects and lists of any depth.
    """
    text = ""
    for part in _parts(data, "\n"):
        text += part
        if text.endswith("\n"):
            yield _harmless(text)
            text = ""
    yield _harmless(text) + "\n"


def _parts(data: Any, line: str) -> Iterator[str]:
    """Parts of the text; ``line`` is a line end with the indentation of ``data``. An item begins on its own line."""
    if not _holds_iterator(data):
        yield _plain(data, line)
        return
    opened, closed = "{}" if isinstance(data, dict) else "[]"
    begins = opened
    for name, value in data.items() if isinstance(data, dict) else ((None, value) for value in data):
        yield f"{begins}\n"
        yield f"{line[1:]}  {'' if name is None else f'{_name(name)}: '}"
        yield from (_plain(value, f"{line}  "),) if isinstance(data, Iterator) else _parts(value, f"{line}  ")
        begins = ","
    yield opened + closed if begins == opened else f"{line}{closed}"


def _plain(data: Any, line: str) -> str:
    """The text of data without iterators. That of the standard library, without the cycles its own indenting makes."""
    if type(data) is str:
        return _string(data)
    if type(data) is int:
        return str(data)  # a tenth of what the encoder takes
    inner = f"{line}  "
    if isinstance(data, dict):
        items = [
            f"{inner}{_name(name)}: {_string(value) if type(value) is str else _plain(value, inner)}"
            for name, value in data.items()
        ]
        return f"{{{','.join(items)}{line}}}" if items else "{}"
    if isinstance(data, list | tuple):
        return f"[{','.join([inner + _plain(item, inner) for item in data])}{line}]" if data else "[]"
    return _encoded(data)


def _holds_iterator(data: Any) -> bool:
    if isinstance(data, Iterator):
        return True
    if isinstance(data, dict):
        return any(map(_holds_iterator, data.values()))
    return isinstance(data, list | tuple) and any(map(_holds_iterator, data))


def _harmless(text: str) -> str:
    if not text.isascii() or "\x7f" in text:  # what else no terminal shows is an escape already
        text = re.sub(r"[^\x20-\x7e\n]", _escape, text)
    return text.replace("##", "\\u0023#")  # ##[ begins a command of CI


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if escaped(char) == char:
        return char
    return standard.dumps(char)[1:-1] if ord(char) > 0x9F else f"\\u{ord(char):04x}"
