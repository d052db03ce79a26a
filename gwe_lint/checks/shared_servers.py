"""Shared servers: members of a cluster or pair work with the same servers, or with such that share their data."""

from collections.abc import Iterator

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.checks.backups import clusters
from gwe_lint.checks.members_have import is_intended
from gwe_lint.checks.phrases import counted_names
from gwe_lint.estate.conditions import Condition
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of
from gwe_lint.estate.membership import tenants_known
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Prose
from gwe_lint.estate.reach import NO_CONNECTIONS
from gwe_lint.estate.redundancy import Group
from gwe_lint.estate.selectors import AppType
from gwe_lint.estate.topology import CLUSTER
from gwe_lint.text import listed

_Servers = tuple[Application, ...]
_Used = list[tuple[list[Application], _Servers]]  # members that share a server, and all servers that they use


def same_servers(
    estate: Estate, *, server: AppType, to: tuple[AppType, ...], intended: tuple[Condition, ...], because: Prose
) -> Iterator[Outcome]:
    """Members of a group are connected to different servers of one of these types, which share nothing.

    Of servers that only a client puts together, those count where a member or a client has a value ``intended``.
    """
    for group in estate.redundancy.groups(server):
        if not (_is_listed(estate, group) or is_intended(estate, group, intended)):
            continue
        for type in to:
            yield from _by_tenant(estate, group, type, because)


def _is_listed(estate: Estate, group: Group) -> bool:
    """True for a pair, and for servers of which one cluster lists two or more."""
    names = {each.name for each in group.members}
    return group.kind == "pair" or any(len(names & set(each.connects_to or ())) > 1 for each in clusters(estate))


def _by_tenant(estate: Estate, group: Group, type: AppType, because: Prose) -> Iterator[Outcome]:
    """Members that take chats of one tenant are compared. One finding is enough for a group."""
    outcome = _judged(estate, group, type, because)
    if group.kind == "pair" or not isinstance(outcome, Hit):
        yield outcome
        return
    tenants = {each.name: _tenants(each) for each in group.members}
    if unknown := [name for name, found in tenants.items() if not found]:
        yield NotEvaluated(f"{group.name}: the tenants of {listed(unknown)} are not known")
    every = frozenset[int]().union(*tenants.values())
    parts = [tuple(each for each in group.members if dbid in tenants[each.name]) for dbid in sorted(every)]
    outcomes = [_judged(estate, group._replace(members=part), type, because) for part in parts]
    yield next((each for each in outcomes if isinstance(each, Hit)), outcomes[0] if outcomes else Pass())


def _tenants(server: Application) -> frozenset[int]:
    """The tenants whose chats a server takes, as its endpoints and its assignment show; empty where neither does."""
    assigned = tenants_known(server)
    served = frozenset(int(dbid) for name in server.sections if (dbid := tenant_of(name)))
    return (served & assigned if served and assigned else frozenset()) or assigned or served


def _judged(estate: Estate, group: Group, type: AppType, because: Prose) -> Outcome:
    used: _Used = []
    reasons = [each.reason for each in group.gaps]
    for member in group.members:
        found = estate.topology.connected_to(member)
        if isinstance(found, NotEvaluated):
            reasons.append(f"{group.name}: connections of {member.name} are unknown ({NO_CONNECTIONS})")
            continue
        if gap := found.gap(member):
            reasons.append(gap.reason)
        elif servers := tuple(each for each in found.applications if each.type == type):
            _add(estate, used, member, servers)
    if len(used) < 2:
        return NotEvaluated(reasons[0]) if reasons else Pass()
    if group.assumed:
        return NotEvaluated(f"{group.name}: that they stand in for each other is assumed only")
    if unclear := _may_share(estate, used):
        return NotEvaluated(f"{group.name}: {unclear}")
    return _apart(group, used, estate.catalogue.title(type), because)


def _add(estate: Estate, used: _Used, member: Application, servers: _Servers) -> None:
    """Put a member to those that use one of its servers, or one that shares its data."""
    joined = [each for each in used if any(_are_one(estate, one, other) for one in each[1] for other in servers)]
    used[:] = [each for each in used if all(each is not other for other in joined)]
    members = [each for members, _ in joined for each in members]
    theirs = {each.name: each for _, others in joined for each in others} | {each.name: each for each in servers}
    used.append(([*members, member], tuple(theirs.values())))


def _are_one(estate: Estate, one: Application, other: Application) -> bool:
    """True for one server, for a server and its backup, and for members of one cluster."""
    if one.name == other.name or other.name in {str(one.backup), *_beside(estate, one)}:
        return True
    return one.name == str(other.backup)


def _beside(estate: Estate, server: Application) -> set[str]:
    """The names of the servers that are in a cluster with this one, however the cluster is made."""
    listing = (each for each in clusters(estate) if server.name in (each.connects_to or ()))
    names = {name for each in listing for name in each.connects_to or ()}
    for target in server.connects_to or ():
        if any(each.type == CLUSTER for each in estate.topology.named(target)):
            names |= {each.name for each in estate.topology.clients_of(target) if each.type == server.type}
    return names


def _may_share(estate: Estate, used: _Used) -> str:
    """Why servers may share their data all the same; empty where nothing shows that."""
    (_, first), *others = used
    for one in first:
        for other in (each for _, servers in others for each in servers):
            common = set(one.connects_to or ()) & set(other.connects_to or ())
            if unclear := sorted(name for name in common if _may_hold_data(estate, name)):
                return f"{one.name} and {other.name} are both connected to {listed(unclear)}, which may hold their data"
    open_clusters = [each.name for each in estate.whole_of_type(CLUSTER) if not each.connections]
    unknown = [each.name for _, servers in used for each in servers if each.connections is None]
    if open_clusters and unknown:
        return f"the connections of {listed(unknown)} are unknown, which may be members of {listed(open_clusters)}"
    return ""


def _may_hold_data(estate: Estate, name: str) -> bool:
    """True for a Resource Access Point, and for an object of a type that is not known."""
    return all(each.type in ("other", "resource-access-point") for each in estate.topology.named(name))


def _apart(group: Group, used: _Used, title: str, because: Prose) -> Hit:
    """The hit stands at a member outside of the majority."""
    most, *others = sorted(used, key=lambda each: len(each[0]), reverse=True)
    said = [f"{_are(members)} connected to {title} {_names(servers)}" for members, servers in (others[0], most)]
    first, *rest = [(member, servers) for members, servers in others for member in members]
    return Hit(
        message=f"{' while '.join(said)}: {because}",
        place=file_of(first[0]),
        help=f"connect all of {group.name} to the same {title}",
        related=tuple(
            Note(f"{member.name} is connected to {_names(servers)}", file_of(member))
            for member, servers in ((most[0][0], most[1]), *rest)
        ),
        discriminator=title,
    )


def _are(members: list[Application]) -> str:
    return f"{counted_names(members)} {'is' if len(members) == 1 else 'are'}"


def _names(servers: _Servers) -> str:
    return listed(dict.fromkeys(each.name for each in servers))
