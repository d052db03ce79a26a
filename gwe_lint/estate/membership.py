"""Membership: which Chat Servers do the work of which others, where their connections are only assumed.

Where a client's connections are unknown, every Chat Server of the estate may be one of its own. Then only what the
servers' endpoints show says whether one that lacks an endpoint forgot it, or serves somebody else.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.estate.endpoint_names import EndpointClient
from gwe_lint.estate.model import Application
from gwe_lint.estate.reach import Reach
from gwe_lint.suggest import near_miss

Work = Literal["same", "own", "other-tenants"]
"""What a Chat Server without an endpoint does: the work of those that have it, its own, or that of other tenants."""

DEFAULT = "default"  # which every template of Chat Server has


class Answers(NamedTuple):
    """How the Chat Servers of a reach answer one endpoint: those that have it, and what they have beside it."""

    section: str
    endpoint: str
    having: tuple[Application, ...]
    names: frozenset[str]  # all endpoints of the section, of those that have the one
    leading: frozenset[tuple[str, str]]  # the same with their queues
    occurrences: Counter[str]  # on how many servers an endpoint of the section is


class Membership:
    """The evidence of an estate. ``clients`` are its applications that name endpoints; ``complete``: all of them."""

    def __init__(self, clients: Sequence[EndpointClient], *, complete: bool = True) -> None:
        self._clients = clients
        self._complete = complete
        self._known: dict[tuple[object, ...], tuple[Sequence[Application], Answers]] = {}
        self._named = frozenset().union(*(client.endpoints for client in clients))

    def answers(self, servers: Sequence[Application], section: str, endpoint: str) -> Answers:
        """How these Chat Servers answer an endpoint. Clients that are alike ask the same, so it is kept."""
        key = (section, endpoint, *map(id, servers))
        if key not in self._known:
            self._known[key] = servers, self._answered(servers, section, endpoint)  # which keeps the servers, too
        return self._known[key][1]

    @staticmethod
    def _answered(servers: Sequence[Application], section: str, endpoint: str) -> Answers:
        having = tuple(server for server in servers if server.option(section, endpoint))
        beside = [each for server in having for each in server.sections[section].options.values()]
        named = (name for server in servers if (found := server.section(section)) for name in found.options)
        return Answers(
            section,
            endpoint,
            having,
            frozenset(option.name for option in beside),
            frozenset((option.name, option.value) for option in beside if not option.why_unknown),
            Counter(named),
        )

    def work(self, server: Application, answers: Answers) -> Work:
        """What a Chat Server does, in comparison with those that have an endpoint of a client.

        It does the same work where it has no endpoint of the tenant that they lack, or none at all. It also does where
        it shares one other than ``default``, and its queue. The last evidence is a near miss of the name.
        """
        if _is_unread(server):
            return "own"  # as far as anybody knows: it may have endpoints that were not read
        tenant = int(answers.section.partition(":")[2])
        if tenants_known(server) and tenant not in tenants_known(server):
            return "other-tenants"
        section = server.section(answers.section)
        if not section:
            others = {int(dbid) for name in server.sections if (dbid := tenant_of(name))} - {0, tenant}
            return "other-tenants" if others else "same"
        options = [each for each in section.options.values() if each.name != answers.endpoint]
        own = {option.name for option in options} - answers.names
        if not own and not self._serves_by_default(server, answers):
            return "same"
        if any(
            (each.name, each.value) in answers.leading
            for each in options
            if each.name != DEFAULT and each.value.strip()
        ):
            return "same"
        near = near_miss(answers.endpoint, sorted(own))
        misspelt = near and self.is_unnamed(answers.section, near) and answers.occurrences[near] == 1
        return "same" if misspelt else "own"

    def _serves_by_default(self, server: Application, answers: Answers) -> bool:
        """True where a client names the endpoint ``default``, and this server sends it to a queue of its own."""
        option = server.option(answers.section, DEFAULT)
        named = self.is_named(answers.section, DEFAULT) and answers.endpoint != DEFAULT
        return bool(option) and named and (DEFAULT, option.value if option else "") not in answers.leading

    def is_named(self, section: str, endpoint: str) -> bool:
        """Whether a client of the estate names an endpoint."""
        return (section, endpoint) in self._named

    def is_unnamed(self, section: str, endpoint: str) -> bool:
        """True where certainly no client of the estate names an endpoint."""
        return self._complete and not self.is_named(section, endpoint)

    def may_serve(self, section: str) -> bool:
        """Whether a client of the estate may name an endpoint of a section; True where none names any."""
        return not self._complete or not self._named or any(section == each for each, _ in self._named)

    def may_be_named(self, section: str, endpoint: str) -> bool:
        """The same; or True where no client is there that names any endpoint."""
        return not self._named or not self.is_unnamed(section, endpoint)

    def is_wanted(self, section: str, endpoint: str, queue: str) -> bool:
        """Whether a client of the estate names an endpoint, and as its own queue this one."""
        return any((section, endpoint) in each.endpoints and queue in each.queues for each in self._clients)

    def is_apart(self, section: str, endpoint: str, queues: Iterable[str]) -> bool:
        """True where clients that name an endpoint name each of these queues, and no client names two of them.

        Then the servers that send the endpoint to one of the queues probably serve one of the clients.
        """
        wanted = set(queues)
        by_client = [each.queues & wanted for each in self._clients if (section, endpoint) in each.endpoints]
        return all(len(each) < 2 for each in by_client) and wanted <= frozenset().union(*by_client)

    def by_tenants(
        self, applications: Sequence[Application], servers: Sequence[Application]
    ) -> dict[tuple[str, ...], list[Application]]:
        """Applications by the tenants whose endpoints they name.

        All of them are together where these overlap, or where a tenant has endpoints on none of the servers.
        """
        defined = {dbid for server in servers for section in server.sections if (dbid := tenant_of(section))}
        endpoints = {id(each.application): each.endpoints for each in self._clients}
        found: dict[tuple[str, ...], list[Application]] = {}
        for application in applications:
            tenants = {section.partition(":")[2] for section, _ in endpoints.get(id(application), ())}
            found.setdefault(tuple(sorted(tenants)), []).append(application)
        overlap = any(set(one) & set(other) or not (one and other) for one, other in combinations(found, 2))
        return found if not overlap and all(defined.issuperset(each) for each in found) else {(): list(applications)}

    def likely(self, client: Application, reach: Reach) -> Reach:
        """The reach of a client; an assumed one without the Chat Servers that serve somebody else, as they look.

        Those with endpoints of their own only become ``doubtful``; those of other tenants are left out.
        """
        named = next((each.endpoints for each in self._clients if each.application is client), frozenset())
        if not reach.assumed or not named:
            return reach
        every = [self.answers(reach.servers, *each) for each in sorted(named)]
        judged = [(way, self._works(way.server, every)) for way in reach.ways]
        return reach._replace(
            ways=tuple(way for way, works in judged if not works or "same" in works),
            doubtful=tuple(way.server.name for way, works in judged if "same" not in works and "own" in works),
            unread=reach.unread
            or any(_is_unread(way.server) for way, works in judged if works and "same" not in works),
        )

    def _works(self, server: Application, every: Sequence[Answers]) -> set[Work]:
        """What a server does in comparison with those that have one of several endpoints; nothing where none has."""
        known = [answers for answers in every if answers.having]
        return {"same" if server.option(each.section, each.endpoint) else self.work(server, each) for each in known}


def _is_unread(server: Application) -> bool:
    """True for a server that may have endpoints which were not read."""
    return bool(server.export and server.export.unread)


def tenants_known(server: Application) -> frozenset[int]:
    """The DBIDs of the tenants that a server is assigned to; empty where not all of them are known."""
    dbids = frozenset(tenant.dbid or 0 for tenant in server.tenants or ())
    return frozenset() if 0 in dbids else dbids
