"""Redundancy: groups of servers that stand in for each other, as primary and backup or as members of a cluster."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from gwe_lint.catalogue.fact import WEB_ENGAGEMENT, tenant_of
from gwe_lint.estate.likeness import alike
from gwe_lint.estate.membership import DEFAULT, Membership
from gwe_lint.estate.model import Application, Cluster, NotEvaluated
from gwe_lint.estate.nodes import CLUSTER_OF_NODES, nodes_by_cluster
from gwe_lint.estate.reach import NOT_EXPORTED, Reach
from gwe_lint.estate.running import running_by_type
from gwe_lint.estate.topology import CLUSTER, Topology
from gwe_lint.text import listed, quoted

Kind = Literal["pair", "cluster"]
_CLIENTS = (*WEB_ENGAGEMENT, "gwe-server", "cobrowse-server", "gms", "web-api-server")  # of Chat Server


class Group(NamedTuple):
    """Two or more servers of one type that may take each other's work. The options of at least one are known."""

    kind: Kind
    name: str  # as a phrase: "the pair A and B", "the Chat Servers of GWE_Backend"
    members: tuple[Application, ...]
    unseen: tuple[str, ...] = ()  # why the options of others are not known
    assumed: bool = False  # True: connections are unknown, and only the endpoints show that they do the same work
    part: str = ""  # of an assumed group: what tells it from other servers of the type; empty for all of them

    @property
    def gaps(self) -> tuple[NotEvaluated, ...]:
        """Why the options of others are not known, as outcomes of a check."""
        return tuple(NotEvaluated(f"{self.name}: {reason}") for reason in self.unseen)


