"""Likeness: groups of servers that do the same work as far as their endpoints show, where nothing else says it.

The evidence is that of ``membership``: they share an endpoint and its queue, or have no endpoint that the others lack.
Or they have a near miss of one that a client names, or no endpoints at all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.estate.membership import DEFAULT, Membership, tenants_known
from gwe_lint.estate.model import Application
from gwe_lint.suggest import near_miss

_Name = tuple[str, str]  # the section and the name of an endpoint
_MOST_MEANT = 100  # endpoints that may be misspelt; among more, no misspelling is looked for


class _Work:
    """Servers of the same work by their positions, the names of their endpoints, and the queues that clients name."""

    def __init__(
        self,
        positions: frozenset[int],
        names: dict[str, frozenset[str]],
        wanted: dict[_Name, frozenset[str]],
        *,
        whole: bool,
    ) -> None:
        self.positions = positions
        self.names = names  # by section
        self.whole = whole  # False: there may be endpoints that were not read, so that a missing one shows nothing
        self.wanted = wanted  # of endpoints that a client names and sends to a queue that it names as well

    def __or__(self, other: "_Work") -> "_Work":
        none: frozenset[str] = frozenset()
        names = {each: self.names.get(each, none) | other.names.get(each, none) for each in self.names | other.names}
        wanted = {
            each: self.wanted.get(each, none) | other.wanted.get(each, none) for each in self.wanted | other.wanted
        }
        return _Work(self.positions | other.positions, names, wanted, whole=self.whole and other.whole)

    def endpoints(self) -> Iterator[_Name]:
        """The endpoints, and of each section one without a name, which every work of the tenant has."""
        return ((section, name) for section, names in self.names.items() for name in (*names, ""))

    def is_apart(self, other: "_Work") -> bool:
        """True where both have an endpoint that clients name, and each sends it to the queue of another client."""
        return any(queues.isdisjoint(other.wanted.get(name, queues)) for name, queues in self.wanted.items())

    def is_within(self, other: "_Work") -> bool:
        """True where both have endpoints of one tenant, and of common tenants it has none that the other lacks."""
        common = self.names.keys() & other.names.keys()
        return self.whole and bool(common) and all(self.names[section] <= other.names[section] for section in common)


def alike(servers: Sequence[Application], membership: Membership) -> tuple[tuple[Application, ...], ...]:
    """Groups of two servers or more that do the same work; one that fits several groups is in none.

    The order of the servers does not matter, but that they are in it in each group.
    """
    in_order = {id(server): number for number, server in enumerate(servers)}
    servers = sorted(servers, key=lambda server: (server.name, server.path))
    works = [_work(number, server, membership) for number, server in enumerate(servers)]
    occurrences = Counter((section, name) for work in works for section in work.names for name in work.names[section])

    named = [name for name in occurrences if membership.may_be_named(*name)]
    meant = named if len(named) < _MOST_MEANT else []

    def is_misspelt(work: _Work, other: _Work) -> bool:
        return any(_misspellings(work, other, membership, occurrences))

    groups = _sharing(servers, works)
    groups = _attached(groups, _least, _Work.is_within)
    groups = _attached(groups, lambda _: meant, is_misspelt)
    bare = [work for work in works if not work.names and work.whole]
    if len(groups) < 2 and (groups or bare):
        groups = [_sum([*groups, *bare])]
    positions = sorted(sorted(work.positions) for work in groups if len(work.positions) > 1)
    found = [[servers[number] for number in each] for each in positions]
    return tuple(tuple(sorted(each, key=lambda one: in_order[id(one)])) for each in found if share_tenants(each))


def _work(number: int, server: Application, membership: Membership) -> _Work:
    sections = {name: section for name, section in server.sections.items() if tenant_of(name)}
    wanted = {
        (name, option.name): frozenset([option.value])
        for name, section in sections.items()
        for option in section.options.values()
        if membership.is_wanted(name, option.name, option.value)
    }
    names = {
        # Every server has a default. Where a client names it, one that leads elsewhere is another endpoint.
        name: frozenset(
            f"{DEFAULT}={f'?{number}' if option.why_unknown else option.value}"
            if option.name == DEFAULT and membership.is_named(name, DEFAULT)
            else option.name
            for option in section.options.values()
        )
        for name, section in sections.items()
    }
    return _Work(frozenset([number]), names, wanted, whole=not (server.export and server.export.unread))


def _sharing(servers: Sequence[Application], works: Sequence[_Work]) -> list[_Work]:
    """The work of servers that share an endpoint and its queue, or the names of all their endpoints."""
    parent = list(range(len(servers)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = number = parent[parent[number]]
        return number

    first: dict[object, int] = {}
    bearing = [number for number, work in enumerate(works) if work.names]
    for number in bearing:
        for key in _keys(servers[number], works[number]):
            parent[root(number)] = root(first.setdefault(key, number))
    by_root: dict[int, list[_Work]] = {}
    for number in bearing:
        by_root.setdefault(root(number), []).append(works[number])
    return [_sum(each) for each in by_root.values()]


def _keys(server: Application, work: _Work) -> Iterator[object]:
    """What two servers of the same work have in common: one of these is enough."""
    if work.whole:
        yield frozenset(work.names.items()), frozenset(work.wanted.items())
    for section in work.names:
        for option in server.sections[section].options.values():
            if option.name != DEFAULT and option.value.strip() and not option.why_unknown:
                yield section, option.name, option.value


def _sum(works: Sequence[_Work]) -> _Work:
    first, *others = works
    for other in others:
        first |= other
    return first


def _attached(
    works: Sequence[_Work], near: Callable[[_Work], Iterable[_Name]], fits: Callable[[_Work, _Work], bool]
) -> list[_Work]:
    """The works, each put together with the one other that it fits; the smallest ones first.

    ``near`` gives endpoints: a work that fits has one of them. So not all are compared with all.
    """
    left = dict(enumerate(sorted(works, key=lambda work: (len(work.positions), min(work.positions)))))
    having: dict[_Name, set[int]] = {}
    for number, work in left.items():
        for name in work.endpoints():
            having.setdefault(name, set()).add(number)
    for number in range(len(works)):
        work = left[number]
        others = {other for name in near(work) for other in having.get(name, ())} - {number}
        hosts = [each for each in others if fits(work, left[each]) and not work.is_apart(left[each])]
        if len(hosts) == 1:
            left[hosts[0]] |= left.pop(number)
            for name in work.endpoints():
                having[name] = having[name] - {number} | {hosts[0]}
    return list(left.values())


def _least(work: _Work) -> Iterator[_Name]:
    """An endpoint of each section, which another work has if this one is within it."""
    return ((section, min(names - {DEFAULT}, default=min(names, default=""))) for section, names in work.names.items())


def _misspellings(work: _Work, other: _Work, membership: Membership, occurrences: Counter[_Name]) -> Iterator[str]:
    """The endpoints of one work that are a near miss of what a client names and the other work has."""
    for section in work.names.keys() & other.names.keys() if work.whole else ():
        own = sorted(name for name in work.names[section] if occurrences[section, name] == 1)
        for name in sorted(other.names[section] - work.names[section]):
            near = near_miss(name, own) if membership.may_be_named(section, name) else None
            if near and membership.is_unnamed(section, near):
                yield near


def share_tenants(servers: Sequence[Application]) -> bool:
    """False where two of some servers have no tenant in common: they cannot take one chat."""
    served = {frozenset(map(tenant_of, server.sections)) - {None} for server in servers}
    assigned = {tenants_known(server) for server in servers}
    return all(
        not one or not other or one & other for each in (served, assigned) for one, other in combinations(each, 2)
    )
