"""Pools and limits against the peak of chat sessions that is planned for."""

from collections.abc import Iterable, Iterator
from math import ceil

from gwe_lint.checks.phrases import assumed
from gwe_lint.checks.totals import Sum, plain
from gwe_lint.estate.conditions import Condition, all_hold
from gwe_lint.estate.effective import short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Hit, NotEvaluated, Outcome, Pass, Prose
from gwe_lint.estate.redundancy import Group
from gwe_lint.estate.selectors import Selector
from gwe_lint.text import listed

_NO_PEAK = "the planned peak is unknown: check.peak-chat-sessions is not configured"
_SHARE_UNKNOWN = "share of the planned peak is unknown"
_CLIENTS = ("gwe-backend", "gwe-cluster", "cobrowse-server", "gms", "web-api-server")  # with chats of their own


def pool_for_peak(
    estate: Estate, *, pool: Selector, period: Selector, because: Prose, instead: Prose
) -> Iterator[Outcome]:
    """A pool has fewer threads than the documented formula asks for: planned peak / (period in seconds * 5)."""
    for application in pool.applications(estate):
        if estate.peak is None:
            yield NotEvaluated(_NO_PEAK)
            return
        size, seconds = Sum(estate, application, (pool,)), Sum(estate, application, (period,))
        unknown = size.unknown or seconds.unknown
        if unknown or not seconds.total:
            yield NotEvaluated(unknown or f"{application.name}: {seconds.said}")
            continue
        needed = ceil(estate.peak / (seconds.total * 5))
        if size.total >= needed:
            yield Pass()
            continue
        yield _share_unknown(estate, size, needed) or _small_pool(estate.peak, size, seconds, needed, because, instead)


def _share_unknown(estate: Estate, size: Sum, needed: int) -> NotEvaluated | None:
    """Why the pool may do although it is small; None where nothing shows that."""
    name = size.application.name
    others = [each.name for type in _CLIENTS for each in estate.of_type(type) if each.name != name]
    others += estate.unread
    if others:
        return NotEvaluated(f"{name}: its {_SHARE_UNKNOWN}, since {listed(others)} may have chats too")
    nodes = len(estate.of_type("gwe-server"))
    if size.total * nodes >= needed:
        return NotEvaluated(f"{name}: it has {nodes} nodes, and whether each has a pool of its own is not documented")
    return None


def _small_pool(peak: int, size: Sum, seconds: Sum, needed: int, because: Prose, instead: Prose) -> Hit:
    return Hit.at(
        size.first,
        f"{size.leading} while {seconds.said} and {peak} chat sessions are planned, which takes {needed}: {because}",
        help=f"set {short(size.first.name)} to {needed} or more, or {instead}",
        related=tuple(seconds.notes()),
    ).resting_on(size.at_most, seconds.at_most)


def capacity_for_peak(
    estate: Estate, *, limit: Selector, switch: Condition, because: Prose, instead: Prose
) -> Iterator[Outcome]:
    """The limits of a group of servers, one of them left out, do not add up to the planned peak."""
    for group in estate.redundancy.groups(limit.app):
        if estate.peak is None:
            yield NotEvaluated(_NO_PEAK)
            return
        limits = {member.name: Sum(estate, member, (limit,)) for member in group.members}
        unknown = _limits_unknown(estate, group, switch, limits.values())
        if unknown:
            yield unknown
            continue
        left = _left(group, {name: each.total for name, each in limits.items()})
        if left >= estate.peak:
            yield Pass()
        else:
            yield _full(group, list(limits.values()), left, estate.peak, because, instead)


def _limits_unknown(estate: Estate, group: Group, switch: Condition, limits: Iterable[Sum]) -> NotEvaluated | None:
    """Why the limits of a group do not tell what it takes of the peak; None where they do."""
    if group.gaps:
        return group.gaps[0]
    held = {member.name: all_hold(estate, member, (switch,)) for member in group.members}
    unlimited = [name for name, each in held.items() if each is None]
    if unlimited:
        return NotEvaluated(f"{group.name}: limits are off on {listed(unlimited)}")
    others = [each.name for each in estate.of_type(switch.option.app) if each.name not in held]
    others += estate.unread
    if others:
        return NotEvaluated(f"{group.name}: their {_SHARE_UNKNOWN}, since {listed(others)} may have chats too")
    reasons = (*(each.unknown for each in held.values() if each), *(each.unknown for each in limits))
    return next((NotEvaluated(reason) for reason in reasons if reason), None)


def _left(group: Group, limits: dict[str, float]) -> float:
    """What the servers of a group take when the one fails that costs most; a backup server takes over its primary's."""
    backups = {each.name: each.backup.name for each in group.members if each.backup}
    active = [name for name in limits if name not in backups.values()]
    losses = [limits[name] - limits.get(backups.get(name, ""), 0) for name in active]
    return sum(limits[name] for name in active) - max([0, *losses])


def _full(group: Group, limits: list[Sum], left: float, peak: int, because: Prose, instead: Prose) -> Hit:
    first = limits[0].first
    return Hit.at(
        first,
        f"when one fails, {group.name} take {plain(left)} chat sessions, and {peak} are planned: {because}"
        + assumed(group),
        help=instead,
        related=tuple(note for each in limits for note in each.notes(first, where=f"on {each.application.name} ")),
        discriminator=group.name,
    ).resting_on(*(each.at_most for each in limits))
