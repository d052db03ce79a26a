"""Baseline files with the differences that somebody adopts, and with all else as it was approved."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from gwe_lint.baseline.reader import Recorded
from gwe_lint.baseline.writer import Entry, application_text
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.subject import Key
from gwe_lint.estate.model import CONNECTIONS, FACETS, OBJECT, PORTS, TENANTS, Application
from gwe_lint.exports.records import Connection, Option
from gwe_lint.exports.redactor import keys_in

T = TypeVar("T")


def adopted(differences: Iterable[Difference], files: Mapping[str, Recorded]) -> Mapping[str, str]:
    """The files of a baseline that change, by name; ``files`` are all of them as they are."""
    of_files: dict[str, list[Difference]] = {}
    for each in differences:
        if not is_lost(each):
            of_files.setdefault(PurePosixPath(each.before.application.path).name, []).append(each)
    return {name: application_text(_entry(files[name], found, files)) for name, found in of_files.items()}


def is_lost(difference: Difference) -> bool:
    """True for a secret of which this run only has a number: a file with it would say nothing."""
    option = difference.new.option
    return option is not None and "" in keys_in(option.value)


def _entry(file: Recorded, differences: Sequence[Difference], files: Mapping[str, Recorded]) -> Entry:
    assert file.application
    options, unset = _options(file, differences, files.get(file.profile))
    application = _objects(file.application, differences)
    export = differences[0].before.application.export
    application = application._replace(export=export._replace(completeness=file.completeness) if export else None)
    return Entry(application, options, unset, file.estate, file.cluster, file.profile)


def _options(
    file: Recorded, differences: Sequence[Difference], profile: Recorded | None
) -> tuple[dict[Key, Option], frozenset[Key]]:
    """What the file itself sets, and what has to stay unset: so it takes an option of its profile away."""
    options, unset = dict(file.options), set(file.unset)
    shared = profile.options if profile else {}
    for each in differences:
        if each.section in FACETS:
            continue
        key = each.section, each.name
        options.pop(key, None)
        unset.discard(key)
        new, theirs = each.new.option, shared.get(key)
        if new is None and theirs:
            unset.add(key)
        elif new and not (theirs and (theirs.value, theirs.kind) == (new.value, new.kind)):
            options[key] = new
        _lists(each, options)
    return options, frozenset(unset)


def _lists(difference: Difference, options: dict[Key, Option]) -> None:
    """A list inside of a section is there as long as the file has one of its members."""
    section, (name, slash, _) = difference.section, difference.name.partition("/")
    sides = (difference.after.application, difference.before.application)
    found = (side.option(section, name) for side in sides) if slash else ()
    list_option = next((each for each in found if each and each.kind == "list"), None)
    if not list_option:
        return
    if any(other == section and each.startswith(f"{name}/") for other, each in options):
        options.setdefault((section, name), list_option)
    else:
        options.pop((section, name), None)


def _objects(application: Application, differences: Sequence[Difference]) -> Application:
    """What the file says beside options, with the differences."""
    was, now = differences[0].before.application, differences[0].after.application
    names = {section: [each.name for each in differences if each.section == section] for section in FACETS}
    for name in names[OBJECT]:
        application = _with_property(application, now, name)
    if names[CONNECTIONS]:
        own, used = application.connections or (), was.connections or ()
        links = [(str(each.target), link) for each, link in zip(used, own, strict=True)]
        today = [(str(each.target), each) for each in now.connections or ()]
        changed = _changed(links, today, names[CONNECTIONS])
        application = application._replace(connections=_with_targets(changed, dict(links)))
    if names[PORTS]:
        before, after = ([(each.id, each) for each in side.ports or ()] for side in (application, now))
        application = application._replace(ports=_changed(before, after, names[PORTS]))
    if names[TENANTS]:
        seen = zip(was.tenants or (), application.tenants or (), strict=True)
        owners = [(str(each), own) for each, own in seen]
        theirs = [(str(each), each) for each in now.tenants or ()]
        application = application._replace(tenants=_changed(owners, theirs, names[TENANTS]))
    return application


def _with_property(application: Application, now: Application, name: str) -> Application:
    if name == "type":
        return application._replace(type=now.type, certain=now.certain)
    if name == "release":
        return application._replace(release=now.release)
    return application._replace(enabled=now.enabled) if name == "state" else application._replace(backup=now.backup)


def _changed(own: Sequence[tuple[str, T]], now: Sequence[tuple[str, T]], names: Iterable[str]) -> tuple[T, ...]:
    """The parts with those of some names as they are now: at their place, or at the end where they are new."""
    parts = list(own)
    for name in names:
        at = next((position for position, (other, _) in enumerate(parts) if other == name), len(parts))
        rest = [each for each in parts if each[0] != name]
        parts = [*rest[:at], *(each for each in now if each[0] == name), *rest[at:]]
    return tuple(part for _, part in parts)


def _with_targets(links: Sequence[Connection], own: Mapping[str, Connection]) -> tuple[Connection, ...]:
    """The connections with their targets as the file has them, by name or by DBID."""
    return tuple(each._replace(target=old.target) if (old := own.get(str(each.target))) else each for each in links)
