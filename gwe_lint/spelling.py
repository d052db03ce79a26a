"""Near misses of known names."""

from collections.abc import Iterable
from functools import lru_cache
from re import sub


def near_miss(given: str, known: Iterable[str]) -> str | None:
    """The known name that ``given`` was probably meant to be: another case, or one or two slips of the keyboard.

    Names that differ in digits only are different names (``message-alert``, ``message-alert2``).
    """
    return _near_miss(given, tuple(known))


@lru_cache(maxsize=4096)
def _near_miss(given: str, known: tuple[str, ...]) -> str | None:
    folded = given.casefold()
    for name in known:
        if name.casefold() == folded:
            return name
    slips = 0 if len(given) < 5 else 1 if len(given) < 9 else 2
    letters = sub(r"\d", "", folded)
    best, nearest = slips + 1, None
    for name in known:
        if abs(len(name) - len(given)) < best and sub(r"\d", "", name.casefold()) != letters:
            distance = _distance(folded, name.casefold(), best)
            if distance < best:
                best, nearest = distance, name
    return nearest


def _distance(first: str, second: str, limit: int) -> int:
    """Letters added, removed, changed or swapped with a neighbour between two words; ``limit`` when not below it."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, left in enumerate(first, 1):
        above, before, row = before, row, [i]
        for j, right in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == second[j - 2] and first[i - 2] == right:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)
