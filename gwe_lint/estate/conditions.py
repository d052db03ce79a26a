"""Conditions of rule packs on values: ``gwe-cluster:engagement/strictEngagementMode is false``."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from gwe_lint.catalogue.fact import ANY
from gwe_lint.estate.effective import Effective, canonical, effective_of
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, NotEvaluated, Severity
from gwe_lint.estate.selectors import Selector, parse_selector


def integer_of(text: str) -> int | None:
    """The integer a value holds, blanks around it allowed; None when it is none. Very long ones count as 10**18."""
    text = text.strip(" \t")
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not (digits.isascii() and digits.isdigit()):
        return None
    return int(text) if len(digits) <= 18 else 10**18


def _above(value: str, bounds: tuple[str, ...]) -> bool | None:
    number = integer_of(value)
    return None if number is None else number > int(bounds[0])


def _below(value: str, bounds: tuple[str, ...]) -> bool | None:
    number = integer_of(value)
    return None if number is None else number < int(bounds[0])


_HOUR, _DAY = 3600, 86400


def _thousands(value: str, bounds: tuple[str, ...]) -> bool | None:
    """True for thousands, as milliseconds are where seconds were meant, that are no whole hours or days as seconds."""
    number = integer_of(value)
    if number is None:
        return None
    hours = number % _HOUR == 0 and 0 < number <= _DAY
    days = number % _DAY == 0 and 0 < number <= 366 * _DAY
    return number % 1000 == 0 and number >= 1000 * int(bounds[0]) and not hours and not days


def _lists(value: str, wanted: tuple[str, ...]) -> bool:
    items = {item.strip() for item in value.replace(";", ",").split(",")}
    return not items.isdisjoint(wanted)


# What a value has to be; None: that cannot be said of this value, which another rule judges.
OPERATORS: Mapping[str, Callable[[str, tuple[str, ...]], bool | None]] = {
    "is": lambda value, values: value in values,
    "is-not": lambda value, values: value not in values,
    "above": _above,
    "below": _below,
    "thousands-from": _thousands,
    "contains": lambda value, parts: any(part in value for part in parts),
    "lists": _lists,
    "lists-not": lambda value, wanted: not _lists(value, wanted),
    "ends-with": lambda value, ends: value.endswith(ends),
}
PRESENCE = ("is-set", "is-unset", "is-empty")  # the last one: it is there, and has no value
NUMERIC = ("above", "below", "thousands-from")


class Condition(NamedTuple):
    """A selector, an operator, and the values to compare with."""

    option: Selector
    operator: str
    values: tuple[str, ...]

    def found_in(self, estate: Estate, application: Application) -> Iterator["tuple[Effective, bool] | NotEvaluated"]:
        """Each value that the selector names in one application, and whether the condition holds for it."""
        for value in effective_of(estate, application, self.option):
            yield value if isinstance(value, NotEvaluated) else self.judged(value)

    def judged(self, value: Effective) -> "tuple[Effective, bool] | NotEvaluated":
        """The value, and whether the condition holds for it; or why that cannot be said."""
        holds = None if value.option and value.option.kind == "unknown" else self._holds(value)
        return NotEvaluated(f"{value.application.name}: {unclear(value)}") if holds is None else (value, holds)

    def _holds(self, value: Effective) -> bool | None:
        if self.operator == "is-empty":
            return value.option is not None and not value.is_set
        if self.operator in PRESENCE:
            return value.is_set == (self.operator == "is-set")
        if value.text is None:
            return None
        return OPERATORS[self.operator](value.text, tuple(canonical(each, value.fact) for each in self.values))


class Held(NamedTuple):
    """The values for which conditions hold, and the first reason why a condition was not evaluated, or None."""

    values: tuple[Effective, ...] = ()
    unknown: str | None = None

    @property
    def at_most(self) -> Severity | None:
        """The severity of a finding that rests on them is at most this; None where nothing limits it."""
        return next((value.at_most for value in self.values if value.at_most), None)


def all_hold(estate: Estate, application: Application, conditions: tuple[Condition, ...]) -> Held | None:
    """The values for which all conditions of this application type hold; None where one condition does not hold."""
    held = Held()
    for condition in conditions:
        if condition.option.app not in (application.type, ANY):
            continue
        results = list(condition.found_in(estate, application))
        values = tuple(each[0] for each in results if not isinstance(each, NotEvaluated) and each[1])
        reasons = [each.reason for each in results if isinstance(each, NotEvaluated)]
        if not values and not reasons:
            return None
        held = Held((*held.values, *values), held.unknown or (None if values else reasons[0]))
    return held


def some_hold(estate: Estate, application: Application, conditions: tuple[Condition, ...]) -> Held | None:
    """The values for which one of the conditions holds at least; None where certainly none does."""
    results = [found for condition in conditions for found in condition.found_in(estate, application)]
    values = tuple(each[0] for each in results if not isinstance(each, NotEvaluated) and each[1])
    reasons = [each.reason for each in results if isinstance(each, NotEvaluated)]
    return Held(values, None if values else reasons[0]) if values or reasons else None


def unclear(value: Effective) -> str:
    """Why a value cannot be evaluated: it is not known, or is no number."""
    if value.option and value.option.why_unknown:
        return f"the value of {value.name} {value.option.why_unknown}"
    return f"{value.said}, which is no number" if value.option else f"{value.said}, and no default is documented"


def parse_condition(text: str) -> Condition:
    """Read ``TYPE:SECTION/OPTION is VALUE|VALUE``. Raises ``ValueError`` that says what is wrong."""
    selector, _, rest = text.partition(" ")
    operator, _, values = rest.partition(" ")
    operators = (*OPERATORS, *PRESENCE)
    if operator not in operators:
        raise ValueError(f"{text!r} needs one of these words behind the option: {', '.join(operators)}")
    if (operator in PRESENCE) == bool(values):
        what = "no value" if operator in PRESENCE else "a value"
        raise ValueError(f"{text!r} needs {what} behind {operator!r}")
    compared = tuple(values.split("|")) if values else ()
    if operator in NUMERIC and (len(compared) != 1 or integer_of(compared[0]) is None):
        raise ValueError(f"{text!r} needs a number behind {operator!r}")
    return Condition(parse_selector(selector), operator, compared)
