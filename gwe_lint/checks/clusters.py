"""Clusters and ports: connections that have no effect, members that do not count, ports that do not exist."""

from collections.abc import Iterator

from gwe_lint.checks.phrases import NO_CONNECTIONS, counted_names
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import connection_of, file_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass
from gwe_lint.estate.reach import Reach, Skipped, missing_port
from gwe_lint.estate.selectors import Selector
from gwe_lint.exports.records import Connection
from gwe_lint.text import listed, quoted

WHY_SKIPPED = {
    "disabled": ("is disabled", "enable it, or remove the connection"),
    "nested": ("is a cluster inside of a cluster, which is not expanded", "connect its members to the outer cluster"),
    "several": ("is connected to several clusters, and then counts for none", "connect it to one cluster"),
}


def _clients(estate: Estate, keys: tuple[Selector, ...]) -> Iterator[tuple[Application, Reach]]:
    """Every client of Chat Server, and how far it reaches."""
    topology = estate.topology
    for key in keys:
        for client in estate.of_type(key.app):
            yield client, topology.chat_servers_of(client)


def _unknown(client: Application) -> NotEvaluated:
    return NotEvaluated(f"{client.name}: connections are unknown ({NO_CONNECTIONS})")


def connection_hidden(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """A client has connections to Chat Servers that have no effect, since a cluster of them wins."""
    for client, reach in _clients(estate, keys):
        if reach.assumed:
            yield _unknown(client)
        elif not reach.hidden:
            yield Pass()
        for connection in reach.hidden:
            target = str(connection.target)
            yield Hit(
                message=f"the connection of {client.name} to {quoted(target)} has no effect: its chats go to the "
                f"members of cluster {quoted(reach.winner)} only",
                place=connection_of(client, connection),
                help=f"remove it, or remove the cluster; the members are {counted_names(reach.servers)}",
                discriminator=target,
            )


def member_unusable(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """A Chat Server or a cluster on the way of a client's chats does not count: it is disabled, or nested."""
    seen: set[tuple[str, str]] = set()
    for client, reach in _clients(estate, keys):
        if reach.assumed:
            yield _unknown(client)
        elif not reach.skipped:
            yield Pass()
        for skipped in reach.skipped:
            key = (skipped.owner.name, str(skipped.connection.target))
            if key not in seen:
                seen.add(key)
                yield _unusable(skipped)


def _unusable(skipped: Skipped) -> Hit:
    what, help = WHY_SKIPPED[skipped.reason]
    return Hit(
        message=f"{quoted(skipped.who)} takes no chats: it {what}",
        place=connection_of(skipped.owner, skipped.connection),
        help=help,
        discriminator=str(skipped.connection.target),
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
        help=f"use one of its ports: {listed(ids)}",
        related=(Note("the ports of this application", file_of(target), listed(ids)),),
        discriminator=target.name,
    )
