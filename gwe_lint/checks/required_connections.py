"""Needs: to which servers an application has to be connected."""

from collections.abc import Iterator, Sequence
from typing import Literal

from gwe_lint.catalogue.fact import ANY
from gwe_lint.catalogue.releases import ALL, Releases
from gwe_lint.checks.backups import backup_known, clusters, pair_unknown
from gwe_lint.checks.phrases import as_released, release_unknown
from gwe_lint.estate.conditions import Condition
from gwe_lint.estate.effective import absence_unproved
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Place, Prose
from gwe_lint.estate.reach import NO_CONNECTIONS, Connected, nothing_known
from gwe_lint.estate.redundancy import Group
from gwe_lint.estate.selectors import AppType
from gwe_lint.estate.topology import Topology
from gwe_lint.text import listed

Quantifier = Literal["some", "every", "one"]

_SHARED = ("gwe-cluster", "application-cluster")  # their connections count for their nodes, and those for them


class _Need:
    """To what an application has to be connected."""

    def __init__(
        self, servers: tuple[AppType, ...], because: Prose, needs: tuple[Condition, ...], groups: tuple[Group, ...]
    ) -> None:
        self.servers = servers
        self.because = because
        self.needs = needs
        self.groups = groups  # of servers that stand in for each other; none where that is not asked


class _Reached:
    """What an application is connected to; the types of all servers that count for it, and names of the unknown."""

    def __init__(self, direct: Connected, types: frozenset[str], unknown: tuple[str, ...]) -> None:
        self.direct = direct
        self.types = types
        self.unknown = unknown


def connected_to(
    estate: Estate,
    *,
    clients: tuple[AppType, ...],
    servers: tuple[AppType, ...],
    because: Prose,
    quantifier: Quantifier = "some",
    needs: tuple[Condition, ...] = (),
    beside: tuple[AppType, ...] = (),
    when: tuple[Condition, ...] = (),
    unless: tuple[Condition, ...] = (),
    releases: Releases = ALL,
) -> Iterator[Outcome]:
    """An application is not connected to ``some`` server of each type, to ``every`` one, or to ``one`` at most.

    ``every`` counts servers that stand in for each other, and applications that know one of them. With ``one`` several
    servers are right where a condition of ``needs`` holds. It judges applications that are connected to a server
    of a type ``beside``: one of the conditions ``when`` holds, and none of ``unless``.
    """
    topology = estate.topology
    judge = {"some": _some, "every": _every, "one": _one}[quantifier]
    need = _Need(servers, because, needs, _clusters(estate, servers) if quantifier == "every" else ())
    for application in _of_types(estate, clients) if need.groups or quantifier != "every" else ():
        asked = _asked(estate, application, when, unless)
        of_release = releases.hold(application.running_release)
        if asked is None or application.type in servers or of_release is False:
            continue
        reached = _reached(topology, application)
        if isinstance(asked, NotEvaluated):
            yield asked
        elif isinstance(reached, NotEvaluated):
            yield reached
        elif beside and reached.types.isdisjoint(beside):
            yield from filter(None, [nothing_known(application, reached.unknown)])
        elif (outcome := judge(estate, application, reached, need)) is not None:
            yield _stamped(application, outcome, asked, releases)


def _clusters(estate: Estate, servers: tuple[AppType, ...]) -> tuple[Group, ...]:
    every = [group for type in servers for group in estate.redundancy.groups(type)]
    return tuple(group for group in every if group.kind == "cluster" and not group.assumed)


def _stamped(application: Application, outcome: Outcome, at: Place, releases: Releases) -> Outcome:
    """The outcome; a hit at the place that asks for the connection, and only where the release is known."""
    if not isinstance(outcome, Hit):
        return outcome
    if releases.hold(application.running_release) is None:
        return release_unknown(application)
    return as_released(application, releases, outcome._replace(place=at))


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
    if found is None or isinstance(against, Place):
        return None
    return against or found


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


