"""The applications that a comparison leaves out, and why: what is on one side only, or exported more than once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from gwe_lint.drift.diff import Drift, subjects_of
from gwe_lint.drift.incomplete import Former
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.reach import NOT_EXPORTED
from gwe_lint.exports.detect import plain_name
from gwe_lint.findings.comparison import NotCompared
from gwe_lint.rules.drift_rows import Scope
from gwe_lint.text import listed

_Key = tuple[str, str]  # an estate, by a name that both sides have, and an application
_EstateOf = Callable[[str], str]


class _Namesakes(NamedTuple):
    """The applications of one name on one side: those that were compared, and the others."""

    compared: list[Subject]
    others: list[Subject]


_Side = dict[_Key, _Namesakes]


def not_compared(
    drift: Drift, scope: Scope, sides: tuple[str, str], estates: Sequence[Estate], former: Former
) -> tuple[NotCompared, ...]:
    """The applications that were not compared, once each, with the reason."""
    baseline = scope == "baseline"
    estate_of = _names_on_both_sides(estates) if baseline else lambda _: ""
    current = former.left_of(estates)
    reasons = {**dict(_reasons(former.estates, estate_of)), **dict(_reasons(current, estate_of))}
    then = _namesakes((pair.before for pair in drift.pairs), drift.missing, estate_of)
    now = _namesakes((pair.after for pair in drift.pairs), drift.new, estate_of)
    with_own_reason: dict[tuple[str, str, str], NotCompared] = {}
    rest: list[NotCompared] = []
    for subject, own, other, usual in (
        *(
            (each, then, now, _why_missing(each, sides, current, estate_of, baseline=baseline))
            for each in drift.missing
        ),
        *((each, now, then, _why_new(each, drift, sides, baseline=baseline)) for each in drift.new),
    ):
        key = _key(subject, estate_of)
        reason = _more_than_once(subject, own[key], other.get(key)) or reasons.get(key, "")
        row = NotCompared(key[0] if baseline else subject.estate.name, key[1], reason or usual)
        if reason:
            with_own_reason.setdefault((*key, reason), row)
        else:
            rest.append(row)
    return (*with_own_reason.values(), *rest)


def paired_by_order(drift: Drift) -> tuple[str, ...]:
    """Which export was compared with which, where both sides have several of one name and no DBID tells them apart."""
    pairs = [pair for pair in drift.pairs if not pair.renamed]
    count: dict[_Key, int] = {}
    for pair in pairs:
        key = _key(pair.after, str)
        count[key] = count.get(key, 0) + 1
    return tuple(
        f"{pair.after.application.name} of {pair.after.estate.name} is exported more than once: "
        f"{_path(pair.after)} was compared with {_path(pair.before)}"
        for pair in pairs
        if count[_key(pair.after, str)] > 1
        and (pair.before.application.dbid is None or pair.before.application.dbid != pair.after.application.dbid)
    )


def _why_missing(
    subject: Subject, sides: tuple[str, str], current: Sequence[Estate], estate_of: _EstateOf, *, baseline: bool
) -> str:
    where, name = _key(subject, estate_of)
    if not all(each.topology.is_exported(name) for each in current if estate_of(each.name) == where):
        return NOT_EXPORTED  # on purpose, as the configuration says
    unread = [part for each in current for part in each.unread]
    hidden = f", or it is in {listed(unread)}" if unread else ""
    return ("no current export" if baseline else f"in {sides[0]} only") + hidden


def _why_new(subject: Subject, drift: Drift, sides: tuple[str, str], *, baseline: bool) -> str:
    name = subject.application.name
    if baseline and name in drift.elsewhere:
        return "not in the baseline of its estate, but of another one"
    return f"{'not in the baseline' if baseline else f'in {sides[1]} only'}{_copy_of(name, drift)}"


def _copy_of(name: str, drift: Drift) -> str:
    """Which missing application a new one may be, by a name like that of a second download of its file."""
    plain = plain_name(f"{name}.cfg").removesuffix(".cfg")
    known = plain != name and any(each.application.name == plain for each in drift.missing)
    return f"; is it {plain}, downloaded again? Name the file so" if known else ""


def _names_on_both_sides(estates: Sequence[Estate]) -> _EstateOf:
    """What today's side calls an estate of the baseline: a single estate may have another name there."""
    names = [estate.name for estate in estates]
    return lambda name: names[0] if len(names) == 1 else name


def _key(subject: Subject, estate_of: _EstateOf) -> _Key:
    return estate_of(subject.estate.name), subject.application.name


def _path(subject: Subject) -> str:
    return f"{subject.label}{subject.application.path}"


def _namesakes(compared: Iterable[Subject], others: Iterable[Subject], estate_of: _EstateOf) -> _Side:
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
            return f"exported more than once: none of {listed(map(_path, namesakes.others))} was compared"
        which = f"exported more than once: {listed(map(_path, namesakes.compared))} was compared"
        return f"{which}, and {_path(subject)} was not" if namesakes is own else which
    return ""


def _reasons(estates: Sequence[Estate], estate_of: _EstateOf) -> Iterator[tuple[_Key, str]]:
    """Why exports cannot be compared: lists of changes, no options, files that are something else."""
    for estate in estates:
        where = estate_of(estate.name)
        comparable = {each.application.name for each in subjects_of([estate])}
        for file in estate.left_out:
            stem = PurePosixPath(file.path).stem
            if stem not in comparable:
                yield (where, stem), f"{file.path} is {file.what}"
        for application, export in estate.exports:
            if application.name not in comparable:
                delta = export.completeness == "delta"
                yield (where, application.name), f"the export holds {'changes only' if delta else 'no options'}"
