"""Coverage: on which Chat Servers the chats of which clients can be followed, and why not on the others.

``check``, ``trace`` and ``show`` share what is said here of servers and options that nobody can look at.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.estate.effective import absence_unproved, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.reach import NOT_EXPORTED, Reach
from gwe_lint.estate.selectors import of_application
from gwe_lint.explore.clients import ChatOptions, Reference, clients_of
from gwe_lint.exports.records import Option
from gwe_lint.text import listed

_SERVER = "chat-server"
NO_EXPORT = "there is no export"
NO_MEMBERS = "the members of the cluster are not known"
NO_TYPE = "nothing tells whether it is a Chat Server"
NOT_READ = "a part of an export was not read, and may be a Chat Server"
NO_SERVER = "no Chat Server's export is there to look at"
NO_CONNECTION = "it is connected to no Chat Server"


class Missing(NamedTuple):
    """What could not be followed: a client on a server, or with an empty ``server`` on any, and why."""

    estate: str
    client: str
    server: str
    reason: str
    counts: bool  # False: it is said, and does not make a run incomplete


class Coverage(NamedTuple):
    """How far the chats of clients were followed. ``not_exported`` has the servers that nobody exports on purpose."""

    clients: int = 0
    followed: int = 0
    chat_servers: int = 0  # whose exports are there
    missing: tuple[Missing, ...] = ()
    not_exported: tuple[str, ...] = ()
    selected: bool = True  # False: no rule was selected that follows chats, so none was followed

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why a run is incomplete: a sentence for each client and reason."""
        return tuple(_sentences(each for each in self.missing if each.counts))

    @property
    def lacks_types(self) -> bool:
        """True where a run is incomplete since the exports do not tell the type of an object that they have."""
        return any(each.counts and each.reason == NO_TYPE for each in self.missing)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What could not be followed either, and does not make a run incomplete."""
        return tuple(_sentences(each for each in self.missing if not each.counts))


class Unseen(NamedTuple):
    """A server without an export that a client reaches, or an object of unknown type that may be one."""

    name: str
    reason: str
    counts: bool

    @property
    def declared(self) -> bool:
        """True for a server that nobody exports on purpose."""
        return self.reason == NOT_EXPORTED


def coverage_of(
    estates: Iterable[Estate], chat_options: ChatOptions, *, selected: Callable[[Estate], bool] = lambda _: True
) -> Coverage:
    """How far the chats of all clients of these estates can be followed.

    ``selected`` tells in which estates a rule follows chats.
    """
    return put_together(_coverage_in(estate, chat_options, selected=selected(estate)) for estate in estates)


def put_together(coverages: Iterable[Coverage]) -> Coverage:
    """How far chats were followed in all, from how far they were in each estate."""
    each_of = tuple(coverages)
    not_selected = sum(each.clients for each in each_of if not each.selected)  # clients that no rule follows
    clients = sum(each.clients for each in each_of)
    return Coverage(
        clients,
        sum(each.followed for each in each_of),
        sum(each.chat_servers for each in each_of),
        tuple(missing for each in each_of for missing in each.missing),
        tuple(dict.fromkeys(name for each in each_of for name in each.not_exported)),
        not not_selected or not_selected < clients,
    )


def _coverage_in(estate: Estate, chat_options: ChatOptions, *, selected: bool) -> Coverage:
    missing = list(_perhaps_clients(estate, chat_options))
    not_exported: dict[str, None] = {}
    servers = len({(server.name, server.path) for server in estate.of_type(_SERVER)})
    clients = clients_of(estate, chat_options)
    followed = 0
    for client, references in clients if selected else ():
        whole, own, declared = _of_client(estate, client, references, chat_options)
        followed += whole
        missing += own
        not_exported |= dict.fromkeys(declared)
    return Coverage(len(clients), followed, servers, tuple(missing), tuple(not_exported), selected or not clients)


def _perhaps_clients(estate: Estate, chat_options: ChatOptions) -> Iterator[Missing]:
    """The applications of which nobody knows whether they name an endpoint, as their product has to."""
    for key in chat_options.keys:
        fact = None if key.is_open else estate.catalogue.fact(key.app, key.section, key.option)
        for application in key.applications(estate) if fact and fact.mandatory else ():
            reason = absence_unproved(application, key.section, key.option, "endpoint-reference")
            if reason and not key.find(application):
                why = f"whether it names an endpoint is not known: {reason.removeprefix(f'{application.name}: ')}"
                yield Missing(estate.name, application.name, "", why, counts=False)


def _of_client(
    estate: Estate, client: Application, references: Sequence[Reference], options: ChatOptions
) -> tuple[bool, list[Missing], list[str]]:
    """Whether the chats of a client can be followed, where not, and which servers nobody exports on purpose."""
    reach = estate.topology.chat_servers_of(client)
    own = _not_compared(client, references, options)
    named = [pair for each in references for pair in each.named]
    reasons = [(server.name, own or _unknown_on(server, named)) for server in reach.servers]
    missing = [(name, why, not reach.assumed) for name, why in reasons if why]
    seen = len(missing) < len(reasons)
    unseen = list(unseen_servers(estate, client, reach))
    missing += [(each.name, each.reason, each.counts) for each in unseen if not each.declared]
    declared = [each.name for each in unseen if each.declared]
    if not seen and not declared:  # what may be left aside beside a server that was looked at is all there is
        missing = [(name, why, True) for name, why, _ in missing] or [("", _nowhere(estate, reach), True)]
    followed = seen and not any(counts for _, _, counts in missing)
    return followed, [Missing(estate.name, client.name, *each) for each in missing], declared


def _not_compared(client: Application, references: Sequence[Reference], options: ChatOptions) -> str | None:
    """Why a client can be followed on no server at all: what it says itself is wrong, not set, or not known."""
    for each in references:
        if each.unknown or not each.named:
            return each.unknown or f"{short(each.option.name)} names no endpoint in the form of its product"
    selector = of_application(options.queues, client)
    unset = selector and not selector.find(client)
    return unknown_queue(client, options) or (f"{short(selector.option)} is not set" if selector and unset else None)


def _nowhere(estate: Estate, reach: Reach) -> str:
    """Why a client that reaches no server is followed on none."""
    if reach.skipped:
        return f"it is connected only to what takes no chats: {listed([each.who for each in reach.skipped])}"
    servers = any(each.type == _SERVER and each.export for each in estate.applications)
    return NO_CONNECTION if servers and not reach.assumed else NO_SERVER


def _unknown_on(server: Application, named: Iterable[tuple[str, str]]) -> str | None:
    """Why one of the endpoints cannot be followed on a server whose export is there; None where all can."""
    return next((why for pair in named if (why := unknown_endpoint(server, *pair))), None)


def unknown_endpoint(server: Application, section: str, endpoint: str) -> str | None:
    """Why it is not known whether a server has an endpoint, or where it leads; None where that is known."""
    option = server.option(section, endpoint)
    if option:
        return None if _is_known(option) else f"[{section}] {endpoint} has a value that is not known"
    return absence_unproved(server, section, endpoint, "queue-name")


def unknown_queue(client: Application, chat_options: ChatOptions) -> str | None:
    """Why the queue that a client names is not known; None where it is, or where its product names none."""
    selector = of_application(chat_options.queues, client)
    if not selector:
        return None
    option = selector.find(client)
    if option:
        return None if _is_known(option) else f"the value of {short(option.name)} is not known"
    return absence_unproved(client, selector.section, selector.option, "queue-name")


def _is_known(option: Option) -> bool:
    """True for a value that can be compared, and for the one that a list of changes takes away."""
    return option.kind in ("string", "absent")


def unseen_servers(estate: Estate, client: Application, reach: Reach) -> Iterator[Unseen]:
    """The servers without an export that a client reaches, and the objects of unknown type that may be such."""
    members = set(_members(estate, client, reach))
    others = sorted(name for name in members if reach.assumed and not estate.topology.named(name))
    for name in dict.fromkeys((*reach.unseen, *others)):
        applications = estate.topology.named(name)
        if not estate.topology.is_exported(name) and any(each.type == _SERVER for each in applications):
            yield Unseen(name, NOT_EXPORTED, counts=False)
        elif name in estate.unread:
            yield Unseen(name, NOT_READ, counts=False)
        elif name in reach.unexported or name in members:
            yield Unseen(name, NO_EXPORT, counts=True)
        elif estate.topology.cluster(name):
            yield Unseen(name, NO_MEMBERS, counts=False)
        elif sharing := estate.sharing(name):
            servers = (each for known in sharing for each in estate.topology.named(known) if each.type == _SERVER)
            yield Unseen(name, f"{len(sharing)} objects have that DBID: {listed(sharing)}", counts=any(servers))
        else:
            exported = any(each.export for each in applications)
            yield Unseen(name, NO_TYPE if exported else f"{NO_EXPORT}, and {NO_TYPE}", counts=False)


def _members(estate: Estate, client: Application, reach: Reach) -> Iterator[str]:
    """The members of the clusters of Chat Servers that a client uses: all that are declared where nothing is known."""
    targets = [connection.target.name for connection in client.connections or ()]
    for name in [cluster.name for cluster in estate.clusters] if reach.assumed else targets:
        cluster = estate.topology.cluster(name)
        members = [str(each.target) for each in cluster.connections or ()] if cluster else []
        known = [each for member in members for each in estate.topology.named(member) if each.certain or each.export]
        if {each.type for each in known} == {_SERVER}:
            yield from members


def _sentences(missing: Iterable[Missing]) -> Iterator[str]:
    servers: dict[tuple[str, str, str], list[str]] = {}
    for each in missing:
        servers.setdefault((each.estate, each.client, each.reason), []).append(each.server)
    for (estate, client, reason), names in servers.items():
        nowhere = reason if reason.startswith("whether") else f"names an endpoint, and {reason}"
        why = reason.replace("it is a", "any of them is a") if len(names) > 1 else reason
        what = f"is not followed on {listed(names)}: {why}" if any(names) else nowhere
        yield f"{estate}: {client} {what}"
