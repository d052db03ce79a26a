"""Merge exports into applications: several exports of one application become one, and references get names."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from gwe_lint.estate.model import Application
from gwe_lint.estate.said import with_said
from gwe_lint.exports.detect import gax_name
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.one_object import put_together
from gwe_lint.exports.product import application_type
from gwe_lint.exports.records import Document, Export, Identity, Target
from gwe_lint.exports.tenants import ENVIRONMENT, tenant_named
from gwe_lint.paths import stem_of

_UNNAMED = Identity()  # of an export that says nothing but options


def applications_of(
    documents: Iterable[Document], folder_names: Mapping[str, str] = MappingProxyType({})
) -> tuple[Application, ...]:
    """The applications of all documents, in the order of the documents. References by DBID have no names yet.

    Exports of one DBID are one application, and so is an export without options with the others of its name. A list
    of changes takes all but its options from the application that it changes. ``folder_names`` are names for files
    whose own names say nothing, by path.
    """
    exports = [export for document in documents for export in document.exports]
    if not any(each.identity.dbid or each.completeness in ("delta", "none") for each in exports):
        return tuple([_application(export, folder_names) for export in exports])  # each is an application of its own
    applications = [_application(export, folder_names) for export in _merged(exports)]
    with_all = {application.name: application for application in applications if application.completeness != "delta"}
    return tuple(
        with_all[application.name]._replace(
            export=application.export, because=f"as in {with_all[application.name].path}"
        )
        if application.completeness == "delta" and application.name in with_all
        else application
        for application in applications
    )


def name_of(export: Export, folder_names: Mapping[str, str] = MappingProxyType({})) -> tuple[str, bool]:
    """The name of the application, and whether the object has it.

    Without a name of its own it is called after its file or folder. One of many in a file is called after its DBID.
    """
    if export.identity.name:
        return export.identity.name, True
    if not FORMATS[export.format].one_application:
        return f"DBID {export.identity.dbid}" if export.identity.dbid else "unnamed", False
    by_file, by_itself = _name_in(export.path.rpartition("/")[2])
    return by_file if by_itself else folder_names.get(export.path, by_file), False


@lru_cache(maxsize=4096)  # estates call their files alike
def _name_in(file_name: str) -> tuple[str, bool]:
    """The name in that of a file, and whether that says by itself which object it is."""
    gax = gax_name(file_name)
    return (gax.stem, True) if gax else (stem_of(file_name), False)


def _merged(exports: Sequence[Export]) -> list[Export]:
    """The exports, each put together with the others of its object, in the order in which they were read."""
    whole = [export for export in exports if export.completeness != "delta"]
    names = _names_by_dbid(whole)
    objects: dict[object, list[Export]] = {}
    for export in whole:
        objects.setdefault(_object_of(export, names), []).append(export)
    by_name: dict[str, list[Export]] = {}
    for merged in map(put_together, objects.values()):
        by_name.setdefault(name_of(merged)[0], []).append(merged)
    found = [each for namesakes in by_name.values() for each in _with_listing(namesakes)]
    found += [_with_name(export, found) for export in exports if export.completeness == "delta"]
    order = {(each.path, each.line, each.column): position for position, each in enumerate(exports)}
    return sorted(found, key=lambda each: order[each.path, each.line, each.column])


def _names_by_dbid(exports: Iterable[Export]) -> dict[int, set[str]]:
    """The names that the objects of each DBID have; two of them are two installations in one estate."""
    names: dict[int, set[str]] = {}
    for export in exports:
        if export.identity.dbid:
            names.setdefault(export.identity.dbid, set()).update(filter(None, [export.identity.name]))
    return names


def _object_of(export: Export, names: dict[int, set[str]]) -> object:
    """What is equal for exports of one object: its DBID and its name. Without a DBID it is the export itself."""
    dbid, name = export.identity.dbid, export.identity.name
    if not dbid:
        return id(export)
    known = names[dbid]
    return dbid, name or (next(iter(known)) if len(known) == 1 else None)


def _with_listing(namesakes: list[Export]) -> list[Export]:
    """The exports of one name. Each one without a DBID is put together with those that hold no options."""
    listing = [each for each in namesakes if each.completeness == "none"]
    rest = [each for each in namesakes if each.completeness != "none"]
    if any(not each.identity.dbid for each in rest):
        return [each if each.identity.dbid else put_together([each, *listing]) for each in rest]
    known = any(each.identity.dbid for each in listing)
    return [*rest, *([put_together(listing)] if listing and not known else listing)]


def _with_name(delta: Export, exports: Iterable[Export]) -> Export:
    """The list of changes under the name of the object that it changes, where its DBID tells."""
    own = delta.identity
    named = [each for each in exports if own.dbid and each.identity.dbid == own.dbid]
    if own.name or len(named) != 1:
        return delta
    return delta._replace(identity=own._replace(name=name_of(named[0])[0]))


def _application(export: Export, folder_names: Mapping[str, str]) -> Application:
    recognised, certain = application_type(export)
    name, named = name_of(export, folder_names)
    application = Application(
        name=name,
        type=recognised.type,
        because=recognised.because,
        certain=certain,
        export=export,
        dbid=export.identity.dbid,
        named_by_file=not named,
    )
    return application if export.identity == _UNNAMED else with_said(application, export.identity)


def with_reference_names(applications: Iterable[Application], tenants: Iterable[Target]) -> tuple[Application, ...]:
    """The applications; each reference by DBID has a name where the estate holds the object."""
    applications = tuple(applications)
    names: dict[int, str | None] = {}
    for application in applications:
        if application.dbid:
            known = names.setdefault(application.dbid, application.name)
            if known != application.name:
                names[application.dbid] = None  # two applications of one DBID: nobody knows which is meant
    known_tenants = (*tenants, ENVIRONMENT)
    renamed = tuple(_with_reference_names(application, names, known_tenants) for application in applications)
    clusters = {application.name for application in renamed if application.type == "gwe-cluster"}
    return tuple(_typed_by_cluster(application, clusters) for application in renamed)


def _typed_by_cluster(application: Application, clusters: set[str]) -> Application:
    """The application; of type ``gwe-server`` where it is unknown and connected to a Web Engagement Cluster."""
    if application.type != "other" or application.certain:
        return application
    cluster = next((name for name in application.connects_to or () if name in clusters), None)
    because = f"connected to the Web Engagement Cluster {cluster}"
    return application._replace(type="gwe-server", because=because) if cluster else application


def _with_reference_names(
    application: Application, names: dict[int, str | None], tenants: Iterable[Target]
) -> Application:
    if not (application.connections or application.backup or application.tenants):
        return application

    def of(target: Target) -> Target:
        name = target.name or (names.get(target.dbid) if target.dbid else None)
        return target._replace(name=name or "")

    return application._replace(
        connections=None
        if application.connections is None
        else tuple(each._replace(target=of(each.target)) for each in application.connections),
        backup=of(application.backup) if application.backup else None,
        tenants=None
        if application.tenants is None
        else tuple(tenant_named(tenant, tenants) for tenant in application.tenants),
    )
