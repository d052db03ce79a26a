"""Timers and limits against each other, within an application and between a client and the servers it uses."""

from collections.abc import Iterator

from gwe_lint.checks.phrases import assumed, doubts
from gwe_lint.checks.totals import Sum
from gwe_lint.estate.conditions import Condition, Held, all_hold
from gwe_lint.estate.effective import short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass, Prose
from gwe_lint.estate.reach import Reach
from gwe_lint.estate.selectors import Selector
from gwe_lint.text import listed


class _Order:
    """What the values of an application are held against, and the words for what is wrong."""

    def __init__(
        self,
        upper: tuple[Selector, ...],
        times: int,
        strict: bool,
        explicit: bool,
        beside: tuple[Condition, ...],
        because: Prose,
        instead: Prose,
    ) -> None:
        self.upper = upper
        self.times = times
        self.strict = strict
        self.explicit = explicit
        self.beside = beside
        self.because = because
        self.instead = instead

    def broken(self, low: float, high: float) -> bool | None:
        """Whether it is too much; None where another rule says so: it does not fit once, and has to several times."""
        if self.times > 1 and low >= high:
            return None
        return low * self.times > high or (self.strict and low * self.times == high)


def in_order(
    estate: Estate,
    *,
    lower: tuple[Selector, ...],
    upper: tuple[Selector, ...],
    because: Prose,
    instead: Prose,
    times: int = 1,
    strict: bool = False,
    explicit: bool = False,
    beside: tuple[Condition, ...] = (),
) -> Iterator[Outcome]:
    """The lower values of an application add up to more than the upper ones, or with ``strict`` to as much.

    ``times`` multiplies the lower sum. ``upper`` values of another application type are those of the servers that the
    application uses. ``beside`` has conditions of both. ``explicit``: values of one application that are all set; it is
    a note where all of them are the defaults, as a template sets them.
    """
    order = _Order(upper, times, strict, explicit, beside, because, instead)
    for low, held in _sums(estate, lower, beside):
        if upper[0].app == low.application.type:
            yield from _within(estate, low, held, order)
        else:
            yield from _between(estate, low, held, order)


def _sums(estate: Estate, lower: tuple[Selector, ...], beside: tuple[Condition, ...]) -> Iterator[tuple[Sum, Held]]:
    """The sums of each application that counts, with what makes it count."""
    for type in dict.fromkeys(selector.app for selector in lower):
        values = tuple(selector for selector in lower if selector.app == type)
        for application in estate.of_type(type):
            held = all_hold(estate, application, beside)
            if held is not None:
                yield from ((Sum(estate, application, closed), held) for closed in _closed(application, values))


def _closed(application: Application, selectors: tuple[Selector, ...]) -> list[tuple[Selector, ...]]:
    """The selectors; where the first one is open, each of the options that it finds."""
    first = selectors[0]
    if not first.is_open:
        return [selectors]
    return [(first._replace(section=option.section, option=option.name),) for option in first.found_in(application)]


def _within(estate: Estate, low: Sum, held: Held, order: _Order) -> Iterator[Outcome]:
    """The values of one application."""
    if order.explicit and not _all_there(low.application, (*low.selectors, *order.upper)):
        return
    high = Sum(estate, low.application, order.upper)
    unknown = low.unknown or high.unknown
    broken = None if unknown else order.broken(low.total, high.total)
    if unknown:
        yield NotEvaluated(unknown)
    elif broken and held.unknown:
        yield NotEvaluated(held.unknown)
    elif broken:
        as_shipped = order.explicit and low.is_default and high.is_default
        yield _out_of_order(low, high, order).resting_on(held.at_most, "note" if as_shipped else None)
    elif broken is False:
        yield Pass()


def _all_there(application: Application, selectors: tuple[Selector, ...]) -> bool:
    options = [selector.find(application) for selector in selectors]
    return all(option and (option.why_unknown or option.value.strip()) for option in options)


def _out_of_order(low: Sum, high: Sum, order: _Order) -> Hit:
    point = high.first if high.is_set and not low.is_set else low.first
    return Hit(
        message=f"{low.leading} while {high.said}: {order.because}",
        place=point.place,
        label=point.label,
        help=order.instead,
        related=(*low.notes(point), *high.notes(point)),
    ).resting_on(low.at_most, high.at_most)


def _between(estate: Estate, low: Sum, held: Held, order: _Order) -> Iterator[Outcome]:
    """The values of a client and of the servers it uses."""
    reach = estate.reach_of(low.application, order.upper[0].app)
    exceeded: list[Sum] = []
    yield from _judged(estate, low, reach, order, exceeded)
    if exceeded and held.unknown:
        yield NotEvaluated(held.unknown)
    elif exceeded:
        yield _exceeds(low, exceeded, reach, order).resting_on(held.at_most)


def _judged(
    estate: Estate, low: Sum, reach: Reach, order: _Order, exceeded: list[Sum]
) -> Iterator[Pass | NotEvaluated]:
    """What is right or cannot be judged; the sums of servers that are exceeded are added to ``exceeded``."""
    if low.unknown:
        yield NotEvaluated(low.unknown)
        return
    names = listed([short(selector.option) for selector in order.upper])
    yield from doubts(low.application, reach)
    for name in reach.unseen:
        yield NotEvaluated(f"{low.application.name}: {names} of {name} is not in the exports")
    for server in reach.servers:
        high = Sum(estate, server, order.upper)
        held = all_hold(estate, server, order.beside)
        broken = None if high.unknown or not held else order.broken(low.total, high.total)
        if held and high.unknown:
            yield NotEvaluated(high.unknown)
        elif held and held.unknown and broken:
            yield NotEvaluated(held.unknown)
        elif broken:
            exceeded.append(high)
        elif broken is False:
            yield Pass()


def _exceeds(low: Sum, exceeded: list[Sum], reach: Reach, order: _Order) -> Hit:
    smallest = min(exceeded, key=lambda high: high.total)
    servers = listed([high.application.name for high in exceeded if high.total == smallest.total])
    return Hit(
        message=f"{low.leading} while on {servers} {smallest.said}: {order.because}{assumed(reach)}",
        place=low.first.place,
        label=low.first.label,
        help=order.instead,
        related=(
            *low.notes(low.first),
            *(note for high in exceeded for note in high.notes(where=f"on {high.application.name} ")),
        ),
    ).resting_on(low.at_most, *(high.at_most for high in exceeded))
