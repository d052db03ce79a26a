"""All sections of an object in JSON, as the standard library reads them in one call: maps or lists of options.

Nothing is said of an object in which anything but options stands: it is read one by one. A section with an odd option
is left to be read one by one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from gwe_lint.exports.readers.json_members import BLANKS, STRING, PlainMembers, PlainPairs, columns_of, scanned
from gwe_lint.exports.readers.json_values import Elements, Json

_MAPS = re.compile(rf'\{{{BLANKS}{STRING}{BLANKS}:{BLANKS}\{{{BLANKS}{STRING}{BLANKS}:{BLANKS}"').match
_PAIRS = '"str_pair"'  # the key of the options in a section that is an element of a list
_SECTION = rf'\{{{BLANKS}"key"{BLANKS}:{BLANKS}({STRING}){BLANKS},{BLANKS}({_PAIRS}){BLANKS}:{BLANKS}\['
_LISTS = re.compile(rf"\[{BLANKS}{_SECTION}").match
_OPENS = re.compile(_SECTION).match
_of_key, _of_value = itemgetter(0), itemgetter(1)

Again = Callable[[int], Json]  # reads the value that begins at an offset one by one
Map = tuple[str, PlainMembers | None, tuple[int, int]]  # a section, its options, and where it stands


class _Place(NamedTuple):
    whole: tuple[int, int]
    name: tuple[int, int]
    options: tuple[int, int]


def maps_at(text: str, at: int, again: Again) -> tuple[list[Map], int]:
    """The sections in the map that begins here, and the offset behind it; none, and that of what is no such map.

    A section is there without its options where one of them is odd.
    """
    if not _MAPS(text, at):
        return [], at
    found, behind = scanned(text, at)
    if found is None:
        return [], len(text)
    if set(map(type, map(_of_value, found))) != {tuple} or len(dict(found)) < len(found):
        return [], behind
    # Then no brace stands in a text, and each one opens or closes a section.
    if not text.count("{", at, behind) == text.count("}", at, behind) == len(found) + 1:
        return [], behind
    return list(_maps(text, at + 1, found, again)), behind


def _maps(text: str, at: int, found: Sequence[tuple[str, Any]], again: Again) -> Iterator[Map]:
    for name, members in found:
        start = text.find("{", at)
        at = text.find("}", start) + 1
        values = dict(members)
        plain = len(values) == len(members) > 0 and set(map(type, values.values())) == {str}
        yield name, PlainMembers(text, (start, at), values, again) if plain else None, (start, at)


def lists_at(text: str, at: int, again: Again) -> tuple[list[Json], int, int]:
    """The sections in the list that begins here, how many options they have, and the offset behind the list.

    No sections, and the offset behind what is no such list.
    """
    if not _LISTS(text, at):
        return [], 0, at
    found, behind = scanned(text, at)
    if found is None:
        return [], 0, len(text)
    if set(map(type, found)) != {tuple} or set(map(len, found)) != {2}:
        return [], 0, behind
    members = list(chain.from_iterable(found))
    names, options = list(map(_of_value, members[::2])), list(map(_of_value, members[1::2]))
    if list(map(_of_key, members)) != ["key", "str_pair"] * len(found) or set(map(type, options)) != {list}:
        return [], 0, behind
    columns = columns_of(list(chain.from_iterable(options))) if set(map(type, names)) == {str} else None
    places = list(_places(text, at, behind)) if columns else []
    if not columns or len(places) != len(found):
        return [], 0, behind
    ends = pairwise(accumulate(map(len, options), initial=0))
    pairs = (
        PlainPairs(text, place.options, (columns[0][one:other], columns[1][one:other]), again)
        for place, (one, other) in zip(places, ends, strict=True)
    )
    return list(map(_section, names, places, pairs)), len(columns[0]), behind


def _section(name: str, place: "_Place", pairs: PlainPairs) -> Json:
    members = {"key": Json(name, *place.name), "str_pair": Json(Elements([pairs]), *place.options)}
    return Json(members, *place.whole)


def _places(text: str, at: int, end: int) -> Iterator[_Place]:
    """The places of the sections in the list that stands here; too few where one of their keys has an escape."""
    opened, at = None, at + 1
    while (key := text.find(_PAIRS, at, end)) >= 0:
        start = text.rfind("{", at, text.rfind('"key"', at, key))
        following = _OPENS(text, start) if start >= 0 else None
        if not following or following.start(2) != key:
            return
        if opened:
            yield _place(text, opened, start)
        opened, at = following, following.end()
    if opened:
        yield _place(text, opened, end - 1)


def _place(text: str, opened: re.Match[str], limit: int) -> _Place:
    """The place of a section that begins so and ends before this offset."""
    end = text.rfind("}", opened.end(), limit)
    last = text.rfind("]", opened.end(), end)
    return _Place((opened.start(), end + 1), opened.span(1), (opened.end() - 1, last + 1))
