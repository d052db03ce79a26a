"""Servers that stand in for each other: pairs of a server and its backup, and what a cluster lists."""

from collections.abc import Iterator

from gwe_lint.catalogue.releases import ALL, Releases
from gwe_lint.checks.phrases import as_released, release_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import connection_of, file_of
from gwe_lint.estate.model import MOST_RELATED, Application, Hit, Note, NotEvaluated, Outcome, Pass, Prose
from gwe_lint.estate.reach import connections_of
from gwe_lint.estate.selectors import AppType
from gwe_lint.estate.topology import CLUSTER
from gwe_lint.exports.records import Connection
from gwe_lint.text import listed

_Primaries = dict[str, list[Application]]  # by their backup, which may be one for several


def backup_known(server: Application) -> bool:
    """Whether the export would say that a server has a backup: it comes with the ports, which every server has."""
    return server.backup is not None or bool(server.ports)


def pair_unknown(server: Application) -> NotEvaluated:
    """That it is not known whether a server has a backup."""
    return NotEvaluated(f"{server.name}: whether it has a backup server is not in the exports")


def _primaries(estate: Estate, server: AppType) -> _Primaries:
    """The servers of a type that have a backup, by its name, or its DBID where it is not exported."""
    found: _Primaries = {}
    servers = {(each.name, str(each.backup)): each for each in estate.whole_of_type(server) if each.backup}
    for (_, backup), each in servers.items():
        found.setdefault(backup, []).append(each)
    # Of two that name each other, or a server that names itself, nobody knows which one is the primary.
    primaries = {
        backup: [
            each for each in those if backup not in (each.name, *(other.name for other in found.get(each.name, ())))
        ]
        for backup, those in found.items()
    }
    return {backup: those for backup, those in primaries.items() if those}


def not_connected_to_backup(
    estate: Estate, *, clients: tuple[AppType, ...], server: AppType, because: Prose, alone: bool = False
) -> Iterator[Outcome]:
    """A client is connected to the backup of a server; of a cluster only where it lists the server itself as well.

    With ``alone`` a client, or a cluster, is connected to the backup and not to the server itself.
    """
    primaries = _primaries(estate, server)
    for type in clients:
        for client in clusters(estate) if type == CLUSTER else estate.whole_of_type(type):
            if type == CLUSTER and not alone:
                yield from _members_of(estate, client, server, primaries, because)
            else:
                yield from _targets_of(estate, client, server, primaries, because, alone=alone)


def _targets_of(
    estate: Estate,
    client: Application,
    server: AppType,
    primaries: _Primaries,
    because: Prose,
    *,
    alone: bool,
) -> Iterator[Outcome]:
    connections = connections_of(client)
    if isinstance(connections, NotEvaluated):
        yield connections
        return
    unsure = [each for each in estate.whole_of_type(server) if each.name not in primaries and not backup_known(each)]
    for connection in connections:
        target = str(connection.target)
        behind = estate.topology.named(connection.target.name)
        if any(each.type != server or each.enabled is False for each in behind):
            continue
        of = primaries.get(target, [])
        connected = [each for each in of if each.name in (client.connects_to or ())]
        shared = [] if connection.target.name else estate.sharing(target)
        if of and shared:
            yield NotEvaluated(f"{client.name}: {len(shared)} objects have {target}: {listed(shared)}")
        elif alone and connected:
            yield Pass()
        elif of:
            yield _to_backup(client, connection, connected or of, because, alone=alone)
        elif behind:
            yield from map(pair_unknown, unsure) if unsure else (Pass(),)


def _to_backup(
    client: Application, connection: Connection, primaries: list[Application], because: Prose, *, alone: bool
) -> Hit:
    backup, names = str(connection.target), [each.name for each in primaries]
    several = alone and len(names) > 1
    beside = ", and to none of them" if several else f", and not to {names[0]} itself" if alone else ""
    return Hit(
        message=f"{client.name} is connected to {backup}, which is the backup of {listed(names)}{beside}: {because}",
        place=connection_of(client, connection) if client.export else file_of(primaries[0]),
        help="connect it to one of them instead" if several else f"connect it to {listed(names)} only",
        related=tuple(Note(f"{backup} is its backup", file_of(each)) for each in primaries[:MOST_RELATED]),
        discriminator=backup,
    )


