"""The inventory that ``show`` prints: the applications of an estate, its queues, and all that is known of them."""

from typing import NamedTuple

from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.queues import Queues, Takers, queues_led_to
from gwe_lint.estate.topology import CLUSTER
from gwe_lint.explore.clients import ChatOptions
from gwe_lint.explore.route import Trace
from gwe_lint.explore.trace import traces_of
from gwe_lint.exports.records import Connection, Target


class InventoryEntry(NamedTuple):
    """One application in the inventory, and what its estate adds to it."""

    application: Application
    member_of: tuple[str, ...]  # names of clusters
    members: tuple[str, ...]  # of a cluster: the names of its Chat Servers
    traces: tuple[Trace, ...]  # of a client: where its chats go, for each endpoint that it names


class Queue(NamedTuple):
    """One Interaction Queue that exists, or that an endpoint leads to."""

    name: str
    exists: bool | None  # None: unknown
    takers: Takers
    path: str
    line: int


class Inventory(NamedTuple):
    """All that is known of one estate: its applications and its Interaction Queues."""

    estate: Estate
    applications: tuple[InventoryEntry, ...]
    queues: tuple[Queue, ...]


def inventory_of(estate: Estate, chat_options: ChatOptions) -> Inventory:
    """The inventory of an estate, in the order in which it was read."""
    topology = estate.topology
    members = {name: topology.chat_servers_of(_client_of(name)) for name in _clusters(estate)}
    traces = traces_of(estate, chat_options)
    entries = []
    for application in estate.applications:
        member_of = tuple(name for name, reach in members.items() if application in reach.servers)
        cluster = members.get(application.name)
        servers = (*(server.name for server in cluster.servers), *cluster.unseen) if cluster else ()
        own = tuple(each for each in traces if each.client is application)
        entries.append(InventoryEntry(application, member_of, servers if application.type == CLUSTER else (), own))
    names = dict.fromkeys([*sorted(estate.queues.names), *queues_led_to(estate.of_type("chat-server"))])
    return Inventory(estate, tuple(entries), tuple(_queue(estate.queues, name) for name in names))


def _clusters(estate: Estate) -> list[str]:
    objects = [application.name for application in estate.applications if application.type == CLUSTER]
    return list(dict.fromkeys([*objects, *(cluster.name for cluster in estate.clusters)]))


def _client_of(cluster: str) -> Application:
    """A stand-in that is connected to the cluster only, so that its reach is that of the cluster."""
    return Application("", "other", "", certain=True, export=None, connections=(Connection(Target(cluster)),))


def _queue(queues: Queues, name: str) -> Queue:
    script = queues.queue(name)
    return Queue(
        name, queues.exists(name), queues.takers(name), script.path if script else "", script.line if script else 0
    )
