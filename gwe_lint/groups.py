"""Groups of servers that stand in for each other: pairs of a server and its backup, and the members of clusters."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from gwe_lint.catalogue import WEB_ENGAGEMENT
from gwe_lint.model import Application, Estate
from gwe_lint.topology import CLUSTER, Topology

Kind = Literal["pair", "cluster"]
_CLIENTS = (*WEB_ENGAGEMENT, "gwe-server", "cobrowse-server", "gms", "web-api-server")  # of Chat Server


class Group(NamedTuple):
    """Servers of one type that may take each other's work, two at least."""

    kind: Kind
    name: str  # as a phrase: "the pair A and B", "the Chat Servers of Chat_Cluster"
    members: tuple[Application, ...]
    unseen: tuple[str, ...] = ()  # members whose options are not known
    assumed: bool = False  # True: since connections are unknown, all servers of the estate


def groups_of(estate: Estate, type: str) -> Iterator[Group]:
    """The pairs, then the other groups of servers of a type, each set of members once."""
    seen: set[frozenset[tuple[str, int]]] = set()
    for group in (*_pairs(estate, type), *_clusters(estate, type), *_reached(estate, type)):
        who = frozenset((each.path, each.export.line if each.export else 0) for each in group.members)
        if len(who) > 1 and who not in seen:
            seen.add(who)
            yield group


def backup_of(estate: Estate, server: Application) -> Application | None:
    """The backup server of a server, where its options are known."""
    name = server.backup.name if server.backup else ""
    return next((each for each in estate.of_type(server.type) if name and each.name == name), None)


def _pairs(estate: Estate, type: str) -> Iterator[Group]:
    for server in estate.of_type(type):
        backup = backup_of(estate, server)
        if backup:
            yield Group("pair", f"the pair {server.name} and {backup.name}", (server, backup))


def _clusters(estate: Estate, type: str) -> Iterator[Group]:
    topology = Topology(estate)
    names = [each.name for each in estate.applications if each.type == CLUSTER]
    for name in dict.fromkeys((*names, *(cluster.name for cluster in estate.clusters))):
        reach = topology.members_of(name, type)
        members = _without_pairs(estate, reach.servers)
        yield Group("cluster", f"the members of {name}", members, reach.unseen)


def _reached(estate: Estate, type: str) -> Iterator[Group]:
    """Servers that one client uses in turn: only of Chat Server is it known that clients do that."""
    if type != "chat-server":
        return
    topology = Topology(estate)
    for client in [each for app in _CLIENTS for each in estate.of_type(app)]:
        reach = topology.chat_servers_of(client)
        members = _without_pairs(estate, reach.servers)
        yield Group("cluster", f"the Chat Servers of {client.name}", members, reach.unseen, reach.assumed)


def _without_pairs(estate: Estate, servers: tuple[Application, ...]) -> tuple[Application, ...]:
    """The servers, unless they are a pair: that is a group of its own."""
    backup = backup_of(estate, servers[0]) if servers else None
    return () if backup and len(servers) == 2 and backup in servers else servers
