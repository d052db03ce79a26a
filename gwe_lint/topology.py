"""Who is connected to whom: from a client over connections or a cluster to the Chat Servers that may take its chats."""

from typing import NamedTuple

from gwe_lint.model import Application, Estate


class Reach(NamedTuple):
    """The servers a client talks to. ``unseen`` names those of which no options, or not even the type, are known."""

    servers: tuple[Application, ...]
    unseen: tuple[str, ...]
    assumed: bool  # True: the client's connections are unknown


def named(estate: Estate, name: str) -> tuple[Application, ...]:
    """The applications of this name: one, or none, or several files that claim to be the same application."""
    return tuple(application for application in estate.applications if application.name == name)


def chat_servers_of(estate: Estate, client: Application) -> Reach:
    """The Chat Servers that may take the client's chats.

    With unknown connections every Chat Server of the estate. Else the first cluster that yields Chat Servers wins, and
    direct connections count only where no cluster does, as in the vendor's Platform SDK (application template block).
    """
    if client.connects_to is None:
        servers = tuple(application for application in estate.applications if application.type == "chat-server")
        return _split(servers, (), assumed=True)
    clusters = {cluster.name: cluster.members for cluster in estate.clusters}
    for target in client.connects_to:
        if target in clusters:
            servers, unknown = _chat_servers(estate, clusters[target])
            if servers or unknown:
                return _split(servers, unknown, assumed=False)
    direct = tuple(target for target in client.connects_to if target not in clusters)
    return _split(*_chat_servers(estate, direct), assumed=False)


def _chat_servers(estate: Estate, names: tuple[str, ...]) -> tuple[tuple[Application, ...], tuple[str, ...]]:
    """The Chat Servers among the names, and the names of which nothing is known."""
    found = [(name, named(estate, name)) for name in names]
    servers = tuple(app for _, applications in found for app in applications if app.type == "chat-server")
    return servers, tuple(name for name, applications in found if not applications)


def _split(servers: tuple[Application, ...], unknown: tuple[str, ...], *, assumed: bool) -> Reach:
    seen = tuple(server for server in servers if server.export)
    unseen = (*(server.name for server in servers if not server.export), *unknown)
    return Reach(seen, unseen, assumed)


def types_connected(estate: Estate, client: Application) -> tuple[frozenset[str], tuple[str, ...]] | None:
    """The types a client is connected to, clusters resolved, and the names of unknown type; None where unknown."""
    if client.connects_to is None:
        return None
    clusters = {cluster.name: cluster.members for cluster in estate.clusters}
    names = [name for target in client.connects_to for name in clusters.get(target, (target,))]
    found = [(name, named(estate, name)) for name in names]
    types = frozenset(application.type for _, applications in found for application in applications)
    return types, tuple(name for name, applications in found if not applications)
