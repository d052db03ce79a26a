"""The pieces of a JSON text between its quotes: what stands in a string and what stands around it take turns."""

import json
import re
from collections.abc import Mapping, Sequence
from itertools import compress, count
from operator import ne
from typing import NamedTuple

BLANKS = " \t\n\r"
_CONTROL = re.compile("[\0-\x1f]").search
# For an escaped backslash and an escaped quote: as long as they are, so that no offset changes, and in no JSON.
_BACKSLASH, _QUOTE = "\0\0", "\1\1"


class Column(NamedTuple):
    """Values that stand in the same place of many objects, as texts."""

    texts: Sequence[str]
    lengths: Mapping[int, int]  # in the document, by number, where they are not those of the texts with their quotes
    quotes: int = 2  # around each

    def length(self, number: int) -> int:
        """How long a value is in the document."""
        return self.lengths.get(number, len(self.texts[number]) + self.quotes)

    @property
    def all_lengths(self) -> list[int]:
        """The same of all values."""
        lengths = [length + self.quotes for length in map(len, self.texts)]
        for number, length in self.lengths.items():
            lengths[number] = length
        return lengths


def masked(text: str) -> str | None:
    """A part of a document that begins outside of a string, every quote in it one around a string; None for no JSON."""
    if "\\" not in text:
        return text
    if "\0" in text or "\1" in text:
        return None
    return text.replace("\\\\", _BACKSLASH).replace('\\"', _QUOTE)


def strings_of(pieces: Sequence[str]) -> Column | None:
    """What these masked strings are once their escapes are resolved; None where one holds what no string may hold."""
    joined = "".join(pieces)
    if "\\" not in joined and "\0" not in joined and "\1" not in joined:
        return None if not joined.isprintable() and _CONTROL(joined) else Column(pieces, {})
    document = '","'.join(pieces).replace(_BACKSLASH, "\\\\").replace(_QUOTE, '\\"')
    try:
        texts: list[str] = json.loads(f'["{document}"]')
    except ValueError:
        return None
    longer = compress(count(), map(ne, map(len, pieces), map(len, texts)))
    return Column(texts, {number: len(pieces[number]) + 2 for number in longer})
