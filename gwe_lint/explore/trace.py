"""``trace`` follows one chat through an estate, hop by hop.

The route ends at the strategy that takes the chat, or at the hop where the chat is lost.
"""

from collections.abc import Collection, Iterator, Sequence

from gwe_lint.checks.clusters import WHY_SKIPPED
from gwe_lint.checks.spelling import is_placeholder
from gwe_lint.checks.stands_elsewhere import stray_endpoint
from gwe_lint.estate.effective import absence_unproved, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import connection_of, file_of, header_of, script_at, value_of
from gwe_lint.estate.membership import Work
from gwe_lint.estate.model import Application
from gwe_lint.estate.queues import Queues
from gwe_lint.estate.reach import Skipped, Way, missing_port
from gwe_lint.estate.selectors import Selector, of_application
from gwe_lint.explore.chat import Chat
from gwe_lint.explore.clients import ChatOptions, Reference, clients_of
from gwe_lint.explore.coverage import NO_SERVER, unknown_endpoint, unseen_servers
from gwe_lint.explore.route import Hop, Route, Status, Trace
from gwe_lint.exports.records import Connection
from gwe_lint.text import listed, quoted


def followed_clients(estate: Estate, chat_options: ChatOptions) -> Iterator[tuple[Application, Sequence[Reference]]]:
    """The applications whose chats can be followed, each with what it refers to.

    These are the clients, and those without a reference that should be one.
    """
    clients = {id(client): references for client, references in clients_of(estate, chat_options)}
    with_queue = {queue.app for queue in chat_options.queues}
    for app in dict.fromkeys(key.app for key in chat_options.keys):
        for application in estate.of_type(app):
            if id(application) in clients or (app in with_queue and application.completeness != "delta"):
                yield application, clients.get(id(application), ())


def traces_of(estate: Estate, chat_options: ChatOptions, name: str | None = None) -> tuple[Trace, ...]:
    """The chats of each client, or of those of this name, followed over each Chat Server that may take them."""
    return tuple(
        trace
        for client, references in followed_clients(estate, chat_options)
        if name in (None, client.name)
        for trace in traces_of_client(estate, client, references, chat_options)
    )


def traces_of_client(
    estate: Estate,
    client: Application,
    references: Sequence[Reference],
    chat_options: ChatOptions,
    servers: Collection[str] | None = None,
) -> Iterator[Trace]:
    """A trace for each endpoint that a client names. An option that names none has one as well.

    With ``servers`` only the ways over Chat Servers of these names are followed.
    """
    for reference in references:
        hop = _reference_hop(reference)
        if hop.status != "ok":
            yield Trace(estate.name, client, hop, ())
        for section, endpoint in reference.named:
            parts = (section.partition(":")[2], endpoint)
            message = f"{quoted(reference.option.value)}: endpoint {quoted(endpoint)} of tenant {parts[0]}"
            routes = tuple(_routes(estate, client, parts, chat_options, servers))
            yield Trace(estate.name, client, hop._replace(message=message), routes, ":".join(parts))
    if not references:
        selector = of_application(chat_options.keys, client)
        assert selector is not None
        yield Trace(estate.name, client, _no_reference_hop(client, selector), ())


def _routes(
    estate: Estate,
    client: Application,
    parts: tuple[str, str],
    chat_options: ChatOptions,
    servers: Collection[str] | None,
) -> Iterator[Route]:
    reach = estate.topology.chat_servers_of(client)
    chat = Chat(estate, client, parts, reach, chat_options)
    none = True
    for way in reach.ways:
        none = False
        if servers is None or way.server.name in servers:
            yield Route(way.server.name, way.cluster, tuple(_hops(chat, way)), way.connection)
    for unseen in unseen_servers(estate, client, reach):
        status: Status = "not-exported" if unseen.declared else "unknown"
        yield Route(unseen.name, "", (Hop("endpoint", status, unseen.reason, name=parts[1]),))
        none = False
    yield from (_skipped_route(skipped) for skipped in reach.skipped)
    if none and not reach.skipped:
        yield Route("", "", (_no_server_hop(client),))


