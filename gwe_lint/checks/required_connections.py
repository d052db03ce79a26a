"""Needs: to which servers an application has to be connected."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwe_lint.catalogue.fact import ANY
from gwe_lint.catalogue.releases import ALL, Releases
from gwe_lint.checks.phrases import NO_CONNECTIONS
from gwe_lint.estate.conditions import Condition
from gwe_lint.estate.effective import absence_unproved
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Place, Prose
from gwe_lint.estate.redundancy import Group
from gwe_lint.estate.selectors import AppType
from gwe_lint.estate.topology import Topology
from gwe_lint.text import listed

_SHARED = ("gwe-cluster", "application-cluster")  # their connections count for their nodes, and those for them


class _Reached(NamedTuple):
    """The types of all servers that an application is connected to, and the names of which nothing is known."""

    types: frozenset[str]
    unknown: tuple[str, ...]


def connected_to(
    estate: Estate,
    *,
    clients: tuple[AppType, ...],
    servers: tuple[AppType, ...],
    because: Prose,
    beside: tuple[AppType, ...] = (),
    when: tuple[Condition, ...] = (),
    unless: tuple[Condition, ...] = (),
    releases: Releases = ALL,
) -> Iterator[Outcome]:
    """An application has no connection to a server of each of these types.

    Judged where it is connected to a server of a type ``beside``, one of the conditions ``when`` holds, and none of
    the conditions ``unless`` does.
    """
    topology = estate.topology
    for application in _of_types(estate, clients):
        asked = _asked(estate, application, when, unless)
        if asked is None or application.type in servers or releases.hold(application.release) is False:
            continue
        reached = _reached(topology, application)
        if isinstance(asked, NotEvaluated):
            yield asked
        elif reached is None:
            yield NotEvaluated(f"{application.name}: connections are unknown ({NO_CONNECTIONS})")
        elif beside and reached.types.isdisjoint(beside):
            yield from _unknown(application, reached.unknown)
        elif not (missing := [type for type in servers if type not in reached.types]):
            yield Pass()
        elif reached.unknown:
            yield from _unknown(application, reached.unknown)
        elif releases.hold(application.release) is None:
            yield NotEvaluated(f"{application.name}: its release is unknown")
        else:
            yield _unconnected(estate, application, missing, asked, because)


def _of_types(estate: Estate, types: tuple[AppType, ...]) -> Iterator[Application]:
    for type in types:
        every = dict.fromkeys(each.type for each, _ in estate.active) if type == ANY else (type,)
        for each in every:
            yield from estate.whole_of_type(each)


def _asked(
    estate: Estate, application: Application, when: tuple[Condition, ...], unless: tuple[Condition, ...]
) -> Place | NotEvaluated | None:
    """Where the first value stands that asks for the connection; None where none does, or one speaks against it."""
    found = _first(estate, application, when) if when else file_of(application)
    against = _first(estate, application, unless)
    return found if against is None or found is None else None if isinstance(against, Place) else against


def _first(estate: Estate, application: Application, conditions: tuple[Condition, ...]) -> Place | NotEvaluated | None:
    unjudged = None
    for condition in conditions:
        if condition.option.app in (application.type, ANY):
            for each in condition.found_in(estate, application):
                if isinstance(each, NotEvaluated):
                    unjudged = unjudged or each
                elif each[1]:
                    return each[0].place
    return unjudged


def _reached(topology: Topology, application: Application) -> _Reached | None:
    """With what counts for it too: connections of its cluster application, of nodes, and to what is disabled now."""
    if application.connections is None:
        return None
    targets = [each for connection in application.connections for each in topology.named(connection.target.name)]
    heads = [each for each in targets if each.type in (*_SHARED, application.type)]
    nodes = [
        each
        for each in topology.clients_of(application.name)
        if application.type in _SHARED or each.type == application.type
    ]
    types = {each.type for each in targets}
    unknown: list[str] = []
    for each in (application, *heads, *nodes):
        found = topology.connected_to(each)
        types |= {server.type for server in found.applications} if found else set()
        unknown += found.unknown if found else (f"the connections of {each.name}",)
    return _Reached(frozenset(types), tuple(dict.fromkeys(unknown)))


def _unknown(application: Application, names: Sequence[str]) -> Iterator[NotEvaluated]:
    if names:
        yield NotEvaluated(f"{application.name}: nothing is known of {listed(names)}, to which it is connected")


def _unconnected(estate: Estate, application: Application, missing: Sequence[str], at: Place, because: Prose) -> Hit:
    words = listed([estate.catalogue.title(type) for type in missing])
    known = listed(application.connects_to) if application.connects_to else "nothing"
    return Hit(
        message=f"{application.name} has no connection to {words}: {because}",
        place=at,
        help=f"add {'the connection' if len(missing) == 1 else 'the connections'}; it is connected to {known}",
        discriminator=listed(missing),
    )


def reaches_every(estate: Estate, *, client: AppType, server: AppType, because: Prose) -> Iterator[Outcome]:
    """A client is connected to some of the servers that stand in for each other, and not to all of them."""
    topology = estate.topology
    groups = [group for group in estate.redundancy.groups(server) if group.kind == "cluster" and not group.assumed]
    for application in estate.whole_of_type(client) if groups else ():
        connected = topology.connected_to(application)
        if connected is None:
            yield NotEvaluated(f"{application.name}: connections are unknown ({NO_CONNECTIONS})")
            continue
        names = {each.name for each in connected.applications}
        missing = _lacking(estate, topology, application, names, groups)
        reached = {each.name for group in groups for each in group.members if each.name in names}
        if not missing:
            yield from (Pass(),) if reached else ()
        elif connected.unknown:
            yield from _unknown(application, connected.unknown)
        elif unsure := [each.name for each in missing if _may_be_of_another(estate, application, each)]:
            yield NotEvaluated(f"{application.name}: connections of {listed(unsure)} are unknown ({NO_CONNECTIONS})")
        else:
            yield Hit(
                message=f"{application.name} is connected to {listed(sorted(reached))} and not to "
                f"{listed([each.name for each in missing])}: {because}",
                place=file_of(application),
                help="add the connection" if len(missing) == 1 else "add the connections",
                related=tuple(Note("not connected", file_of(each)) for each in missing),
            )


def _lacking(
    estate: Estate, topology: Topology, application: Application, names: set[str], groups: Sequence[Group]
) -> list[Application]:
    """The members of groups which the application knows in part, without backups, which are found by themselves."""
    members = {
        each.name: each
        for group in groups
        if any(each.name in names for each in group.members)
        for each in group.members
    }
    backups = {backup.name for each in members.values() if (backup := estate.redundancy.backup_of(each))}
    return [
        each
        for name, each in members.items()
        if name not in names | backups and not _is_of_another(topology, application, each)
    ]


def _is_of_another(topology: Topology, application: Application, member: Application) -> bool:
    """True where a member is connected to others of the application's type only: it works with them."""
    found = topology.connected_to(member)
    peers = [each.name for each in found.applications if each.type == application.type] if found else []
    return bool(peers) and application.name not in peers


