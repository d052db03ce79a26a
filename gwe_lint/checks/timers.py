"""Timers and limits against each other, within an application and between a client and the Chat Servers it uses."""

from collections.abc import Iterator
from math import ceil

from gwe_lint.conditions import Condition, integer_of
from gwe_lint.display import listed
from gwe_lint.effective import Effective, effective, short
from gwe_lint.groups import groups_of
from gwe_lint.model import Application, Estate, Hit, Note, Outcome, Pass, Prose, Unjudged
from gwe_lint.selectors import Selector
from gwe_lint.topology import Topology, topology_of

_PER_SECOND = {"seconds": 1, "milliseconds": 1000}
_NO_PEAK = "the planned peak is unknown: check.peak-chat-sessions is not configured"


class _Sum:
    """The sum of some effective values of one application, in seconds where they are times."""

    def __init__(self, estate: Estate, application: Application, selectors: tuple[Selector, ...]) -> None:
        self.values: list[Effective] = []
        self.unknown = ""
        self.total = 0.0
        for selector in selectors:
            value = effective(estate, application, selector.section, selector.option)
            number = None if isinstance(value, Unjudged) or value.text is None else integer_of(value.text)
            if isinstance(value, Unjudged):
                self.unknown = self.unknown or value.reason
            elif number is None:
                self.unknown = self.unknown or f"{application.name}: {value.said}"
            else:
                self.values.append(value)
                self.total += number / _PER_SECOND.get((value.fact.unit if value.fact else None) or "", 1)

    @property
    def is_set(self) -> bool:
        """True where at least one of the values is set, and not only a default."""
        return any(value.is_set for value in self.values)

    @property
    def said(self) -> str:
        """The values as a phrase, with their sum where they are several."""
        parts = [f"{value.text} ({short(value.name)}{'' if value.is_set else ', not set'})" for value in self.values]
        return parts[0] if len(parts) == 1 else f"{_plain(self.total)} = {' + '.join(parts)}"

    @property
    def first(self) -> Effective:
        """The value to point at: the first one that is set."""
        return next((value for value in self.values if value.is_set), self.values[0])


def _plain(number: float) -> str:
    return f"{number:g}"


def in_order(
    estate: Estate,
    *,
    lower: tuple[Selector, ...],
    upper: tuple[Selector, ...],
    because: Prose,
    instead: Prose,
    beside: tuple[Condition, ...] = (),
    strict: bool = False,
) -> Iterator[Outcome]:
    """Of one application, the sum of some values is above the sum of others, or ``strict``: not below it."""
    for application in lower[0].applications(estate):
        if not _all_hold(estate, application, beside):
            continue
        small, large = _Sum(estate, application, lower), _Sum(estate, application, upper)
        unknown = small.unknown or large.unknown
        if unknown:
            yield Unjudged(unknown)
        elif small.total < large.total or (small.total == large.total and not strict):
            yield Pass()
        else:
            point = large.first if large.is_set and not small.is_set else small.first
            yield Hit(
                message=f"{small.said} is not below {large.said}: {because}",
                place=point.place,
                label="" if point.option else "not set here",
                help=instead,
                related=tuple(
                    Note(value.said, value.place)
                    for value in (*small.values, *large.values)
                    if value.option and value is not point
                ),
            )


def _all_hold(estate: Estate, application: Application, conditions: tuple[Condition, ...]) -> bool:
    """True where nothing speaks against the conditions; what is not known does not."""
    return all(
        isinstance(each, Unjudged) or each[1]
        for condition in conditions
        for each in condition.found_in(estate, application)
    )


def client_before_server(
    estate: Estate,
    *,
    client: tuple[Selector, ...],
    server: Selector,
    percent: int,
    because: Prose,
    instead: Prose,
    beside: tuple[Condition, ...] = (),
) -> Iterator[Outcome]:
    """A client's timer, or the sum of its timers, is not below this share of the timer of a Chat Server it uses."""
    topology = topology_of(estate)
    for application in client[0].applications(estate):
        if not _all_hold(estate, application, beside):
            continue
        for selectors in _closed(application, client):
            yield from _against_servers(estate, topology, application, selectors, server, percent, because, instead)


def _closed(application: Application, selectors: tuple[Selector, ...]) -> list[tuple[Selector, ...]]:
    """The selectors; where the first one is open, each of the options that it finds."""
    first = selectors[0]
    if not first.is_open:
        return [selectors]
    return [(first._replace(section=each.section, option=each.name),) for each in first.found_in(application)]