class Redundancy:
    """The groups of an estate, by type of server. Each type is evaluated once, when it is asked for."""

    def __init__(
        self,
        applications: Sequence[Application],
        clusters: Iterable[Cluster],
        topology: Topology,
        membership: Membership,
    ) -> None:
        self._by_type = running_by_type(applications)
        with_list = [each.name for each in applications if each.type == CLUSTER and each.connections]
        self._clusters = tuple(dict.fromkeys((*with_list, *(cluster.name for cluster in clusters))))
        self._topology = topology
        self._membership = membership
        self._groups: dict[str, tuple[Group, ...]] = {}

    def groups(self, type: str) -> tuple[Group, ...]:
        """The groups of servers of a type, no server in two of them: groups that share a server are one.

        Where no group is known and a client's connections are unknown, the Chat Servers of the estate are one group.
        """
        if type not in self._groups:
            known = (*self.pairs(type), *self._listed(type), *self._reached(type))
            self._groups[type] = tuple(_joined(known)) or tuple(self._assumed(type))
        return self._groups[type]

    def pairs(self, type: str) -> Iterator[Group]:
        """Each server of a type with its backup server, whether or not that one is exported."""
        named = self._topology.named
        for server in {each.name: each for each in self._of_type(type) if each.backup}.values():
            name = str(server.backup)
            if name == server.name:
                continue
            candidates = [each for each in (*named(server.name), *named(name)) if each.type == type]
            members = [each for each in candidates if each.enabled is not False and each.export]
            if named(name) and all(each.name != name or each.enabled is False for each in candidates):
                continue  # what is named there is disabled, or no server of this type
            unseen = () if any(each.name == name for each in members) else (name,)
            yield from self._group("pair", f"the pair {server.name} and {name}", members, unseen)

    def backup_of(self, server: Application) -> Application | None:
        """The backup server of a server, where its options are known."""
        name = server.backup.name if server.backup else ""
        return next((each for each in self._of_type(server.type) if name and each.name == name), None)

    def ungrouped(self, type: str) -> NotEvaluated | None:
        """Why it is not known which servers of a type stand in for each other; None where it is, or for one server."""
        names = list(dict.fromkeys(server.name for server in self._of_type(type)))
        groups = self.groups(type)
        if len(names) < 2 or any(not group.assumed for group in groups):
            return None
        if not groups:
            return NotEvaluated(f"nothing in the exports shows that {listed(names)} stand in for each other")
        inside = {member.name for group in groups for member in group.members}
        outside = [name for name in names if name not in inside]
        return NotEvaluated(f"for whom {listed(outside)} may stand in is not in the exports") if outside else None

    def _of_type(self, type: str) -> tuple[Application, ...]:
        return self._by_type.get(type, ())

    def _clients(self, type: str) -> list[Application]:
        return [client for app in _CLIENTS for client in self._of_type(app)] if type == "chat-server" else []

    def _listed(self, type: str) -> Iterator[Group]:
        """The members that a cluster lists. Servers that are connected to one may as well be its clients."""
        for name in self._clusters:
            reach = self._topology.members_of(name, type)
            yield from self._group("cluster", f"the members of {name}", reach.servers, reach.unseen)

    def _reached(self, type: str) -> Iterator[Group]:
        """Servers that one client uses in turn: only of Chat Server is it known that clients do that."""
        for client in self._clients(type):
            reach = self._topology.reach(client)
            if isinstance(reach, Reach):
                name = f"the Chat Servers of {client.name}"
                yield from self._group("cluster", name, reach.servers, reach.unexported, reach.unknown)

    def _assumed(self, type: str) -> Iterator[Group]:
        """The Chat Servers that do the same work as their endpoints show, where a client may reach all of them."""
        reaches = (self._topology.chat_servers_of(client) for client in self._clients(type))
        reach = next((each for each in reaches if each.assumed), None)
        if reach:
            yield from self._alike("the Chat Servers", reach.servers, reach.unexported)

    def supposed(self, type: str) -> tuple[Group, ...]:
        """The applications of a type in assumed groups, whether or not a client may reach all of them.

        Clients that name endpoints of different tenants are not in one group. The nodes of a cluster application are
        a group that is known; neither with its other nodes nor with the cluster application is anybody else compared.
        """
        title = f"all of type {type}"
        nodes = nodes_by_cluster(self._of_type(type), self._of_type(CLUSTER_OF_NODES.get(type, "")))
        known = [group for name in nodes for group in self._group("cluster", f"the nodes of {name}", nodes[name], ())]
        inside = {*nodes, *(node.name for each in nodes.values() for node in each)}
        others = tuple(each for each in self._of_type(type) if each.name not in inside)
        return (*known, *self._unclustered(title, others))

    def _unclustered(self, title: str, servers: Sequence[Application]) -> tuple[Group, ...]:
        by_tenants = self._membership.by_tenants(servers, self._of_type("chat-server"))
        if len(by_tenants) == 1:
            return tuple(self._alike(title, servers, ()))
        found = ((tenants, group) for tenants, each in by_tenants.items() for group in self._alike(title, each, ()))
        return tuple(group._replace(part=group.part or f"of tenant {listed(tenants)}") for tenants, group in found)

    def _alike(self, title: str, servers: Sequence[Application], unseen: tuple[str, ...]) -> Iterator[Group]:
        everybody = {server.name for server in servers}
        for members in alike(servers, self._membership) or ([tuple(servers)] if len(everybody) == 1 else []):
            whole = {member.name for member in members} == everybody
            part = "" if whole else _in_common(members, servers)
            for group in self._group("cluster", f"{title} {part or 'of the estate'}", members, unseen):
                yield group._replace(assumed=True, part=part)

    def _group(
        self,
        kind: Kind,
        name: str,
        servers: Iterable[Application],
        unseen: Iterable[str],
        unknown: Iterable[str] = (),
    ) -> Iterator[Group]:
        """A group, where there are two servers or more. A server that is exported twice is unseen.

        ``unseen`` are members without an export, ``unknown`` are names of objects that may be members.
        """
        by_name: dict[str, list[Application]] = {}
        for server in servers:
            by_name.setdefault(server.name, []).append(server)
        members = tuple(each[0] for each in by_name.values() if len(each) == 1)
        others = [f"{name} is exported more than once" for name, each in by_name.items() if len(each) > 1]
        others += [f"{name} is {self._why_unseen(name)}" for name in unseen]
        if members and len(members) + len(others) > 1:
            others += [f"nothing is known of {name}" for name in unknown]
            yield Group(kind, name, members, tuple(others))

    def _why_unseen(self, name: str) -> str:
        return "not in the exports" if self._topology.is_exported(name) else NOT_EXPORTED


def _in_common(members: Sequence[Application], servers: Sequence[Application]) -> str:
    """What tells the members of a group from other servers: an endpoint that only they have, else their names."""
    sections = {name: section for name, section in members[0].sections.items() if tenant_of(name)}
    for section, endpoint in sorted((name, option) for name in sections for option in sections[name].options):
        having = [server.name for server in servers if server.option(section, endpoint)]
        if endpoint != DEFAULT and sorted(having) == sorted(member.name for member in members):
            return f"with endpoint {quoted(endpoint)} of {section}"
    return listed(sorted(member.name for member in members))


def _joined(groups: Iterable[Group]) -> list[Group]:
    joined: list[Group] = []
    for group in groups:
        names = {each.name for each in group.members}
        sharing = [other for other in joined if any(each.name in names for each in other.members)]
        kept = [other for other in joined if all(other is not each for each in sharing)]
        joined = [*kept, _merged([*sharing, group]) if sharing else group]
    return joined


def _merged(groups: list[Group]) -> Group:
    """One group of all these. It has the name of the largest one, where that has all members."""
    members = {each.name: each for group in groups for each in group.members}
    unseen = tuple(dict.fromkeys(reason for group in groups for reason in group.unseen))
    largest = max(groups, key=lambda group: len(group.members))
    if len(largest.members) == len(members):
        return largest._replace(unseen=unseen)
    name = listed(dict.fromkeys(group.name for group in groups))
    return Group("cluster", name, tuple(members.values()), unseen)
