"""What differs between two states of the exports, such as two commits, told as a change does."""

from collections.abc import Iterator, Sequence

from gwe_lint.changes.effects import change_of, why_nothing
from gwe_lint.drift.came_and_went import EXPORT, NOT_EXPORTED, came_and_went
from gwe_lint.drift.diff import Drift, compare, subjects_of
from gwe_lint.drift.difference import DRIFT, Difference
from gwe_lint.drift.incomplete import Former
from gwe_lint.drift.judge import name_of
from gwe_lint.drift.listed_objects import listed_on_both_sides
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import OBJECT
from gwe_lint.findings.simulation import Effects, NewSection, WithoutEffect


def effects_between(before: Sequence[Estate], after: Sequence[Estate], *, named: bool) -> Effects:
    """What is otherwise in the state after: options, parts of objects, applications that came and went."""
    then, after = listed_on_both_sides(Former(tuple(before)), after)
    drift = compare(subjects_of(then.estates), subjects_of(after), comparable=True, named=named)
    differences = [*drift.differences, *came_and_went(drift)]
    return Effects(
        changes=tuple(change_of(each, each.place) for each in differences if each.kind in DRIFT),
        without_effect=tuple(_nothing(each) for each in differences if each.kind == "equivalent"),
        new_sections=tuple(_new_sections(drift)),
        unknown=tuple(
            f"{each.after.application.name}: whether {name_of(each)} differs is not known: {each.reason}"
            for each in differences
            if each.kind == "unverifiable"
        ),
    )


def not_exported(before: Sequence[Estate], after: Sequence[Estate], effects: Effects) -> Iterator[str]:
    """Which applications the state after does not export any more, as reasons: they may be there all the same.

    ``before`` and ``after`` are in the same order.
    """
    why = "it is not exported any more, and whether it is gone is not known"
    for each in effects.changes:
        if (each.section, each.option, each.after) == (OBJECT, EXPORT, NOT_EXPORTED):
            yield f"{each.estate}: {each.application}: {why}"
    for one, other in zip(before, after, strict=True):
        if one.applications and not other.applications:
            yield f"{one.name}: nothing of it is exported any more, and whether it is gone is not known"


def _nothing(difference: Difference) -> WithoutEffect:
    application = difference.after.application.name
    where = (difference.after.estate.name, application, difference.section, difference.name)
    return WithoutEffect(*where, why_nothing(difference), difference.place)


def _new_sections(drift: Drift) -> Iterator[NewSection]:
    for pair in drift.pairs:
        before, after = pair.before.application, pair.after.application
        for name in after.sections:
            if not before.section(name):
                yield NewSection(pair.after.estate.name, after.name, name)
