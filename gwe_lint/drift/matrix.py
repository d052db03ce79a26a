"""The matrix of a report: options that differ somewhere, against all applications of one type."""

from collections import Counter
from collections.abc import Iterator, Sequence

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
