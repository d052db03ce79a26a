"""Ports: which a server has to have, which its clients have to use, and how connections are watched."""

from collections.abc import Iterator

from gwe_lint.catalogue.releases import ALL, Releases
from gwe_lint.checks.phrases import as_released, release_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import connection_of, file_of
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass, Place, Prose
from gwe_lint.estate.reach import Way
from gwe_lint.estate.selectors import AppType
from gwe_lint.exports.records import Connection, Port
from gwe_lint.text import listed, quoted

_NAMED = ("default", "webapi", "ESP", "health")  # the ports of Chat Server, each with a protocol of its own


class _Use:
    """A client that uses a server, and the connection that leads there, as it acts."""

    def __init__(self, client: Application, connection: Connection, way: Way) -> None:
        self.client = client
        self.connection = connection
        self.way = way

    @property
    def place(self) -> Place:
        """Where the connection stands: at the client, or at the cluster on the way."""
        return connection_of(self.way.owner or self.client, self.connection)


def _uses(estate: Estate, clients: tuple[AppType, ...], server: AppType) -> Iterator[_Use | NotEvaluated]:
    """Every known use of a server of this type by a client of these types; backups are left out."""
    topology = estate.topology
    for client in estate.whole_of_type(*clients):
        reach = topology.reach(client, server)
        if isinstance(reach, NotEvaluated):
            yield reach
            continue
        if reach.unseen:
            what = f"{listed(reach.unseen)}, to which it is connected, is not in the exports"
            yield NotEvaluated(f"{client.name}: {what}")
        for way in reach.ways:
            if way.connection and not way.backup_of:
                yield _Use(client, way.connection, way)


class _Wanted:
    """The ports that a server has to have, or that its clients have to select, and why."""

    def __init__(self, ports: tuple[str, ...], protocols: tuple[str, ...], because: Prose) -> None:
        self.ports = ports
        self.protocols = protocols
        self.because = because


def right_ports(
    estate: Estate,
    *,
    server: AppType,
    ports: tuple[str, ...],
    because: Prose,
    protocols: tuple[str, ...] = (),
    clients: tuple[AppType, ...] = (),
    clusters: bool = False,
    releases: Releases = ALL,
) -> Iterator[Outcome]:
    """A server lacks a port of one of these ids; a port of one of the protocols is as good as the first of them.

    With ``clients``: one of them selects a port that is known to be for others, and none of these ids or protocols.
    With ``clusters`` the ports that clusters select for them count too, each once.
    """
    wanted = _Wanted(ports, protocols, because)
    if clients:
        yield from _selected_ports(estate, clients, server, wanted, releases, clusters)
        return
    for application in estate.whole_of_type(server):
        yield from _of_release(application, releases, _had(application, wanted))


def _of_release(server: Application, releases: Releases, outcome: Outcome) -> Iterator[Outcome]:
    """The outcome for a server of these releases; nothing for one of others."""
    held = releases.hold(server.running_release)
    if held is None and not isinstance(outcome, NotEvaluated):
        yield release_unknown(server)
    elif held is not False:
        yield as_released(server, releases, outcome) if isinstance(outcome, Hit) else outcome


def _had(server: Application, wanted: _Wanted) -> Outcome:
    if not server.ports:
        return NotEvaluated(f"{server.name}: its ports are not in the exports")
    ids = [port.id for port in server.ports]
    spoken = any(port.protocol in wanted.protocols for port in server.ports)
    missing = [port for port in wanted.ports if port not in ids and not (spoken and port == wanted.ports[0])]
    if not missing:
        return Pass()
    return Hit(
        message=f"{server.name} has no port {listed(map(quoted, missing))}: {wanted.because}",
        place=file_of(server),
        help=f"add {'it' if len(missing) == 1 else 'them'}; there are {listed(map(quoted, ids))}",
    )


