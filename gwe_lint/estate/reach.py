"""Reach: the ways (routes) from a client to the servers that it talks to, and the effective connections on them."""

from collections.abc import Sequence
from typing import NamedTuple

from gwe_lint.estate.model import Application, NotEvaluated
from gwe_lint.exports.records import Connection
from gwe_lint.text import listed

NO_CONNECTIONS = "option exports carry none, and no connects-to is declared"
NOT_EXPORTED = "not exported, as declared"  # nobody exports it on purpose, so that no run is incomplete without it


class Way(NamedTuple):
    """One way from a client to a server: the cluster on it, and the effective connection with merged parameters."""

    server: Application
    cluster: str = ""
    connection: Connection | None = None  # None: taken for granted, since the client's connections are unknown
    owner: Application | None = None  # whose list has the connection: the client or the cluster
    backup_of: str = ""
    details_known: bool = True  # False: how the connection is watched is not known, only where it leads


class Skipped(NamedTuple):
    """A connection without effect. ``owner`` has it, and ``who`` does not count: its target, or the owner itself."""

    owner: Application
    connection: Connection
    reason: str  # disabled, nested, or several: connected to several clusters
    who: str

    @property
    def cluster(self) -> str:
        """The name of the cluster of which this would be a member; empty for what a client is connected to."""
        if self.owner.name == self.who:
            return self.connection.target.name
        return self.owner.name if self.owner.type == "application-cluster" else ""


class Reach(NamedTuple):
    """The Chat Servers that a client talks to, those without an export, and the names of unknown objects."""

    ways: tuple[Way, ...]
    unexported: tuple[str, ...]
    unknown: tuple[str, ...]
    assumed: bool  # True: the client's connections are unknown, and every server of the type counts
    hidden: tuple[Connection, ...] = ()  # without effect, since a cluster wins
    winner: str = ""  # the cluster that wins
    skipped: tuple[Skipped, ...] = ()
    doubtful: tuple[str, ...] = ()  # of an assumed reach: Chat Servers that have endpoints of their own only
    unread: bool = False  # True: it may have other servers, in a part of an export that was not read

    @property
    def servers(self) -> tuple[Application, ...]:
        """The Chat Servers whose options are known."""
        return tuple(way.server for way in self.ways)

    @property
    def unseen(self) -> tuple[str, ...]:
        """The names of servers without known options, and of objects of an unknown type."""
        return (*self.unexported, *self.unknown)

    def gap(self, client: Application) -> NotEvaluated | None:
        """That nothing is known of some of what a client is connected to; None where all of it is known."""
        return nothing_known(client, self.unseen)


def connections_of(application: Application) -> tuple[Connection, ...] | NotEvaluated:
    """The connections of an application, or that they are unknown."""
    if application.connections is None:
        return NotEvaluated(f"{application.name}: connections are unknown ({NO_CONNECTIONS})")
    return application.connections


def nothing_known(client: Application, names: Sequence[str]) -> NotEvaluated | None:
    """The outcome *not evaluated* for names that a client is connected to and no export has; None without names."""
    if not names:
        return None
    return NotEvaluated(f"{client.name}: nothing is known of {listed(names)}, to which it is connected")


def has_details(connection: Connection) -> bool:
    """False for a connection with nothing but a target, as in rows of a database and in declarations."""
    texts = connection.port, connection.protocol, connection.trace, connection.transport, connection.parameters
    return any(texts) or (connection.local_timeout, connection.remote_timeout) != (None, None)


def missing_port(connection: Connection, target: Application) -> tuple[str, ...]:
    """The ids of the target's ports where the connection names none of them; empty where it does, or they are unknown.

    The main port, ``default``, is always there: an older object has it beside the list.
    """
    ids = tuple(port.id for port in target.ports or ())
    return ids if connection.port and connection.port not in (*ids, "default") else ()


def has_details_over_cluster(outer: Connection, inner: Connection | None) -> bool:
    """Whether the keep-alive (ADDP) of a connection over a cluster is known. It depends on both connections."""
    if inner is None:
        return has_details(outer)
    return bool(inner.protocol) or (has_details(inner) and has_details(outer))


def merged_connection(outer: Connection, inner: Connection | None) -> Connection:
    """The effective connection from a client over a cluster to a member.

    Protocol, intervals and trace come from the connection to the member, where it has a protocol. Else they come from
    the connection to the cluster. Transport and application parameters are merged by key, and the member's win.
    """
    if inner is None:
        return outer
    merged = inner._replace(
        transport=_merged(outer.transport, inner.transport), parameters=_merged(outer.parameters, inner.parameters)
    )
    if inner.protocol:
        return merged
    return merged._replace(
        protocol=outer.protocol,
        local_timeout=outer.local_timeout,
        remote_timeout=outer.remote_timeout,
        trace=outer.trace,
    )


def _merged(outer: str, inner: str) -> str:
    pairs: dict[str, str] = {}  # as they are written, by key; a part that is no pair is kept too
    for part in (*outer.split(";"), *inner.split(";")):
        key, _, _ = part.partition("=")
        if key.strip():
            pairs[key.strip()] = part.strip()
    return ";".join(pairs.values())
