"""Which application of one side is which of the other."""

from collections import Counter
from collections.abc import Sequence

from gwe_lint.drift.subject import Subject
from gwe_lint.estate.model import Application

Match = tuple[Subject, Subject, bool]  # before, now, and whether it has another name now


def matches_of(before: Sequence[Subject], after: Sequence[Subject], *, named: bool) -> list[Match]:
    """Each application with the one of the same name in its estate, else of the same DBID and type there.

    ``named``: the configuration says what the estates are called now. Where one side is a single estate of which nobody
    says what it is called, names alone decide, as far as they are clear.
    """
    old, new = _by_estate(before), _by_estate(after)
    matches: list[Match] = []
    for name in new:
        if name in old:
            matches += _matched(old[name], new[name])
    if len(old) == 1 or (len(new) == 1 and not named):
        matches += _of_unknown(
            [group for name, group in old.items() if name not in new],
            [group for name, group in new.items() if name not in old],
        )
    return matches


def _by_estate(subjects: Sequence[Subject]) -> dict[str, list[Subject]]:
    found: dict[str, list[Subject]] = {}
    for subject in subjects:
        found.setdefault(subject.estate.name, []).append(subject)
    return found


def _of_unknown(old: Sequence[list[Subject]], new: Sequence[list[Subject]]) -> list[Match]:
    """Pairs of estates that are not called the same: by names that no two of them have; by DBIDs where it is one."""
    if len(old) == len(new) == 1:
        return _matched(old[0], new[0])
    counts = [Counter(each.application.name for group in side for each in group) for side in (old, new)]
    theirs = {each.application.name: each for group in old for each in group}
    return [
        (theirs[name], each, False)
        for group in new
        for each in group
        if (name := each.application.name) in theirs and all(count[name] == 1 for count in counts)
    ]


def _matched(before: Sequence[Subject], after: Sequence[Subject]) -> list[Match]:
    """The applications of one estate then and now, by name; then those of another name with the same DBID and type."""
    waiting: list[Subject] = []
    found: list[Match] = []
    by_name: dict[str, list[Subject]] = {}
    for subject in before:
        by_name.setdefault(subject.application.name, []).append(subject)
    for subject in after:
        alike = by_name.get(subject.application.name)
        if alike:
            old = next((each for each in alike if each.application.dbid == subject.application.dbid), alike[0])
            alike[:] = [each for each in alike if each is not old]
            found.append((old, subject, False))
        else:
            waiting.append(subject)
    taken = {id(old) for old, _, _ in found}
    rest = [each for each in before if id(each) not in taken]
    for subject in waiting:
        former = next((each for each in rest if _is_renamed(each.application, subject.application)), None)
        if former:
            rest = [each for each in rest if each is not former]
            found.append((former, subject, True))
    return found


def _is_renamed(before: Application, after: Application) -> bool:
    known = before.dbid is not None and before.name != after.name
    return known and (before.dbid, before.type) == (after.dbid, after.type)


def names_of(subjects: Sequence[Subject]) -> list[tuple[str, str]]:
    """Application and, where that does not tell two apart, estate: baselines need not have the same estates."""
    counts = Counter(each.application.name for each in subjects)
    return [(each.application.name, each.estate.name if counts[each.application.name] > 1 else "") for each in subjects]
