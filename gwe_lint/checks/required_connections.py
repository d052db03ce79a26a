"""Needs: to which servers an application has to be connected."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from gwe_lint.catalogue.fact import ANY
from gwe_lint.catalogue.releases import ALL, Releases
from gwe_lint.checks.backups import backup_known, clusters, pair_unknown
from gwe_lint.checks.needed_servers import Need, Reached, is_used, reached_by
from gwe_lint.checks.phrases import as_released, enabling, may_be_taken_over, release_unknown, switched_off
from gwe_lint.estate.conditions import Condition
from gwe_lint.estate.effective import absence_unproved
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Place, Prose
from gwe_lint.estate.reach import NO_CONNECTIONS, nothing_known
from gwe_lint.estate.redundancy import Group
from gwe_lint.estate.selectors import AppType
from gwe_lint.estate.topology import Topology
from gwe_lint.text import listed

Quantifier = Literal["some", "every", "one"]
_Judge = Callable[[Estate, Application, Reached, Need], Outcome | None]


class _Asking(NamedTuple):
    """Which applications are asked for a connection."""

    beside: tuple[AppType, ...]
    used_by: tuple[AppType, ...]
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    releases: Releases


def connected_to(
    estate: Estate,
    *,
    clients: tuple[AppType, ...],
    servers: tuple[AppType, ...],
    because: Prose,
    quantifier: Quantifier = "some",
    reasons: tuple[Prose, ...] = (),
    running: bool = False,
    needs: tuple[Condition, ...] = (),
    beside: tuple[AppType, ...] = (),
    used_by: tuple[AppType, ...] = (),
    when: tuple[Condition, ...] = (),
    unless: tuple[Condition, ...] = (),
    releases: Releases = ALL,
) -> Iterator[Outcome]:
    """An application is not connected to ``some`` server of each type, to ``every`` one, or to ``one`` at most.

    ``reasons`` has one for each type, for a message about some of them. With ``running`` a disabled server is none.
    ``every`` counts servers that stand in for each other, and applications that know one of them. With ``one`` several
    servers are right where a condition of ``needs`` holds. It judges applications that are connected to a server
    of a type ``beside``. With ``used_by`` it judges those to which one of these types is connected. One of the
    conditions ``when`` holds, and none of ``unless``.
    """
    judge = {"some": _some, "every": _every, "one": _one}[quantifier]
    groups = _clusters(estate, servers) if quantifier == "every" else ()
    need = Need(servers, because, reasons, needs, groups, running)
    asking = _Asking(beside, used_by, when, unless, releases)
    for application in _of_types(estate, clients) if need.groups or quantifier != "every" else ():
        outcome = _outcome(estate, application, judge, need, asking)
        if outcome is not None:
            yield outcome


def _outcome(estate: Estate, application: Application, judge: _Judge, need: Need, asking: _Asking) -> Outcome | None:
    asked = _asked(estate, application, asking.when, asking.unless)
    of_release = asking.releases.hold(application.running_release)
    if asked is None or application.type in need.servers or of_release is False:
        return None
    used = is_used(estate, application, asking.used_by) if asking.used_by else True
    if not used:
        return None
    reached = reached_by(estate.topology, application)
    if isinstance(asked, NotEvaluated):
        return asked
    if isinstance(used, NotEvaluated):
        return used
    if isinstance(reached, NotEvaluated):
        return reached
    if asking.beside and reached.types.isdisjoint(asking.beside):
        return nothing_known(application, reached.unknown)
    outcome = judge(estate, application, reached, need)
    return None if outcome is None else _stamped(application, outcome, asked, asking.releases)


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


def _some(estate: Estate, application: Application, reached: Reached, need: Need) -> Outcome:
    missing = [type for type in need.servers if type not in reached.or_idle]
    if not missing:
        off = [type for type in need.servers if type not in reached.running] if need.running else []
        return _disabled(application, reached, off, need) if off else Pass()
    words = listed([estate.catalogue.title(type) for type in missing])
    known = listed(application.connects_to) if application.connects_to else "nothing"
    return nothing_known(application, reached.unknown) or Hit(
        f"{application.name} has no connection to {words}: {need.why(missing)}",
        file_of(application),
        help=f"add {'the connection' if len(missing) == 1 else 'the connections'}; it is connected to {known}",
        discriminator=listed(missing),
    )


def _disabled(application: Application, reached: Reached, types: list[AppType], need: Need) -> Outcome:
    """All servers of these types are disabled; somebody may have done that for a while, so it is no error."""
    if gap := nothing_known(application, reached.unknown):
        return gap
    unsure = [each for type in types if (each := may_be_taken_over(application, reached.every, type))]
    types = [type for type in types if not reached.every.taken_over(type)]
    if not types:
        return unsure[0]
    off = [switched_off(reached.every, type) for type in types]
    names = tuple(dict.fromkeys(name for each in off for name in each))
    return Hit(
        f"{application.name} is connected to {listed(names)}, which {'is' if len(names) == 1 else 'are'} disabled: "
        f"{need.why(types)}",
        file_of(application),
        help=f"{enabling(off)}, or connect {application.name} to a server that runs",
        discriminator=listed(types),
        at_most="warning",
    )


def _every(estate: Estate, application: Application, reached: Reached, need: Need) -> Outcome | None:
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


def _one(estate: Estate, application: Application, reached: Reached, need: Need) -> Outcome | None:
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
