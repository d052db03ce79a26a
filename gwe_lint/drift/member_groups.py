"""Who is compared with whom: pairs, clusters, and where none is known, all applications of one type in an estate."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwe_lint.drift.diff import subjects_of
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.redundancy import share_tenants
from gwe_lint.estate.topology import CLUSTER

# Of unknown types nobody knows that two are alike; two clusters are for different work.
_NO_MEMBERS = {"other", CLUSTER, "gwe-cluster"}


class Gathering(NamedTuple):
    """Members of one type that should agree, by name; ``unseen`` says of which members the options are not known."""

    estate: Estate
    name: str  # as a phrase: "the pair A and B", "the Chat Servers of Chat_Cluster"
    members: tuple[Subject, ...]
    unseen: tuple[str, ...] = ()
    assumed: bool = False  # True: nothing says that they belong together


def gatherings_of(estates: Sequence[Estate]) -> tuple[Gathering, ...]:
    """All groups in the order of estates, types and names; of one that is not seen whole, maybe one member only."""
    return tuple(each for estate in estates for each in _of_estate(estate))


def alone_in(estates: Sequence[Estate], gatherings: Sequence[Gathering]) -> tuple[str, ...]:
    """The applications with options that are in no group."""
    inside = {_key(each.application) for gathering in gatherings for each in gathering.members}
    return tuple(each.application.name for each in subjects_of(estates) if _key(each.application) not in inside)


_Key = tuple[str, int, str]


def _key(application: Application) -> _Key:
    return (application.path, application.export.line if application.export else 0, application.name)


def _of_estate(estate: Estate) -> Iterator[Gathering]:
    usable = {_key(each.application): each for each in subjects_of([estate])}
    for type in sorted({each.application.type for each in usable.values()} - _NO_MEMBERS):
        found = [
            # Whichever client is there to assume it: the name of an assumed group is that of its type.
            _gathered(
                estate, usable, all_of(estate, type) if each.assumed else each.name, each.members, each.unseen
            )._replace(assumed=each.assumed)
            for each in estate.redundancy.groups(type)
        ]
        servers = estate.of_type(type)
        if not found and len(servers) > 1 and share_tenants(servers):
            found = [_gathered(estate, usable, all_of(estate, type), servers, ())._replace(assumed=True)]
        yield from (each for each in found if each.members and len(each.members) + len(each.unseen) > 1)


def all_of(estate: Estate, type: str) -> str:
    """What a group is called that is nothing but all applications of a type."""
    return f"all of type {estate.catalogue.title(type)}"


def _gathered(
    estate: Estate,
    usable: dict[_Key, Subject],
    name: str,
    applications: Sequence[Application],
    unseen: Sequence[str],
) -> Gathering:
    """The group with those whose options are known; the others are unseen."""
    keys = sorted(map(_key, applications), key=lambda key: (key[2], key))
    hidden = (f"{key[2]} is a list of changes, or has no options" for key in keys if key not in usable)
    return Gathering(estate, name, tuple(usable[key] for key in keys if key in usable), (*unseen, *hidden))
