"""Servers: to whom each has to be connected, and backups, clusters and kinds of members."""

from collections.abc import Iterator, Sequence

from gwe_lint.catalogue import ANY
from gwe_lint.checks.ports import ways_of
from gwe_lint.checks.wording import NO_CONNECTIONS
from gwe_lint.conditions import Condition
from gwe_lint.display import listed
from gwe_lint.groups import backup_of, groups_of
from gwe_lint.model import Application, Estate, Hit, Note, Outcome, Pass, Place, Prose, Unjudged
from gwe_lint.places import connection_of, file_of
from gwe_lint.releases import ALL, Releases
from gwe_lint.selectors import AppType
from gwe_lint.topology import Topology


def connected_to(
    estate: Estate,
    *,
    clients: tuple[AppType, ...],
    servers: tuple[AppType, ...],
    because: Prose,
    when: tuple[Condition, ...] = (),
    releases: Releases = ALL,
) -> Iterator[Outcome]:
    """An application has no connection to a server of each of these types; judged where one of the conditions holds."""
    topology = Topology(estate)
    everybody = tuple(each for each, _ in estate.active) if ANY in clients else ()
    for application in (*everybody, *(each for type in clients for each in estate.of_type(type))):
        asked = _asked(estate, application, when) if when else file_of(application)
        of_release = releases.hold(application.release)
        if asked is None or of_release is False:
            continue
        connected = topology.connected_to(application)
        if connected is None or of_release is None:
            why = f"connections are unknown ({NO_CONNECTIONS})" if connected is None else "its release is unknown"
            yield Unjudged(f"{application.name}: {why}")
            continue
        types = {each.type for each in connected.applications}
        missing = [type for type in servers if type not in types]
        if not missing:
            yield Pass()
        elif connected.unknown:
            names = listed(connected.unknown)
            yield Unjudged(f"{application.name}: nothing is known of {names}, to which it is connected")
        else:
            yield _unconnected(estate, application, missing, asked, because)


def _asked(estate: Estate, application: Application, when: tuple[Condition, ...]) -> Place | None:
    """Where the first value stands that asks for the connection."""
    for condition in when:
        if condition.option.app not in (application.type, ANY):
            continue
        for each in condition.found_in(estate, application):
            if not isinstance(each, Unjudged) and each[1]:
                return each[0].place
    return None


def _unconnected(estate: Estate, application: Application, missing: Sequence[str], at: Place, because: Prose) -> Hit:
    words = listed([estate.catalogue.title(type) for type in missing])
    known = listed(application.connects_to) if application.connects_to else "nothing"
    return Hit(
        message=f"{application.name} has no connection to {words}: {because}",
        place=at,
        help=f"add the connection; it is connected to {known}",
        discriminator=listed(missing),
    )


def reaches_every(estate: Estate, *, client: AppType, server: AppType, because: Prose) -> Iterator[Outcome]:
    """A client is not connected to every server of a type that web clients of the estate use."""
    topology = Topology(estate)
    groups = [group for group in groups_of(estate, server) if not group.assumed]
    wanted = {member.name: member for group in groups for member in group.members}
    for application in estate.of_type(client):
        if not wanted:
            continue
        connected = topology.connected_to(application)
        if connected is None:
            yield Unjudged(f"{application.name}: connections are unknown ({NO_CONNECTIONS})")
            continue
        names = {each.name for each in connected.applications}
        backups = {backup.name for each in wanted.values() if (backup := backup_of(estate, each))}
        missing = [name for name in wanted if name not in names | backups]
        if not missing:
            yield Pass()
        elif connected.unknown:
            unknown = listed(connected.unknown)
            yield Unjudged(f"{application.name}: nothing is known of {unknown}, to which it is connected")
        else:
            yield Hit(
                message=f"{application.name} has no connection to {listed(missing)}: {because}",
                place=file_of(application),
                help="add the connection",
                related=tuple(Note("not connected", file_of(wanted[name])) for name in missing),
            )


