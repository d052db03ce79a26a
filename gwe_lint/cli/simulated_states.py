"""Both states of a simulation: exports before and after an import, or a commit and what is there today."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from gwe_lint.baseline.source import open_baseline, work_tree
from gwe_lint.changes.between import effects_between, not_exported
from gwe_lint.changes.effects import effects_of, joined
from gwe_lint.changes.overlay import Change, overlay_of
from gwe_lint.changes.simulation import States
from gwe_lint.changes.target import changes_in, names_of
from gwe_lint.cli.drift_sides import declared_code_page, default_folder, estates_at, grouped, today
from gwe_lint.cli.exports import estates_of
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.records import Document
from gwe_lint.findings.simulation import Mode
from gwe_lint.loading.loader import Loader
from gwe_lint.text import escaped, listed

_Incomplete = tuple[str, ...]  # reasons why not all was looked at


class Given(NamedTuple):
    """What is given on the command line: how exports are read, and the paths of those to change."""

    loader: Loader
    paths: tuple[Path, ...]
    settings: Config


def imported(given: Given, imports: Sequence[Path], targets: Sequence[str], mode: Mode) -> tuple[States, _Incomplete]:
    """The exports, and what they would be after an import of these files, one after the other.

    Raises ``Untrusted`` where a file cannot be read or applied.
    """
    loader, paths, settings = given
    every = [loader.to_import(path) for path in imports]
    files = tuple(file for each in every for file in each.files)
    left_out = tuple(reason for each in every for reason in each.left_out)
    code_page = loader.code_page or declared_code_page(settings)
    documents = _read(loader._replace(code_page=code_page), files)
    loader = loader.without(files)  # what lies below a path is no export as well
    estates = estates_of(loader, settings, paths)
    named = _named(targets, loader, [document.path for document in documents], estates)
    changes = changes_in(documents, estates, named, loader)
    overlay = overlay_of(estates, changes, mode, loader, documents)
    effects = joined(effects_of(*each, mode) for each in overlay.touched)
    sources = tuple(document.path for document in documents)
    beside = tuple(_not_laid(documents, changes))
    outside = loader.outside(settings, paths, estates) if settings.estates else ()
    return States(estates, overlay.estates, effects, sources, mode), (*left_out, *beside, *outside)


def _not_laid(documents: Iterable[Document], changes: Iterable[Change]) -> Iterator[str]:
    """What of a change is not laid over, as reasons why the run is incomplete."""
    for document in documents:
        if document.removes:
            yield f"{escaped(document.path)}: it also removes {listed(document.removes)}, which was not laid over"
    for change in changes:
        if change.export.beside:
            what = f"{change.application.name}: it also changes {listed(change.export.beside)}"
            yield f"{escaped(change.export.path)}: {what}, which was not laid over"


def _read(loader: Loader, files: Sequence[Path]) -> Sequence[Document]:
    """The documents in these files. Raises ``Untrusted`` with each that cannot be read."""
    problems: list[str] = []
    documents: list[Document] = []
    for file in files:
        try:
            documents.append(loader.document(file))
        except Untrusted as error:
            problems += [f"--import {problem}" for problem in error.problems]
    if problems:
        raise Untrusted(problems)
    return documents


def _named(
    targets: Sequence[str], loader: Loader, paths: Sequence[str], estates: Sequence[Estate]
) -> Mapping[str, str]:
    """The names that ``--for`` gives to files, by path. Raises ``Untrusted`` for one that fits no file."""
    names = {name for estate in estates for each in estate.applications for name in names_of(estate, each)}
    problems: list[str] = []
    named: dict[str, str] = {}
    for target in targets:
        splits = list(_splits(target))
        fitting = [(name, file) for name, file in splits if loader.shown(Path(file)) in paths]
        fitting = [each for each in fitting if each[0] in names] or fitting
        name, file = (fitting or splits or [("", "")])[0]
        path = loader.shown(Path(file)) if file else ""
        if not splits:
            problems.append(f"--for {target}: expected NAME=FILE, such as GWE_Backend=change.cfg")
        elif not fitting:
            problems.append(f"--for {target}: {file} is no file of --import")
        elif len(fitting) > 1:
            files = listed(each for _, each in fitting)
            problems.append(f"--for {target}: each of {files} may be meant: give one of them another name")
        elif named.setdefault(path, name) != name:
            problems.append(f"--for {target}: {file} is for {named[path]!r} already")
    if problems:
        raise Untrusted(problems)
    return named


def _splits(target: str) -> Iterator[tuple[str, str]]:
    """Every name and file that NAME=FILE may mean: either may hold an equals sign as well."""
    parts = target.split("=")
    for number in range(1, len(parts)):
        name, file = "=".join(parts[:number]), "=".join(parts[number:])
        if name and file:
            yield name, file


def since_commit(given: Given, base: str) -> tuple[States, _Incomplete]:
    """The exports as a commit has them, and as they are today. Raises ``Untrusted`` where git has no such state."""
    loader, paths, settings = given
    now = today(loader, settings, paths)
    try:
        with open_baseline(f"git:{base}", loader.root, default_folder(loader, now, paths)) as place:
            former = estates_at(place, loader, now, paths)
            estates = grouped(now, former, loader, paths)
    except Untrusted as error:
        raise Untrusted([each.replace("--against git", "--git") for each in error.problems]) from None
    if not settings.estates:
        _refuse_regrouped(former, estates, loader.root)
    before, after = _side_by_side(former, estates)
    effects = effects_between(before, after, named=bool(settings.estates))
    outside = loader.outside(settings, paths, estates)
    states = States(before, after, effects, (f"git:{base}",), label=place.label)
    gone = not_exported(before, after, effects)
    return states, (*now.gone, *gone, *(outside if settings.estates else ()))


def _refuse_regrouped(before: Sequence[Estate], after: Sequence[Estate], root: Path) -> None:
    """Raise ``Untrusted`` where a file that is in both states belongs to estates of other names.

    What was there before would be taken for new. A single estate has one name on both sides.
    """
    if len(before) == len(after) == 1:
        return
    here = os.path.relpath(root.resolve(), work_tree(root))  # paths in a commit begin at its top
    then, now = _names_by_path(before, os.curdir), _names_by_path(after, here)
    moved = sorted(path for path in then.keys() & now.keys() if then[path] != now[path])
    if moved:
        was, is_now = (listed(sorted(names[moved[0]])) for names in (then, now))
        what = f"{escaped(moved[0])} is of the estate {was} there, and of {is_now} today"
        advice = "[[estate]] tables settle which files are one estate (gwe-lint init writes them)"
        raise Untrusted([f"--git: the grouping of the exports is another one: {what}: {advice}"])


def _names_by_path(estates: Sequence[Estate], folder: str) -> Mapping[str, set[str]]:
    """The names of the estates that each file belongs to, whose paths begin at the folder."""
    names: dict[str, set[str]] = {}
    for estate in estates:
        for document in estate.documents:
            names.setdefault(Path(os.path.normpath(Path(folder, document.path))).as_posix(), set()).add(estate.name)
    return names


def _side_by_side(before: Sequence[Estate], after: Sequence[Estate]) -> tuple[tuple[Estate, ...], tuple[Estate, ...]]:
    """The estates of both states in the same order. A single one has one name; one that is not there is empty."""
    if len(before) == len(after) == 1:
        return (before[0]._replace(name=after[0].name),), tuple(after)
    former, now = {each.name: each for each in before}, {each.name: each for each in after}
    names = tuple(dict.fromkeys((*now, *former)))
    pairs = [(former.get(name), now.get(name)) for name in names]
    return (
        tuple(one or _empty(other) for one, other in pairs),
        tuple(other or _empty(one) for one, other in pairs),
    )


def _empty(estate: Estate | None) -> Estate:
    assert estate
    return Estate(name=estate.name, applications=(), catalogue=estate.catalogue, production=estate.production)
