"""Pairing of applications: which one of the former side is which one of the current side."""

from collections import Counter
from collections.abc import Callable, Sequence

from gwe_lint.drift.subject import Subject
from gwe_lint.estate.model import Application

Match = tuple[Subject, Subject, bool]  # before, now, and whether it has another name now
_Same = Callable[[Subject, Subject], bool]  # whether two applications, before and now, are the same by one measure


def matches_of(before: Sequence[Subject], after: Sequence[Subject], *, named: bool) -> list[Match]:
    """Each application with the one of the same DBID and type in its estate, else with its namesake there.

    ``named`` is True where the configuration names the current estates. A single estate without a given name is
    matched by the names of applications alone, where these are unique. Names that only files have count as none.
    """
    old, new = _by_estate(before), _by_estate(after)
    matches: list[Match] = []
    for name in new:
        if name in old:
            matches += matches_in_estate(old[name], new[name])
    if len(old) == 1 or (len(new) == 1 and not named):
        matches += _matches_across_names(
            [group for name, group in old.items() if name not in new],
            [group for name, group in new.items() if name not in old],
        )
    return matches


def names_changed(matches: Sequence[Match]) -> tuple[dict[str, str], dict[str, str]]:
    """The former names of objects with their present ones, and the names of files with the names of their objects."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for old, new, _ in matches:
        was, now = old.application, new.application
        if was.name != now.name:
            names, mine, theirs = (after, now, was) if now.named_by_file else (before, was, now)
            names[mine.name] = theirs.name
    return before, after


def _by_estate(subjects: Sequence[Subject]) -> dict[str, list[Subject]]:
    by_estate: dict[str, list[Subject]] = {}
    for subject in subjects:
        by_estate.setdefault(subject.estate.name, []).append(subject)
    return by_estate


def _matches_across_names(old: Sequence[list[Subject]], new: Sequence[list[Subject]]) -> list[Match]:
    """The matches between estates of other names. Unique names decide; between two single estates, DBIDs do too."""
    if len(old) == len(new) == 1:
        return matches_in_estate(old[0], new[0])
    counts = [Counter(each.application.name for group in side for each in group) for side in (old, new)]
    before_by_name = {each.application.name: each for group in old for each in group}
    return [
        (before_by_name[name], each, False)
        for group in new
        for each in group
        if (name := each.application.name) in before_by_name and all(count[name] == 1 for count in counts)
    ]


def matches_in_estate(before: Sequence[Subject], after: Sequence[Subject]) -> list[Match]:
    """The matches in one estate: by DBID and type where both sides know the DBID, else by name.

    A new object may have the name of an old one that was renamed. Only what no DBID pairs is paired by name.
    """
    former_of: dict[int, Subject] = {}
    for same in (_is_identical, _is_same, _has_same_name):
        if len(former_of) < min(len(before), len(after)):
            _pair_up(before, after, former_of, same)
    return [(former, each, _is_renamed(former, each)) for each in after if (former := former_of.get(id(each)))]


def _pair_up(before: Sequence[Subject], after: Sequence[Subject], former_of: dict[int, Subject], same: _Same) -> None:
    """Pair those that have no counterpart yet and are the same by one measure. ``former_of`` gets them by identity."""
    paired = {id(each) for each in former_of.values()}
    waiting: dict[str | int | None, list[Subject]] = {}
    for subject in before:
        if id(subject) not in paired:
            waiting.setdefault(_key(subject, same), []).append(subject)
    for subject in after:
        if id(subject) in former_of:
            continue
        candidates = waiting.get(_key(subject, same), [])
        former = next((each for each in candidates if same(each, subject)), None)
        if former:
            former_of[id(subject)] = former
            candidates[:] = [each for each in candidates if each is not former]


def _key(subject: Subject, same: _Same) -> str | int | None:
    """What two applications have in common where they are the same by this measure."""
    return subject.application.dbid if same is _is_same else subject.application.name


def _is_identical(before: Subject, after: Subject) -> bool:
    return _has_same_name(before, after) and before.application.dbid == after.application.dbid


def _is_same(before: Subject, after: Subject) -> bool:
    return is_same_object(before.application, after.application)


def _has_same_name(before: Subject, after: Subject) -> bool:
    return before.application.name == after.application.name


def _is_renamed(before: Subject, after: Subject) -> bool:
    """True where the object has another name now. The name of a file is no name of the object."""
    was, now = before.application, after.application
    return was.name != now.name and not (was.named_by_file or now.named_by_file)


def is_same_object(before: Application, after: Application) -> bool:
    """True for the same DBID, unless the types contradict each other."""
    if before.dbid is None or before.dbid != after.dbid:
        return False
    return before.type == after.type or any(each.type == "other" and not each.certain for each in (before, after))


def with_better_name(subject: Subject, other: Subject) -> Subject:
    """The application, under the name that the other side knows where its own one is only that of a file."""
    mine, theirs = subject.application, other.application
    if not mine.named_by_file or theirs.named_by_file:
        return subject
    return subject._replace(application=mine._replace(name=theirs.name, named_by_file=False))


def names_of(subjects: Sequence[Subject]) -> list[tuple[str, str]]:
    """The name of each application, with its estate where two have one name. Baselines may have other estates."""
    counts = Counter(each.application.name for each in subjects)
    return [(each.application.name, each.estate.name if counts[each.application.name] > 1 else "") for each in subjects]
