"""Two sets of applications compared: pair by pair, option by option. The result names whatever is left out."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.drift.difference import Difference, classified
from gwe_lint.drift.facet_differences import facet_differences
from gwe_lint.drift.known_pairs import known_pair
from gwe_lint.drift.object_names import ObjectNames, object_names
from gwe_lint.drift.option_names import with_documented_names
from gwe_lint.drift.pairing import Match, matches_of, names_of
from gwe_lint.drift.subject import Key, Subject, is_comparable
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.deferred import KnownExport
from gwe_lint.exports.records import Export, Option


class Pair(NamedTuple):
    """An application on both sides, with its differences.

    ``unchanged`` counts the options with the same text, ``known`` those that the catalogue knows. ``renamed`` is True
    where the application has another name now.
    """

    before: Subject
    after: Subject
    differences: tuple[Difference, ...]
    unchanged: int
    known: int
    renamed: bool = False
    parts: int = 0  # how many of what was compared are parts of the object, and no options
    as_read: tuple[Subject, Subject] | None = None  # both sides without the names and facts of each other
    unread: bool = False  # True: nobody had to read either side, since they are known not to differ

    @property
    def compared(self) -> int:
        """The number of compared options and parts of the object."""
        return len(self.differences) + self.unchanged

    @property
    def shows_whole(self) -> bool:
        """True for two unread exports of strings: what one of them had would be in the other one, too."""
        sides = (self.before.application, self.after.application)
        return self.unread and all(each.completeness == "strings-only" for each in sides)


class Drift(NamedTuple):
    """The result of a comparison: the pairs, and the applications that are on one side only."""

    pairs: tuple[Pair, ...]
    missing: tuple[Subject, ...] = ()  # in the baseline, and not now
    new: tuple[Subject, ...] = ()  # now, and not in the baseline
    absent: tuple[str, ...] = ()  # estates of the baseline of which nothing was given now
    elsewhere: frozenset[str] = frozenset()  # names of applications that the baseline has, in whatever estate

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The differences of all pairs."""
        return tuple(each for pair in self.pairs for each in pair.differences)


def subjects_of(estates: Sequence[Estate], label: str = "") -> tuple[Subject, ...]:
    """The applications of some estates that can be compared. Lists of changes and empty exports are left out."""
    return tuple(
        Subject(estate, application, label)
        for estate in estates
        for application, export in estate.exports
        if is_comparable(export)
    )


Watched = Callable[[str, str, str], bool]  # of application type, section and name


def compare(
    before: Sequence[Subject],
    after: Sequence[Subject],
    *,
    comparable: bool,
    named: bool = False,
    several: bool = False,
) -> Drift:
    """Compare each application with its former state.

    ``named`` is True where the configuration names the current estates. ``several`` is True where the baseline has
    more estates than are compared here.
    """
    matches = matches_of(before, after, named=named)
    return _drift(before, after, matches, comparable=comparable, several=several)


def _drift(
    before: Sequence[Subject], after: Sequence[Subject], matches: Sequence[Match], *, comparable: bool, several: bool
) -> Drift:
    """The pairs in the order of today's applications, and the applications on one side only."""
    former_of = {id(new): (old, renamed) for old, new, renamed in matches}
    names: ObjectNames | None = None  # which known pairs do without
    pairs: list[Pair] = []
    for subject in sorted(
        after, key=lambda each: id(each) in former_of and former_of[id(each)][1]
    ):  # renamed ones last
        if id(subject) in former_of:
            former, renamed = former_of[id(subject)]
            if known := known_pair(former, subject):
                pairs.append(_known(former, subject, known))
                continue
            names = names or object_names([each.estate for each in (*before, *after)], matches)
            then, now = names.aligned(former, subject)
            pair = pair_of(then, now, comparable=comparable)
            pairs.append(pair._replace(renamed=renamed, as_read=(former, subject)))
    paired = {id(old) for old, _, _ in matches}
    absent = _absent(before, after, paired, several=several)
    missing = [each for each in before if id(each) not in paired and each.estate.name not in absent]
    unpaired = tuple(each for each in after if id(each) not in former_of)
    renamed_before = {id(old) for old, _, renamed in matches if renamed}  # their names are free
    elsewhere = frozenset(each.application.name for each in before if id(each) not in renamed_before)
    return Drift(tuple(pairs), tuple(missing), unpaired, absent, elsewhere)


def _absent(
    before: Sequence[Subject], after: Sequence[Subject], paired: Collection[int], *, several: bool
) -> tuple[str, ...]:
    """The estates of a baseline of which nothing was given now. A report names each of them once, as a whole."""
    estates = dict.fromkeys(each.estate.name for each in before)
    known = {each.estate.name for each in after} | {each.estate.name for each in before if id(each) in paired}
    return tuple(name for name in estates if name not in known) if several or len(estates) > 1 else ()


