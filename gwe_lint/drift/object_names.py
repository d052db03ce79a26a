"""References to other objects, by name or by DBID: which of them name the same object on both sides."""

from collections.abc import Iterable, Mapping, Sequence

from gwe_lint.drift.subject import Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import CONNECTIONS, TENANTS, Application
from gwe_lint.exports.records import Target

ONE_NAME_ONE_DBID = "one side has the name only, the other one the DBID only"


def with_names_of_dbids(subject: Subject, other: Application, objects: Mapping[int, str]) -> Subject:
    """The application, with names in place of DBIDs that the other side knows.

    ``objects`` are the names of all applications of the other side's estate, by DBID.
    """
    application = subject.application
    links, tenants, backup = application.connections, application.tenants, application.backup
    if all(each.name for each in (*servers_of(application), *(tenants or ()))):
        return subject
    names = {**objects, **_names(servers_of(other))}
    targets = _named([each.target for each in links or ()], names)
    application = application._replace(
        connections=links and tuple(each._replace(target=new) for each, new in zip(links, targets, strict=True)),
        tenants=tenants and _named(tenants, _names(other.tenants or ())),
        backup=backup and _named([backup], names)[0],
    )
    return subject._replace(application=application)


def with_new_names(subject: Subject, names: Mapping[str, str]) -> Subject:
    """The application; its references to objects that have another name on the other side have that name."""
    application = subject.application
    links, backup = application.connections, application.backup
    if not names.keys() & {each.name for each in servers_of(application)}:
        return subject
    application = application._replace(
        connections=links and tuple(each._replace(target=_renamed(each.target, names)) for each in links),
        backup=backup and _renamed(backup, names),
    )
    return subject._replace(application=application)


def _renamed(target: Target, names: Mapping[str, str]) -> Target:
    return target._replace(name=names.get(target.name, target.name))


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