def _reached(topology: Topology, application: Application) -> _Reached | NotEvaluated:
    """With what counts for it too: connections of its cluster application, of nodes, and to what is disabled now."""
    direct = topology.connected_to(application)
    if isinstance(direct, NotEvaluated):
        return direct
    named = [each for connection in application.connections or () for each in topology.named(connection.target.name)]
    heads = [each for each in named if each.type in (*_SHARED, application.type)]
    nodes = [
        each
        for each in topology.clients_of(application.name)
        if application.type in _SHARED or each.type == application.type
    ]
    types = {each.type for each in (*named, *direct.applications)}
    unknown = list(direct.unknown)
    for each in (*heads, *nodes):
        found = topology.connected_to(each)
        if isinstance(found, NotEvaluated):
            unknown.append(f"the connections of {each.name}")
        else:
            types |= {server.type for server in found.applications}
            unknown += found.unknown
    return _Reached(direct, frozenset(types), tuple(dict.fromkeys(unknown)))


def _some(estate: Estate, application: Application, reached: _Reached, need: _Need) -> Outcome:
    missing = [type for type in need.servers if type not in reached.types]
    if not missing:
        return Pass()
    words = listed([estate.catalogue.title(type) for type in missing])
    known = listed(application.connects_to) if application.connects_to else "nothing"
    return nothing_known(application, reached.unknown) or Hit(
        f"{application.name} has no connection to {words}: {need.because}",
        file_of(application),
        help=f"add {'the connection' if len(missing) == 1 else 'the connections'}; it is connected to {known}",
        discriminator=listed(missing),
    )


def _every(estate: Estate, application: Application, reached: _Reached, need: _Need) -> Outcome | None:
    names = {each.name for each in reached.direct.applications}
    known = sorted({each.name for group in need.groups for each in group.members if each.name in names})
    missing = _lacking(estate, application, names, need.groups)
    if not missing:
        return Pass() if known else None
    if gap := reached.direct.gap(application):
        return gap
    if paired := _pairs_unknown(estate, need.groups, missing):
        return paired
    if unsure := [each.name for each in missing if _may_be_of_another(estate, application, each)]:
        return NotEvaluated(f"{application.name}: connections of {listed(unsure)} are unknown ({NO_CONNECTIONS})")
    return Hit(
        f"{application.name} is connected to {listed(known)} and not to {listed([each.name for each in missing])}: "
        f"{need.because}",
        file_of(application),
        help="add the connection" if len(missing) == 1 else "add the connections",
        related=tuple(Note("not connected", file_of(each)) for each in missing),
    )


def _lacking(estate: Estate, application: Application, names: set[str], groups: Sequence[Group]) -> list[Application]:
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
        if name not in names | backups and not _is_of_another(estate.topology, application, each)
    ]


def _pairs_unknown(estate: Estate, groups: Sequence[Group], missing: Sequence[Application]) -> NotEvaluated | None:
    """Why one that is missing may be a backup, to which nothing is connected; None where that is known.

    A cluster lists no backups.
    """
    names = {each.name for each in missing}
    members = [each for group in groups if any(each.name in names for each in group.members) for each in group.members]
    listing = [each for each in clusters(estate) if names <= set(each.connects_to or ())]
    unknown = [] if listing else [each for each in members if not backup_known(each)]
    return pair_unknown(unknown[0]) if unknown else None


def _is_of_another(topology: Topology, application: Application, member: Application) -> bool:
    """True where a member is connected to others of the application's type only: it works with them."""
    found = topology.connected_to(member)
    if isinstance(found, NotEvaluated):
        return False
    peers = [each.name for each in found.applications if each.type == application.type]
    return bool(peers) and application.name not in peers


def _may_be_of_another(estate: Estate, application: Application, member: Application) -> bool:
    return member.connections is None and len(estate.whole_of_type(application.type)) > 1


def _one(estate: Estate, application: Application, reached: _Reached, need: _Need) -> Outcome | None:
    servers = {each.name: each for each in reached.direct.applications if each.type in need.servers}
    for backup in [str(each.backup) for each in servers.values() if each.backup]:
        servers.pop(backup, None)
    if len(servers) < 2:
        return None
    for condition in need.needs:
        if any(not isinstance(each, NotEvaluated) and each[1] for each in condition.found_in(estate, application)):
            return Pass()
        if unproved := absence_unproved(application, condition.option.section, condition.option.option, "any"):
            return NotEvaluated(unproved)
    options = [each.option.option for each in need.needs]
    without = f", and {listed(options)} is not set" if options else ""
    return Hit(
        f"{application.name} is connected to {listed(tuple(servers))}{without}: {need.because}",
        file_of(application),
        help=f"set {listed(options)}" if options else "keep the connection to one of them",
    )
