"""A wanted change as edits: what the files of an import come to, and what of it a plan leaves to a person."""

from collections.abc import Mapping
from typing import NamedTuple

from gwe_lint.changes.edits import by_application, change_of, why_not
from gwe_lint.changes.simulation import States
from gwe_lint.estate.correction import Edit
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import FACETS
from gwe_lint.exports.redactor import Redactor
from gwe_lint.findings.simulation import OptionChange


class Wanted(NamedTuple):
    """The edits by estate, and sentences on what a person has to do."""

    edits: Mapping[str, tuple[Edit, ...]]
    by_hand: tuple[str, ...]


def wanted_in(states: States, redactor: Redactor) -> Wanted:
    """What a change comes to. What changes nothing is left out."""
    by_hand: list[str] = []
    edits: dict[str, list[Edit]] = {}
    sides = {one.name: (one, other) for one, other in zip(states.before, states.after, strict=True)}
    for change in states.effects.changes:
        if change.section in FACETS:
            continue
        before, after = (_value(side, change) for side in sides[change.estate])
        edit = Edit(change.application, change.section, change.option, before, after)
        why = _why_not(*sides[change.estate], edit, redactor)
        if why:
            by_hand.append(f"{why}: set it as {change.place.path} has it")
        else:
            edits.setdefault(change.estate, []).append(edit)
    return Wanted({name: tuple(own) for name, own in edits.items()}, tuple(by_hand))


def _why_not(before: Estate, after: Estate, edit: Edit, redactor: Redactor) -> str:
    """Why a plan cannot have this edit; empty where it can."""
    why = why_not(before, [edit]) or why_not(after, [edit._replace(before=edit.after)])
    if why:
        return why
    try:
        for own in by_application(before, [edit]):
            change_of(before, own, redactor)
    except ValueError:
        return f"{edit.application}: [{edit.section}] {edit.option} cannot be written as a line of an option export"
    return ""


def _value(estate: Estate, change: OptionChange) -> str | None:
    """The value of an option as it is set; None where it is not."""
    options = [each.option(change.section, change.option) for each in estate.topology.named(change.application)]
    return next((each.value for each in options if each), None)
