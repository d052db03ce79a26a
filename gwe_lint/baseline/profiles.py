"""Profiles: the options that members of a cluster or pair share. Their own files hold the host-specific rest."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwe_lint.baseline.writer import Entry, Shared
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.redundancy import Group
from gwe_lint.estate.topology import CLUSTER


class Profile(NamedTuple):
    """The shared options of some entries, and the positions of these."""

    shared: Shared
    estate: str
    members: tuple[int, ...]


def profiles_of(entries: Sequence[Entry], estate: Estate, label: str) -> Iterator[Profile]:
    """The profiles of an estate, the largest groups first. An application has one profile at most."""
    positions = {id(entry.application): position for position, entry in enumerate(entries)}
    assigned: set[int] = set()
    for group in _groups(estate):
        with_entries = [positions[id(each)] for each in group.members if id(each) in positions]
        members = tuple(sorted(position for position in with_entries if position not in assigned))
        shared = _shared(group, [entries[position] for position in members])
        if len(members) > 1 and shared.options:
            assigned.update(members)
            yield Profile(shared, label, members)


def _groups(estate: Estate) -> list[Group]:
    types = sorted({application.type for application in estate.applications})
    groups = [group for type in types for group in estate.redundancy.groups(type)]
    return sorted(groups, key=lambda group: (-len(group.members), group.name))


def _shared(group: Group, entries: Sequence[Entry]) -> Shared:
    """The options that all entries have with the same value and kind, and those that all keep unset."""
    if not entries:
        return Shared(group.name, {})
    first, *others = entries
    options = {
        key: option
        for key, option in first.options.items()
        if all(
            (found := each.options.get(key)) and (found.value, found.kind) == (option.value, option.kind)
            for each in others
        )
    }
    return Shared(group.name, options, frozenset.intersection(*(entry.unset for entry in entries)))


def without_shared(entry: Entry, profile: Profile, file: str) -> Entry:
    """The entry without the options of its profile."""
    shared = profile.shared
    rest = {key: option for key, option in entry.options.items() if key not in shared.options}
    return entry._replace(options=rest, unset=entry.unset - shared.unset, profile=file)


def cluster_of(estate: Estate) -> dict[int, str]:
    """The cluster's name for each member, by the identity of the application. The first of several clusters counts."""
    topology = estate.topology
    names = sorted({each.name for each in estate.applications if each.type == CLUSTER})
    names += sorted({cluster.name for cluster in estate.clusters} - set(names))
    types = sorted({application.type for application in estate.applications} - {CLUSTER})
    cluster_by_application: dict[int, str] = {}
    for name in names:
        for type in types:
            servers: tuple[Application, ...] = topology.members_of(name, type).servers
            for server in servers:
                cluster_by_application.setdefault(id(server), name)
    return cluster_by_application
