"""The cell of a matrix: a symbol, a word, and whether it is right."""

from typing import NamedTuple


class Cell(NamedTuple):
    """What an application or a member has in the row of an option."""

    state: str  # same, differs, unset or unknown
    symbol: str
    word: str

    def __str__(self) -> str:
        return f"{self.symbol} {self.word}"
