"""Ports: which a server has to have, which its clients have to use, and how connections are watched."""

from collections.abc import Iterator

from gwe_lint.catalogue.releases import ALL, Releases
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import connection_of, file_of
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass, Place, Prose
from gwe_lint.estate.reach import NO_CONNECTIONS, Way
from gwe_lint.estate.selectors import AppType
from gwe_lint.exports.records import Connection, Port
from gwe_lint.text import listed, quoted

_NAMED = ("default", "webapi", "ESP", "health")  # the ports of Chat Server, each with a protocol of its own


def ways_of(estate: Estate, clients: tuple[AppType, ...], server: AppType) -> Iterator[tuple[Way, Application]]:
    """Every way from a client of these types to a server of a type, backups left out."""
    topology = estate.topology
    for client in [each for type in clients for each in estate.whole_of_type(type)]:
        for way in topology.chat_servers_of(client, server).ways:
            if not way.backup_of:
                yield way, client


def _unseen(estate: Estate, clients: tuple[AppType, ...], server: AppType) -> Iterator[NotEvaluated]:
    """Why some ways of these clients are not known."""
    topology = estate.topology
    for client in [each for type in clients for each in estate.whole_of_type(type)]:
        if client.connections is None:
            yield NotEvaluated(f"{client.name}: connections are unknown ({NO_CONNECTIONS})")
        elif unseen := topology.chat_servers_of(client, server).unseen:
            yield NotEvaluated(f"{client.name}: {listed(unseen)}, to which it is connected, is not in the exports")


def has_ports(
    estate: Estate,
    *,
    server: AppType,
    ports: tuple[str, ...],
    because: Prose,
    protocols: tuple[str, ...] = (),
    releases: Releases = ALL,
) -> Iterator[Outcome]:
    """A server has no port of one of these ids; a port of one of these protocols is as good as the first of them."""
    for application in estate.whole_of_type(server):
        of_release = releases.hold(application.release)
        if of_release is False:
            continue
        if not application.ports or of_release is None:
            what = "its release is unknown" if application.ports else "its ports are not in the exports"
            yield NotEvaluated(f"{application.name}: {what}")
            continue
        ids = [port.id for port in application.ports]
        spoken = any(port.protocol in protocols for port in application.ports)
        missing = [port for port in ports if port not in ids and not (spoken and port == ports[0])]
        if not missing:
            yield Pass()
            continue
        yield Hit(
            message=f"{application.name} has no port {listed(map(quoted, missing))}: {because}",
            place=file_of(application),
            help=f"add {'it' if len(missing) == 1 else 'them'}; there are {listed(map(quoted, ids))}",
        )


def uses_port(
    estate: Estate,
    *,
    clients: tuple[AppType, ...],
    server: AppType,
    ports: tuple[str, ...],
    because: Prose,
    protocols: tuple[str, ...] = (),
    clusters: bool = False,
) -> Iterator[Outcome]:
    """A client selects a port of a server that is known to be for others, and none of these ids or protocols.

    With ``clusters`` the ports that clusters select for them count too, each once.
    """
    yield from _unseen(estate, clients, server)
    seen: set[Place] = set()
    for way, client in ways_of(estate, clients, server):
        connection = way.connection
        if connection is None:
            continue
        if way.cluster and (way.owner is client or not clusters):
            # Such a connection selects a port of the cluster. Which one of the member follows is not documented.
            yield NotEvaluated(
                f"{client.name}: which port of {way.server.name} it uses over {way.cluster} is not known"
            )
            continue
        place = connection_of(way.owner or client, connection)
        if not way.cluster or place not in seen:
            seen.add(place)
            yield _selected(way, client, connection, ports, protocols, because)


def _selected(
    way: Way,
    client: Application,
    connection: Connection,
    ports: tuple[str, ...],
    protocols: tuple[str, ...],
    because: Prose,
) -> Outcome:
    port, server = connection.port, way.server
    known = port_of(server, connection)
    if port in ports or (known and known.protocol in protocols):
        return Pass()
    if not port:
        return NotEvaluated(f"{client.name}: the port of its connection to {server.name} is not in the exports")
    if port not in _NAMED:
        return NotEvaluated(f"{client.name}: what port {quoted(port)} of {server.name} speaks is not known")
    who = f"{way.cluster} leads {client.name}" if way.cluster else f"{client.name} is connected"
    return Hit(
        message=f"{who} to port {quoted(port)} of {server.name}: {because}",
        place=connection_of(way.owner or client, connection),
        help=f"select port {listed(map(quoted, ports))} in the connection",
        discriminator=server.name,
    )


def port_of(server: Application, connection: Connection) -> Port | None:
    """The port of a server that a connection selects; None where it is not known."""
    return next((port for port in server.ports or () if connection.port and port.id == connection.port), None)


def _both_ways(
    estate: Estate, server: AppType, clients: tuple[AppType, ...], servers: tuple[AppType, ...]
) -> Iterator[tuple[Way, Application, Connection] | NotEvaluated]:
    """The connections of a server to these servers and of these clients to it, as far as it is known how they are."""
    pairs = [((server,), each) for each in servers] + [((client,), server) for client in clients]
    for near, far in pairs:
        yield from _unseen(estate, near, far)
        for way, client in ways_of(estate, near, far):
            if way.connection and way.told:
                yield way, client, way.connection
            elif way.connection:
                yield NotEvaluated(
                    f"{client.name}: its connection to {way.server.name} is known, its attributes are not"
                )


def keep_alive(
    estate: Estate, *, server: AppType, clients: tuple[AppType, ...], servers: tuple[AppType, ...], because: Prose
) -> Iterator[Outcome]:
    """A connection of a server to one of these servers, or of one of these clients to it, is not watched by ADDP."""
    for each in _both_ways(estate, server, clients, servers):
        if isinstance(each, NotEvaluated):
            yield each
            continue
        way, client, connection = each
        if connection.protocol.lower() == "addp":
            yield Pass()
            continue
        yield _watched(way, client, connection, f"is not watched by ADDP: {because}", "set its protocol to addp")


def keep_alive_interval(
    estate: Estate,
    *,
    server: AppType,
    clients: tuple[AppType, ...],
    servers: tuple[AppType, ...],
    shortest: int,
    because: Prose,
) -> Iterator[Outcome]:
    """A connection of the same kind is watched by ADDP at an interval below this many seconds."""
    for each in _both_ways(estate, server, clients, servers):
        if isinstance(each, NotEvaluated):
            yield each
            continue
        way, client, connection = each
        if connection.protocol.lower() != "addp":
            continue
        given = [each for each in (connection.local_timeout, connection.remote_timeout) if each]
        least = min(given, default=shortest)
        if least >= shortest:
            yield Pass()
            continue
        how = f"has an ADDP interval of {least} s, below {shortest} s: {because}"
        yield _watched(way, client, connection, how, f"set both intervals to {shortest} seconds or more")


def _watched(way: Way, client: Application, connection: Connection, how: str, help: str) -> Hit:
    over = f" over {way.cluster}" if way.cluster else ""
    return Hit(
        message=f"the connection of {client.name} to {way.server.name}{over} {how}",
        place=connection_of(way.owner or client, connection),
        help=help,
        discriminator=f"{client.name}:{way.server.name}" if way.cluster else way.server.name,
    )