def _may_be_of_another(estate: Estate, application: Application, member: Application) -> bool:
    return member.connections is None and len(estate.whole_of_type(application.type)) > 1


def several_need(
    estate: Estate, *, client: AppType, server: AppType, needs: Condition, because: Prose, releases: Releases = ALL
) -> Iterator[Outcome]:
    """A client is connected to several servers of a type, and an option that this needs is not set."""
    topology = estate.topology
    for application in estate.whole_of_type(client):
        of_release = releases.hold(application.release)
        connected = topology.connected_to(application)
        if of_release is False:
            continue
        if connected is None:
            yield NotEvaluated(f"{application.name}: connections are unknown ({NO_CONNECTIONS})")
            continue
        servers = {each.name: each for each in connected.applications if each.type == server}
        for backup in [str(each.backup) for each in servers.values() if each.backup]:
            servers.pop(backup, None)
        if len(servers) > 1:
            yield _needed(estate, application, tuple(servers), needs, because, known=of_release is not None)


def _needed(
    estate: Estate, application: Application, servers: Sequence[str], needs: Condition, because: Prose, *, known: bool
) -> Outcome:
    option = needs.option
    if any(not isinstance(each, NotEvaluated) and each[1] for each in needs.found_in(estate, application)):
        return Pass()
    if unproved := absence_unproved(application, option.section, option.option, "any"):
        return NotEvaluated(unproved)
    if not known:
        return NotEvaluated(f"{application.name}: its release is unknown")
    return Hit(
        message=f"{application.name} is connected to {listed(servers)}, and {option.option} is not set: {because}",
        place=file_of(application),
        help=f"set {option.option}",
    )
