"""References to other objects, by name or by DBID: which of them are the same on both sides of one estate."""

from collections.abc import Iterable, Mapping, Sequence

from gwe_lint.drift.subject import Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import CONNECTIONS, OBJECT, TENANTS, Application
from gwe_lint.exports.records import Target

UNTOLD = "one side has the name only, the other one the DBID only"


def aligned(subject: Subject, other: Application, objects: Mapping[int, str]) -> Subject:
    """The application with names for what it refers to by DBID only, where the other side knows the DBID.

    ``objects`` are the names of all applications of the other side's estate, by DBID.
    """
    one = subject.application
    links, tenants, backup = one.connections, one.tenants, one.backup
    if all(each.name for each in (*servers_of(one), *(tenants or ()))):
        return subject
    called = {**objects, **_names(servers_of(other))}
    targets = _named([each.target for each in links or ()], called)
    application = one._replace(
        connections=links and tuple(each._replace(target=new) for each, new in zip(links, targets, strict=True)),
        tenants=tenants and _named(tenants, _names(other.tenants or ())),
        backup=backup and _named([backup], called)[0],
    )
    return subject._replace(application=application)


def servers_of(application: Application) -> tuple[Target, ...]:
    """The servers that an application refers to."""
    backup = (application.backup,) if application.backup else ()
    return (*(each.target for each in application.connections or ()), *backup)


def objects_of(estate: Estate) -> Mapping[int, str]:
    """The names of the applications of an estate by DBID."""
    return _names(Target(each.name, each.dbid) for each in estate.applications)


def _names(targets: Iterable[Target]) -> dict[int, str]:
    return {each.dbid: each.name for each in targets if each.name and each.dbid is not None}


def _named(targets: Sequence[Target], names: Mapping[int, str]) -> tuple[Target, ...]:
    """The targets; those without a name with that of their DBID, unless another one has this name here already."""
    taken = {each.name for each in targets}
    found = [
        each if each.name or each.dbid is None else Target(names.get(each.dbid, ""), each.dbid) for each in targets
    ]
    return tuple(old if new.name in taken else new for old, new in zip(targets, found, strict=True))


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
