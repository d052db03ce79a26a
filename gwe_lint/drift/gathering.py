"""Who is compared with whom: pairs, clusters, and where none is known, all applications of one type in an estate."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwe_lint.drift.compare import subjects_of
from gwe_lint.drift.sides import Subject
from gwe_lint.groups import backup_of, groups_of
from gwe_lint.model import Application, Estate
from gwe_lint.topology import CLUSTER

# Of unknown types nobody knows that two are alike; two clusters are for different work.
_NO_MEMBERS = {"other", CLUSTER, "gwe-cluster"}


class Gathering(NamedTuple):
    """Members of one type that should agree, by name; ``unseen`` are members whose options are not known."""

    estate: Estate
    name: str  # as a phrase: "the pair A and B", "the Chat Servers of Chat_Cluster"
    members: tuple[Subject, ...]
    unseen: tuple[str, ...] = ()
    assumed: bool = False  # True: nothing says that they belong together


def gatherings_of(estates: Sequence[Estate]) -> tuple[Gathering, ...]:
    """All groups of two members at least, in the order of estates, types and names."""
    return tuple(each for estate in estates for each in _of_estate(estate))


def alone_in(estates: Sequence[Estate], gatherings: Sequence[Gathering]) -> tuple[str, ...]:
    """The applications with options that are in no group."""
    inside = {_key(member) for gathering in gatherings for member in gathering.members}
    return tuple(each.application.name for each in subjects_of(estates) if _key(each) not in inside)


def _key(subject: Subject) -> tuple[str, int, str]:
    application = subject.application
    return (application.path, application.export.line if application.export else 0, application.name)


def _of_estate(estate: Estate) -> Iterator[Gathering]:
    usable = {_key(each): each for each in subjects_of([estate])}
    for type in sorted({each.application.type for each in usable.values()} - _NO_MEMBERS):
        found = _largest([_gathered(estate, usable, *each) for each in _known(estate, type)])
        found = found or [_gathered(estate, usable, *_all(estate, type))]
        yield from (each for each in found if len(each.members) > 1)


_Group = tuple[str, tuple[Application, ...], tuple[str, ...], bool]


def _known(estate: Estate, type: str) -> Iterator[_Group]:
    """The groups that are known. The backup servers of members belong to their cluster: they take over from them."""
    for group in groups_of(estate, type):
        backups = [backup for each in group.members if (backup := backup_of(estate, each))]
        everyone = {_key(Subject(estate, each)): each for each in (*group.members, *backups)}
        name = _name_of_all(estate, type) if group.assumed else group.name  # whichever client is there to assume it
        yield name, tuple(everyone.values()), group.unseen, group.assumed


def _all(estate: Estate, type: str) -> _Group:
    return _name_of_all(estate, type), estate.of_type(type), (), True


def _name_of_all(estate: Estate, type: str) -> str:
    return f"all of type {estate.catalogue.title(type)}"


def _gathered(
    estate: Estate,
    usable: dict[tuple[str, int, str], Subject],
    name: str,
    applications: tuple[Application, ...],
    unseen: tuple[str, ...],
    assumed: bool,
) -> Gathering:
    """The group with those whose options are known; the others are unseen."""
    keys = [_key(Subject(estate, each)) for each in applications]
    members = sorted(
        (usable[key] for key in keys if key in usable), key=lambda each: (each.application.name, _key(each))
    )
    hidden = {name for *_, name in keys} - {each.application.name for each in members}
    return Gathering(estate, name, tuple(members), tuple(sorted({*unseen, *hidden})), assumed)


def _largest(gatherings: Sequence[Gathering]) -> list[Gathering]:
    """The groups that are not inside of another one: what differs in a pair differs in its cluster as well."""
    ways = [frozenset(map(_key, each.members)) for each in gatherings]
    return [
        each
        for number, each in enumerate(gatherings)
        if not any(ways[number] < other for other in ways) and ways[number] not in ways[:number]
    ]
