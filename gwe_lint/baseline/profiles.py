"""What the members of a cluster or pair have in common, so that their own files hold the host-specific rest only."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwe_lint.baseline.writer import Entry, Shared
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.redundancy import Group
from gwe_lint.estate.topology import CLUSTER


class Profile(NamedTuple):
    """What some of the entries share, by their position."""

    shared: Shared
    estate: str
    members: tuple[int, ...]


def profiles_of(entries: Sequence[Entry], estate: Estate, label: str) -> Iterator[Profile]:
    """The profiles of an estate, of the largest groups first; an application has one at most."""
    positions = {id(entry.application): position for position, entry in enumerate(entries)}
    taken: set[int] = set()
    for group in _groups(estate):
        found = [positions[id(each)] for each in group.members if id(each) in positions]
        members = tuple(sorted(position for position in found if position not in taken))
        shared = _shared(group, [entries[position] for position in members])
        if len(members) > 1 and shared.options:
            taken.update(members)
            yield Profile(shared, label, members)


def _groups(estate: Estate) -> list[Group]:
    types = sorted({application.type for application in estate.applications})
    found = [group for type in types for group in estate.redundancy.groups(type)]
    return sorted(found, key=lambda group: (-len(group.members), group.name))


def _shared(group: Group, entries: Sequence[Entry]) -> Shared:
    """The options that all have, with the same value of the same kind, and those that all rule out."""
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


def without(entry: Entry, profile: Profile, file: str) -> Entry:
    """The entry with what only this application has."""
    shared = profile.shared
    rest = {key: option for key, option in entry.options.items() if key not in shared.options}
    return entry._replace(options=rest, unset=entry.unset - shared.unset, profile=file)


def cluster_of(estate: Estate) -> dict[int, str]:
    """The name of the cluster of each application that is a member of one, by its identity; of several, the first."""
    topology = estate.topology
    names = sorted({each.name for each in estate.applications if each.type == CLUSTER})
    names += sorted({cluster.name for cluster in estate.clusters} - set(names))
    types = sorted({application.type for application in estate.applications} - {CLUSTER})
    found: dict[int, str] = {}
    for name in names:
        for type in types:
            servers: tuple[Application, ...] = topology.members_of(name, type).servers
            for server in servers:
                found.setdefault(id(server), name)
    return found
