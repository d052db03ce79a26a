"""A folder of baseline files read back into estates, as if it were exports; every mistake in it at once."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from gwe_lint.baseline.reader import Recorded, has_format, recorded
from gwe_lint.baseline.writer import MANIFEST
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Cluster
from gwe_lint.exports.records import BASELINE, Deleted, Export, Header, Record, Section
from gwe_lint.loading.loader import Loader
from gwe_lint.toml.document import read_toml
from gwe_lint.toml.table import Table

_HEAD = 4096  # bytes that are looked at
_FORMAT = re.compile(rb"""(?m)^\s*format\s*=\s*["']gwe-baseline/""").search


class Manifest(NamedTuple):
    """The names of the files that belong to a baseline, each with its line, and when it was written."""

    path: str = MANIFEST
    names: Mapping[str, int] | None = None  # None: there is no manifest
    written: str = ""


class Stored(NamedTuple):
    """The files of a baseline by name, and its manifest."""

    files: Mapping[str, Recorded]
    manifest: Manifest


def baseline_at(path: Path, loader: Loader) -> tuple[Estate, ...] | None:
    """The estates that baseline files hold: those in a folder, or one of them; None where the path is no baseline.

    Raises ``Untrusted`` with everything that is wrong: a damaged file, one of another format, one that the manifest
    does not have, or that is gone. A digest that does not fit is nothing wrong: files are edited in review.
    """
    folder = path if path.is_dir() else path.parent
    if not (is_recorded(path) or (path.is_dir() and (recorded_names(path) or (path / MANIFEST).is_file()))):
        return None
    problems: list[str] = []
    found = stored(folder, loader, problems)
    problems += _against_manifest(found, folder)
    applications = list(_joined(found.files, problems))
    if problems:
        raise Untrusted(problems)
    if path not in (folder, folder / MANIFEST):
        applications = [each for each in applications if each.file == path.name]
    return tuple(_estates(applications, folder, loader))


def is_recorded(path: Path) -> bool:
    """True for a file that says it belongs to a baseline, of whatever version."""
    try:
        with path.open("rb") as file:
            return path.suffix == ".toml" and _FORMAT(file.read(_HEAD)) is not None
    except OSError:
        return False


def recorded_names(folder: Path) -> tuple[str, ...]:
    """The names of the files in a folder that say they belong to a baseline, the manifest included."""
    found = sorted(path for path in folder.glob("*.toml") if path.is_file())
    return tuple(path.name for path in found if is_recorded(path))


def stored(folder: Path, loader: Loader, problems: list[str]) -> Stored:
    """What the files of a baseline say; those that are damaged are left out, and named in the problems."""
    manifest = _manifest(folder, loader, problems)
    names = {*(manifest.names or ()), *recorded_names(folder)} - {MANIFEST}
    found: dict[str, Recorded] = {}
    for name in sorted(names):
        path = folder / name
        try:
            file = read_toml(path, loader.shown(path)) if path.is_file() else None
        except Untrusted as error:
            problems += error.problems
            continue
        read = recorded(file, loader.redactor, problems) if file else None
        if read:
            found[name] = read
    return Stored(found, manifest)


def _manifest(folder: Path, loader: Loader, problems: list[str]) -> Manifest:
    path = folder / MANIFEST
    if not path.is_file():
        return Manifest()
    shown = loader.shown(path)
    try:
        file = read_toml(path, shown)
    except Untrusted as error:
        problems += error.problems
        return Manifest(shown)
    if not has_format(file, problems):
        return Manifest(shown)
    top = Table(file, file.data, (), problems)
    names = _listed(top)
    top.done(known=("format", "written"))
    written = file.data.get("written")
    if written is not None and not isinstance(written, datetime):
        top.problem("must be a time such as 2026-11-30T06:00:00Z, without quotes", "written")
    text = written.isoformat().replace("+00:00", "Z") if isinstance(written, datetime) else ""
    return Manifest(shown, names, text)


