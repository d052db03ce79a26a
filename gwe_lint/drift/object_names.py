"""References to other objects, by name or by DBID: which of them name the same object on both sides."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.drift.pairing import Match, names_changed, with_better_name
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import CONNECTIONS, TENANTS, Application
from gwe_lint.exports.records import Target

ONE_NAME_ONE_DBID = "one side has the name only, the other one the DBID only"


class ObjectNames(NamedTuple):
    """What both sides call the objects of their estates, by the identity of the estate."""

    objects: Mapping[int, dict[int, str]]  # by DBID
    known: Mapping[int, dict[int, str]]  # by DBID, without names that only files have
    changed: Mapping[int, tuple[Mapping[str, str], Mapping[str, str]]]  # other names, of both sides, by today's estate

    def aligned(self, former: Subject, subject: Subject) -> tuple[Subject, Subject]:
        """Both sides of an application, with one name for each object that both refer to."""
        old, new = with_better_name(former, subject), with_better_name(subject, former)
        before, now = self.changed[id(new.estate)]
        new = _with_new_names(new, now, {})
        by_dbid = ChainMap(_names(servers_of(new.application)), self.known[id(new.estate)])
        old = _with_names_of(_with_new_names(old, before, by_dbid), new.application)
        sides = (_names(servers_of(each.application)) for each in (new, old))
        estates = (id(new.estate), id(old.estate))
        names = ChainMap(*sides, *(self.known[each] for each in estates), *(self.objects[each] for each in estates))
        then = _with_names_of_dbids(old, new.application, names)
        return then, _with_names_of_dbids(new, old.application, names)


def object_names(estates: Iterable[Estate], matches: Sequence[Match]) -> ObjectNames:
    """The names of the objects of the estates of both sides."""
    by_identity = {id(each): each for each in estates}
    objects = {number: _objects_of(estate.applications) for number, estate in by_identity.items()}
    known = {
        number: _objects_of(each for each in estate.applications if not each.named_by_file)
        for number, estate in by_identity.items()
    }
    in_estate: dict[int, list[Match]] = {number: [] for number in by_identity}
    for match in matches:
        in_estate[id(match[1].estate)].append(match)
    return ObjectNames(objects, known, {number: names_changed(each) for number, each in in_estate.items()})


def _with_names_of_dbids(subject: Subject, other: Application, names: Mapping[int, str]) -> Subject:
    """The application, with names in place of DBIDs that either side knows.

    ``names`` are those of servers by DBID, the same for both sides. Of tenants the other application knows them.
    """
    application = subject.application
    links, tenants, backup = application.connections, application.tenants, application.backup
    if all(each.name for each in (*servers_of(application), *(tenants or ()))):
        return subject
    targets = _named([each.target for each in links or ()], names)
    application = application._replace(
        connections=links and tuple(each._replace(target=new) for each, new in zip(links, targets, strict=True)),
        tenants=tenants and _named(tenants, _names(other.tenants or ())),
        backup=backup and _named([backup], names)[0],
    )
    return subject._replace(application=application)


def _with_new_names(subject: Subject, names: Mapping[str, str], by_dbid: Mapping[int, str]) -> Subject:
    """The application; its references to objects that have another name on the other side have that name.

    ``names`` are those of renamed objects, by the name on this side. What ``by_dbid`` has wins over them: an object
    that both sides know by its DBID is the same, whatever it is called.
    """
    application = subject.application
    links, backup = application.connections, application.backup
    targets = _called(servers_of(application), names, by_dbid)
    if all(old == new for old, new in targets.items()):
        return subject
    application = application._replace(
        connections=links and tuple(each._replace(target=targets[each.target]) for each in links),
        backup=backup and targets[backup],
    )
    return subject._replace(application=application)


def _called(targets: Iterable[Target], names: Mapping[str, str], by_dbid: Mapping[int, str]) -> dict[Target, Target]:
    """Each target as the other side calls it. Where two would have one name then, each keeps its own."""
    called = {each: each for each in targets}
    for each in called:
        if each.name:
            called[each] = each._replace(name=by_dbid.get(each.dbid or 0) or names.get(each.name, each.name))
    apart = len({str(each) for each in called.values()}) == len({str(each) for each in called})
    return called if apart else {each: each for each in called}


def _with_names_of(subject: Subject, other: Application) -> Subject:
    """The application; its host and its tenants are called as the other side calls those of the same DBID."""
    application = subject.application
    host, tenants = application.host, application.tenants
    same_host = host and other.host and host.dbid is not None and host.dbid == other.host.dbid
    named_tenants = _called(tenants or (), {}, _names(other.tenants or ()))
    application = application._replace(
        host=other.host if same_host else host,
        tenants=tenants and tuple(named_tenants[each] for each in tenants),
    )
    return subject._replace(application=application)


def servers_of(application: Application) -> tuple[Target, ...]:
    """The servers that an application refers to."""
    backup = (application.backup,) if application.backup else ()
    return (*(each.target for each in application.connections or ()), *backup)


def _objects_of(applications: Iterable[Application]) -> dict[int, str]:
    return _names(Target(each.name, each.dbid) for each in applications)


def _names(targets: Iterable[Target]) -> dict[int, str]:
    return {each.dbid: each.name for each in targets if each.name and each.dbid is not None}


def _named(targets: Sequence[Target], names: Mapping[int, str]) -> tuple[Target, ...]:
    """The targets, each with the name of its DBID where it has none. A name that another target has is not given."""
    taken = {each.name for each in targets}
    renamed = [
        each if each.name or each.dbid is None else Target(names.get(each.dbid, ""), each.dbid) for each in targets
    ]
    return tuple(old if new.name in taken else new for old, new in zip(targets, renamed, strict=True))


def uncertain_names(before: Application, after: Application, section: str) -> frozenset[str]:
    """The names in a section that are on one side only, and may have another name on the other side."""
    old, new = _targets(before, section), _targets(after, section)
    old_only = [each for name, each in old.items() if name not in new]
    new_only = [each for name, each in new.items() if name not in old]
    uncertain = {target for one in old_only for other in new_only if _may_be(one, other) for target in (one, other)}
    return frozenset(map(str, uncertain))


def uncertain_property(before: Application, after: Application, name: str) -> bool:
    """True where one side has only the name of that server or host, and the other one only the DBID."""
    old, new = getattr(before, name), getattr(after, name)
    return bool(old and new and old != new and _may_be(old, new))


def _targets(application: Application, section: str) -> dict[str, Target]:
    targets: dict[str, tuple[Target, ...]] = {
        CONNECTIONS: tuple(each.target for each in application.connections or ()),
        TENANTS: application.tenants or (),
    }
    return {str(each): each for each in targets.get(section, ())}


def _may_be(one: Target, other: Target) -> bool:
    """True where neither the names nor the DBIDs of both are known."""
    return not (one.name and other.name) and (one.dbid is None or other.dbid is None)