def compare_estates(
    before: Sequence[Subject], after: Sequence[Subject], names: Sequence[tuple[str, str]], watched: Watched
) -> Drift:
    """Compare each application of one estate with its namesake in the other. DBIDs of two estates are not compared.

    ``names`` are the names of the first ones there. A ``watched`` option is kept although it is the same.
    """
    by_name: dict[tuple[str, str], list[Subject]] = {}
    for name, subject in zip(names_of(after), after, strict=True):
        by_name.setdefault(name, []).append(subject)
    pairs: list[Pair] = []
    missing: list[Subject] = []
    for name, subject in zip(names, before, strict=True):
        namesakes = by_name.get(name)
        if namesakes:
            pairs.append(pair_of(subject, namesakes.pop(0), comparable=True, watched=watched))
        else:
            missing.append(subject)
    return Drift(tuple(pairs), tuple(missing), tuple(each for left in by_name.values() for each in left))


def _known(before: Subject, after: Subject, known: KnownExport) -> Pair:
    """The pair of two sides that are known not to differ."""
    sides = before, after
    return Pair(*sides, (), known.unchanged, known.known, parts=known.parts, as_read=sides, unread=True)


def pair_of(before: Subject, after: Subject, *, comparable: bool, watched: Watched | None = None) -> Pair:
    """Two sides compared, option by option. A ``watched`` option is kept although it is the same."""
    facets = list(facet_differences(before, after, comparable=comparable, of_hosts=watched is None))
    exports = before.application.export, after.application.export
    before, after = _completed(before, after), _completed(after, before)  # each as seen beside the other
    shown = dict.fromkeys((*before.keys(), *after.keys()))
    keys = dict.fromkeys((*shown, *defaults_by_release(before, after)))
    old, new, catalogue = before.application, after.application, after.estate.catalogue
    differences: list[Difference] = []
    unchanged = known = 0
    for section, name in keys:
        known += catalogue.fact(new.type, section, name) is not None
        kept = watched is not None and watched(new.type, section, name)
        if not kept and _is_same(old.option(section, name), new.option(section, name)):  # as nearly all are
            unchanged += 1
            continue
        sides = (before, after)
        if (section, name) not in shown:  # so that neither export tells how the option would be stored
            sides = (_with_export(before, exports[0]), _with_export(after, exports[1]))
        difference = classified(*sides, section, name, comparable=comparable)
        if difference.kind == "unchanged" and not kept:
            unchanged += 1
        else:
            differences.append(difference)
    for difference in facets:
        known += 1
        if difference.kind == "unchanged":
            unchanged += 1
        else:
            differences.append(difference)
    return Pair(before, after, tuple(differences), unchanged, known, parts=len(facets))


def _with_export(subject: Subject, export: Export | None) -> Subject:
    return subject._replace(application=subject.application._replace(export=export))


def _completed(subject: Subject, other: Subject) -> Subject:
    """The application with the type and release of the other side, where its own export lacks them."""
    application = with_documented_names(subject).application
    if application.release is None:
        theirs = other.application
        application = application._replace(release=theirs.release, release_declared=theirs.release_declared)
    if application.type == "other" and not application.certain:
        application = application._replace(type=other.application.type)
    return subject._replace(application=_shown_whole(application, other.application))


def _shown_whole(application: Application, other: Application) -> Application:
    """The application. An option that one of two exports of strings has would be in the other one, too."""
    export, other_export = application.export, other.export
    if export and other_export and export.completeness == other_export.completeness == "strings-only":
        return application._replace(export=export._replace(completeness="complete"))
    return application


# Of the first, equal tokens may be of two keys; equal texts of the others are no values.
_NEVER_SAME = ("secret", "suppressed", "unknown")


def _is_same(before: Option | None, after: Option | None) -> bool:
    return (
        before is not None
        and after is not None
        and before.value == after.value
        and before.kind not in _NEVER_SAME
        and after.kind not in _NEVER_SAME
    )


def defaults_by_release(before: Subject, after: Subject) -> Iterator[Key]:
    """The options whose default depends on the release, where the releases are known and differ."""
    releases = (before.application.running_release, after.application.running_release)
    if None in releases or releases[0] == releases[1]:
        return
    for section, options in after.estate.catalogue.sections(after.application.type).items():
        if section.endswith("*"):
            continue
        for name, fact in options.items():
            if any(older.default is not None for older in fact.older):
                yield section, name