def without_backup(
    estate: Estate,
    *,
    server: AppType,
    because: Prose,
    instead: Prose,
    clients: tuple[AppType, ...] = (),
    releases: Releases = ALL,
) -> Iterator[Outcome]:
    """A server has a backup and should have none: always, or when one of these clients uses it."""
    used: dict[str, str] = {}
    for client in estate.whole_of_type(*clients):
        reach = estate.topology.reach(client, server)
        if isinstance(reach, NotEvaluated):
            yield reach
        else:
            used = dict.fromkeys((way.server.name for way in reach.ways if not way.backup_of), client.name) | used
    for application in estate.whole_of_type(server):
        of_release = releases.hold(application.running_release)
        if of_release is False or (clients and application.name not in used):
            continue
        if not backup_known(application):
            yield pair_unknown(application)
        elif not application.backup:
            yield Pass()
        elif of_release is None:
            yield release_unknown(application)
        else:
            by = f", and {used[application.name]} uses it" if clients else ""
            message = f"{application.name} has the backup server {application.backup}{by}: {because}"
            yield as_released(application, releases, Hit(message, file_of(application), help=instead))


def _clusters_used(
    estate: Estate, clients: tuple[AppType, ...]
) -> Iterator[tuple[Application, Connection, Application] | NotEvaluated]:
    """Every cluster with its own list that such a client is connected to, with the first of these connections."""
    topology = estate.topology
    seen: set[str] = set()
    for client in estate.whole_of_type(*clients):
        connections = connections_of(client)
        if isinstance(connections, NotEvaluated):
            yield connections
            continue
        for connection in connections:
            cluster = topology.cluster(connection.target.name)
            if cluster and cluster.connections and cluster.enabled is not False and cluster.name not in seen:
                seen.add(cluster.name)
                yield client, connection, cluster


def of_one_kind(
    estate: Estate, *, clients: tuple[AppType, ...], server: AppType, because: Prose, instead: Prose
) -> Iterator[Outcome]:
    """A cluster of servers, through which such a client goes, lists servers of another type too."""
    topology = estate.topology
    for used in _clusters_used(estate, clients):
        if isinstance(used, NotEvaluated):
            yield used
            continue
        client, way, cluster = used
        behind = [
            (each, connection)
            for connection in cluster.connections or ()
            for each in topology.named(connection.target.name)
            if each.type != CLUSTER and (each.type != "other" or each.certain)
        ]
        foreign = [(each, connection) for each, connection in behind if each.type != server]
        if len(foreign) == len(behind):
            continue
        if not foreign:
            yield Pass()
            continue
        said = listed([f"{each.name} ({estate.catalogue.title(each.type)})" for each, _ in foreign])
        beside = listed([each.name for each, _ in behind if each.type == server])
        yield Hit(
            message=f"{cluster.name} lists {said} beside {beside}: {because}",
            place=connection_of(cluster, foreign[0][1]) if cluster.export else connection_of(client, way),
            help=instead,
            discriminator=cluster.name,
        )


def clusters(estate: Estate) -> tuple[Application, ...]:
    """Every cluster of the exports and of the configuration, with its members."""
    names = [each.name for each in estate.whole_of_type(CLUSTER)] + [each.name for each in estate.clusters]
    return tuple(filter(None, map(estate.topology.cluster, dict.fromkeys(names))))


def _members_of(
    estate: Estate, cluster: Application, server: AppType, primaries: _Primaries, because: Prose
) -> Iterator[Outcome]:
    connections = {str(each.target): each for each in cluster.connections or ()}
    for member in [each for each in estate.whole_of_type(server) if each.name in connections]:
        backup = str(member.backup)
        paired = [each for each in primaries.get(backup, ()) if each.name in connections]
        if member.backup and member in paired and backup in connections:
            yield from (_beside(cluster, connections[backup], each, because) for each in paired[:1] if each is member)
        elif backup_known(member) or member.name in primaries:
            yield Pass()
        else:
            yield pair_unknown(member)


def _beside(cluster: Application, connection: Connection, primary: Application, because: Prose) -> Hit:
    backup = str(connection.target)
    return Hit(
        message=f"{cluster.name} lists {backup} beside {primary.name}, whose backup it is: {because}",
        place=connection_of(cluster, connection) if cluster.export else file_of(primary),
        help="list the primary only, or have no backups: members of a cluster stand in for each other",
        related=(Note(f"{backup} is its backup", file_of(primary)),) if cluster.export else (),
        discriminator=backup,
    )
