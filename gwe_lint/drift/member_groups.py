"""Groups of members to compare: pairs, clusters, or else all applications of one type in an estate."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwe_lint.drift.diff import subjects_of
from gwe_lint.drift.option_names import with_documented_names
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.topology import CLUSTER

# Of unknown types nobody knows that two are alike; two clusters are for different work.
_NO_MEMBERS = {"other", CLUSTER, "gwe-cluster"}


class MemberGroup(NamedTuple):
    """Members of one type that should agree, by name. ``unseen`` says which members have unknown options."""

    estate: Estate
    name: str  # as a phrase: "the pair A and B", "the Chat Servers of Chat_Cluster"
    members: tuple[Subject, ...]
    unseen: tuple[str, ...] = ()
    assumed: bool = False  # True: nothing says that they belong together


def member_groups_of(estates: Sequence[Estate]) -> tuple[MemberGroup, ...]:
    """All groups in the order of estates, types and names. A group that is partly unseen may have one member only."""
    return tuple(each for estate in estates for each in _groups_of_estate(estate))


def alone_in(estates: Sequence[Estate], member_groups: Sequence[MemberGroup]) -> tuple[str, ...]:
    """The applications with options that are in no group."""
    inside = {_key(each.application) for member_group in member_groups for each in member_group.members}
    return tuple(each.application.name for each in subjects_of(estates) if _key(each.application) not in inside)


_Key = tuple[str, int, str]


def _key(application: Application) -> _Key:
    return (application.path, application.export.line if application.export else 0, application.name)


def _groups_of_estate(estate: Estate) -> Iterator[MemberGroup]:
    comparable = {_key(each.application): with_documented_names(each) for each in subjects_of([estate])}
    for type in sorted({each.application.type for each in comparable.values()} - _NO_MEMBERS):
        groups = estate.redundancy.groups(type)
        for group in groups or estate.redundancy.supposed(type):
            # Whichever client is there to assume it: the name of an assumed group is that of its type.
            name = f"{all_of(estate, type)} {group.part}".rstrip() if group.assumed else group.name
            known = _with_known_options(estate, comparable, name, group.members, group.unseen)
            if known.members and len(known.members) + len(known.unseen) > 1:
                yield known._replace(assumed=group.assumed)


def all_of(estate: Estate, type: str) -> str:
    """The name of a group that is all applications of a type."""
    return f"all of type {estate.catalogue.title(type)}"


def _with_known_options(
    estate: Estate,
    comparable: dict[_Key, Subject],
    name: str,
    applications: Sequence[Application],
    unseen: Sequence[str],
) -> MemberGroup:
    """The group of the members whose options are known. The others become ``unseen``."""
    keys = sorted(map(_key, applications), key=lambda key: (key[2], key))
    hidden = (
        f"{key[2]} is a list of changes, or has no options in its export" for key in keys if key not in comparable
    )
    return MemberGroup(estate, name, tuple(comparable[key] for key in keys if key in comparable), (*unseen, *hidden))
