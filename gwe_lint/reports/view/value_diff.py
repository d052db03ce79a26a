"""The difference of two values. Long values are shortened where they are the same, never where they differ."""

from typing import NamedTuple

from gwe_lint.reports.view.limits import LONGEST_AROUND, LONGEST_VALUE
from gwe_lint.text import escaped

_ENOUGH = 6  # characters in common that make it worth marking what is not


class Parts(NamedTuple):
    """A value in three parts, all escaped: alike, different, alike."""

    head: str
    mark: str
    tail: str


def contrast(one: str, other: str) -> tuple[Parts, Parts]:
    """Both values in parts, shortened where they are the same. Without enough in common, no part is marked."""
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    if start + end < _ENOUGH or one == other:
        return Parts(shortened(one), "", ""), Parts(shortened(other), "", "")
    return _parts(one, start, end), _parts(other, start, end)


def shortened(value: str) -> str:
    """The value, escaped, and cut in its middle where it is too long."""
    if len(value) <= LONGEST_VALUE:
        return escaped(value)
    return escaped(f"{value[: LONGEST_VALUE // 2]}…{value[-LONGEST_VALUE // 4 :]}")


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _parts(value: str, start: int, end: int) -> Parts:
    head, mark, tail = value[:start], value[start : len(value) - end], value[len(value) - end :]
    if len(value) > LONGEST_VALUE:
        head = f"…{head[-LONGEST_AROUND:]}" if len(head) > LONGEST_AROUND else head
        tail = f"{tail[:LONGEST_AROUND]}…" if len(tail) > LONGEST_AROUND else tail
    return Parts(escaped(head), shortened(mark), escaped(tail))
