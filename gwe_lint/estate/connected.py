"""Connected: what an application is connected to, clusters replaced by their members, and what of it is disabled."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from gwe_lint.estate.model import Application, NotEvaluated
from gwe_lint.estate.reach import connections_of, nothing_known
from gwe_lint.exports.records import Target


class Known(Protocol):
    """The applications and clusters that are known by name."""

    def named(self, name: str) -> tuple[Application, ...]:
        """The applications of this name."""

    def clients_of(self, name: str) -> tuple[Application, ...]:
        """The applications that are connected to the one of this name."""

    def cluster(self, name: str) -> Application | None:
        """The cluster of this name."""


class Idle(NamedTuple):
    """A cluster that is disabled, and its members as far as they are known."""

    cluster: Application
    members: tuple[Application, ...]


class Connected(NamedTuple):
    """The applications that one is connected to, what is disabled apart, and the names of which nothing is known."""

    applications: tuple[Application, ...]
    unknown: tuple[str, ...]
    disabled: tuple[Application, ...] = ()
    idle: tuple[Idle, ...] = ()
    backups: tuple[tuple[str, str], ...] = ()  # type and name of each one that may run in place of a disabled server

    def has(self, type: str) -> bool:
        """True where a server of this type is among them."""
        return any(each.type == type for each in self.applications)

    def behind(self, type: str) -> tuple[Application, ...]:
        """The servers of this type that count for nothing, since they or their cluster is disabled."""
        every = (*self.disabled, *(member for each in self.idle for member in each.members))
        return tuple(each for each in every if each.type == type)

    def switched_off(self, type: str) -> tuple[Application, ...]:
        """The disabled servers of this type, and disabled clusters of them, where none runs; else nothing."""
        if self.has(type):
            return ()
        clusters = (each.cluster for each in self.idle if any(member.type == type for member in each.members))
        return (*(each for each in self.disabled if each.type == type), *clusters)

    def taken_over(self, type: str) -> tuple[str, ...]:
        """The names of the backup servers that may run in place of disabled servers of this type."""
        return tuple(dict.fromkeys(name for of, name in self.backups if of == type))

    def gap(self, client: Application) -> NotEvaluated | None:
        """That nothing is known of some of what a client is connected to; None where all of it is known."""
        return nothing_known(client, self.unknown)


def connected(client: Application, known: Known) -> Connected | NotEvaluated:
    """What a client is connected to, clusters replaced by their members; or that its connections are unknown."""
    connections = connections_of(client)
    if isinstance(connections, NotEvaluated):
        return connections
    applications: list[Application] = []
    unknown: list[str] = []
    idle: list[Idle] = []
    for target in (each.target for each in connections):
        cluster = known.cluster(target.name)
        if not cluster:
            _collect(known, [target], applications, unknown)
        elif cluster.enabled is False:
            idle.append(Idle(cluster, _members(known, cluster, client.type)))
            unknown += [] if idle[-1].members else [cluster.name]  # of what kind it is nobody knows
        else:
            clients = [Target(each.name) for each in known.clients_of(cluster.name)]
            members = [each.target for each in cluster.connections or ()]
            _collect(known, members or clients, applications, unknown)
            unknown += [] if members else [cluster.name]  # others may be connected to it
    running = tuple(each for each in applications if each.enabled is not False)
    disabled = tuple(each for each in applications if each.enabled is False)
    return Connected(running, tuple(dict.fromkeys(unknown)), disabled, tuple(idle), backups_of(disabled, known))


def backups_of(disabled: Iterable[Application], known: Known) -> tuple[tuple[str, str], ...]:
    """Type and name of the backup servers of these, but for those that are disabled as well."""
    found = ((each, each.backup) for each in disabled)
    return tuple((each.type, str(backup)) for each, backup in found if backup and not _is_off(known, backup))


def is_known(application: Application) -> bool:
    """False for an application of which only the name is known."""
    return application.type != "other" or application.certain


def _is_off(known: Known, backup: Target) -> bool:
    named = known.named(backup.name)
    return bool(named) and all(each.enabled is False for each in named)


def _members(known: Known, cluster: Application, client: str) -> tuple[Application, ...]:
    """The members that a cluster lists; without a list those connected to it, but for those of the client's type."""
    if cluster.connections:
        return tuple(each for found in cluster.connections for each in known.named(found.target.name) if is_known(each))
    return tuple(each for each in known.clients_of(cluster.name) if is_known(each) and each.type != client)


def _collect(known: Known, targets: Iterable[Target], applications: list[Application], unknown: list[str]) -> None:
    for target in targets:
        found = known.named(target.name)
        applications += [each for each in found if is_known(each)]
        if not found or not all(is_known(each) for each in found):
            unknown.append(str(target))
