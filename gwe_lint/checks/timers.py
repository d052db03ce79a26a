"""Timers and limits against each other, within an application and between a client and the Chat Servers it uses."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.checks.phrases import ASSUMED
from gwe_lint.checks.totals import Sum
from gwe_lint.estate.conditions import Condition, Held, all_hold
from gwe_lint.estate.effective import short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass, Prose
from gwe_lint.estate.reach import Reach
from gwe_lint.estate.selectors import Selector
from gwe_lint.text import listed


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
        held = all_hold(estate, application, beside)
        if held is None:
            continue
        small, large = Sum(estate, application, lower), Sum(estate, application, upper)
        unknown = small.unknown or large.unknown
        if unknown:
            yield NotEvaluated(unknown)
        elif small.total < large.total or (small.total == large.total and not strict):
            yield Pass()
        elif held.unknown:
            yield NotEvaluated(held.unknown)
        else:
            yield _out_of_order(small, large, because, instead)


def _out_of_order(small: Sum, large: Sum, because: Prose, instead: Prose) -> Hit:
    point = large.first if large.is_set and not small.is_set else small.first
    return Hit(
        message=f"{small.leading} while {large.said}: {because}",
        place=point.place,
        label="" if point.option else "not set here",
        help=instead,
        related=(*small.notes(point), *large.notes(point)),
    )


class _Bar(NamedTuple):
    """What the timer of a client is held against."""

    server: Selector
    beside: tuple[Condition, ...]
    times: int
    strict: bool

    def broken(self, own: float, theirs: float) -> bool | None:
        """Whether it is too long; None where another rule says so: it does not fit once, and has to several times."""
        if self.times > 1 and own >= theirs:
            return None
        return own * self.times > theirs or (self.strict and own * self.times == theirs)


def client_before_server(
    estate: Estate,
    *,
    client: tuple[Selector, ...],
    server: Selector,
    because: Prose,
    instead: Prose,
    times: int = 1,
    strict: bool = False,
    beside: tuple[Condition, ...] = (),
) -> Iterator[Outcome]:
    """A client's timer does not fit so many times into the timer of a Chat Server it uses, or ``strict``: only just.

    Selectors of one application type are timers to add up. ``beside`` has conditions of clients and of Chat Servers.
    """
    topology = estate.topology
    bar = _Bar(server, beside, times, strict)
    for own, held in _clients(estate, client, beside):
        reach = topology.chat_servers_of(own.application, server.app)
        slower: list[Sum] = []
        yield from _judged(estate, own, reach, bar, slower)
        if slower and held.unknown:
            yield NotEvaluated(held.unknown)
        elif slower:
            yield _too_slow(own, slower, reach, because, instead)


def _clients(estate: Estate, client: tuple[Selector, ...], beside: tuple[Condition, ...]) -> Iterator[tuple[Sum, Held]]:
    """The timers of each client that counts, with what makes it count."""
    for type in dict.fromkeys(each.app for each in client):
        timers = tuple(each for each in client if each.app == type)
        for application in estate.of_type(type):
            held = all_hold(estate, application, beside)
            if held is not None:
                yield from ((Sum(estate, application, each), held) for each in _closed(application, timers))


def _closed(application: Application, selectors: tuple[Selector, ...]) -> list[tuple[Selector, ...]]:
    """The selectors; where the first one is open, each of the options that it finds."""
    first = selectors[0]
    if not first.is_open:
        return [selectors]
    return [(first._replace(section=each.section, option=each.name),) for each in first.found_in(application)]


def _judged(estate: Estate, own: Sum, reach: Reach, bar: _Bar, slower: list[Sum]) -> Iterator[Pass | NotEvaluated]:
    """What is right or cannot be judged; the timers that are too short are added to ``slower``."""
    if own.unknown:
        yield NotEvaluated(own.unknown)
        return
    for name in reach.unseen:
        yield NotEvaluated(f"{own.application.name}: {short(bar.server.option)} of {name} is not in the exports")
    for each in reach.servers:
        theirs = Sum(estate, each, (bar.server,))
        held = all_hold(estate, each, bar.beside)
        broken = None if theirs.unknown or not held else bar.broken(own.total, theirs.total)
        if held and theirs.unknown:
            yield NotEvaluated(theirs.unknown)
        elif held and held.unknown and broken:
            yield NotEvaluated(held.unknown)
        elif broken:
            slower.append(theirs)
        elif broken is False:
            yield Pass()


def _too_slow(own: Sum, slower: list[Sum], reach: Reach, because: Prose, instead: Prose) -> Hit:
    smallest = min(slower, key=lambda each: each.total)
    servers = listed([each.application.name for each in slower if each.total == smallest.total])
    return Hit(
        message=f"{own.leading} while on {servers} {smallest.said}: {because}",
        place=own.first.place,
        label="" if own.first.option else "not set here",
        help=instead + (ASSUMED if reach.assumed else ""),
        related=(
            *own.notes(own.first),
            *(note for each in slower for note in each.notes(where=f"on {each.application.name} ")),
        ),
    )
