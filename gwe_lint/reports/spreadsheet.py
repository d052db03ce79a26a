"""CSV that is safe for spreadsheets: nothing in it is computed where it is opened."""

import re
from collections.abc import Iterable, Sequence

from gwe_lint.text import escaped

# What a spreadsheet would compute at the beginning of a cell, or of a part that it takes for one: it may be told to
# separate cells by other characters than the comma. Letters of full width count as well; numbers are none.
_FORMULA = re.compile(
    r"(?:^|(?<=[;|\t]))(?P<quotes>[\"\s]*)(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])(?![-+]?[0-9]+(?:\.[0-9]+)?\s*(?:[;|\t\"]|\Z))"
)
_NEEDS_QUOTES = re.compile(r"[,;|\t\"\r\n]").search


def csv_of(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows with a line of names first. An apostrophe stands before what a spreadsheet would compute."""
    lines = (names, *([_safe(cell) for cell in row] for row in rows))
    return "".join(f"{','.join(map(_quoted, line))}\n" for line in lines)


def _safe(value: object) -> str:
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else escaped(str(value))
    return _FORMULA.sub(r"\g<quotes>'", text)


def _quoted(cell: str) -> str:
    return '"{}"'.format(cell.replace('"', '""')) if _NEEDS_QUOTES(cell) else cell
