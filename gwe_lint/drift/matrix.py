"""The matrix of a report: options that differ somewhere, against all applications of one type."""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from gwe_lint.drift.diff import Pair
from gwe_lint.drift.difference import DRIFT, Class, Difference
from gwe_lint.drift.subject import Key, Subject
from gwe_lint.estate.model import FACETS
from gwe_lint.findings.comparison import Matrix

Rows = dict[Key, dict[int, Class]]  # by option, the class by the identity of the application that has it


def matrices_of(pairs: Sequence[Pair], differences: Sequence[Difference]) -> tuple[Matrix, ...]:
    """A matrix for each application type of which something differs, in the order of the differences."""
    rows_by_type: dict[str, Rows] = {}
    for difference in differences:
        rows = rows_by_type.setdefault(difference.after.application.type, {})
        rows.setdefault((difference.section, difference.name), {})[id(difference.after)] = difference.kind
    return tuple(
        matrix
        for app, rows in rows_by_type.items()
        for matrix in _matrix(app, _drifting(rows), [pair.after for pair in pairs])
    )


def _drifting(rows: Rows) -> Rows:
    return {key: kinds for key, kinds in rows.items() if any(kind in DRIFT for kind in kinds.values())}


def _matrix(app: str, rows: Rows, subjects: Sequence[Subject]) -> Iterator[Matrix]:
    """The matrix of one type, or none where nothing drifts."""
    members = [subject for subject in subjects if subject.application.type == app]
    keys_of_members = [{*member.keys(), *_parts(member)} for member in members] if rows else ()
    cells = (
        (
            *key,
            tuple(
                kinds.get(id(member), _class_when_same(key in own))
                for member, own in zip(members, keys_of_members, strict=True)
            ),
        )
        for key, kinds in rows.items()
    )
    if rows:
        yield Matrix(app, tuple(_names(members)), tuple(cells))


def _names(members: Sequence[Subject]) -> Iterator[str]:
    """The names of the applications. The estate follows where two applications have one name."""
    counts = Counter(member.application.name for member in members)
    for member in members:
        name = member.application.name
        yield f"{name} ({member.estate.name})" if counts[name] > 1 else name


def _class_when_same(is_set: bool) -> str:
    """The class of an option without a difference."""
    return "unchanged" if is_set else "not-set"


def _parts(subject: Subject) -> Iterator[Key]:
    """The facets of an application, as keys."""
    facets = subject.facets()
    return ((section, name) for section in FACETS for name in facets.get(section, ()))


class Column(NamedTuple):
    """An application as one column of a matrix: the class of each option that differs in whatever way.

    ``keys`` are digests of all that it has, by which one of another estate can be looked up.
    ``compared`` is False for an application that is on one side only, and has no column.
    """

    app: str
    estate: str
    name: str
    kinds: tuple[tuple[str, str, str], ...]  # section, option, class
    keys: str = ""
    compared: bool = True


def columns_of(pairs: Sequence[Pair], differences: Sequence[Difference]) -> tuple[Column, ...]:
    """The columns of an estate, which can be put together with those of others."""
    kinds: dict[int, list[tuple[str, str, str]]] = {}
    subjects = {id(pair.after): (pair.after, True) for pair in pairs}
    for each in differences:
        subjects.setdefault(id(each.after), (each.after, False))
        kinds.setdefault(id(each.after), []).append((each.section, each.name, each.kind))
    return tuple(
        Column(
            subject.application.type,
            subject.estate.name,
            subject.application.name,
            tuple(kinds.get(number, ())),
            _digests({*subject.keys(), *_parts(subject)}) if compared else "",
            compared,
        )
        for number, (subject, compared) in subjects.items()
    )


def matrices_together(columns: Sequence[Column]) -> tuple[Matrix, ...]:
    """A matrix for each application type of which something differs, of the columns of all estates."""
    rows: dict[str, dict[Key, dict[int, str]]] = {}
    for number, column in enumerate(columns):
        for section, name, kind in column.kinds:
            rows.setdefault(column.app, {}).setdefault((section, name), {})[number] = kind
    return tuple(
        matrix
        for app, of_type in rows.items()
        for matrix in _of_columns(
            app, of_type, {n: each for n, each in enumerate(columns) if each.app == app and each.compared}
        )
    )


def _of_columns(app: str, rows: Mapping[Key, Mapping[int, str]], members: Mapping[int, Column]) -> Iterator[Matrix]:
    drifting = {key: kinds for key, kinds in rows.items() if any(kind in DRIFT for kind in kinds.values())}
    if not drifting:
        return
    own = {number: _set_of(each.keys) for number, each in members.items()}
    counts = Counter(each.name for each in members.values())
    names = (f"{each.name} ({each.estate})" if counts[each.name] > 1 else each.name for each in members.values())
    cells = (
        (*key, tuple(kinds.get(number) or _class_when_same(_digest(key) in own[number]) for number in members))
        for key, kinds in drifting.items()
    )
    yield Matrix(app, tuple(names), tuple(cells))


_SIZE = 8  # bytes of a digest


@cache
def _digest(key: Key) -> bytes:
    return blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()


def _digests(keys: Iterable[Key]) -> str:
    return b64encode(b"".join(sorted(map(_digest, keys)))).decode()


def _set_of(digests: str) -> frozenset[bytes]:
    data = b64decode(digests)
    return frozenset(data[start : start + _SIZE] for start in range(0, len(data), _SIZE))
