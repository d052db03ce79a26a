"""The ways from a client to the servers it talks to, and connections as they act on the way."""

from collections.abc import Sequence
from typing import NamedTuple

from gwe_lint.estate.model import Application, NotEvaluated
from gwe_lint.exports.records import Connection
from gwe_lint.text import listed

NO_CONNECTIONS = "option exports carry none, and no connects-to is declared"


class Way(NamedTuple):
    """One way from a client to a server: over which cluster, and the connection as it acts, its parameters merged."""

    server: Application
    cluster: str = ""
    connection: Connection | None = None  # None: taken for granted, since the client's connections are unknown
    owner: Application | None = None  # whose list has the connection: the client or the cluster
    backup_of: str = ""
    told: bool = True  # False: how the connection is watched is not known, only where it leads


class Skipped(NamedTuple):
    """A connection that leads to no server that counts, and why. ``owner`` has the connection."""

    owner: Application
    connection: Connection
    reason: str  # disabled, nested, or several: connected to several clusters

    @property
    def who(self) -> str:
        """The name of what does not count."""
        return self.owner.name if self.reason == "several" else str(self.connection.target)


class Reach(NamedTuple):
    """The Chat Servers a client talks to, those that are known without their options, and names of unknown objects."""

    ways: tuple[Way, ...]
    unexported: tuple[str, ...]
    unknown: tuple[str, ...]
    assumed: bool  # True: the client's connections are unknown
    hidden: tuple[Connection, ...] = ()  # without effect, since a cluster wins
    winner: str = ""  # the cluster that wins
    skipped: tuple[Skipped, ...] = ()

    @property
    def servers(self) -> tuple[Application, ...]:
        """The Chat Servers whose options are known."""
        return tuple(way.server for way in self.ways)

    @property
    def unseen(self) -> tuple[str, ...]:
        """The names of those of which no options, or not even the type, are known."""
        return (*self.unexported, *self.unknown)

    def gap(self, client: Application) -> NotEvaluated | None:
        """That nothing is known of some of what a client is connected to; None where all of it is known."""
        return nothing_known(client, self.unseen)


class Connected(NamedTuple):
    """The applications that one is connected to, and the names of which nothing is known."""

    applications: tuple[Application, ...]
    unknown: tuple[str, ...]

    def has(self, type: str) -> bool:
        """True where a server of this type is among them."""
        return any(each.type == type for each in self.applications)

    def gap(self, client: Application) -> NotEvaluated | None:
        """That nothing is known of some of what a client is connected to; None where all of it is known."""
        return nothing_known(client, self.unknown)


def connections_of(application: Application) -> tuple[Connection, ...] | NotEvaluated:
    """The connections of an application, or that they are unknown."""
    if application.connections is None:
        return NotEvaluated(f"{application.name}: connections are unknown ({NO_CONNECTIONS})")
    return application.connections


def nothing_known(client: Application, names: Sequence[str]) -> NotEvaluated | None:
    """That nothing is known of these, to which a client is connected; None where there are no names."""
    if not names:
        return None
    return NotEvaluated(f"{client.name}: nothing is known of {listed(names)}, to which it is connected")


def says_how(connection: Connection) -> bool:
    """False for a connection of which only the target is known, as rows of a database and declarations have it."""
    said = connection.port, connection.protocol, connection.trace, connection.transport, connection.parameters
    return any(said) or (connection.local_timeout, connection.remote_timeout) != (None, None)


def missing_port(connection: Connection, target: Application) -> tuple[str, ...]:
    """The ids of the target's ports where the connection names none of them; empty where it does, or they are unknown.

    The main port, ``default``, is always there: an older object has it beside the list.
    """
    ids = tuple(port.id for port in target.ports or ())
    return ids if connection.port and connection.port not in (*ids, "default") else ()


def is_told(outer: Connection, inner: Connection | None) -> bool:
    """Whether it is known how a connection over a cluster is watched: that depends on both ways to go."""
    if inner is None:
        return says_how(outer)
    return bool(inner.protocol) or (says_how(inner) and says_how(outer))


def merged_connection(outer: Connection, inner: Connection | None) -> Connection:
    """The connection from a client over a cluster to a member, as it acts.

    Protocol, intervals and trace come from the way to the cluster only where the way to the member has no protocol;
    transport and application parameters are merged key by key, and the way to the member wins.
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