def _reference_hop(reference: Reference) -> Hop:
    """The first hop: the option that names an endpoint, or why it does not."""
    option, name = reference.option, short(reference.option.name)
    place = value_of(reference.client, option)
    if reference.unknown:
        return Hop("queueKey", "unknown", reference.unknown, place)
    if reference.named:
        return Hop("queueKey", "ok", "", place, option.value)
    what = f"{quoted(option.value)}, which is not tenant DBID:endpoint" if option.value.strip() else "empty"
    return Hop("queueKey", "lost", f"{name} is {what}", place, option.value)


def _no_reference_hop(client: Application, selector: Selector) -> Hop:
    """The first hop of a client that has to name an endpoint and names none."""
    option = selector.find(client)
    if option and option.kind != "absent":
        return _reference_hop(Reference(client, option))
    reason = absence_unproved(client, selector.section, selector.option, "endpoint-reference")
    place = header_of(client, selector.section, selector.option)
    message = reason or f"{short(selector.option)} is not set"
    return Hop("queueKey", "unknown" if reason else "lost", message, place)


def _skipped_route(skipped: Skipped) -> Route:
    """The route over a cluster member that no chat goes to."""
    what = f"it {WHY_SKIPPED[skipped.reason][0]}: no chat goes there"
    hop = Hop("connection", "skipped", what, connection_of(skipped.owner, skipped.connection))
    return Route(skipped.who, skipped.cluster, (hop,))


def _no_server_hop(client: Application) -> Hop:
    if client.connections is None:
        return Hop("connection", "unknown", NO_SERVER, file_of(client))
    names = client.connects_to or ()
    message = f"connected only to {listed(names)}" if names else "connected to nothing"
    return Hop("connection", "lost", f"{message}: no Chat Server", file_of(client))


def _hops(chat: Chat, way: Way) -> Iterator[Hop]:
    """The hops of one way, until the chat is lost, or until the exports do not say where it goes."""
    connection = _connection_hop(chat.client, way)
    yield connection
    if connection.status == "lost":
        return
    endpoint, value = _endpoint_hop(way.server, chat)
    yield endpoint
    if value is None:
        return
    at_queue = _queue_hop(chat, value)
    yield at_queue
    if at_queue.status != "lost":
        yield _strategy_hop(chat.queues, value, chat.tenant)


def _connection_hop(client: Application, way: Way) -> Hop:
    if not way.connection:
        message = "assumed: connections are unknown, and gwe-lint.toml declares no connects-to"
        return Hop("connection", "unknown", message, arrives=True)
    port = way.connection.port
    over = f"over cluster {way.cluster}" if way.cluster else "direct"
    message = f"{over}{f', port {port}' if port else ''}"
    if way.backup_of:
        message = f"as the backup of {way.backup_of}"
    message += _keep_alive(way.connection)
    place = connection_of(way.owner or client, way.connection)
    ids = missing_port(way.connection, way.server) if way.connection.target.name == way.server.name else ()
    if ids:
        return Hop("connection", "lost", f"{message}, which the server does not have: {listed(ids)}", place)
    return Hop("connection", "ok", message, place)


def _keep_alive(connection: Connection) -> str:
    """How a dead connection is noticed, in the words of the Connection Info; empty where no protocol is set."""
    if not connection.protocol:
        return ""
    timeouts = (("local", connection.local_timeout), ("remote", connection.remote_timeout))
    known = ", ".join(f"{side} timeout {seconds} s" for side, seconds in timeouts if seconds is not None)
    return f", {connection.protocol}{f' ({known})' if known else ''}"


