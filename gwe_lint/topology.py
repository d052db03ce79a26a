"""Who is connected to whom: from a client over connections or a cluster to the Chat Servers that may take its chats."""

from collections.abc import Iterable
from typing import NamedTuple

from gwe_lint.model import Application, Estate


class Reach(NamedTuple):
    """The Chat Servers a client talks to, those that are declared without an export, and names of unknown objects."""

    servers: tuple[Application, ...]
    unexported: tuple[str, ...]
    unknown: tuple[str, ...]
    assumed: bool  # True: the client's connections are unknown

    @property
    def unseen(self) -> tuple[str, ...]:
        """The names of those of which no options, or not even the type, are known."""
        return (*self.unexported, *self.unknown)


class Found(NamedTuple):
    """The applications behind some names, and the names of which nothing is known."""

    applications: tuple[Application, ...]
    unknown: tuple[str, ...]


def _find(estate: Estate, names: Iterable[str]) -> Found:
    """Look names up. An application of unknown type, and a cluster without its members, count as unknown."""
    found: list[Application] = []
    unknown: list[str] = []
    for name in names:
        behind = [
            application for application in estate.applications if application.name == name and _is_known(application)
        ]
        found += behind
        if not behind:
            unknown.append(name)
    return Found(tuple(found), tuple(unknown))


def _is_known(application: Application) -> bool:
    if application.type == "application-cluster":
        return False  # its members would be in estate.clusters
    return application.type != "other" or application.declared


def chat_servers_of(estate: Estate, client: Application) -> Reach:
    """The Chat Servers that may take the client's chats.

    With unknown connections every Chat Server of the estate. Else the first cluster that yields Chat Servers wins, and
    direct connections count only where no cluster does, as in the vendor's Platform SDK (application template block).
    """
    if client.connects_to is None:
        return _split(estate.applications, (), assumed=True)
    clusters = {cluster.name: cluster.members for cluster in estate.clusters}
    unknown: tuple[str, ...] = ()
    for target in client.connects_to:
        found = _find(estate, clusters.get(target, ()))
        if any(server.type == "chat-server" for server in found.applications):
            return _split(found.applications, found.unknown, assumed=False)
        unknown += found.unknown
    direct = _find(estate, (target for target in client.connects_to if target not in clusters))
    return _split(direct.applications, (*unknown, *direct.unknown), assumed=False)


def _split(applications: Iterable[Application], unknown: tuple[str, ...], *, assumed: bool) -> Reach:
    servers = tuple(application for application in applications if application.type == "chat-server")
    unexported = tuple(server.name for server in servers if not server.export)
    return Reach(tuple(server for server in servers if server.export), unexported, unknown, assumed)


def connected_to(estate: Estate, client: Application) -> Found | None:
    """What a client is connected to, clusters replaced by their members; None where its connections are unknown."""
    if client.connects_to is None:
        return None
    clusters = {cluster.name: cluster.members for cluster in estate.clusters}
    return _find(estate, [name for target in client.connects_to for name in clusters.get(target, (target,))])
