"""Documents become applications: what several exports say of one application is put together, references get names."""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from gwe_lint.estate.model import Application
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.product import application_type
from gwe_lint.exports.records import ENVIRONMENT, Document, Export, Identity, Target, tenant_named


def applications_of(documents: Iterable[Document]) -> tuple[Application, ...]:
    """The applications of all documents, in their order. References by DBID have no names yet.

    What an export says of an application without its options is added to the one that has them: by DBID, else by name.
    A list of changes has from the application that it changes all but its options.
    """
    exports = [export for document in documents for export in document.exports]
    applications = [_application(export) for export in _joined(exports)]
    whole = {each.name: each for each in applications if each.completeness != "delta"}
    return tuple(
        whole[each.name]._replace(export=each.export, because=f"as in {whole[each.name].path}")
        if each.completeness == "delta" and each.name in whole
        else each
        for each in applications
    )


def name_of(export: Export) -> str:
    """What the application is called: its name, else after its file, or its DBID where a file holds many."""
    if export.identity.name:
        return export.identity.name
    if FORMATS[export.format].one_application:
        return PurePosixPath(export.path).stem
    return f"DBID {export.identity.dbid}" if export.identity.dbid else "unnamed"


def _joined(exports: Sequence[Export]) -> list[Export]:
    """The exports that have options, with all that others say of the same application, and what is left of these."""
    bare = _put_together(export for export in exports if export.completeness == "none")
    by_dbid = {each.identity.dbid: each for each in bare if each.identity.dbid}
    by_name = {each.identity.name: each for each in bare if each.identity.name}
    named = {each.identity.dbid: each for each in exports if each.identity.dbid and each.identity.name}
    joined: list[Export] = []
    used: set[int] = set()
    for export in exports:
        if export.completeness != "none":
            own = export.identity
            if own.dbid:
                more = by_dbid.get(own.dbid)
                more = more if more and own.name in (None, more.identity.name) else None
            else:
                more = by_name.get(name_of(export))
            used.add(id(more))
            more = more or (named.get(own.dbid) if own.dbid and not own.name else None)
            joined.append(export._replace(identity=_together(own, _elsewhere(more, export))) if more else export)
    joined += [each for each in bare if id(each) not in used]
    order = {(each.path, each.line, each.column): position for position, each in enumerate(exports)}
    return sorted(joined, key=lambda each: order[each.path, each.line, each.column])


def _elsewhere(more: Export, export: Export) -> Identity:
    """What another export says of an application, its connections with the file that they stand in."""
    connections = more.identity.connections
    if connections is None or more.path == export.path:
        return more.identity
    return more.identity._replace(connections=tuple(each._replace(path=each.path or more.path) for each in connections))


def _put_together(bare: Iterable[Export]) -> list[Export]:
    """What is said of applications without their options, once for each application."""
    found: dict[str, Export] = {}
    for each in bare:
        key = f"DBID {each.identity.dbid}" if each.identity.dbid else name_of(each)
        before = found.get(key)
        found[key] = before._replace(identity=_together(before.identity, _elsewhere(each, before))) if before else each
    return list(found.values())


def _together(first: Identity, second: Identity) -> Identity:
    """What the first says, and what only the second says."""
    return Identity._make(mine if mine is not None else other for mine, other in zip(first, second, strict=True))


def _application(export: Export) -> Application:
    found, certain = application_type(export)
    identity = export.identity
    return Application(
        name=name_of(export),
        type=found.type,
        because=found.because,
        certain=certain,
        export=export,
        dbid=identity.dbid,
        release=identity.release,
        enabled=identity.enabled,
        tenants=identity.tenants,
        connections=identity.connections,
        ports=identity.ports,
        backup=identity.backup,
    )


def named(applications: Iterable[Application], tenants: Iterable[Target]) -> tuple[Application, ...]:
    """The applications with a name for every object that they refer to by DBID and that is in the estate."""
    applications = tuple(applications)
    names: dict[int, str | None] = {}
    for application in applications:
        if application.dbid:
            known = names.setdefault(application.dbid, application.name)
            if known != application.name:
                names[application.dbid] = None  # two applications of one DBID: nobody knows which is meant
    known_tenants = (*tenants, ENVIRONMENT)
    found = tuple(_named(application, names, known_tenants) for application in applications)
    clusters = {application.name for application in found if application.type == "gwe-cluster"}
    return tuple(_as_node(application, clusters) for application in found)


def _as_node(application: Application, clusters: set[str]) -> Application:
    """The application; of type ``gwe-server`` where only a connection to a Web Engagement Cluster shows what it is."""
    if application.type != "other" or application.certain:
        return application
    cluster = next((name for name in application.connects_to or () if name in clusters), None)
    because = f"connected to the Web Engagement Cluster {cluster}"
    return application._replace(type="gwe-server", because=because) if cluster else application


def _named(application: Application, names: dict[int, str | None], tenants: Iterable[Target]) -> Application:
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
