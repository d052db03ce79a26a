"""The applications on one side only: those that came and went, and those that were not compared, with the reason."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from gwe_lint.drift.diff import Drift
from gwe_lint.drift.failed_exports import EstateOf, failed_in, failed_of, source_of
from gwe_lint.drift.incomplete import Former
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.reach import NOT_EXPORTED
from gwe_lint.findings.comparison import NotCompared
from gwe_lint.rules.drift_rows import Scope
from gwe_lint.text import listed

_Key = tuple[str, str]  # an estate, by a name that both sides have, and an application


class _Namesakes(NamedTuple):
    """The applications of one name on one side: those that were compared, and the others."""

    compared: list[Subject]
    others: list[Subject]


_Side = dict[_Key, _Namesakes]


class Lacking(NamedTuple):
    """The applications on one side only: those that were not compared, and those that came and went."""

    not_compared: tuple[NotCompared, ...] = ()
    missing: tuple[Subject, ...] = ()
    new: tuple[Subject, ...] = ()


def lacking_in(
    drift: Drift,
    scope: Scope,
    sides: tuple[str, str],
    estates: Sequence[Estate],
    former: Former,
    *,
    only_files: bool = False,
) -> Lacking:
    """What is on one side only. Against a baseline that is a difference, unless an export failed.

    With ``only_files`` single files were given, so that an application of another file was not asked for.
    """
    return _Sorting(drift, scope, sides, estates, former, only_files=only_files).lacking()


class _Sorting:
    """Tells applications that came and went from those that could not be compared."""

    def __init__(
        self,
        drift: Drift,
        scope: Scope,
        sides: tuple[str, str],
        estates: Sequence[Estate],
        former: Former,
        *,
        only_files: bool,
    ) -> None:
        self.drift, self.sides, self.baseline = drift, sides, scope == "baseline"
        self.former, self.current = former.estates, former.left_of(estates)
        self.estate_of = _names_on_both_sides(estates) if self.baseline else lambda _: ""
        self.estates_then, self.estates_now = (
            frozenset(each.name for each in side) for side in (self.former, self.current)
        )
        self.told: set[int] = set()  # the failed exports of applications that are named
        self.failed_before = tuple(failed_in(former.estates, self.estate_of))
        self.failed_now = tuple(failed_in(self.current, self.estate_of))
        self.unpaired = frozenset(each.application.name for each in drift.new)
        self.given = frozenset(self._files()) if only_files else None

    def _files(self) -> Iterator[str]:
        """The names of the files that were given."""
        for each in self.current:
            yield from (PurePosixPath(file.path).name for file in each.documents)
            yield from (PurePosixPath(file.path).name for file in each.left_out)

    @cached_property
    def then(self) -> _Side:
        """The applications of the baseline."""
        return _namesakes((pair.before for pair in self.drift.pairs), self.drift.missing, self.estate_of)

    @cached_property
    def now(self) -> _Side:
        """The applications of today."""
        return _namesakes((pair.after for pair in self.drift.pairs), self.drift.new, self.estate_of)

    def lacking(self) -> Lacking:
        """All applications on one side only, and the empty exports of which no side knows anything."""
        rows: dict[tuple[str, str, str], NotCompared] = {}
        rest: list[NotCompared] = []
        missing: list[Subject] = []
        new: list[Subject] = []
        for subject, gone in (
            *((each, True) for each in self.drift.missing),
            *((each, False) for each in self.drift.new),
        ):
            estate, name = _key(subject, self.estate_of)
            shown = estate if self.baseline else subject.estate.name
            if reason := self._own_reason(subject, gone=gone):
                rows.setdefault((estate, name, reason), NotCompared(shown, name, reason))
            elif usual := self._usual_reason(subject, gone=gone):
                rest.append(NotCompared(shown, name, usual))
            else:
                (missing if gone else new).append(self._with_estate_of_today(subject))
        for each in (*self.failed_before, *self.failed_now):
            if each.empty and id(each) not in self.told and (each.place, each.name) not in {key[:2] for key in rows}:
                shown = each.place if self.baseline else each.estate
                rows[each.place, each.name, each.reason] = NotCompared(shown, each.name, each.reason)
        return Lacking((*rows.values(), *rest), tuple(missing), tuple(new))

    def _own_reason(self, subject: Subject, *, gone: bool) -> str:
        """Why this application in particular was not compared: several exports, or one that failed."""
        key = _key(subject, self.estate_of)
        own, other = (self.then, self.now) if gone else (self.now, self.then)
        if twice := _more_than_once(subject, own[key], other.get(key)):
            return twice
        failed = failed_of(subject.application, key[0], self.failed_now if gone else self.failed_before)
        if not failed:
            return ""
        self.told.add(id(failed))
        return failed.reason

    def _usual_reason(self, subject: Subject, *, gone: bool) -> str:
        """Why an application that the other side lacks was not compared; empty where its absence is a difference."""
        where, name = _key(subject, self.estate_of)
        here = [each for each in self.current if self.estate_of(each.name) == where]
        if gone and not all(each.topology.is_exported(name) for each in here):
            return NOT_EXPORTED  # on purpose, as the configuration says
        unread = [part for each in here for part in each.unread] if gone else []
        hidden = f", or it is in {listed(unread)}" if unread else ""
        if not self.baseline:
            return f"in {self.sides[not gone]} only{hidden}"
        if hidden:
            return f"no current export{hidden}"
        if gone and name in self.unpaired and subject.estate.name not in self.estates_now:
            return "no current export of its estate, but of another one"
        if not any(subject.keys()) and not self._shows_objects(where, now=gone):
            return "it has no options, which an export of options does not show"
        if gone:
            asked = self.given is None or PurePosixPath(source_of(subject.application)).name in self.given
            return "" if asked else "no current export"
        if name in self.drift.elsewhere and subject.estate.name not in self.estates_then:
            return "not in the baseline of its estate, but of another one"
        return ""

    def _shows_objects(self, where: str, *, now: bool) -> bool:
        """True where one side has a whole object of an estate, so that it would show one without options, too."""
        side = self.current if now else self.former
        here = (each for each in side if self.estate_of(each.name) == where)
        return any(export.completeness == "complete" for each in here for _, export in each.exports)

    def _with_estate_of_today(self, subject: Subject) -> Subject:
        """The application in the estate of today, where a single one has another name in the baseline."""
        name = self.estate_of(subject.estate.name)
        estate = next((each for each in self.current if each.name == name), subject.estate)
        return subject._replace(estate=estate)


def paired_by_order(drift: Drift) -> tuple[str, ...]:
    """Which export was compared with which, where both sides have several of one name and no DBID tells them apart."""
    pairs = [pair for pair in drift.pairs if not pair.renamed]
    count: dict[_Key, int] = {}
    for pair in pairs:
        key = _key(pair.after, str)
        count[key] = count.get(key, 0) + 1
    return tuple(
        f"{pair.after.application.name} of {pair.after.estate.name} is exported more than once: "
        f"{pair.after.path} was compared with {pair.before.path}"
        for pair in pairs
        if count[_key(pair.after, str)] > 1
        and (pair.before.application.dbid is None or pair.before.application.dbid != pair.after.application.dbid)
    )


def _names_on_both_sides(estates: Sequence[Estate]) -> EstateOf:
    """What today's side calls an estate of the baseline: a single estate may have another name there."""
    names = [estate.name for estate in estates]
    return lambda name: names[0] if len(names) == 1 else name


def _key(subject: Subject, estate_of: EstateOf) -> _Key:
    return estate_of(subject.estate.name), subject.application.name


def _namesakes(compared: Iterable[Subject], others: Iterable[Subject], estate_of: EstateOf) -> _Side:
    side: _Side = {}
    for subject in compared:
        side.setdefault(_key(subject, estate_of), _Namesakes([], [])).compared.append(subject)
    for subject in others:
        side.setdefault(_key(subject, estate_of), _Namesakes([], [])).others.append(subject)
    return side


def _more_than_once(subject: Subject, own: _Namesakes, other: _Namesakes | None) -> str:
    """Which export of a name was compared, where a side has several of it; empty where no side has."""
    for namesakes in (own, other):
        if not namesakes or len(namesakes.compared) + len(namesakes.others) < 2:
            continue
        if not namesakes.compared:
            return f"exported more than once: none of {listed([each.path for each in namesakes.others])} was compared"
        which = f"exported more than once: {listed([each.path for each in namesakes.compared])} was compared"
        return f"{which}, and {subject.path} was not" if namesakes is own else which
    return ""
