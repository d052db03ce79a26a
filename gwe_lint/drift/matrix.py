"""The matrix of a report: options that differ somewhere, against all applications of one type."""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

from gwe_lint.drift.diff import Pair
from gwe_lint.drift.difference import DRIFT, Class, Difference
from gwe_lint.drift.subject import Key, Subject
from gwe_lint.estate.model import FACETS
from gwe_lint.exports.deferred import DeferredSections, Names, known_of
from gwe_lint.findings.comparison import Matrix

Rows = Mapping[Key, Mapping[int, Class]]  # by option, the class by the number of the application that has it


class _Member(NamedTuple):
    """An application of a matrix. ``has`` tells of an option, or a facet, whether it has it."""

    name: str
    estate: str
    has: Callable[[Key], bool]


def matrices_of(pairs: Sequence[Pair], differences: Sequence[Difference]) -> tuple[Matrix, ...]:
    """A matrix for each application type of which something differs, in the order of the differences."""
    rows: dict[str, dict[Key, dict[int, Class]]] = {}
    for each in differences:
        of_type = rows.setdefault(each.after.application.type, {})
        of_type.setdefault((each.section, each.name), {})[id(each.after)] = each.kind
    return tuple(
        _matrix(app, of_type, {id(each.after): _member(each) for each in pairs if each.after.application.type == app})
        for app, of_type in _drifting(rows)
    )


def _drifting(rows: Mapping[str, Rows]) -> Iterator[tuple[str, Rows]]:
    """The types with their options of which one drifts; no type without any."""
    for app, of_type in rows.items():
        drifting = {key: kinds for key, kinds in of_type.items() if any(kind in DRIFT for kind in kinds.values())}
        if drifting:
            yield app, drifting


def _matrix(app: str, rows: Rows, members: Mapping[int, _Member]) -> Matrix:
    cells = (
        (*key, tuple(kinds.get(number) or _class_when_same(each.has(key)) for number, each in members.items()))
        for key, kinds in rows.items()
    )
    return Matrix(app, tuple(_names(members.values())), tuple(cells))


def _names(members: Collection[_Member]) -> Iterator[str]:
    """The names of the applications. The estate follows where two applications have one name."""
    counts = Counter(each.name for each in members)
    return (f"{each.name} ({each.estate})" if counts[each.name] > 1 else each.name for each in members)


def _class_when_same(is_set: bool) -> str:
    """The class of an option without a difference."""
    return "unchanged" if is_set else "not-set"


def _member(pair: Pair) -> _Member:
    return _Member(pair.after.application.name, pair.after.estate.name, Held(pair).has)


class Held:
    """What today's application of a pair has: its options and its facets. Nothing is read that need not be."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair

    def has(self, key: Key) -> bool:
        """True where it has the option, or the facet."""
        if (names := self._unread) and key[0] not in FACETS:
            return names.hold(*key)
        return key in self._keys

    @property
    def digests(self) -> str:
        """Digests of all that it has, by which another process looks one up."""
        return _digests(chain(self._unread, self._keys) if self._unread else self._keys)

    @cached_property
    def _keys(self) -> frozenset[Key]:
        """All that it has, as keys; the facets alone where the options are not read."""
        subject, facets = self._pair.after, self._pair.after.facets()
        parts = ((section, name) for section in FACETS for name in facets.get(section, ()))
        return frozenset(parts if self._unread else chain(subject.keys(), parts))

    @cached_property
    def _unread(self) -> Names | None:
        """The names of the options that both sides have where neither was read; else None."""
        then = self._pair.before.application.sections
        is_same = not self._pair.differences and known_of(self._pair.after.application.export)
        return then.names if is_same and isinstance(then, DeferredSections) else None


class Column(NamedTuple):
    """An application as one column of a matrix: the class of each option that differs in whatever way.

    ``keys`` tell what it has, so that an option of another estate can be looked up; in another process by digests.
    ``compared`` is False for an application that is on one side only, and has no column.
    """

    app: str
    estate: str
    name: str
    kinds: tuple[tuple[str, str, Class], ...]  # section, option, class
    keys: str | Held = ""
    compared: bool = True

    @property
    def packed(self) -> "Column":
        """The same, ready to travel to another process."""
        return self if isinstance(self.keys, str) else self._replace(keys=self.keys.digests)


def columns_of(pairs: Sequence[Pair], differences: Sequence[Difference]) -> tuple[Column, ...]:
    """The columns of an estate, which can be put together with those of others."""
    kinds: dict[int, list[tuple[str, str, Class]]] = {}
    subjects: dict[int, tuple[Subject, Pair | None]] = {id(pair.after): (pair.after, pair) for pair in pairs}
    for each in differences:
        subjects.setdefault(id(each.after), (each.after, None))
        kinds.setdefault(id(each.after), []).append((each.section, each.name, each.kind))
    return tuple(
        Column(
            subject.application.type,
            subject.estate.name,
            subject.application.name,
            tuple(kinds.get(number, ())),
            Held(pair) if pair else "",
            pair is not None,
        )
        for number, (subject, pair) in subjects.items()
    )


def matrices_together(columns: Sequence[Column]) -> tuple[Matrix, ...]:
    """A matrix for each application type of which something differs, of the columns of all estates."""
    rows: dict[str, dict[Key, dict[int, Class]]] = {}
    for number, column in enumerate(columns):
        for section, name, kind in column.kinds:
            rows.setdefault(column.app, {}).setdefault((section, name), {})[number] = kind
    compared = [(number, each) for number, each in enumerate(columns) if each.compared]
    return tuple(
        _matrix(app, of_type, {number: _member_of(each) for number, each in compared if each.app == app})
        for app, of_type in _drifting(rows)
    )


def _member_of(column: Column) -> _Member:
    if not isinstance(column.keys, str):
        return _Member(column.name, column.estate, column.keys.has)
    own = _set_of(column.keys)
    return _Member(column.name, column.estate, lambda key: _digest(key) in own)


_SIZE = 8  # bytes of a digest


@cache
def _digest(key: Key) -> bytes:
    return blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()


def _digests(keys: Iterable[Key]) -> str:
    return b64encode(b"".join(sorted(map(_digest, keys)))).decode()


def _set_of(digests: str) -> frozenset[bytes]:
    data = b64decode(digests)
    return frozenset(data[start : start + _SIZE] for start in range(0, len(data), _SIZE))
