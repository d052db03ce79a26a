"""Estates as the files of a baseline: the same content gives the same bytes, whatever format it was exported in.

Names of baseline files: made of the names of applications, safe on every file system, and each once.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from gwe_lint.baseline.loader import Stored
from gwe_lint.baseline.profiles import cluster_of, profiles_of, without
from gwe_lint.baseline.writer import MANIFEST, Entry, Listed, application_text, manifest_text, profile_text
from gwe_lint.checks.files import NOT_WHOLE
from gwe_lint.drift.diff import subjects_of
from gwe_lint.drift.subject import Key
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Connection, Port, Target
from gwe_lint.exports.redactor import keys_in

_HALF = re.compile("[\ud800-\udfff]")  # of a character; no text file can hold it

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]|^[.-]")
# Names of devices on Windows, and of files that this tool or others look for in a folder.
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|manifest|gwe-lint.*|pyproject")
_LONGEST = 100  # characters


class Snapshot(NamedTuple):
    """The files of applications and profiles, and what a person should know of them."""

    listed: tuple[Listed, ...]
    applications: int
    options: int
    secrets: tuple[str, ...]  # the key id of each option whose value is one, empty where there was no key
    set_now: tuple[tuple[str, Key], ...]  # what had to stay unset, and is set: of which application, which option
    skipped: tuple[str, ...]  # applications of which the exports hold no options, or changes only

    def files(self, written: str = "") -> Mapping[str, str]:
        """All files by name, with the manifest; ``written`` is a time as TOML has it. None where there is nothing."""
        if not self.listed:
            return {}
        return {**{file.name: file.text for file in self.listed}, MANIFEST: manifest_text(self.listed, written)}


def snapshot_of(estates: Sequence[Estate], before: Stored | None, *, profiles: bool) -> Snapshot:
    """The baseline of these estates. What the files before said has to stay unset still does, as long as it is unset.

    Raises ``Untrusted`` where the exports cannot be one: not read whole, one application twice, half a character.
    """
    _refuse(estates)
    several = len(estates) > 1
    found: list[tuple[Estate, list[Entry]]] = []
    set_now: list[tuple[str, Key]] = []
    for estate in estates:
        entries = list(_entries(estate, estate.name if several else "", before, set_now))
        found.append((estate, entries))
    every = [entry for _, entries in found for entry in entries]
    kept = {id(entry.application) for entry in every}
    options = [option for entry in every for option in entry.options.values()]
    return Snapshot(
        listed=tuple(_files(found, profiles=profiles)),
        applications=len(every),
        options=len(options),
        secrets=tuple(key for option in options if option.kind == "secret" for key in keys_in(option.value)),
        set_now=tuple(set_now),
        skipped=tuple(each.name for estate in estates for each, _ in estate.exports if id(each) not in kept),
    )


def _entries(estate: Estate, label: str, before: Stored | None, set_now: list[tuple[str, Key]]) -> Iterator[Entry]:
    """The applications of an estate with all of their options."""
    clusters = cluster_of(estate)
    for subject in subjects_of([estate]):
        application = subject.application
        options = {
            (section, option.name): option
            for section, found in application.sections.items()
            for option in found.options.values()
        }
        unset = _unset_before(before, label, application.name)
        set_now += [(application.name, key) for key in sorted(unset & options.keys())]
        cluster = clusters.get(id(application), "")
        yield Entry(application, options, unset.difference(options), label, cluster)


def _unset_before(before: Stored | None, estate: str, name: str) -> frozenset[Key]:
    """What the files of a baseline say has to stay unset of an application, its profile included."""
    found = (
        [file for file in before.files.values() if file.application and file.application.name == name] if before else []
    )
    file = next((each for each in found if each.estate == estate), found[0] if len(found) == 1 else None)
    profile = before.files.get(file.profile) if before and file else None
    return frozenset((*(file.unset if file else ()), *(profile.unset if profile else ())))


def _files(found: Sequence[tuple[Estate, list[Entry]]], *, profiles: bool) -> list[Listed]:
    shared = [
        (entries, profile)
        for estate, entries in found
        for profile in (profiles_of(entries, estate, entries[0].estate) if profiles and entries else ())
    ]
    wanted = [Wanted(entry.application.name, entry.estate) for _, entries in found for entry in entries]
    names = file_names([*wanted, *(Wanted(each.shared.group, each.estate, profile=True) for _, each in shared)])
    own, of_profiles = names[: len(wanted)], names[len(wanted) :]
    files: list[Listed] = []
    for name, (entries, profile) in zip(of_profiles, shared, strict=True):
        files.append(Listed(name, profile_text(profile.shared)))
        for position in profile.members:
            entries[position] = without(entries[position], profile, name)
    every = [entry for _, entries in found for entry in entries]
    files += [
        Listed(name, application_text(entry), escaped_path(entry.application.path))
        for name, entry in zip(own, every, strict=True)
    ]
    return files


def escaped_path(path: str) -> str:
    """The path; what is not UTF-8 in it as escapes."""
    return _HALF.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", path)


def _refuse(estates: Sequence[Estate]) -> None:
    problems = [problem for estate in estates for problem in (*_twice(estate), *_not_whole(estate))]
    subjects = subjects_of(estates)
    problems += [problem for subject in subjects for problem in _halves(subject.application)]
    if problems:
        raise Untrusted(problems)


def _twice(estate: Estate) -> Iterator[str]:
    found = [subject.application for subject in subjects_of([estate])]
    for name, count in Counter(each.name for each in found).items():
        if count > 1:
            paths = " and ".join(each.path for each in found if each.name == name)
            yield f"{paths}: each is an export of {name!r}: leave out all but one, or exclude it in the configuration"


def _not_whole(estate: Estate) -> Iterator[str]:
    for document in estate.documents:
        problems = [*document.problems, *(problem for export in document.exports for problem in export.problems)]
        for problem in problems:
            if problem.kind in NOT_WHOLE:
                yield f"{document.path}:{problem.line}: {problem.message}: a baseline of it would not be whole"


def _halves(application: Application) -> Iterator[str]:
    """Texts that are not Unicode, such as the name of a file in another encoding."""
    if any(_HALF.search(text) for text in _texts(application)):
        yield f"{escaped_path(application.path)}: a name of {escaped_path(application.name)} is not UTF-8: correct it"
    for name, section in application.sections.items():
        for option in section.options.values():
            if _HALF.search(f"{name}{option.name}{option.value}"):
                yield f"{application.path}:{option.line}: half of a character stands in this option: correct the export"


def _texts(application: Application) -> Iterator[str]:
    """What an application says of itself, as text."""
    parts: tuple[Connection | Port | Target, ...] = (
        *(application.connections or ()),
        *(application.ports or ()),
        *(application.tenants or ()),
    )
    yield from (application.name, application.release or "", str(application.backup or ""))
    yield from (text for part in parts for text in map(str, part))


class Wanted(NamedTuple):
    """What a file is of: an application, or what a group shares, in an estate where there are several."""

    name: str
    estate: str = ""
    profile: bool = False


def file_names(wanted: Sequence[Wanted]) -> list[str]:
    """A file name for each, in order; it depends on no order. Where the name alone would not do, a digest tells it."""
    counts = Counter(_plain(each) for each in wanted)
    readable = [f"{each.estate}.{_plain(each)}" if counts[_plain(each)] > 1 else _plain(each) for each in wanted]
    safe = [_UNSAFE.sub("_", name)[:_LONGEST] for name in readable]
    folded = Counter(name.lower() for name in safe)
    return [
        f"{name}.toml" if _is_good(name, given) and folded[name.lower()] == 1 else f"{name}-{_digest(each)}.toml"
        for name, given, each in zip(safe, readable, wanted, strict=True)
    ]


def _is_good(name: str, given: str) -> bool:
    return name == given and name != "" and not _RESERVED.fullmatch(name)


def _plain(wanted: Wanted) -> str:
    if not wanted.profile:
        return wanted.name
    return re.sub(r"[^A-Za-z0-9._-]+", "-", f"profile {wanted.name.removeprefix('the ')}")


def _digest(wanted: Wanted) -> str:
    return sha256(repr(tuple(wanted)).encode("utf-8", "surrogatepass")).hexdigest()[:8]
