"""Baseline files are read back into estates, as if they were exports. All mistakes are reported at once."""

import fnmatch
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from gwe_lint.baseline.atomic_folder import of_one_version
from gwe_lint.baseline.manifest import Manifest, has_manifest, read_manifest
from gwe_lint.baseline.profiled import ProfiledApplication, with_profile
from gwe_lint.baseline.reader import BaselineFile, is_removed, parse_baseline_file
from gwe_lint.baseline.unread import LINE_OF_NAME, unread_application
from gwe_lint.baseline.writer import MANIFEST
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Cluster
from gwe_lint.loading.loader import Loader
from gwe_lint.paths import shown
from gwe_lint.toml.document import read_toml

_HEAD = 4096  # bytes that are looked at
_FORMAT = re.compile(rb"""(?m)^\s*format\s*=\s*["']gwe-baseline/""").search


class StoredBaseline(NamedTuple):
    """The files of a baseline by name, and its manifest. ``removed`` are the names of files that nobody needs.

    ``unread`` are files that were not parsed, since they and their exports are as they were.
    """

    files: Mapping[str, BaselineFile]
    manifest: Manifest
    removed: frozenset[str] = frozenset()
    unread: Mapping[str, ProfiledApplication] = {}


def baseline_at(path: Path, loader: Loader) -> tuple[Estate, ...] | None:
    """The estates of a baseline: a folder of files, or one of them; None where the path is no baseline.

    All files are of one version, also while a snapshot replaces the folder.
    Raises ``Untrusted`` with all mistakes: a damaged file, another format, a file that the manifest lacks, a missing
    file. A digest that does not fit is no mistake, since people edit files in review.
    """
    folder = path if path.is_dir() else path.parent
    if not (is_baseline_file(path) or (path.is_dir() and (has_manifest(path) or baseline_file_names(path)))):
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


def baseline_file_names(folder: Path, but: Collection[str] = ()) -> tuple[str, ...]:
    """The names of the baseline files in a folder, the manifest included, ``but`` those that are known already.

    None of a folder that cannot be read: that is said where its exports are looked for.
    """
    try:
        there = os.listdir(folder)  # noqa: PTH208  thousands of paths are not made for names that are known
    except OSError:
        return ()
    names = sorted(name for name in fnmatch.filter(there, "*.toml") if name not in but)
    return tuple(name for name in names if (folder / name).is_file() and is_baseline_file(folder / name))


def recorded_files(path: Path) -> tuple[Path, ...]:
    """The files of applications and profiles in a folder of a baseline, or beside a file of it; else none."""
    folder = path if path.is_dir() else path.parent
    there = path.is_dir() or is_baseline_file(path)
    return tuple(folder / name for name in baseline_file_names(folder) if name != MANIFEST) if there else ()


def read_baseline(folder: Path, loader: Loader, problems: list[str]) -> StoredBaseline:
    """The files of a baseline. Damaged ones are left out, and named in the problems."""
    manifest = read_manifest(folder, loader.shown, problems)
    names = {*(manifest.names or ()), *baseline_file_names(folder, but=manifest.names or ())} - {MANIFEST}
    files: dict[str, BaselineFile] = {}
    unread: dict[str, ProfiledApplication] = {}
    removed: set[str] = set()
    beginning = loader.shown(folder / MANIFEST).removesuffix(MANIFEST)
    for name in sorted(names):
        if application := unread_application(name, os.path.join(folder, name), f"{beginning}{shown(name)}", loader):
            unread[name] = application
            continue
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
    return StoredBaseline(files, manifest, frozenset(removed), unread)


def _manifest_mismatches(baseline: StoredBaseline, folder: Path) -> Iterator[str]:
    """The mistakes where folder and manifest differ."""
    path, names = baseline.manifest.path, baseline.manifest.names
    if names is None:
        return
    there = {name for name in names if name in baseline.unread or (folder / name).is_file()} - baseline.removed
    for name in names:
        if name not in there:
            line = baseline.manifest.line(name)
            yield f"{path}:{line}: {name!r} is gone: restore it, or write the baseline anew with snapshot"
    for name, file in baseline.files.items():
        if name not in names:
            yield f"{file.file.path}:1: is not in {MANIFEST}: remove it, or write the baseline anew with snapshot"


def applications_in(baseline: StoredBaseline, problems: list[str]) -> Iterator[ProfiledApplication]:
    """The applications of the files. Mistakes are added to the problems."""
    path_of: dict[tuple[str, str], str] = {}
    files, unread, sources = baseline.files, baseline.unread, baseline.manifest.sources
    for name in sorted({*files, *unread}):
        if name in unread:
            application, line = unread[name], LINE_OF_NAME
        elif (file := files[name]).application:
            shown, profile = file.file.path, files.get(file.profile)
            if file.profile and (not profile or profile.application):
                line = file.file.line(("profile",))
                problems.append(f"{shown}:{line}: profile: {file.profile!r} is no profile in this folder")
            application, line = with_profile(name, file, profile, sources.get(name, "")), 0
        else:
            continue
        shown, key = application.application.path, (application.estate, application.application.name)
        if key in path_of:
            line = line or files[name].file.line(("application",))
            problems.append(f"{shown}:{line}: application: {path_of[key]} is the baseline of {key[1]!r} already")
        path_of.setdefault(key, shown)
        yield application


def _estates(applications: list[ProfiledApplication], folder: Path, loader: Loader) -> Iterator[Estate]:
    by_estate: dict[str, list[ProfiledApplication]] = {}
    for each in applications:
        by_estate.setdefault(each.estate, []).append(each)
    for name, in_estate in sorted(by_estate.items()):
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