def _against_servers(
    estate: Estate,
    topology: Topology,
    application: Application,
    client: tuple[Selector, ...],
    server: Selector,
    percent: int,
    because: Prose,
    instead: Prose,
) -> Iterator[Outcome]:
    own = _Sum(estate, application, client)
    if own.unknown:
        yield Unjudged(own.unknown)
        return
    if not own.total:
        return
    reach = topology.chat_servers_of(application, server.app)
    for name in reach.unseen:
        yield Unjudged(f"{application.name}: {short(server.option)} of {name} is not in the exports")
    slower: list[tuple[Effective, float]] = []
    for each in reach.servers:
        theirs = _Sum(estate, each, (server,))
        if theirs.unknown:
            yield Unjudged(theirs.unknown)
        elif own.total * 100 < theirs.total * percent:
            yield Pass()
        else:
            slower.append((theirs.values[0], theirs.total))
    if slower:
        yield _too_slow(own, slower, because, instead)


def _too_slow(own: _Sum, slower: list[tuple[Effective, float]], because: Prose, instead: Prose) -> Hit:
    smallest, seconds = min(slower, key=lambda each: each[1])
    servers = listed([value.application.name for value, _ in slower])
    name = short(smallest.name)
    return Hit(
        message=f"{own.said} against {name} {_plain(seconds)} on {servers}: {because}",
        place=own.first.place,
        label="" if own.first.option else "not set here",
        help=instead,
        related=tuple(Note(f"on {value.application.name} {value.said}", value.place) for value, _ in slower),
    )


def pool_for_peak(
    estate: Estate, *, pool: Selector, period: Selector, because: Prose, instead: Prose
) -> Iterator[Outcome]:
    """A pool has fewer threads than the documented formula asks for: planned peak / (period in seconds * 5)."""
    for application in pool.applications(estate):
        if estate.peak is None:
            yield Unjudged(_NO_PEAK)
            return
        size, seconds = _Sum(estate, application, (pool,)), _Sum(estate, application, (period,))
        unknown = size.unknown or seconds.unknown
        if unknown or not seconds.total:
            yield Unjudged(unknown or f"{application.name}: {short(period.option)} is 0")
            continue
        needed = ceil(estate.peak / (seconds.total * 5))
        if size.total >= needed:
            yield Pass()
            continue
        yield Hit(
            message=f"{size.first.said}, and {estate.peak} chat sessions at a {short(period.option)} of "
            f"{_plain(seconds.total)} s need {needed}: {because}",
            place=size.first.place,
            label="" if size.first.option else "not set here",
            help=f"{instead}: {needed} or more",
            related=tuple(Note(value.said, value.place) for value in seconds.values if value.option),
        )


def capacity_for_peak(
    estate: Estate, *, limit: Selector, switch: Condition, because: Prose, instead: Prose
) -> Iterator[Outcome]:
    """The limits of a group of servers, one of them left out, do not add up to the planned peak."""
    for group in groups_of(estate, limit.app):
        if estate.peak is None:
            yield Unjudged(_NO_PEAK)
            return
        limited = [each for each in group.members if _holds(estate, each, switch)]
        if len(limited) < len(group.members) or group.unseen:
            yield Unjudged(f"{group.name}: not all of them are known to have limits")
            continue
        limits = [_Sum(estate, each, (limit,)) for each in limited]
        unknown = next((each.unknown for each in limits if each.unknown), "")
        if unknown:
            yield Unjudged(unknown)
            continue
        left = sum(each.total for each in limits) - max(each.total for each in limits)
        if left >= estate.peak:
            yield Pass()
            continue
        first = limits[0].first
        yield Hit(
            message=f"without one of them, {group.name} take {_plain(left)} sessions, and {estate.peak} are planned: "
            f"{because}",
            place=first.place,
            label="" if first.option else "not set here",
            help=instead,
            related=tuple(
                Note(f"on {each.first.application.name} {each.first.said}", each.first.place) for each in limits[1:]
            ),
            discriminator=group.name,
        )


def _holds(estate: Estate, application: Application, condition: Condition) -> bool:
    return any(not isinstance(each, Unjudged) and each[1] for each in condition.found_in(estate, application))
