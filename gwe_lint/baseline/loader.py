"""Baseline files are read back into estates, as if they were exports. All mistakes are reported at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from gwe_lint.baseline.atomic_folder import of_one_version
from gwe_lint.baseline.reader import BaselineFile, has_format, is_removed, parse_baseline_file
from gwe_lint.baseline.writer import MANIFEST
from gwe_lint.drift.subject import Key
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Cluster
from gwe_lint.exports.detect import gax_name
from gwe_lint.exports.records import BASELINE, Deleted, Export, Header, Option, Record, Section
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
    sources: Mapping[str, str] = {}  # the paths of the exports, by the names of their files
    text: str = ""  # of the file


class StoredBaseline(NamedTuple):
    """The files of a baseline by name, and its manifest. ``removed`` are the names of files that nobody needs."""

    files: Mapping[str, BaselineFile]
    manifest: Manifest
    removed: frozenset[str] = frozenset()


def baseline_at(path: Path, loader: Loader) -> tuple[Estate, ...] | None:
    """The estates of a baseline: a folder of files, or one of them; None where the path is no baseline.

    All files are of one version, also while a snapshot replaces the folder.
    Raises ``Untrusted`` with all mistakes: a damaged file, another format, a file that the manifest lacks, a missing
    file. A digest that does not fit is no mistake, since people edit files in review.
    """
    folder = path if path.is_dir() else path.parent
    if not (is_baseline_file(path) or (path.is_dir() and (baseline_file_names(path) or (path / MANIFEST).is_file()))):
        return None
    return of_one_version(folder, lambda: _estates_at(path, folder, loader))


def _estates_at(path: Path, folder: Path, loader: Loader) -> tuple[Estate, ...]:
    problems: list[str] = []
    baseline = read_baseline(folder, loader, problems)
    problems += _manifest_mismatches(baseline, folder)
    applications = list(applications_in(baseline, problems))
    if problems:
        raise Untrusted(problems)
    if path not in (folder, folder / MANIFEST):
        applications = [each for each in applications if each.file == path.name]
    return tuple(_estates(applications, folder, loader))


def is_baseline_file(path: Path) -> bool:
    """True for a file whose format is a baseline, of whatever version."""
    try:
        with path.open("rb") as file:
            return path.suffix == ".toml" and _FORMAT(file.read(_HEAD)) is not None
    except OSError:
        return False


def baseline_file_names(folder: Path) -> tuple[str, ...]:
    """The names of the baseline files in a folder, the manifest included."""
    paths = sorted(path for path in folder.glob("*.toml") if path.is_file())
    return tuple(path.name for path in paths if is_baseline_file(path))


def read_baseline(folder: Path, loader: Loader, problems: list[str]) -> StoredBaseline:
    """The files of a baseline. Damaged ones are left out, and named in the problems."""
    manifest = _manifest(folder, loader, problems)
    names = {*(manifest.names or ()), *baseline_file_names(folder)} - {MANIFEST}
    files: dict[str, BaselineFile] = {}
    removed: set[str] = set()
    for name in sorted(names):
        path = folder / name
        try:
            file = read_toml(path, loader.shown(path)) if path.is_file() else None
        except Untrusted as error:
            problems += error.problems
            continue
        if file and loader.sources:
            loader.sources.add_baseline(file.path, file.text)
        if file and is_removed(file):
            removed.add(name)
            continue
        content = parse_baseline_file(file, loader.redactor, problems) if file else None
        if content:
            files[name] = content
    return StoredBaseline(files, manifest, frozenset(removed))


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
    sources: dict[str, str] = {}
    names = _listed_files(top, sources)
    top.done(known=("format", "written"))
    written = file.data.get("written")
    if written is not None and not isinstance(written, datetime):
        top.problem("must be a time such as 2026-11-30T06:00:00Z, without quotes", "written")
    text = written.isoformat().replace("+00:00", "Z") if isinstance(written, datetime) else ""
    return Manifest(shown, names, text, sources, file.text)


def _listed_files(top: Table, sources: dict[str, str]) -> dict[str, int]:
    """The names of the files that the manifest lists, each with its line. Their exports are added to ``sources``."""
    names: dict[str, int] = {}
    for table in top.tables("file"):
        name = table.required("name", r"[^/\\]+\.toml", "the name of a file in this folder, such as GWE.toml")
        table.required("sha256", "[0-9a-f]{64}", "64 digits of a SHA-256")
        sources[name] = table.text("source") or ""
        table.done()
        if name and name in names:
            table.problem(f"{name!r} is listed twice", "name")
        names.setdefault(name, top.file.line((*table.where, "name")))
    names.pop("", None)
    return names


def _manifest_mismatches(baseline: StoredBaseline, folder: Path) -> Iterator[str]:
    """The mistakes where folder and manifest differ."""
    path, names = baseline.manifest.path, baseline.manifest.names
    if names is None:
        return
    for name, line in names.items():
        if not (folder / name).is_file() or name in baseline.removed:
            yield f"{path}:{line}: {name!r} is gone: restore it, or write the baseline anew with snapshot"
    for name, file in baseline.files.items():
        if name not in names:
            yield f"{file.file.path}:1: is not in {MANIFEST}: remove it, or write the baseline anew with snapshot"


class ProfiledApplication(NamedTuple):
    """An application with the options of its profile. ``file`` is the name of its own file."""

    file: str
    estate: str
    cluster: str
    application: Application
    unset: tuple[Deleted, ...]


def applications_in(baseline: StoredBaseline, problems: list[str]) -> Iterator[ProfiledApplication]:
    """The applications of the files. Mistakes are added to the problems."""
    path_of: dict[tuple[str, str], str] = {}
    files, sources = baseline.files, baseline.manifest.sources
    for name, file in files.items():
        if not file.application:
            continue
        shown, profile = file.file.path, files.get(file.profile)
        if file.profile and (not profile or profile.application):
            line = file.file.line(("profile",))
            problems.append(f"{shown}:{line}: profile: {file.profile!r} is no profile in this folder")
        key = (file.estate, file.application.name)
        if key in path_of:
            line = file.file.line(("application",))
            problems.append(f"{shown}:{line}: application: {path_of[key]} is the baseline of {key[1]!r} already")
        path_of.setdefault(key, shown)
        yield _with_profile(name, file, profile, sources.get(name, ""))


def _with_profile(name: str, file: BaselineFile, profile: BaselineFile | None, source: str) -> ProfiledApplication:
    """The application with its own options and those of its profile. The latter stand in the line that names it."""
    assert file.application
    line = file.file.line(("profile",))
    profile_options = profile.options if profile else {}
    options = {
        key: option._replace(line=line) for key, option in profile_options.items() if key not in file.unset
    } | file.options
    ruled_out = {key: each._replace(line=line) for key, each in (profile.unset if profile else {}).items()}
    unset = {key: each for key, each in (ruled_out | file.unset).items() if key not in file.options}
    own_sections = {section for section, _ in file.options}
    sections = _sections(
        options, lambda section: file.file.line(("options", section)) if section in own_sections else line
    )
    records: list[Record] = [*unset.values(), *options.values()]
    annex = None if file.annex is None else _sections(file.annex, lambda section: file.file.line(("annex", section)))
    export = Export(
        file.file.path,
        BASELINE,
        file.completeness,
        tuple(records),
        sections,
        (),
        len(options),
        annex=annex,
        source=source,
    )
    own_name = file.application.name
    by_file = gax_name(f"{own_name}.cfg") is not None or own_name == f"DBID {file.application.dbid}"
    application = file.application._replace(export=export, named_by_file=by_file)
    return ProfiledApplication(name, file.estate, file.cluster, application, tuple(unset.values()))


def _sections(options: Mapping[Key, Option], line_of: Callable[[str], int]) -> dict[str, Section]:
    """The options by section; ``line_of`` gives the line of a section's header."""
    sections: dict[str, Section] = {}
    for (section, name), option in sorted(options.items()):
        if section not in sections:
            sections[section] = Section(Header(section, line_of(section), 1, 1), {})
        sections[section].options[name] = option
    return sections


def _estates(applications: list[ProfiledApplication], folder: Path, loader: Loader) -> Iterator[Estate]:
    for name in sorted({each.estate for each in applications}):
        in_estate = [each for each in applications if each.estate == name]
        members: dict[str, list[str]] = {}
        for profiled in in_estate:
            if profiled.cluster:
                members.setdefault(profiled.cluster, []).append(profiled.application.name)
        yield Estate(
            name=name or loader.absolute(folder).name,
            applications=tuple(each.application for each in in_estate),
            catalogue=loader.catalogue,
            clusters=tuple(Cluster(cluster, tuple(names)) for cluster, names in members.items()),
            paths=(loader.shown(folder),),
        )
