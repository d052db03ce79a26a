"""Differences put back: what an application has now, with what was approved where a difference is left alone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from gwe_lint.baseline.entries import sections_of
from gwe_lint.baseline.failed import options_of, unset_of
from gwe_lint.baseline.profiled import ProfiledApplication
from gwe_lint.baseline.taken import is_hidden
from gwe_lint.baseline.writer import Entry
from gwe_lint.drift.diff import Pair
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.facets import ALL
from gwe_lint.drift.subject import Key
from gwe_lint.estate.model import ANNEX, CONNECTIONS, FACETS, OBJECT, PORTS, TENANTS, Application
from gwe_lint.estate.said import says
from gwe_lint.exports.records import Option

T = TypeVar("T")


def put_back(entry: Entry, known: ProfiledApplication, pair: Pair, left_alone: Sequence[Difference]) -> Entry:
    """The entry of today, in which these differences are as in the baseline, where it is ``known``."""
    if not left_alone:
        return entry
    options = _options(entry, options_of(known), pair, left_alone)
    application = entry.application
    for section in FACETS:
        names = [each.name for each in left_alone if each.section == section]
        if names:
            application = _PUT_BACK[section](application, known.application, pair, names)
    cluster = entry.cluster
    if application.export and any(map(is_hidden, left_alone)):
        cluster = cluster or known.cluster  # of which the other members may say nothing now, either
        export = application.export._replace(completeness=known.application.completeness)
        application = application._replace(export=export)
    unset = unset_of(known).difference(options)
    return entry._replace(application=application, options=options, unset=unset, cluster=cluster)


def _options(
    entry: Entry, approved: Mapping[Key, Option], pair: Pair, left_alone: Iterable[Difference]
) -> dict[Key, Option]:
    """The options of the entry, with the approved ones where the difference is left alone, whatever their spelling."""
    catalogue, app = pair.after.estate.catalogue, pair.after.application.type
    keys = {(each.section, each.name) for each in left_alone if each.section not in FACETS}

    def meant(key: Key) -> bool:
        return key in keys or (key[0], catalogue.documented_name(app, *key)) in keys

    options = {key: option for key, option in entry.options.items() if not meant(key)}
    options |= {key: option for key, option in approved.items() if meant(key)}
    for section, name in keys:
        _keep_list(section, name, options, approved)
    return options


def _keep_list(section: str, name: str, options: dict[Key, Option], approved: Mapping[Key, Option]) -> None:
    """Keep the record of a list inside a section while it has members; else have it where it was approved."""
    name, slash, _ = name.partition("/")
    known, current = approved.get((section, name)), options.get((section, name))
    record = next((each for each in (current, known) if each and each.kind == "list"), None)
    if not slash or not record:
        return
    has_members = any(other == section and each.startswith(f"{name}/") for other, each in options)
    if has_members or (known and known.kind == "list"):
        options[section, name] = record
    else:
        options.pop((section, name), None)


def _object(application: Application, known: Application, _: Pair, names: Sequence[str]) -> Application:
    """The properties of the object itself: some, or all that today's export does not say."""
    fields = {
        "type": ("type", "certain"),
        "release": ("release", "release_declared"),
        "state": ("enabled",),
        "dbid": ("dbid",),
        "backup": ("backup",),
        "host": ("host",),
    }
    unsaid = [name for name in fields if says(known, name) and not says(application, name)] if ALL in names else []
    for name in (*(each for each in names if each in fields), *unsaid):
        application = application._replace(**{field: getattr(known, field) for field in fields[name]})
    if ALL in names and application.properties is None:
        return application._replace(properties=known.properties)
    rest = [each for each in names if each not in fields and each != ALL]
    if not rest:
        return application
    properties = {key: text for key, text in (application.properties or {}).items() if key not in rest}
    properties |= {key: text for key, text in (known.properties or {}).items() if key in rest}
    return application._replace(properties=properties)


def _connections(application: Application, known: Application, pair: Pair, names: Sequence[str]) -> Application:
    if ALL in names:
        return application._replace(connections=known.connections)
    then, now = pair.before.application.connections or (), pair.after.application.connections or ()
    current = [(str(each.target), link) for each, link in zip(now, application.connections or (), strict=True)]
    approved = [(str(each.target), link) for each, link in zip(then, known.connections or (), strict=True)]
    return application._replace(connections=_parts(current, approved, names))


def _ports(application: Application, known: Application, _: Pair, names: Sequence[str]) -> Application:
    if ALL in names:
        return application._replace(ports=known.ports)
    current, approved = ([(each.id, each) for each in side.ports or ()] for side in (application, known))
    return application._replace(ports=_parts(current, approved, names))


def _tenants(application: Application, known: Application, pair: Pair, names: Sequence[str]) -> Application:
    if ALL in names:
        return application._replace(tenants=known.tenants)
    then, now = pair.before.application.tenants or (), pair.after.application.tenants or ()
    current = [(str(each), raw) for each, raw in zip(now, application.tenants or (), strict=True)]
    approved = [(str(each), raw) for each, raw in zip(then, known.tenants or (), strict=True)]
    return application._replace(tenants=_parts(current, approved, names))


def _annex(application: Application, known: Application, _: Pair, names: Sequence[str]) -> Application:
    export = application.export
    if not export or ALL in names:
        return application._replace(export=export and export._replace(annex=known.annex))
    current, approved = (
        {(name, each.name): each for name, content in (side.annex or {}).items() for each in content.options.values()}
        for side in (application, known)
    )
    options = {key: each for key, each in current.items() if "/".join(key) not in names}
    options |= {key: each for key, each in approved.items() if "/".join(key) in names}
    return application._replace(export=export._replace(annex=sections_of(options)))


_PUT_BACK = {OBJECT: _object, CONNECTIONS: _connections, PORTS: _ports, TENANTS: _tenants, ANNEX: _annex}


def _parts(current: Sequence[tuple[str, T]], approved: Sequence[tuple[str, T]], names: Sequence[str]) -> tuple[T, ...]:
    """The current parts, with the approved ones of these names: at their present position, or at the end."""
    parts = list(current)
    for name in names:
        at = next((position for position, (other, _) in enumerate(parts) if other == name), len(parts))
        rest = [each for each in parts if each[0] != name]
        parts = [*rest[:at], *(each for each in approved if each[0] == name), *rest[at:]]
    return tuple(part for _, part in parts)
