"""What was understood of an estate: its applications with all that is known of them, and what that rests on."""

from typing import NamedTuple

from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.queues import Queues, Takers, queues_led_to
from gwe_lint.estate.topology import CLUSTER
from gwe_lint.explore.route import Trace
from gwe_lint.explore.trace import Keys, traces_of
from gwe_lint.exports.records import Connection, Target


class Known(NamedTuple):
    """One application, and what its estate adds to it."""

    application: Application
    member_of: tuple[str, ...]  # names of clusters
    members: tuple[str, ...]  # of a cluster: the names of its Chat Servers
    trace: Trace | None  # of a Web Engagement application: where its chats go


class Queue(NamedTuple):
    """One Interaction Queue that exists, or that an endpoint leads to."""

    name: str
    exists: bool | None  # None: unknown
    takers: Takers
    path: str
    line: int


class Inventory(NamedTuple):
    """What is known of one estate."""

    estate: Estate
    applications: tuple[Known, ...]
    queues: tuple[Queue, ...]


def inventory_of(estate: Estate, keys: Keys) -> Inventory:
    """What is known of an estate, in the order in which it was read."""
    topology = estate.topology
    members = {name: topology.chat_servers_of(_client_of(name)) for name in _clusters(estate)}
    traces = traces_of(estate, keys)
    known = []
    for application in estate.applications:
        inside = tuple(name for name, reach in members.items() if application in reach.servers)
        own = members.get(application.name)
        inner = (*(server.name for server in own.servers), *own.unseen) if own else ()
        trace = next((each for each in traces if each.client is application), None)
        known.append(Known(application, inside, inner if application.type == CLUSTER else (), trace))
    names = dict.fromkeys([*sorted(estate.queues.names), *queues_led_to(estate.of_type("chat-server"))])
    return Inventory(estate, tuple(known), tuple(_queue(estate.queues, name) for name in names))


def _clusters(estate: Estate) -> list[str]:
    objects = [application.name for application in estate.applications if application.type == CLUSTER]
    return list(dict.fromkeys([*objects, *(cluster.name for cluster in estate.clusters)]))


def _client_of(cluster: str) -> Application:
    """Something that is connected to the cluster, to see what it reaches."""
    return Application("", "other", "", certain=True, export=None, connections=(Connection(Target(cluster)),))


def _queue(queues: Queues, name: str) -> Queue:
    script = queues.queue(name)
    return Queue(
        name, queues.exists(name), queues.takers(name), script.path if script else "", script.line if script else 0
    )
