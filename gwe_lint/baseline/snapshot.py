"""A snapshot turns estates into baseline files. The same content gives the same bytes, whatever the export's format.

File names are made of the names of applications. They are safe on every file system, and unique.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from gwe_lint.baseline.failed import approved_of, approved_options, damage_in
from gwe_lint.baseline.loader import StoredBaseline
from gwe_lint.baseline.names import HALF_CHARACTER, escaped_path, source_of, with_approved_names
from gwe_lint.baseline.profiles import cluster_of, profiles_of, without_shared
from gwe_lint.baseline.writer import MANIFEST, Entry, Listed, application_text, manifest_text, profile_text
from gwe_lint.drift.diff import subjects_of
from gwe_lint.drift.subject import Key, is_comparable
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Connection, Port, Target
from gwe_lint.exports.redactor import keys_in

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]|^[.-]")
# Names of devices on Windows, and of files that this tool or others look for in a folder.
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|manifest|gwe-lint.*|pyproject")
_NOT_WHOLE = "a baseline of it would not be whole"
_LONGEST = 100  # characters


class Snapshot(NamedTuple):
    """The files of applications and profiles, and the counts and warnings that a person should see."""

    listed: tuple[Listed, ...]
    applications: int
    options: int
    secrets: tuple[str, ...]  # the key id of each option whose value is one, empty where there was no key
    set_now: tuple[tuple[str, Key], ...]  # what had to stay unset, and is set: of which application, which option
    skipped: tuple[str, ...]  # applications of which the exports hold no options, or changes only
    remarks: tuple[str, ...] = ()  # about exports that failed

    def files(self, written: str = "") -> Mapping[str, str]:
        """All files by name, with the manifest; empty without a file. ``written`` is a time as TOML has it."""
        if not self.listed:
            return {}
        return {**{file.name: file.text for file in self.listed}, MANIFEST: manifest_text(self.listed, written)}


def snapshot_of(
    estates: Sequence[Estate], before: StoredBaseline | None, *, profiles: bool, force: bool = False
) -> Snapshot:
    """The baseline of these estates. Options that the files before kept unset stay so, unless they are set now.

    With ``force`` it has what could be read of incomplete files, and of empty ones what was approved.
    Raises ``Untrusted`` for exports that make no baseline: an application twice, half a character; without ``force``
    an empty or incomplete file.
    """
    approved = approved_of(estates, before)
    damage = [each for estate in estates for each in damage_in(estate)]
    _refuse(estates, [] if force else [*approved.problems, *(f"{each}: {_NOT_WHOLE}" for each in damage)])
    several = len(estates) > 1
    estates = [with_approved_names(estate, before, estate.name if several else "") for estate in estates]
    by_estate: list[tuple[Estate, list[Entry]]] = []
    set_now: list[tuple[str, Key]] = []
    for estate in estates:
        label = estate.name if several else ""
        entries = list(_entries(estate, label, before, set_now))
        by_estate.append((estate, [*entries, *approved.entries(label)]))
    all_entries = [entry for _, entries in by_estate for entry in entries]
    recorded = {id(entry.application) for entry in all_entries}
    options = [option for entry in all_entries for option in entry.options.values()]
    return Snapshot(
        listed=tuple(_files(by_estate, before, profiles=profiles)),
        applications=len(all_entries),
        options=len(options),
        secrets=tuple(key for option in options if option.kind == "secret" for key in keys_in(option.value)),
        set_now=tuple(set_now),
        skipped=tuple(
            each.name
            for estate in estates
            for each, export in estate.exports
            if id(each) not in recorded and not is_comparable(export) and each.name not in approved.names
        ),
        remarks=(*approved.remarks, *(f"{each}: the baseline has what was read" for each in damage)),
    )


def _entries(
    estate: Estate, label: str, before: StoredBaseline | None, set_now: list[tuple[str, Key]]
) -> Iterator[Entry]:
    """The applications of an estate with all of their options. One that could not be read stays as approved."""
    clusters = cluster_of(estate)
    approved = approved_options(before)
    for subject in subjects_of([estate]):
        application = subject.application
        options = {
            (section, option.name): option
            for section, content in application.sections.items()
            for option in content.options.values()
            if option.kind != "unknown"
        }
        unknown = {
            (section, option.name)
            for section, content in application.sections.items()
            for option in content.options.values()
            if option.kind == "unknown"
        }
        kept = approved.get((label, application.name), {})
        options |= {key: kept[key] for key in unknown & kept.keys()}
        unset = _unset_before(before, label, application.name)
        set_now += [(application.name, key) for key in sorted(unset & options.keys())]
        cluster = clusters.get(id(application), "")
        yield Entry(application, options, unset.difference(options), label, cluster)


def _unset_before(before: StoredBaseline | None, estate: str, name: str) -> frozenset[Key]:
    """The options that the former baseline keeps unset for an application, its profile included."""
    files_of_name = (
        [file for file in before.files.values() if file.application and file.application.name == name] if before else []
    )
    file = next(
        (each for each in files_of_name if each.estate == estate), files_of_name[0] if len(files_of_name) == 1 else None
    )
    profile = before.files.get(file.profile) if before and file else None
    return frozenset((*(file.unset if file else ()), *(profile.unset if profile else ())))


def _files(
    by_estate: Sequence[tuple[Estate, list[Entry]]], before: StoredBaseline | None, *, profiles: bool
) -> list[Listed]:
    shared = [
        (entries, profile)
        for estate, entries in by_estate
        for profile in (profiles_of(entries, estate, entries[0].estate) if profiles and entries else ())
    ]
    of_applications = [FileOf(entry.application.name, entry.estate) for _, entries in by_estate for entry in entries]
    names = file_names(
        [*of_applications, *(FileOf(each.shared.group, each.estate, profile=True) for _, each in shared)]
    )
    application_names, profile_names = names[: len(of_applications)], names[len(of_applications) :]
    files: list[Listed] = []
    for name, (entries, profile) in zip(profile_names, shared, strict=True):
        files.append(Listed(name, profile_text(profile.shared)))
        for position in profile.members:
            entries[position] = without_shared(entries[position], profile, name)
    all_entries = [entry for _, entries in by_estate for entry in entries]
    sources = before.manifest.sources if before else {}
    files += [
        Listed(
            name,
            application_text(entry),
            source_of(entry.application, sources.get(name, "")),
        )
        for name, entry in zip(application_names, all_entries, strict=True)
    ]
    return files


def _refuse(estates: Sequence[Estate], more: Sequence[str]) -> None:
    problems = [problem for estate in estates for problem in (*_exported_twice(estate), *_contradictions(estate))]
    problems += more
    subjects = subjects_of(estates)
    problems += [problem for subject in subjects for problem in _not_unicode(subject.application)]
    if problems:
        raise Untrusted(problems)


def _exported_twice(estate: Estate) -> Iterator[str]:
    applications = [subject.application for subject in subjects_of([estate])]
    for name, count in Counter(each.name for each in applications).items():
        if count > 1:
            paths = " and ".join(each.path for each in applications if each.name == name)
            yield f"{paths}: each is an export of {name!r}: leave out all but one, or exclude it in the configuration"


def _contradictions(estate: Estate) -> Iterator[str]:
    for application, export in estate.exports:
        for found in export.contradictions:
            what = f"[{found.section}] {found.name}" if found.section else found.name
            others = f"{escaped_path(found.first.path)} and {escaped_path(found.second.path)}"
            yield f"{others}: contradict each other about {what} of {application.name}: leave one of them out"


def _not_unicode(application: Application) -> Iterator[str]:
    """Texts that are not Unicode, such as the name of a file in another encoding."""
    if any(HALF_CHARACTER.search(text) for text in _texts(application)):
        yield f"{escaped_path(application.path)}: a name of {escaped_path(application.name)} is not UTF-8: correct it"
    for name, section in application.sections.items():
        for option in section.options.values():
            if HALF_CHARACTER.search(f"{name}{option.name}{option.value}"):
                yield f"{application.path}:{option.line}: half of a character stands in this option: correct the export"


def _texts(application: Application) -> Iterator[str]:
    """The texts of an application beside its options."""
    parts: tuple[Connection | Port | Target, ...] = (
        *(application.connections or ()),
        *(application.ports or ()),
        *(application.tenants or ()),
    )
    yield from (application.name, application.release or "", str(application.backup or ""))
    yield from (text for part in parts for text in map(str, part))


class FileOf(NamedTuple):
    """The subject of a file: an application, or the profile of a group. ``estate`` is set where there are several."""

    name: str
    estate: str = ""
    profile: bool = False


def file_names(subjects: Sequence[FileOf]) -> list[str]:
    """A file name for each subject, whatever the order. A digest follows a name that is unsafe or not unique."""
    uses = Counter(_plain(each) for each in subjects)
    readable = [f"{each.estate}.{_plain(each)}" if uses[_plain(each)] > 1 else _plain(each) for each in subjects]
    safe = [_UNSAFE.sub("_", name)[:_LONGEST] for name in readable]
    lower_uses = Counter(name.lower() for name in safe)
    return [
        f"{name}.toml"
        if _is_good(name, readable_name) and lower_uses[name.lower()] == 1
        else f"{name}-{_digest(each)}.toml"
        for name, readable_name, each in zip(safe, readable, subjects, strict=True)
    ]


def _is_good(name: str, readable_name: str) -> bool:
    return name == readable_name and name != "" and not _RESERVED.fullmatch(name)


def _plain(subject: FileOf) -> str:
    if not subject.profile:
        return subject.name
    return re.sub(r"[^A-Za-z0-9._-]+", "-", f"profile {subject.name.removeprefix('the ')}")


def _digest(subject: FileOf) -> str:
    return sha256(repr(tuple(subject)).encode("utf-8", "surrogatepass")).hexdigest()[:8]