def not_connected_to_backup(
    estate: Estate, *, clients: tuple[AppType, ...], server: AppType, because: Prose
) -> Iterator[Outcome]:
    """A client is connected to a server that is the backup of another one."""
    primaries = {
        each.backup.name: each for each in estate.of_type(server) if each.backup and each.backup.name != each.name
    }
    for client in [each for type in clients for each in estate.of_type(type)]:
        if client.connections is None:
            if primaries:
                yield Unjudged(f"{client.name}: connections are unknown ({NO_CONNECTIONS})")
            continue
        for connection in client.connections:
            primary = primaries.get(connection.target.name)
            if not primary:
                yield Pass()
                continue
            backup = connection.target.name
            yield Hit(
                message=f"{client.name} is connected to {backup}, which is the backup of {primary.name}: {because}",
                place=connection_of(client, connection),
                help=f"connect it to {primary.name} only",
                related=(Note(f"{backup} is its backup", file_of(primary)),),
                discriminator=backup,
            )


def without_backup(
    estate: Estate, *, server: AppType, because: Prose, clients: tuple[AppType, ...] = (), releases: Releases = ALL
) -> Iterator[Outcome]:
    """A server has a backup and should have none: always, or when one of these clients uses it."""
    used = {way.server.name: client for way, client in ways_of(estate, clients, server) if way.connection}
    for application in estate.of_type(server):
        of_release = releases.hold(application.release)
        client = used.get(application.name)
        if of_release is False or (clients and not client):
            continue
        if application.backup is None:
            yield Pass()
            continue
        if of_release is None:
            yield Unjudged(f"{application.name}: its release is unknown")
            continue
        by = f", and {client.name} uses it" if client else ""
        yield Hit(
            message=f"{application.name} has the backup server {application.backup}{by}: {because}",
            place=file_of(application),
            help="remove the backup server, and let several servers without backup stand in for each other",
        )


def of_one_kind(estate: Estate, *, cluster: AppType) -> Iterator[Outcome]:
    """The members that a cluster lists are of different types."""
    by_name = {each.name: each for each in estate.applications}
    for application in estate.of_type(cluster):
        members = [by_name[name] for name in application.connects_to or () if name in by_name]
        types = {each.type for each in members if each.type != "other" or each.certain}
        if len(types) < 2:
            if members:
                yield Pass()
            continue
        said = listed([f"{each.name} ({estate.catalogue.title(each.type)})" for each in members])
        yield Hit(
            message=f"the members of {application.name} are of {len(types)} kinds: {said}",
            place=file_of(application),
            help="put servers of one kind into a cluster",
        )


def backup_is_no_member(estate: Estate, *, cluster: AppType) -> Iterator[Outcome]:
    """A cluster lists a server and its backup."""
    by_name = {each.name: each for each in estate.applications}
    for application in estate.of_type(cluster):
        names = application.connects_to or ()
        for connection in application.connections or ():
            server = by_name.get(connection.target.name)
            backup = server.backup.name if server and server.backup else ""
            if not backup or backup not in names:
                yield Pass()
                continue
            yield Hit(
                message=f"{application.name} lists {backup} beside {connection.target}, whose backup it is",
                place=connection_of(application, connection),
                help="list the primary server only, or have no backups: members of a cluster stand in for each other",
                discriminator=backup,
            )


def several_need(
    estate: Estate, *, client: AppType, server: AppType, needs: Condition, because: Prose
) -> Iterator[Outcome]:
    """A client is connected to several servers of a type, and an option that this needs is not set."""
    topology = Topology(estate)
    for application in estate.of_type(client):
        connected = topology.connected_to(application)
        if connected is None:
            yield Unjudged(f"{application.name}: connections are unknown ({NO_CONNECTIONS})")
            continue
        servers = [each.name for each in connected.applications if each.type == server]
        if len(servers) < 2:
            continue
        if any(not isinstance(each, Unjudged) and each[1] for each in needs.found_in(estate, application)):
            yield Pass()
        elif application.completeness not in ("complete", "strings-only"):
            yield Unjudged(f"{application.name}: whether {needs.option.option} is set is not in the export")
        else:
            yield Hit(
                message=f"{application.name} is connected to {listed(servers)}, and {needs.option.option} is not set: "
                f"{because}",
                place=file_of(application),
                help=f"set {needs.option.option}",
            )
