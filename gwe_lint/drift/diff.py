"""Two sets of applications compared, pair by pair, option by option; nothing is left out without being said."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.drift.difference import Difference, classified, of_facet
from gwe_lint.drift.object_names import UNTOLD, aligned, objects_of, untold
from gwe_lint.drift.pairing import Match, matches_of, names_of
from gwe_lint.drift.subject import Key, Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import OBJECT
from gwe_lint.exports.records import Option


class Pair(NamedTuple):
    """An application on both sides: what is not the same text, and how many options are; ``known`` to the catalogue.

    ``renamed`` where it has another name now.
    """

    before: Subject
    after: Subject
    differences: tuple[Difference, ...]
    unchanged: int
    known: int
    renamed: bool = False

    @property
    def compared(self) -> int:
        """How many options and parts of the object were compared."""
        return len(self.differences) + self.unchanged


class Drift(NamedTuple):
    """All that was compared: the pairs, and the applications that are on one side only."""

    pairs: tuple[Pair, ...]
    missing: tuple[Subject, ...] = ()  # in the baseline, and not now
    new: tuple[Subject, ...] = ()  # now, and not in the baseline
    absent: tuple[str, ...] = ()  # estates of the baseline of which nothing was given now
    elsewhere: frozenset[str] = frozenset()  # names of applications that the baseline has, in whatever estate

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What was compared, of all pairs."""
        return tuple(each for pair in self.pairs for each in pair.differences)


def subjects_of(estates: Sequence[Estate], label: str = "") -> tuple[Subject, ...]:
    """The applications of some estates that can be compared: those with options. Lists of changes are none."""
    return tuple(
        Subject(estate, application, label)
        for estate in estates
        for application, export in estate.exports
        if export.completeness not in ("delta", "none")
    )


Watched = Callable[[str, str, str], bool]  # of application type, section and name


def compare(before: Sequence[Subject], after: Sequence[Subject], *, comparable: bool, named: bool = False) -> Drift:
    """Each application with its former self; ``named``: the configuration says what the estates are called now."""
    return _drift(before, after, matches_of(before, after, named=named), comparable=comparable)


def _drift(before: Sequence[Subject], after: Sequence[Subject], matches: Sequence[Match], *, comparable: bool) -> Drift:
    """The pairs in the order of today's applications, and what is on one side only."""
    found = {id(new): (old, renamed) for old, new, renamed in matches}
    estates = {id(each.estate): each.estate for each in (*before, *after)}
    objects = {number: objects_of(estate) for number, estate in estates.items()}
    pairs: list[Pair] = []
    for subject in sorted(after, key=lambda each: id(each) in found and found[id(each)][1]):  # renamed ones last
        if id(subject) in found:
            old, renamed = found[id(subject)]
            then = aligned(old, subject.application, objects[id(subject.estate)])
            now = aligned(subject, old.application, objects[id(old.estate)])
            pairs.append(_pair(then, now, comparable=comparable)._replace(renamed=renamed))
    taken = {id(old) for old, _, _ in matches}
    absent = _absent(before, after, taken)
    rest = [each for each in before if id(each) not in taken and each.estate.name not in absent]
    alone = tuple(each for each in after if id(each) not in found)
    return Drift(tuple(pairs), tuple(rest), alone, absent, frozenset(each.application.name for each in before))


def _absent(before: Sequence[Subject], after: Sequence[Subject], taken: Collection[int]) -> tuple[str, ...]:
    """Of a baseline of several estates, those of which nothing was given: they are named once, as a whole."""
    estates = dict.fromkeys(each.estate.name for each in before)
    known = {each.estate.name for each in after} | {each.estate.name for each in before if id(each) in taken}
    return tuple(name for name in estates if name not in known) if len(estates) > 1 else ()


def compare_estates(
    before: Sequence[Subject], after: Sequence[Subject], names: Sequence[tuple[str, str]], watched: Watched
) -> Drift:
    """Each application of one estate with that of the same name in the other one; DBIDs of two say nothing.

    ``names`` are what the first ones are called there. What is ``watched`` is kept although it is the same.
    """
    theirs: dict[tuple[str, str], list[Subject]] = {}
    for name, subject in zip(names_of(after), after, strict=True):
        theirs.setdefault(name, []).append(subject)
    pairs: list[Pair] = []
    missing: list[Subject] = []
    for name, subject in zip(names, before, strict=True):
        found = theirs.get(name)
        if found:
            pairs.append(_pair(subject, found.pop(0), comparable=True, watched=watched))
        else:
            missing.append(subject)
    return Drift(tuple(pairs), tuple(missing), tuple(each for left in theirs.values() for each in left))


def _pair(before: Subject, after: Subject, *, comparable: bool, watched: Watched | None = None) -> Pair:
    before, after = _completed(before, after), _completed(after, before)  # each as seen beside the other
    keys = dict.fromkeys((*before.keys(), *after.keys(), *moving_defaults(before, after)))
    old, new, catalogue = before.application, after.application, after.estate.catalogue
    found: list[Difference] = []
    unchanged = known = 0
    for section, name in keys:
        known += catalogue.fact(new.type, section, name) is not None
        kept = watched is not None and watched(new.type, section, name)
        if not kept and _is_same(old.option(section, name), new.option(section, name)):  # as nearly all are
            unchanged += 1
            continue
        each = classified(before, after, section, name, comparable=comparable)
        if each.kind == "unchanged" and not kept:
            unchanged += 1
        else:
            found.append(each)
    for each in _facets(before, after):
        known += 1
        if each.kind == "unchanged":
            unchanged += 1
        else:
            found.append(each)
    return Pair(before, after, tuple(found), unchanged, known)


def _completed(subject: Subject, other: Subject) -> Subject:
    """The application with the type and release of the other side where its own export says nothing of them."""
    application = subject.application
    if application.release is None:
        application = application._replace(release=other.application.release)
    if application.type == "other" and not application.certain:
        application = application._replace(type=other.application.type)
    export, theirs = application.export, other.application.export
    if export and theirs and export.completeness == theirs.completeness == "strings-only":
        # An option that one of two such exports has is stored as a string, and would be in the other one.
        application = application._replace(export=export._replace(completeness="complete"))
    return subject._replace(application=application)


def _is_same(old: Option | None, new: Option | None) -> bool:
    return (
        old is not None
        and new is not None
        and old.value == new.value
        and old.kind not in ("secret", "suppressed")
        and new.kind not in ("secret", "suppressed")
    )


def moving_defaults(before: Subject, after: Subject) -> Iterator[Key]:
    """Options that nobody sets, and whose default depends on the release, where the releases differ."""
    if before.application.release == after.application.release:
        return
    for section, options in after.estate.catalogue.sections(after.application.type).items():
        if section.endswith("*"):
            continue
        for name, fact in options.items():
            if any(older.default is not None for older in fact.older):
                yield section, name


def _facets(before: Subject, after: Subject) -> Iterator[Difference]:
    """What objects hold beside options, where both exports carry it."""
    old, new = before.facets(), after.facets()
    for section in (section for section in old if section in new):
        names = dict.fromkeys((*old[section], *new[section]))
        unclear = untold(before.application, after.application, section) if old[section] != new[section] else ()
        for name in names:
            left, right = old[section].get(name), new[section].get(name)
            silent = before if left is None else after if right is None else None
            if section == OBJECT and silent and (name != "backup" or silent.application.ports is None):
                continue  # one of the formats does not say it; where there are ports, there is the whole Server Info
            found = of_facet(before, after, section, name, left, right)
            yield found._replace(kind="unverifiable", reason=UNTOLD) if name in unclear else found
