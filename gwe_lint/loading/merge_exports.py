"""Merge exports into applications: several exports of one application become one, and references get names."""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from gwe_lint.estate.model import Application
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.product import application_type
from gwe_lint.exports.records import ENVIRONMENT, Document, Export, Identity, Target, tenant_named


def applications_of(documents: Iterable[Document]) -> tuple[Application, ...]:
    """The applications of all documents, in the order of the documents. References by DBID have no names yet.

    An export without options is merged into the export of the same application with options: by DBID, else by name.
    A list of changes takes all but its options from the application that it changes.
    """
    exports = [export for document in documents for export in document.exports]
    applications = [_application(export) for export in _merged(exports)]
    with_all = {application.name: application for application in applications if application.completeness != "delta"}
    return tuple(
        with_all[application.name]._replace(
            export=application.export, because=f"as in {with_all[application.name].path}"
        )
        if application.completeness == "delta" and application.name in with_all
        else application
        for application in applications
    )


def name_of(export: Export) -> str:
    """The name of the application: its own, else the stem of its file, or its DBID where the file holds many."""
    if export.identity.name:
        return export.identity.name
    if FORMATS[export.format].one_application:
        return PurePosixPath(export.path).stem
    return f"DBID {export.identity.dbid}" if export.identity.dbid else "unnamed"


def _merged(exports: Sequence[Export]) -> list[Export]:
    """The exports with options, each merged with the others of its application, and the exports that remain."""
    bare = _merged_bare(export for export in exports if export.completeness == "none")
    by_dbid = {each.identity.dbid: each for each in bare if each.identity.dbid}
    by_name = {each.identity.name: each for each in bare if each.identity.name}
    named_by_dbid = {each.identity.dbid: each for each in exports if each.identity.dbid and each.identity.name}
    merged: list[Export] = []
    used: set[int] = set()
    for export in exports:
        if export.completeness != "none":
            own = export.identity
            if own.dbid:
                other = by_dbid.get(own.dbid)
                other = other if other and own.name in (None, other.identity.name) else None
            else:
                other = by_name.get(name_of(export))
            used.add(id(other))
            other = other or (named_by_dbid.get(own.dbid) if own.dbid and not own.name else None)
            merged.append(
                export._replace(identity=_merged_identity(own, _identity_with_paths(other, export)))
                if other
                else export
            )
    merged += [each for each in bare if id(each) not in used]
    order = {(each.path, each.line, each.column): position for position, each in enumerate(exports)}
    return sorted(merged, key=lambda each: order[each.path, each.line, each.column])


def _identity_with_paths(other: Export, export: Export) -> Identity:
    """The identity in ``other``; connections get the path of their file where that is not the file of ``export``."""
    connections = other.identity.connections
    if connections is None or other.path == export.path:
        return other.identity
    return other.identity._replace(
        connections=tuple(each._replace(path=each.path or other.path) for each in connections)
    )


def _merged_bare(bare: Iterable[Export]) -> list[Export]:
    """Exports without options, merged to one for each application."""
    merged: dict[str, Export] = {}
    for export in bare:
        key = f"DBID {export.identity.dbid}" if export.identity.dbid else name_of(export)
        before = merged.get(key)
        merged[key] = (
            before._replace(identity=_merged_identity(before.identity, _identity_with_paths(export, before)))
            if before
            else export
        )
    return list(merged.values())


def _merged_identity(first: Identity, second: Identity) -> Identity:
    """The first identity, with what it lacks from the second."""
    return Identity._make(mine if mine is not None else other for mine, other in zip(first, second, strict=True))


def _application(export: Export) -> Application:
    recognised, certain = application_type(export)
    identity = export.identity
    return Application(
        name=name_of(export),
        type=recognised.type,
        because=recognised.because,
        certain=certain,
        export=export,
        dbid=identity.dbid,
        release=identity.release,
        enabled=identity.enabled,
        tenants=identity.tenants,
        connections=identity.connections,
        ports=identity.ports,
        backup=identity.backup,
        host=identity.host,
        properties=identity.properties,
    )


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