_WITHOUT_ENDPOINT: dict[Work, tuple[Status, str]] = {
    "same": ("lost", ""),
    "own": ("unknown", "; it has endpoints of its own, and may serve something else"),
    "other-tenants": ("skipped", "; it serves other tenants only"),
}


def _endpoint_hop(server: Application, chat: Chat) -> tuple[Hop, str | None]:
    section, name = chat.section, chat.endpoint
    option = server.option(section, name)
    place = value_of(server, option) if option else header_of(server, section, name)
    unknown = unknown_endpoint(server, section, name)
    if unknown:
        return Hop("endpoint", "unknown", unknown, place, name), None
    if not option:
        status, remark = _WITHOUT_ENDPOINT[chat.work(server)]
        stray = stray_endpoint(server, section, name)
        message = f"no endpoint {quoted(name)} in [{section}]{f', but {stray.words}' if stray else ''}{remark}"
        return Hop("endpoint", status, message, stray.place if stray else place, name), None
    if not option.value.strip() or is_placeholder(option.value):
        what = "a placeholder" if option.value.strip() else "no queue"
        return Hop("endpoint", "lost", f"[{section}] {name} leads to {what}", place, name), None
    return Hop("endpoint", "ok", f"[{section}] {name} leads to {quoted(option.value)}", place, name), option.value


def _queue_hop(chat: Chat, name: str) -> Hop:
    queues, client, tenant, queue = chat.queues, chat.client, chat.tenant, chat.queue
    script = queues.queue(name, tenant)
    place = script_at(script) if script else None
    exists = queues.exists(name, tenant)
    owners = queues.owners_of(name)
    if exists is False:
        return Hop("queue", "lost", f"there is no Interaction Queue {quoted(name)}", place, name)
    if script and script.enabled is False:
        return Hop("queue", "lost", f"Interaction Queue {quoted(name)} is disabled", place, name)
    if queue and queue.value != name:
        message = f"{quoted(name)} is not {quoted(queue.value)}, the queue from which {client.name} has chats routed"
        if chat.is_of_another(name):
            return Hop("queue", "unknown", f"{message}, but another client has", value_of(client, queue), name)
        return Hop("queue", "lost", message, value_of(client, queue), name)
    if chat.queue_unknown:
        return Hop("queue", "unknown", chat.queue_unknown, place, name)
    if exists is None:
        message = f"{quoted(name)}: whether it exists is not in the exports"
        return Hop("queue", "unknown", message, place, name, arrives=True)
    if owners and int(tenant) not in owners:
        message = f"{quoted(name)} is an Interaction Queue of tenant {listed(owners)}, and not of tenant {tenant}"
        return Hop("queue", "unknown", message, place, name)
    return Hop("queue", "ok", f"Interaction Queue {quoted(name)}", place, name)


def _strategy_hop(queues: Queues, queue: str, tenant: str) -> Hop:
    takers = queues.takers(queue, tenant)
    if takers.unknown:
        return Hop("strategy", "unknown", f"what takes chats from {quoted(queue)} is not known: {takers.unknown}")
    if not takers.found:
        return Hop(
            "strategy", "lost", f"nothing takes chats from {quoted(queue)}: no strategy, no View with a Submitter"
        )
    taker = min(takers.found, key=lambda each: (True, None, False).index(each.exists))
    way = [f"{each.kind.capitalize()} {each.name}" for each in taker.way if each.kind != "queue"]
    place = script_at(taker.script or taker.way[0]) if taker.script or taker.way else None
    name = quoted(taker.strategy)
    if taker.exists is False:
        state = "is disabled" if taker.script else "does not exist"
        return Hop("strategy", "lost", f"strategy {name} {state}", place, taker.strategy)
    if taker.exists is None:
        message = f"{name}: whether it exists is not in the exports"
        return Hop("strategy", "unknown", message, place, taker.strategy, arrives=True)
    return Hop("strategy", "ok", f"{name}{f' by {listed(way)}' if way else ''}", place, taker.strategy)
