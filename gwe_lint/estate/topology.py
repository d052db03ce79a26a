"""Topology: which client is connected to which servers, directly or over a cluster.

Clusters resolve as in the vendor's Platform SDK (application template block). The list of connections of a cluster
names its members. A cluster without a list has those applications as members that are connected to it. The first
cluster with members wins; direct connections count only where no cluster has members. A cluster in a cluster is not
expanded, and a disabled application never counts.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gwe_lint.estate.connected import Connected, connected, is_known
from gwe_lint.estate.model import Application, Cluster, NotEvaluated
from gwe_lint.estate.reach import (
    Reach,
    Skipped,
    Way,
    connections_of,
    has_details,
    has_details_over_cluster,
    merged_connection,
)
from gwe_lint.exports.records import Connection, Target

CLUSTER = "application-cluster"
_SERVERS = {"chat-server", "contact-server", "interaction-server", "email-server"}  # of which there are clusters


class _Members(NamedTuple):
    ways: tuple[Way, ...] = ()
    unknown: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()


class Topology:
    """The applications and clusters of an estate by name. A list of changes gives way to a whole export."""

    def __init__(
        self, applications: Iterable[Application], clusters: Iterable[Cluster] = (), unread: tuple[str, ...] = ()
    ) -> None:
        self._unread = unread  # what there is of applications that were not read, and may be of any type, in words
        self._applications: dict[str, list[Application]] = {}
        for application in applications:
            self._applications.setdefault(application.name, []).append(application)
        for name, namesakes in self._applications.items():
            complete = [each for each in namesakes if each.completeness != "delta"]
            self._applications[name] = complete or namesakes
        self._assumed: dict[str, Reach] = {}  # by type of server: one for all clients whose connections are unknown
        self._declared = {cluster.name: cluster for cluster in clusters}
        self._clients: dict[str, list[tuple[Application, Connection]]] = {}  # by what they are connected to
        for application in (each for namesakes in self._applications.values() for each in namesakes):
            for connection in application.connections or ():
                self._clients.setdefault(connection.target.name, []).append((application, connection))

    def chat_servers_of(self, client: Application, type: str = "chat-server") -> Reach:
        """The Chat Servers, or servers of another type, that may take the client's chats, backup servers included.

        Where connections are unknown, that is every Chat Server of the estate.
        """
        if client.connections is None:
            if type not in self._assumed:
                every = (each for namesakes in self._applications.values() for each in namesakes)
                running = (Way(each) for each in every if each.type == type and each.enabled is not False)
                self._assumed[type] = self._reach(running, self._unread, assumed=True)
            return self._assumed[type]
        clusters = [(each, cluster) for each in client.connections if (cluster := self.cluster(each.target.name))]
        members_by_cluster = [
            (connection, self._members(client, cluster, connection, type)) for connection, cluster in clusters
        ]
        single = (each for each in client.connections if not self.cluster(each.target.name))
        direct = self._targets(client, single, type)
        if direct.ways:
            members_by_cluster = [each for each in members_by_cluster if _lists(each[1])]
        unknown = [name for _, members in members_by_cluster if not members.ways for name in members.unknown]
        skipped = tuple(each for _, members in members_by_cluster for each in members.skipped)
        with_members = [(connection, members) for connection, members in members_by_cluster if members.ways]
        if not with_members:
            reach = self._reach(direct.ways, (*unknown, *direct.unknown), assumed=False)
            return reach._replace(skipped=(*skipped, *direct.skipped))
        first, members = with_members[0]
        hidden = [connection for connection, _ in with_members[1:]]
        hidden += [way.connection for way in direct.ways if way.connection]
        reach = self._reach(members.ways, members.unknown, assumed=False)
        return reach._replace(hidden=tuple(hidden), winner=first.target.name, skipped=skipped)

    def reach(self, client: Application, type: str = "chat-server") -> Reach | NotEvaluated:
        """The servers of a type that may take the client's chats; or that its connections are unknown."""
        connections = connections_of(client)
        return connections if isinstance(connections, NotEvaluated) else self.chat_servers_of(client, type)

    def named(self, name: str) -> tuple[Application, ...]:
        """The applications of this name; none for no name."""
        return tuple(self._applications.get(name, ())) if name else ()

    def is_exported(self, name: str) -> bool:
        """False for an application that nobody exports on purpose, as the configuration says."""
        namesakes = self.named(name)
        return not namesakes or any(each.export or each.exported for each in namesakes)

    def clients_of(self, name: str) -> tuple[Application, ...]:
        """The applications that are connected to the one of this name, as far as that is known."""
        return tuple(client for client, _ in self._clients.get(name, ()))

    def members_of(self, cluster: str, type: str) -> Reach:
        """The servers of a type in a cluster; none where the cluster is unknown."""
        known_cluster = self.cluster(cluster)
        if not known_cluster:
            return self._reach((), (), assumed=False)
        members = self._members(known_cluster, known_cluster, Connection(Target(cluster)), type)
        return self._reach(members.ways, members.unknown, assumed=False)

    def connected_to(self, client: Application) -> Connected | NotEvaluated:
        """What a client is connected to, clusters replaced by their members; or that its connections are unknown."""
        return connected(client, self)

    def cluster(self, name: str) -> Application | None:
        """The cluster of this name: the object, or what the configuration says of it; None where there is none."""
        known = next((each for each in self._applications.get(name, ()) if each.type == CLUSTER), None)
        declared = self._declared.get(name)
        if not declared:
            return known
        known = known or Application(name, CLUSTER, "declared", certain=True, export=None)
        return known._replace(connections=tuple(Connection(Target(member)) for member in declared.members))

    def _reach(self, ways: Iterable[Way], unknown: Sequence[str], *, assumed: bool) -> Reach:
        """The reach of these ways and backup servers, which clients find themselves. Unexported ones are apart."""
        way_by_server: dict[tuple[str, str, int], Way] = {}
        for way in ways:
            way_by_server.setdefault(_identity(way.server), way)
        unexported: list[str] = []
        for way in list(way_by_server.values()):
            backup = way.server.backup
            if backup and not self._applications.get(backup.name):
                unexported.append(str(backup))
            for server in self._applications.get(backup.name, ()) if backup else ():
                if server.type == way.server.type and server.enabled is not False:
                    way_by_server.setdefault(_identity(server), way._replace(server=server, backup_of=way.server.name))
        servers = list(way_by_server.values())
        unexported = [way.server.name for way in servers if not way.server.export] + unexported
        return Reach(
            ways=tuple(way for way in servers if way.server.export),
            unexported=tuple(dict.fromkeys(unexported)),
            unknown=tuple(dict.fromkeys(unknown)),
            assumed=assumed,
            unread=not set(self._unread).isdisjoint(unknown),
        )

    def _targets(self, owner: Application, connections: Iterable[Connection], type: str) -> _Members:
        """The servers of a type that connections lead to directly."""
        ways: list[Way] = []
        unknown: list[str] = []
        skipped: list[Skipped] = []
        for connection in connections:
            applications = self._applications.get(connection.target.name, ())
            if not applications and not self.cluster(connection.target.name):
                unknown.append(str(connection.target))
            for server in applications:
                if server.type == CLUSTER:
                    skipped.append(Skipped(owner, connection, "nested", str(connection.target)))
                elif not is_known(server):
                    unknown.append(server.name)
                elif server.type == type and server.enabled is False:
                    skipped.append(Skipped(owner, connection, "disabled", str(connection.target)))
                elif server.type == type:
                    ways.append(Way(server, connection=connection, owner=owner, details_known=has_details(connection)))
        return _Members(tuple(ways), tuple(unknown), tuple(skipped))

    def _members(self, client: Application, cluster: Application, way: Connection, type: str) -> _Members:
        """The servers of a type in a cluster: those it is connected to, else those that are connected to it."""
        if cluster.enabled is False:
            return _Members(skipped=(Skipped(client, way, "disabled", str(way.target)),))
        if cluster.connections:
            members = self._targets(cluster, cluster.connections, type)
            merged = tuple(
                each._replace(
                    cluster=cluster.name,
                    connection=merged_connection(way, each.connection),
                    details_known=has_details_over_cluster(way, each.connection),
                )
                for each in members.ways
            )
            return members._replace(ways=merged)
        if not self._is_of(cluster, type):
            return _Members()
        ways: list[Way] = []
        skipped: list[Skipped] = []
        for server, connection in self._clients.get(cluster.name, ()):
            if server.type != type:
                continue
            if server.enabled is False or self._is_in_several(server, type):
                reason = "disabled" if server.enabled is False else "several"
                skipped.append(Skipped(server, connection, reason, server.name))
            else:
                ways.append(Way(server, cluster.name, way, client, details_known=has_details_over_cluster(way, None)))
        # Where none is seen, others may be connected to it that are not in the exports.
        return _Members(tuple(ways), self._unread if ways else (cluster.name,), tuple(skipped))

    def _is_of(self, cluster: Application, type: str) -> bool:
        """False where servers of another kind are connected to a cluster without a list of its own.

        Members are of one kind, so these are its members, and servers of this type are its clients.
        """
        kinds = {each.type for each, _ in self._clients.get(cluster.name, ())}
        return not (kinds - {type}) & _SERVERS

    def _is_in_several(self, server: Application, type: str) -> bool:
        """True for a server that is connected to several clusters which have no list of their own."""
        clusters = [self.cluster(each.target.name) for each in server.connections or ()]
        return sum(not each.connections and self._is_of(each, type) for each in clusters if each) > 1


def _lists(members: _Members) -> bool:
    """False for a cluster whose members are only seen by their own connections to it.

    Beside a direct connection to a Chat Server it is another kind of cluster: the Chat Servers are its clients.
    """
    return not any(way.owner and way.owner.type != CLUSTER for way in members.ways)


def _identity(server: Application) -> tuple[str, str, int]:
    """Name, path and line of a server. Two exports of one name are two applications, and either may be right."""
    return server.name, server.path, server.export.line if server.export else 0
