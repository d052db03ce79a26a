"""Which rows of a table of options are wanted: ``value != default``, ``origin = set and release = 8.5.1``."""

import re
from collections.abc import Callable
from typing import NamedTuple

from gwe_lint.estate.equality import meaning
from gwe_lint.explore.option_table import OptionRow
from gwe_lint.suggest import meant

_CONDITION = re.compile(r"\s*(\w+)\s*(!=|=)\s*('[^']*'|[^'].*?)\s*")
_AND = re.compile(r"\s+and\s+(?=\w+\s*!?=)")
_FIELDS: dict[str, Callable[[OptionRow], str | None]] = {
    "value": lambda row: row.value,
    "default": lambda row: row.default,
    "origin": lambda row: row.origin,
    "application": lambda row: row.application,
    "type": lambda row: row.type,
    "release": lambda row: row.release,
    "estate": lambda row: row.estate,
    "section": lambda row: row.section,
    "option": lambda row: row.option,
}
_VALUES = ("value", "default")  # fields whose texts are compared by what they mean


class Condition(NamedTuple):
    """A field, ``=`` or ``!=``, and a text or another field."""

    field: str
    equal: bool
    other: str
    is_field: bool

    def holds(self, row: OptionRow) -> bool | None:
        """Whether it holds for a row. None where a value was not read, or where no default is documented."""
        if self.other == "default" and self.is_field and row.origin == "not set":
            return self.equal  # nothing is set, and nothing acts
        left = _FIELDS[self.field](row)
        right = _FIELDS[self.other](row) if self.is_field else self.other
        if left is None and self.field == "value" and not row.unknown:
            return not self.equal  # no value acts
        if left is None or right is None:
            return None
        if self.field in _VALUES:
            return (meaning(left, row.fact) == meaning(right, row.fact)) is self.equal
        return (left == right) is self.equal


def parse_conditions(text: str) -> tuple[Condition, ...]:
    """The conditions that are joined by ``and``. Raises ``ValueError`` that says what is wrong."""
    return tuple(_condition(part) for part in _AND.split(text.strip()))


def _condition(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no condition; write FIELD = TEXT or FIELD != TEXT, such as value != default")
    field, sign, other = found.groups()
    if field not in _FIELDS:
        raise ValueError(f"{field!r} is no field{meant(field, _FIELDS)}")
    return Condition(field, sign == "=", other.strip("'"), is_field=field in _VALUES and other in _VALUES)


def holds_for(row: OptionRow, conditions: tuple[Condition, ...]) -> bool | None:
    """Whether all conditions hold for a row; None where one is not decided and none fails."""
    answers = [condition.holds(row) for condition in conditions]
    return False if False in answers else None if None in answers else True
