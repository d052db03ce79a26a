"""Right values: what follows from the documentation, a row or the other members, as corrections of wrong options."""

import re
from collections.abc import Callable, Sequence

from gwe_lint.catalogue.fact import Fact
from gwe_lint.estate.conditions import Condition
from gwe_lint.estate.correction import Correction, Edit
from gwe_lint.estate.edits import Corrections, edit_of, with_value, without
from gwe_lint.estate.effective import Effective
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Option
from gwe_lint.suggest import near_miss

_COMMENT = r"(?s)(\S.*?)\s+(?:#|;|//).*"
_QUOTED = r"\s*([\"'])(.*)\1\s*"
_WITH_UNIT = r"\s*([0-9]+)\s*([A-Za-z]+)\s*"
_UNITS = {
    "milliseconds": ("ms", "msec", "msecs", "millisecond", "milliseconds"),
    "seconds": ("s", "sec", "secs", "second", "seconds"),
    "minutes": ("min", "mins", "minute", "minutes"),
}


def in_right_form(application: Application, option: Option, fact: Fact, wrong: Callable[[str], str]) -> Corrections:
    """The value without a comment, quotes, blanks or its unit, where it is right then; else the nearest documented one.

    ``wrong`` says what is wrong with a value, and is empty for a right one.
    """
    plain = _plain(option.value, fact)
    if plain != option.value and not wrong(plain):
        return with_value(application, option, plain)
    if fact.type == "list":
        items = [each.strip() for each in re.split("[,;]", plain)]
        plain = ",".join(each if each in fact.values else near_miss(each, fact.values) or each for each in items)
        return with_value(application, option, plain, chosen=True) if not wrong(plain) else ()
    near = near_miss(plain, [each for each in fact.values if each])
    return with_value(application, option, near, chosen=True) if near and not wrong(near) else ()


def _plain(value: str, fact: Fact) -> str:
    if found := re.fullmatch(_COMMENT, value):
        value = found[1]
    if found := re.fullmatch(_QUOTED, value):
        value = found[2]
    found = re.fullmatch(_WITH_UNIT, value) if fact.type == "integer" else None
    if found and found[2].lower() in _UNITS.get(fact.unit or "", ()):
        value = found[1]
    return value.strip()


def used_instead(value: Effective, condition: Condition, use: str | None) -> Corrections:
    """The value that a row names for use, an empty one to remove the option; of a list what the row finds missing."""
    option = value.option
    if not option:
        return ()
    if use is not None:
        return with_value(value.application, option, use) if use else without(value.application, option)
    if condition.operator == "lists-not" and value.is_set:
        return with_value(value.application, option, f"{option.value.rstrip(' ,;')},{condition.values[0]}")
    return ()


def as_asked(values: Sequence[Effective], conditions: Sequence[Condition]) -> Corrections:
    """Each option with the first value that a condition allows; nothing where one of them allows no certain value."""
    edits: list[Edit] = []
    for value in values:
        asked = next((each for each in conditions if each.option.names(value.section, value.name)), None)
        if not asked or asked.operator != "is":
            return ()
        edits.append(edit_of(value.application, value.section, value.name, asked.values[0]))
    return (Correction(tuple(edits)),) if edits else ()


def as_most(most: Sequence[Effective], others: Sequence[Effective]) -> Corrections:
    """The other members as most are: with their value, or without one where none of them sets the option."""
    set_by = next((value.option for value in most if value.option), None)
    after = set_by.value if set_by else None
    changed = [value for value in others if value.option or after is not None]
    edits = tuple(edit_of(value.application, value.section, value.name, after) for value in changed)
    return (Correction(edits),) if edits and len(changed) == len(others) else ()
