"""Options against applications: where an option differs somewhere, and what each application of that type has."""

from collections import Counter
from collections.abc import Iterator, Sequence

from gwe_lint.drift.diff import Pair
from gwe_lint.drift.difference import DRIFT, Class, Difference
from gwe_lint.drift.subject import Key, Subject
from gwe_lint.estate.model import FACETS
from gwe_lint.findings.report import Matrix

Rows = dict[Key, dict[int, Class]]  # by option, the class by the identity of the application that has it


def matrices_of(pairs: Sequence[Pair], differences: Sequence[Difference]) -> tuple[Matrix, ...]:
    """A matrix for each application type of which something differs, in the order of the differences."""
    found: dict[str, Rows] = {}
    for each in differences:
        rows = found.setdefault(each.after.application.type, {})
        rows.setdefault((each.section, each.name), {})[id(each.after)] = each.kind
    return tuple(
        matrix
        for app, rows in found.items()
        for matrix in _matrix(app, _drifting(rows), [pair.after for pair in pairs])
    )


def _drifting(rows: Rows) -> Rows:
    return {key: kinds for key, kinds in rows.items() if any(kind in DRIFT for kind in kinds.values())}


def _matrix(app: str, rows: Rows, subjects: Sequence[Subject]) -> Iterator[Matrix]:
    """The matrix of one type, or none where nothing drifts."""
    members = [subject for subject in subjects if subject.application.type == app]
    has = [{*member.keys(), *_parts(member)} for member in members] if rows else ()
    cells = (
        (*key, tuple(kinds.get(id(member), _kept(key in own)) for member, own in zip(members, has, strict=True)))
        for key, kinds in rows.items()
    )
    if rows:
        yield Matrix(app, tuple(_names(members)), tuple(cells))


def _names(members: Sequence[Subject]) -> Iterator[str]:
    """The names of the applications, with that of the estate where it takes that to tell two apart."""
    counts = Counter(member.application.name for member in members)
    for member in members:
        name = member.application.name
        yield f"{name} ({member.estate.name})" if counts[name] > 1 else name


def _kept(is_set: bool) -> str:
    """The class of an option that is the same on both sides."""
    return "unchanged" if is_set else "not-set"


def _parts(subject: Subject) -> Iterator[Key]:
    """What an application has beside options."""
    facets = subject.facets()
    return ((section, name) for section in FACETS for name in facets.get(section, ()))