def _listed(top: Table) -> dict[str, int]:
    """The names of the files that the manifest lists, each with its line."""
    names: dict[str, int] = {}
    for table in top.tables("file"):
        name = table.required("name", r"[^/\\]+\.toml", "the name of a file in this folder, such as GWE.toml")
        table.required("sha256", "[0-9a-f]{64}", "64 digits of a SHA-256")
        table.text("source")
        table.done()
        if name and name in names:
            table.problem(f"{name!r} is listed twice", "name")
        names.setdefault(name, top.file.line((*table.where, "name")))
    names.pop("", None)
    return names


def _against_manifest(found: Stored, folder: Path) -> Iterator[str]:
    """What is in the folder and not in the manifest, or the other way round."""
    path, names, _ = found.manifest
    if names is None:
        return
    for name, line in names.items():
        if not (folder / name).is_file():
            yield f"{path}:{line}: {name!r} is gone: restore it, or write the baseline anew with snapshot"
    for name, file in found.files.items():
        if name not in names:
            yield f"{file.file.path}:1: is not in {MANIFEST}: remove it, or write the baseline anew with snapshot"


class Joined(NamedTuple):
    """An application with what it has from its profile; ``file`` is the name of its own file."""

    file: str
    estate: str
    cluster: str
    application: Application
    unset: tuple[Deleted, ...]


def _joined(files: Mapping[str, Recorded], problems: list[str]) -> Iterator[Joined]:
    seen: dict[tuple[str, str], str] = {}
    for name, file in files.items():
        if not file.application:
            continue
        shown, profile = file.file.path, files.get(file.profile)
        if file.profile and (not profile or profile.application):
            line = file.file.line(("profile",))
            problems.append(f"{shown}:{line}: profile: {file.profile!r} is no profile in this folder")
        key = (file.estate, file.application.name)
        if key in seen:
            line = file.file.line(("application",))
            problems.append(f"{shown}:{line}: application: {seen[key]} is the baseline of {key[1]!r} already")
        seen.setdefault(key, shown)
        yield _with(name, file, profile)


def _with(name: str, file: Recorded, profile: Recorded | None) -> Joined:
    """The application with its export: its own options, then those of the profile, which stand where it is named."""
    assert file.application
    line = file.file.line(("profile",))
    shared = profile.options if profile else {}
    both = {key: option._replace(line=line) for key, option in shared.items() if key not in file.unset} | file.options
    ruled_out = {key: each._replace(line=line) for key, each in (profile.unset if profile else {}).items()}
    unset = {key: each for key, each in (ruled_out | file.unset).items() if key not in file.options}
    own = {section for section, _ in file.options}
    sections: dict[str, Section] = {}
    for (section, option_name), option in sorted(both.items()):
        at = file.file.line(("options", section)) if section in own else line
        sections.setdefault(section, Section(Header(section, at, 1, 1), {})).options[option_name] = option
    records: list[Record] = [*unset.values(), *both.values()]
    export = Export(file.file.path, BASELINE, file.completeness, tuple(records), sections, (), len(both))
    application = file.application._replace(export=export)
    return Joined(name, file.estate, file.cluster, application, tuple(unset.values()))


def _estates(applications: list[Joined], folder: Path, loader: Loader) -> Iterator[Estate]:
    for name in sorted({each.estate for each in applications}):
        inside = [each for each in applications if each.estate == name]
        members: dict[str, list[str]] = {}
        for each in inside:
            if each.cluster:
                members.setdefault(each.cluster, []).append(each.application.name)
        yield Estate(
            name=name or loader.absolute(folder).name,
            applications=tuple(each.application for each in inside),
            catalogue=loader.catalogue,
            clusters=tuple(Cluster(cluster, tuple(names)) for cluster, names in members.items()),
            paths=(loader.shown(folder),),
        )
