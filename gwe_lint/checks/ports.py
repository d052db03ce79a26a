"""Ports: which a server has to have, which its clients have to use, and how connections are watched."""

from collections.abc import Iterator

from gwe_lint.checks.wording import NO_CONNECTIONS
from gwe_lint.display import listed, quoted
from gwe_lint.model import Application, Estate, Hit, Outcome, Pass, Prose, Unjudged
from gwe_lint.places import connection_of, file_of
from gwe_lint.records import Connection, Port
from gwe_lint.releases import ALL, Releases
from gwe_lint.selectors import AppType
from gwe_lint.topology import Topology
from gwe_lint.ways import Way


def ways_of(estate: Estate, clients: tuple[AppType, ...], server: AppType) -> Iterator[tuple[Way, Application]]:
    """Every way from a client of these types to a server of a type, backups left out."""
    topology = Topology(estate)
    for client in [each for type in clients for each in estate.of_type(type)]:
        for way in topology.chat_servers_of(client, server).ways:
            if not way.backup_of:
                yield way, client


def has_ports(
    estate: Estate, *, server: AppType, ports: tuple[str, ...], because: Prose, releases: Releases = ALL
) -> Iterator[Outcome]:
    """A server has no port of one of these ids."""
    for application in estate.of_type(server):
        of_release = releases.hold(application.release)
        if of_release is False:
            continue
        if not application.ports or of_release is None:
            what = "its release is unknown" if application.ports else "its ports are not in the exports"
            yield Unjudged(f"{application.name}: {what}")
            continue
        ids = [port.id for port in application.ports]
        missing = [port for port in ports if port not in (*ids, "default")]
        if not missing:
            yield Pass()
            continue
        yield Hit(
            message=f"{application.name} has no port {listed(map(quoted, missing))}: {because}",
            place=file_of(application),
            help=f"add the port; there are {listed(ids)}",
        )


def uses_port(
    estate: Estate,
    *,
    clients: tuple[AppType, ...],
    server: AppType,
    ports: tuple[str, ...],
    because: Prose,
    protocols: tuple[str, ...] = (),
) -> Iterator[Outcome]:
    """A client is connected to another port of a server than to one of these ids, or of these protocols."""
    for way, client in ways_of(estate, clients, server):
        connection = way.connection
        if way.cluster and way.owner is client:
            continue  # the connection selects a port of the cluster; which one of the member follows is not known
        if connection is None:
            yield Unjudged(f"{client.name}: connections are unknown ({NO_CONNECTIONS})")
        elif (connection.port or "default") in ports or _protocol(way.server, connection) in protocols:
            yield Pass()
        else:
            port = connection.port or "default"
            yield Hit(
                message=f"{client.name} is connected to port {quoted(port)} of {way.server.name}: {because}",
                place=connection_of(way.owner or client, connection),
                help=f"select port {listed(map(quoted, ports))} in the connection",
                discriminator=way.server.name,
            )


def _protocol(server: Application, connection: Connection) -> str:
    port = port_of(server, connection)
    return port.protocol if port else ""


def port_of(server: Application, connection: Connection) -> Port | None:
    """The port of a server that a connection selects; None where it is not known."""
    wanted = connection.port or "default"
    return next((port for port in server.ports or () if port.id == wanted), None)


def keep_alive(
    estate: Estate, *, clients: tuple[AppType, ...], servers: tuple[AppType, ...], because: Prose, shortest: int = 0
) -> Iterator[Outcome]:
    """A connection is not watched by ADDP; with ``shortest``: its intervals are below that many seconds."""
    for server in servers:
        for way, client in ways_of(estate, clients, server):
            connection = way.connection
            if connection is None:
                continue
            intervals = [each for each in (connection.local_timeout, connection.remote_timeout) if each]
            short = shortest and connection.protocol == "addp" and min(intervals, default=shortest) < shortest
            if (shortest and not short) or (not shortest and connection.protocol == "addp"):
                yield Pass()
                continue
            how = f"has an ADDP interval of {min(intervals)} s" if short else "is not watched by ADDP"
            yield Hit(
                message=f"the connection of {client.name} to {way.server.name} {how}: {because}",
                place=connection_of(way.owner or client, connection),
                help=f"set intervals of {shortest} seconds or more" if short else "set its connection protocol to addp",
                discriminator=way.server.name,
            )
