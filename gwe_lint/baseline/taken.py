"""What of a drift is taken over into the baseline, and what is left alone: waived, known, expected, or hidden."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from gwe_lint.drift.came_and_went import is_of_application
from gwe_lint.drift.diff import Drift, Pair
from gwe_lint.drift.difference import DRIFT, Difference
from gwe_lint.drift.facets import ALL, is_silent, leads_only
from gwe_lint.drift.judge import Judged
from gwe_lint.estate.effective import absence_unproved
from gwe_lint.estate.model import CONNECTIONS, FACETS, Application
from gwe_lint.exports.redactor import keys_in


class Taken(NamedTuple):
    """The pairs of a drift, and what is done with what differs. Pairs and applications are told by their identity."""

    pairs: tuple[Pair, ...]  # without those whose files could not be read whole
    left_alone: Mapping[int, tuple[Difference, ...]]  # by pair
    new: frozenset[int]  # today's applications that the baseline gets
    gone: frozenset[str]  # files of the baseline of whose applications there are none any more
    old_names: Mapping[str, Mapping[str, str]]  # by estate: today's names, and those that stay in the baseline
    lost: tuple[Difference, ...] = ()  # secrets of which nothing can be kept without a key


def taken_of(drift: Drift, judged: Judged, active: Collection[str], not_whole: Collection[str]) -> Taken:
    """What counts is taken over: the differences with a fingerprint in ``active``, if they can be kept.

    ``not_whole`` are the paths of files that were not read whole, of which nothing is.
    """
    counted = [difference for fingerprint, difference in judged.found if fingerprint in active]
    lost = tuple(each for each in counted if _is_lost(each))
    taken = {id(each) for each in counted} - {id(each) for each in lost}
    differences = iter(judged.differences)
    left_alone: dict[int, tuple[Difference, ...]] = {}
    for pair in drift.pairs:
        of_pair = [next(differences) for _ in pair.differences]
        left_alone[id(pair)] = tuple(each for each in of_pair if id(each) not in taken and _stays(each))
    applications = [each for each in counted if is_of_application(each)]
    return Taken(
        pairs=tuple(pair for pair in drift.pairs if not was_damaged(pair, not_whole)),
        left_alone=left_alone,
        new=frozenset(id(each.after.application) for each in applications if each.kind == "extra"),
        gone=frozenset(file_of(each.before.application) for each in applications if each.kind == "missing"),
        old_names=_old_names(drift.pairs, {id(pair) for fingerprint, pair in judged.renamed if fingerprint in active}),
        lost=lost,
    )


def was_damaged(sides: Pair | Difference, not_whole: Collection[str]) -> bool:
    """True where a file of either side was not read whole."""
    old, new = sides.before, sides.after
    paths = {f"{old.label}{path}" for path in old.application.paths} | new.application.paths
    return not paths.isdisjoint(not_whole)


def file_of(application: Application) -> str:
    """The name of the baseline file of an application."""
    return PurePosixPath(application.path).name


def _stays(difference: Difference) -> bool:
    """True for a difference that somebody has accepted, and for a value that today's export does not show."""
    if difference.kind == "unverifiable":
        return not is_said_now(difference)
    return difference.kind in (*DRIFT, "expected")


def is_said_now(difference: Difference) -> bool:
    """True where today's export shows what nobody could compare: a value, that there is none, or a whole facet."""
    old, new, after = difference.old.option, difference.new.option, difference.after.application
    section, name, fact = difference.section, difference.name, difference.fact
    if old is None and new and new.kind == "suppressed":
        return True  # that it is set is new
    if any(each and (each.kind == "secret" or each.why_unknown) for each in (old, new)):
        return False
    if section == CONNECTIONS and name != ALL and difference.new.text is not None:
        return not leads_only(difference.new) and leads_only(difference.old)
    if section in FACETS:
        return name == ALL and not is_silent(after, difference.before.application, section)
    hidden = absence_unproved(after, section, name, fact.type if fact else "any", fact.values if fact else ())
    return new is not None or not hidden


def is_hidden(difference: Difference) -> bool:
    """True for what the baseline has, and of which today's export says nothing: neither a value nor that it is gone."""
    return difference.kind == "unverifiable" and difference.new.option is None and not is_said_now(difference)


def _is_lost(difference: Difference) -> bool:
    """True for a secret without a key. Its token is a number of this run, which a file cannot keep."""
    option = difference.new.option
    return option is not None and "" in keys_in(option.value)


def _old_names(pairs: Iterable[Pair], taken: Collection[int]) -> Mapping[str, Mapping[str, str]]:
    names: dict[str, dict[str, str]] = {}
    for pair in pairs:
        if pair.renamed and id(pair) not in taken:
            in_estate = names.setdefault(pair.after.estate.name, {})
            in_estate[pair.after.application.name] = pair.before.application.name
    return names