def _selected_ports(
    estate: Estate,
    clients: tuple[AppType, ...],
    server: AppType,
    wanted: _Wanted,
    releases: Releases,
    clusters: bool,
) -> Iterator[Outcome]:
    seen: set[Place] = set()
    for use in _uses(estate, clients, server):
        if isinstance(use, NotEvaluated):
            yield use
        elif use.way.cluster and (use.way.owner is use.client or not clusters):
            # Such a connection selects a port of the cluster. Which one of the member follows is not documented.
            what = f"which port of {use.way.server.name} it uses over {use.way.cluster} is not known"
            yield NotEvaluated(f"{use.client.name}: {what}")
        elif not use.way.cluster or use.place not in seen:
            seen.add(use.place)
            yield from _of_release(use.way.server, releases, _selected(use, wanted))


def _selected(use: _Use, wanted: _Wanted) -> Outcome:
    client, way, port = use.client.name, use.way, use.connection.port
    known = port_of(way.server, use.connection)
    if port in wanted.ports or (known and known.protocol in wanted.protocols):
        return Pass()
    if not port:
        return NotEvaluated(f"{client}: the port of its connection to {way.server.name} is not in the exports")
    if port not in _NAMED:
        return NotEvaluated(f"{client}: what port {quoted(port)} of {way.server.name} speaks is not known")
    who = f"{way.cluster} leads {client}" if way.cluster else f"{client} is connected"
    return Hit(
        message=f"{who} to port {quoted(port)} of {way.server.name}: {wanted.because}",
        place=use.place,
        help=f"select port {listed(map(quoted, wanted.ports))} in the connection",
        discriminator=way.server.name,
    )


def port_of(server: Application, connection: Connection) -> Port | None:
    """The port of a server that a connection selects; None where it is not known."""
    return next((port for port in server.ports or () if connection.port and port.id == connection.port), None)


def keep_alive(
    estate: Estate,
    *,
    server: AppType,
    clients: tuple[AppType, ...],
    servers: tuple[AppType, ...],
    because: Prose,
    shortest: int = 0,
) -> Iterator[Outcome]:
    """ADDP does not watch a connection of a server to one of these, or of a client to it.

    With ``shortest``, in seconds, only connections that it watches are judged: none may have a shorter interval.
    """
    for use in _both_ways(estate, server, clients, servers):
        if isinstance(use, NotEvaluated):
            yield use
        elif not use.way.details_known:
            what = f"its connection to {use.way.server.name} is known, its attributes are not"
            yield NotEvaluated(f"{use.client.name}: {what}")
        elif use.connection.protocol.lower() == "addp":
            yield _interval(use, shortest, because)
        elif not shortest:
            yield _watched(use, f"is not watched by ADDP: {because}", "set its protocol to addp")


def _both_ways(
    estate: Estate, server: AppType, clients: tuple[AppType, ...], servers: tuple[AppType, ...]
) -> Iterator[_Use | NotEvaluated]:
    """The connections of a server to these servers and of these clients to it."""
    for target in servers:
        yield from _uses(estate, (server,), target)
    yield from _uses(estate, clients, server)


def _interval(use: _Use, shortest: int, because: Prose) -> Outcome:
    given = [seconds for seconds in (use.connection.local_timeout, use.connection.remote_timeout) if seconds]
    least = min(given, default=shortest)
    if not shortest or least >= shortest:
        return Pass()
    how = f"has an ADDP interval of {least} s, below {shortest} s: {because}"
    return _watched(use, how, f"set both intervals to {shortest} seconds or more")


def _watched(use: _Use, how: str, help: str) -> Hit:
    client, server, cluster = use.client.name, use.way.server.name, use.way.cluster
    over = f" over {cluster}" if cluster else ""
    return Hit(
        message=f"the connection of {client} to {server}{over} {how}",
        place=use.place,
        help=help,
        discriminator=f"{client}:{server}" if cluster else server,
    )
