"""Needed servers: what an application has to be connected to, and what it is connected to, over others too."""

from collections.abc import Sequence

from gwe_lint.estate.conditions import Condition
from gwe_lint.estate.connected import Connected, backups_of
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, NotEvaluated, Prose
from gwe_lint.estate.redundancy import Group
from gwe_lint.estate.selectors import AppType
from gwe_lint.estate.topology import Topology
from gwe_lint.text import listed

_SHARED = ("gwe-cluster", "application-cluster")  # their connections count for their nodes, and those for them


class Need:
    """To what an application has to be connected."""

    def __init__(
        self,
        servers: tuple[AppType, ...],
        because: Prose,
        reasons: tuple[Prose, ...],
        needs: tuple[Condition, ...],
        groups: tuple[Group, ...],
        running: bool,
    ) -> None:
        self.servers = servers
        self.because = because
        self.reasons = reasons
        self.needs = needs
        self.groups = groups  # of servers that stand in for each other; none where that is not asked
        self.running = running  # whether one that is disabled counts for nothing

    def why(self, types: Sequence[str]) -> str:
        """Why servers of these types are needed: the reason of each, or what is said of all of them."""
        found = [reason for type, reason in zip(self.servers, self.reasons, strict=False) if type in types]
        return listed(found) if found else self.because


class Reached:
    """What an application is connected to, over others too; ``direct`` is what its own connections lead to."""

    def __init__(self, direct: Connected, every: Connected) -> None:
        self.direct = direct
        self.every = every
        self.running = frozenset(each.type for each in every.applications)
        self.types = self.running | {each.type for each in every.disabled}
        self.or_idle = self.types | {member.type for each in every.idle for member in each.members}
        self.unknown = tuple(dict.fromkeys(every.unknown))


def reached_by(topology: Topology, application: Application) -> Reached | NotEvaluated:
    """What an application is connected to. The connections of its cluster application, or of nodes, count for it."""
    direct = topology.connected_to(application)
    if isinstance(direct, NotEvaluated):
        return direct
    named = [each for connection in application.connections or () for each in topology.named(connection.target.name)]
    idle = list(direct.idle)
    off = [each.cluster.name for each in idle]  # over which nothing is reached
    heads = [each for each in named if each.type in (*_SHARED, application.type) and each.name not in off]
    nodes = [
        each
        for each in topology.clients_of(application.name)
        if application.type in _SHARED or each.type == application.type
    ]
    applications = [*direct.applications, *(each for each in named if each.enabled is not False)]
    disabled = [*direct.disabled, *(each for each in named if each.enabled is False)]
    unknown = list(direct.unknown)
    for each in (*heads, *nodes):
        found = topology.connected_to(each)
        if isinstance(found, NotEvaluated):
            unknown.append(f"the connections of {each.name}")
        else:
            applications += found.applications
            disabled += found.disabled
            unknown += found.unknown
            idle += found.idle
    backups = backups_of(disabled, topology)
    return Reached(direct, Connected(tuple(applications), tuple(unknown), tuple(disabled), tuple(idle), backups))


def is_used(estate: Estate, server: Application, clients: tuple[AppType, ...]) -> bool | NotEvaluated:
    """Whether an application of one of these types is connected to a server; or that the connections are unknown."""
    unknown = None
    for client in estate.whole_of_type(*clients):
        found = estate.topology.connected_to(client)
        if isinstance(found, NotEvaluated):
            unknown = unknown or found
        elif any(each.name == server.name for each in found.applications):
            return True
    return unknown or False
