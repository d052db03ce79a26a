"""The pieces of a JSON text between its quotes: what stands in a string and what stands around it take turns."""

import json
from collections.abc import Mapping, Sequence
from itertools import compress, count
from operator import ne
from typing import NamedTuple

BLANKS = " \t\n\r"
# For an escaped backslash and an escaped quote: as long as they are, so that no offset changes, and in no JSON.
_BACKSLASH, _QUOTE = "\0\0", "\1\1"
_CONTROLS = bytes(range(2, 0x20))  # all others, which no string may hold


class Column(NamedTuple):
    """Values that stand in the same place of many objects, as texts."""

    texts: Sequence[str]
    lengths: Mapping[int, int]  # in the document, by number, where they are not those of the texts with their quotes
    quotes: int = 2  # around each

    def length(self, number: int) -> int:
        """How long a value is in the document."""
        return self.lengths.get(number, len(self.texts[number]) + self.quotes)

    @property
    def inner_lengths(self) -> list[int]:
        """The same of all values, without their quotes."""
        lengths = list(map(len, self.texts))
        for number, length in self.lengths.items():
            lengths[number] = length - self.quotes
        return lengths


def masked(text: str) -> str | None:
    """A part of a document that begins outside of a string, every quote in it one around a string; None for no JSON."""
    if "\0" in text or "\1" in text:
        return None
    if "\\" not in text:
        return text
    return text.replace("\\\\", _BACKSLASH).replace('\\"', _QUOTE)


def strings_of(pieces: Sequence[str]) -> Column | None:
    """What these masked strings are once their escapes are resolved; None where one holds what no string may hold."""
    joined = "".join(pieces)
    data = joined.encode("utf-8", "surrogatepass")  # bytes are looked through sooner
    if len(data.translate(None, _CONTROLS)) < len(data):
        return None
    if "\\" not in joined and "\0" not in joined and "\1" not in joined:
        return Column(pieces, {})
    texts = _with_escapes(pieces) if "\\" in joined else _unmasked(pieces)
    if texts is None:
        return None
    longer = compress(count(), map(ne, map(len, pieces), map(len, texts)))
    return Column(texts, {number: len(pieces[number]) + 2 for number in longer})


def _unmasked(pieces: Sequence[str]) -> list[str]:
    """The texts of strings without any other escape. None of them has a line feed."""
    return "\n".join(pieces).replace(_BACKSLASH, "\\").replace(_QUOTE, '"').split("\n")


def _with_escapes(pieces: Sequence[str]) -> list[str] | None:
    document = '","'.join(pieces).replace(_BACKSLASH, "\\\\").replace(_QUOTE, '\\"')
    try:
        texts: list[str] = json.loads(f'["{document}"]')
    except ValueError:
        return None
    return texts
