"""Suggestions for misspelt names: near misses of known names, and the words ``did you mean``."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from functools import lru_cache

_NO_DIGITS = str.maketrans("", "", "0123456789")
_MOST_NAMES = 1000  # known names that are compared letter by letter; among more, only another case is looked for


class _Known:
    def __init__(self, name: str, folded: str, alike: str, letters: frozenset[str]) -> None:
        self.name = name
        self.folded = folded
        self.alike = alike
        self.letters = letters


def near_miss(given: str, known: Iterable[str]) -> str | None:
    """The known name that ``given`` probably misspells: another case, or one or two slips of the keyboard.

    Names that differ in digits only are different names: ``message-alert``, ``message-alert2``. The same is true for
    names that differ in min and max only.
    """
    return _near_miss(given, tuple(known))


@lru_cache(maxsize=4096)
def near_misses(given: str, known: tuple[str, ...], slips: int) -> tuple[str, ...]:
    """The known names that are nearest to ``given``, at most that many slips away; several where they are as near.

    A slip is a letter left out, added, changed, or swapped with its neighbour. Another case is none.
    """
    folded = given.casefold()
    stem, letters = _without_variable_parts(folded), frozenset(folded)
    nearest: list[str] = []
    for name in _prepared(known)[1]:
        if len(name.letters ^ letters) > 2 * slips:
            continue
        if name.alike == stem and name.folded != folded:
            continue  # they differ in what tells names of one kind apart
        distance = _distance(folded, name.folded, slips + 1)
        if distance < slips:
            slips, nearest = distance, []
        if distance == slips:
            nearest.append(name.name)
    return tuple(nearest)


class Near:
    """What tells quickly, of many names in ASCII, which of them may be near misses of known ones."""

    def __init__(self, known: Iterable[str]) -> None:
        letters = [(len(folded), frozenset(folded)) for folded in map(str.casefold, known)]  # ``ß`` becomes ``ss``
        longest = max((length for length, _ in letters), default=0)
        self._letters = {
            length: [alike for other, alike in letters if abs(other - length) <= _most_slips(length)]
            for length in range(longest + 3)
        }
        self._longest = max((length for length, alike in self._letters.items() if alike), default=-1)

    def among(self, names: Iterable[str]) -> set[str]:
        """Those of the names that may be near misses: neither their length nor their letters are too different."""
        letters, longest = self._letters, self._longest
        of_length = ((name, alike) for name in names if len(name) <= longest and (alike := letters[len(name)]))
        return {
            name
            for name, alike in of_length
            if any(len(each.symmetric_difference(name.casefold())) <= 2 * _most_slips(len(name)) + 1 for each in alike)
        }


def _most_slips(length: int) -> int:
    return 0 if length < 5 else 1 if length < 9 else 2


@lru_cache(maxsize=64)
def _prepared(known: tuple[str, ...]) -> tuple[dict[str, str], tuple[_Known, ...]]:
    by_case = {name.casefold(): name for name in reversed(known)}
    prepared = (_Known(name, low := name.casefold(), _without_variable_parts(low), frozenset(low)) for name in known)
    return by_case, tuple(prepared) if len(known) <= _MOST_NAMES else ()


@lru_cache(maxsize=4096)
def _near_miss(given: str, known: tuple[str, ...]) -> str | None:
    folded = given.casefold()
    by_case, names = _prepared(known)
    if folded in by_case:
        return by_case[folded]
    best, nearest = _most_slips(len(given)) + 1, None
    stem, letters = _without_variable_parts(folded), frozenset(folded)
    for name in names:
        if abs(len(name.folded) - len(folded)) < best and len(name.letters ^ letters) < 2 * best and name.alike != stem:
            distance = _distance(folded, name.folded, best)
            if distance < best:
                best, nearest = distance, name.name
    return nearest


def _without_variable_parts(folded: str) -> str:
    """The name without what tells names of one kind apart."""
    return folded.translate(_NO_DIGITS).replace("max", "min")


def _distance(first: str, second: str, limit: int) -> int:
    """The edit distance of two words: letters added, removed, changed or swapped; at most ``limit``."""
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


def meant(given: str, choices: Collection[str]) -> str:
    """`` (did you mean 'x'?)`` where one choice is near; else the choices when they are few, or nothing."""
    in_another_case = [choice for choice in sorted(choices) if choice.casefold() == given.casefold()]
    near = in_another_case or get_close_matches(given, sorted(choices), n=1, cutoff=0.6)
    if near:
        return f" (did you mean {near[0]!r}?)"
    return f" (known: {', '.join(sorted(choices))})" if 0 < len(choices) <= 12 else ""
