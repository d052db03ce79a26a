"""Baseline files brought up to date: adopted differences change, all else stays as approved."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from gwe_lint.baseline.reader import BaselineFile
from gwe_lint.baseline.writer import Entry, application_text
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.subject import Key
from gwe_lint.estate.model import ANNEX, CONNECTIONS, FACETS, OBJECT, PORTS, TENANTS, Application
from gwe_lint.exports.records import Connection, Header, Option, Section
from gwe_lint.exports.redactor import keys_in

T = TypeVar("T")


def adopted(differences: Iterable[Difference], files: Mapping[str, BaselineFile]) -> Mapping[str, str]:
    """The new texts of the files that change, by name. ``files`` are all files of the baseline."""
    by_file: dict[str, list[Difference]] = {}
    for difference in differences:
        if not is_lost(difference):
            by_file.setdefault(PurePosixPath(difference.before.application.path).name, []).append(difference)
    return {
        name: application_text(_entry(files[name], differences_of_file, files))
        for name, differences_of_file in by_file.items()
    }


def is_lost(difference: Difference) -> bool:
    """True for a secret without a key. Its token is a number of this run, which a file cannot keep."""
    option = difference.new.option
    return option is not None and "" in keys_in(option.value)


def _entry(file: BaselineFile, differences: Sequence[Difference], files: Mapping[str, BaselineFile]) -> Entry:
    assert file.application
    options, unset = _options(file, differences, files.get(file.profile))
    application = _objects(file.application, differences)
    export = differences[0].before.application.export
    if export:
        export = export._replace(completeness=file.completeness, annex=_annex(export.annex, differences))
    application = application._replace(export=export)
    return Entry(application, options, unset, file.estate, file.cluster, file.profile)


def _options(
    file: BaselineFile, differences: Sequence[Difference], profile: BaselineFile | None
) -> tuple[dict[Key, Option], frozenset[Key]]:
    """The options that the file sets itself, and those that must stay unset although the profile sets them."""
    options, unset = dict(file.options), set(file.unset)
    profile_options = profile.options if profile else {}
    for difference in differences:
        if difference.section in FACETS:
            continue
        key = difference.section, difference.name
        options.pop(key, None)
        unset.discard(key)
        current, shared_option = difference.new.option, profile_options.get(key)
        if current is None and shared_option:
            unset.add(key)
        elif current and not (
            shared_option and (shared_option.value, shared_option.kind) == (current.value, current.kind)
        ):
            options[key] = current
        _lists(difference, options)
    return options, frozenset(unset)


def _lists(difference: Difference, options: dict[Key, Option]) -> None:
    """Keep the record of a list inside a section while the file has one of its members; else remove it."""
    section, (name, slash, _) = difference.section, difference.name.partition("/")
    sides = (difference.after.application, difference.before.application)
    candidates = (side.option(section, name) for side in sides) if slash else ()
    list_option = next((each for each in candidates if each and each.kind == "list"), None)
    if not list_option:
        return
    if any(other == section and each.startswith(f"{name}/") for other, each in options):
        options.setdefault((section, name), list_option)
    else:
        options.pop((section, name), None)


def _objects(application: Application, differences: Sequence[Difference]) -> Application:
    """The application of the file, with the differences in connections, ports, tenants and properties."""
    was, now = differences[0].before.application, differences[0].after.application
    names = {section: [each.name for each in differences if each.section == section] for section in FACETS}
    for name in names[OBJECT]:
        application = _with_property(application, now, name)
    if names[CONNECTIONS]:
        file_connections, connections = application.connections or (), was.connections or ()
        named = [(str(each.target), link) for each, link in zip(connections, file_connections, strict=True)]
        current = [(str(each.target), each) for each in now.connections or ()]
        changed = _changed(named, current, names[CONNECTIONS])
        application = application._replace(connections=_with_targets(changed, dict(named)))
    if names[PORTS]:
        before, after = ([(each.id, each) for each in side.ports or ()] for side in (application, now))
        application = application._replace(ports=_changed(before, after, names[PORTS]))
    if names[TENANTS]:
        pairs = zip(was.tenants or (), application.tenants or (), strict=True)
        named_tenants = [(str(each), file_connections) for each, file_connections in pairs]
        current_tenants = [(str(each), each) for each in now.tenants or ()]
        application = application._replace(tenants=_changed(named_tenants, current_tenants, names[TENANTS]))
    return application


def _with_property(application: Application, now: Application, name: str) -> Application:
    """The application with one property of the object as it is now."""
    fields = {
        "type": ("type", "certain"),
        "release": ("release", "release_declared"),
        "state": ("enabled",),
        "dbid": ("dbid",),
        "backup": ("backup",),
        "host": ("host",),
    }
    if name in fields:
        return application._replace(**{field: getattr(now, field) for field in fields[name]})
    properties = {key: text for key, text in (application.properties or {}).items() if key != name}
    current = (now.properties or {}).get(name)
    return application._replace(properties=properties if current is None else {**properties, name: current})


def _annex(annex: Mapping[str, Section] | None, differences: Iterable[Difference]) -> Mapping[str, Section] | None:
    """The annex with the options that differ as they are now."""
    changed = [each for each in differences if each.section == ANNEX]
    if not changed:
        return annex
    options = {(name, each.name): each for name, content in (annex or {}).items() for each in content.options.values()}
    for difference in changed:
        section, _, name = difference.name.partition("/")
        options.pop((section, name), None)
        if difference.new.option:
            options[section, name] = difference.new.option
    sections: dict[str, Section] = {}
    for (section, name), option in options.items():
        sections.setdefault(section, Section(Header(section, 1, 1, 1), {})).options[name] = option
    return sections


def _changed(
    parts_before: Sequence[tuple[str, T]], current: Sequence[tuple[str, T]], names: Iterable[str]
) -> tuple[T, ...]:
    """The parts, with the current ones of these names: at their old position, or at the end."""
    parts = list(parts_before)
    for name in names:
        at = next((position for position, (other, _) in enumerate(parts) if other == name), len(parts))
        rest = [each for each in parts if each[0] != name]
        parts = [*rest[:at], *(each for each in current if each[0] == name), *rest[at:]]
    return tuple(part for _, part in parts)


def _with_targets(connections: Sequence[Connection], by_name: Mapping[str, Connection]) -> tuple[Connection, ...]:
    """The connections with their targets as the file has them, by name or by DBID."""
    return tuple(
        each._replace(target=old.target) if (old := by_name.get(str(each.target))) else each for each in connections
    )
