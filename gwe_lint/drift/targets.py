"""References to other objects, by name or by DBID: which of them are the same on both sides of one estate."""

from collections.abc import Iterable, Sequence

from gwe_lint.drift.sides import CONNECTIONS, OBJECT, TENANTS, Subject
from gwe_lint.model import Application, Estate
from gwe_lint.records import Target

UNTOLD = "one side has the name only, the other one the DBID only"


def aligned(subject: Subject, other: Subject) -> Subject:
    """The application with names for what it refers to by DBID only, where the other side knows the DBID."""
    one, there = subject.application, other.application
    servers, tenants = servers_of(one), one.tenants or ()
    if all(each.name for each in (*servers, *tenants)):
        return subject
    called = _named(servers, [*servers_of(there), *_objects(other.estate)])
    owners = _named(tenants, there.tenants or ())
    application = one._replace(
        connections=one.connections
        and tuple(each._replace(target=called.get(each.target, each.target)) for each in one.connections),
        tenants=one.tenants and tuple(owners.get(each, each) for each in one.tenants),
        backup=one.backup and called.get(one.backup, one.backup),
    )
    return subject._replace(application=application)


def servers_of(application: Application) -> tuple[Target, ...]:
    """The servers that an application refers to."""
    backup = (application.backup,) if application.backup else ()
    return (*(each.target for each in application.connections or ()), *backup)


def _objects(estate: Estate) -> Iterable[Target]:
    return (Target(each.name, each.dbid) for each in estate.applications if each.dbid is not None)


def _named(targets: Sequence[Target], known: Iterable[Target]) -> dict[Target, Target]:
    """Those without a name, with the one that is known; not with a name that another one has here already."""
    names: dict[int | None, str] = {}
    for each in known:
        if each.name and each.dbid is not None:
            names.setdefault(each.dbid, each.name)
    taken = {each.name for each in targets}
    return {
        each: Target(names[each.dbid], each.dbid)
        for each in targets
        if not each.name and each.dbid in names and names[each.dbid] not in taken
    }


def untold(before: Application, after: Application, section: str) -> frozenset[str]:
    """The names in a section that are on one side only, and may be called otherwise on the other one."""
    old, new = _targets(before, section), _targets(after, section)
    gone = [each for name, each in old.items() if name not in new]
    come = [each for name, each in new.items() if name not in old]
    found = {target for one in gone for other in come if _may_be(one, other) for target in (one, other)}
    return frozenset(("backup",) if section == OBJECT and found else map(str, found))


def _targets(application: Application, section: str) -> dict[str, Target]:
    found: dict[str, tuple[Target, ...]] = {
        CONNECTIONS: tuple(each.target for each in application.connections or ()),
        TENANTS: application.tenants or (),
        OBJECT: (application.backup,) if application.backup else (),
    }
    return {str(each): each for each in found.get(section, ())}


def _may_be(one: Target, other: Target) -> bool:
    """True where neither the names nor the DBIDs of both are known."""
    return not (one.name and other.name) and (one.dbid is None or other.dbid is None)
