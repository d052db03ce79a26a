"""Sums of values, in seconds where they are times: what timers and limits are compared by."""

from collections.abc import Iterable, Iterator

from gwe_lint.catalogue.fact import ANY
from gwe_lint.checks.phrases import leading
from gwe_lint.estate.conditions import integer_of, unclear
from gwe_lint.estate.effective import Effective, effective, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Note, NotEvaluated, Severity
from gwe_lint.estate.selectors import Selector
from gwe_lint.text import listed, quoted

_PER_SECOND = {"seconds": 1, "milliseconds": 1000}


class Sum:
    """The sum of some effective values of one application; ``unknown`` says why there is none, and is empty else."""

    def __init__(self, estate: Estate, application: Application, selectors: Iterable[Selector]) -> None:
        self.application = application
        self.selectors = tuple(selectors)
        self.values: list[Effective] = []
        self.unknown = ""
        self.total = 0.0
        for selector in self.selectors:
            value = _value(estate, application, selector)
            number = _number(value)
            if isinstance(value, NotEvaluated) or isinstance(number, str):
                self.unknown = self.unknown or str(number)
            else:
                self.values.append(value)
                self.total += number / _PER_SECOND.get(_unit(value), 1)

    @property
    def is_set(self) -> bool:
        """True where at least one of the values is set, and not only a default."""
        return any(value.is_set for value in self.values)

    @property
    def is_default(self) -> bool:
        """True where each value is the documented default, be it set or not."""
        return all(value.fact and value.text == value.fact.default for value in self.values)

    @property
    def at_most(self) -> Severity | None:
        """The severity of a finding that rests on the sum is at most this; None where nothing limits it."""
        return next((value.at_most for value in self.values if value.at_most), None)

    @property
    def said(self) -> str:
        """The values as a phrase, with their sum where they are several."""
        if len(self.values) == 1:
            (value,) = self.values
            return value.said + (f" ({plain(self.total)} s)" if _unit(value) == "milliseconds" else "")
        parts = [f"{short(each.name)} {quoted(each.text or '')}{_default(each)}" for each in self.values]
        return f"{listed(parts)} add up to {plain(self.total)}"

    @property
    def leading(self) -> str:
        """The same, as the beginning of a sentence that goes on with "while"."""
        return leading(self.first) if self.said == self.first.said else self.said

    @property
    def first(self) -> Effective:
        """The value to point at: the first one that is set."""
        return next((value for value in self.values if value.is_set), self.values[0])

    def notes(self, pointed_at: Effective | None = None, where: str = "") -> Iterator[Note]:
        """The values that are set, but for the one that the finding points at; ``where`` begins each note."""
        for value in self.values:
            if value.option and value is not pointed_at:
                yield Note(where + value.said, value.place)


def plain(number: float) -> str:
    """A number as people write it: without decimals where it has none."""
    return f"{number:g}" if number < 10**6 else f"{number:.0f}"


def _value(estate: Estate, application: Application, selector: Selector) -> Effective | NotEvaluated:
    if selector.app not in (application.type, ANY):
        return NotEvaluated(f"{application.name}: {selector.key} is an option of another application")
    return effective(estate, application, selector.section, selector.option)


def _unit(value: Effective) -> str:
    return (value.fact.unit if value.fact else None) or ""


def _default(value: Effective) -> str:
    return "" if value.is_set else f" (not set: the default{value.default_of})" if value.by_release else " (not set)"


def _number(value: Effective | NotEvaluated) -> int | str:
    """The number, or why there is none to count with: what is out of its range is wrong before it is compared."""
    if isinstance(value, NotEvaluated):
        return value.reason
    number = None if value.text is None else integer_of(value.text)
    if number is None:
        return f"{value.application.name}: {unclear(value)}"
    least, most = (value.fact.minimum, value.fact.maximum) if value.fact else (None, None)
    if (least is not None and number < least) or (most is not None and number > most):
        return f"{value.application.name}: {value.said}, which is out of its range"
    return number
