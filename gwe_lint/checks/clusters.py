"""Clusters and ports: connections that have no effect, members that do not count, ports that do not exist."""

from collections.abc import Iterator
from typing import Literal

from gwe_lint.checks.phrases import counted_names
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import connection_of, file_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass
from gwe_lint.estate.reach import NO_CONNECTIONS, Reach, missing_port
from gwe_lint.estate.selectors import Selector
from gwe_lint.exports.records import Connection
from gwe_lint.text import listed, quoted

Why = Literal["cluster-wins", "not-usable"]

WHY_SKIPPED = {
    "disabled": ("is disabled", "enable it, or remove the connection"),
    "nested": ("is a cluster inside of a cluster, which is not expanded", "connect its members to the outer cluster"),
    "several": ("is connected to several clusters, and then counts for none", "connect it to one cluster"),
}


def connection_counts(estate: Estate, *, keys: tuple[Selector, ...], why: Why) -> Iterator[Outcome]:
    """A connection of a client does not count, since a cluster wins or its other end cannot be used."""
    topology = estate.topology
    seen: set[tuple[str, str]] = set()  # several clients may reach the same servers
    for client in [client for key in keys for client in estate.of_type(key.app)]:
        reach = topology.reach(client)
        if isinstance(reach, NotEvaluated):
            yield reach
        elif not (reach.hidden if why == "cluster-wins" else reach.skipped):
            yield Pass()
        elif why == "cluster-wins":
            yield from (_hidden(client, reach, connection) for connection in reach.hidden)
        else:
            yield from _unusable(reach, seen)


def _hidden(client: Application, reach: Reach, connection: Connection) -> Hit:
    target = str(connection.target)
    return Hit(
        f"the connection of {client.name} to {quoted(target)} has no effect: its chats go to the members of cluster "
        f"{quoted(reach.winner)} only",
        connection_of(client, connection),
        help=f"remove it, or remove the cluster; the members are {counted_names(reach.servers)}",
        discriminator=target,
    )


def _unusable(reach: Reach, seen: set[tuple[str, str]]) -> Iterator[Hit]:
    for skipped in reach.skipped:
        target = str(skipped.connection.target)
        if (skipped.owner.name, target) in seen:
            continue
        seen.add((skipped.owner.name, target))
        what, help = WHY_SKIPPED[skipped.reason]
        yield Hit(
            f"{quoted(skipped.who)} takes no chats: it {what}",
            connection_of(skipped.owner, skipped.connection),
            help=help,
            discriminator=target,
        )


def port_exists(estate: Estate) -> Iterator[Outcome]:
    """A connection names a port that its target does not have."""
    by_name: dict[str, list[Application]] = {}
    for application, _ in estate.exports:
        by_name.setdefault(application.name, []).append(application)
    if by_name and all(application.connections is None for application, _ in estate.exports):
        yield NotEvaluated(f"connections are unknown ({NO_CONNECTIONS})")
    for client, _ in estate.active:
        for connection in client.connections or ():
            targets = by_name.get(connection.target.name, ())
            for target in targets if connection.port and len(targets) == 1 else ():
                yield _port(client, connection, target)


def _port(client: Application, connection: Connection, target: Application) -> Outcome:
    if not target.ports:
        return NotEvaluated(f"{target.name}: its ports are not in the exports")
    ids = missing_port(connection, target)
    if not ids:
        return Pass()
    return Hit(
        message=f"the connection of {client.name} to {target.name} uses port {quoted(connection.port)}, and "
        f"{target.name} has no port of that id",
        place=connection_of(client, connection),
        help=f"add the port to {target.name} if that is what clients need, or use one of its ports: {listed(ids)}",
        related=(Note("the ports of this application", file_of(target), listed(ids)),),
        discriminator=target.name,
    )
