"""Both sides of ``drift``: the estates of today, and those of the baseline that they are compared with."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from gwe_lint.baseline.former_tables import common_folder, tables_there
from gwe_lint.baseline.loader import baseline_at
from gwe_lint.baseline.source import Place, work_tree
from gwe_lint.cli.exports import estates_of, grouped_as_before
from gwe_lint.config.model import Config, EstateConfig
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.loading.loader import Loader


class Today(NamedTuple):
    """The estates of today, the names of those that the paths are about, and which paths of these are gone."""

    estates: tuple[Estate, ...]
    chosen: tuple[str, ...]
    gone: tuple[str, ...]
    settings: Config


def today(loader: Loader, settings: Config, given: tuple[Path, ...]) -> Today:
    """The estates of these paths. A path of an estate that is gone is a reason, as long as another estate is there.

    Raises ``Untrusted`` where nothing is left, or a path that is given is not there.
    """
    there = tuple(plan for each in settings.estates if (plan := _as_it_is(each, settings.folder)).paths)
    estates = estates_of(loader, settings._replace(estates=there) if there else settings, given)
    chosen = tuple(_chosen(loader, settings, given, estates))
    return Today(estates, chosen, tuple(_gone(settings, chosen)), settings)


def estates_at(place: Place, loader: Loader, now: Today, given: tuple[Path, ...]) -> tuple[Estate, ...]:
    """The estates of a baseline, of exports or of snapshot files. Paths that select estates select them there."""
    sources = loader.sources.labelled(place.label) if loader.sources else None
    loader_there = loader._replace(root=place.folder, stdin=None, is_former=True, sources=sources)
    recorded = baseline_at(place.path, loader_there)
    if recorded is None:
        loader_there = loader_there._replace(known=None)
        wanted = [loader.absolute(path) for path in given]
        top = work_tree(loader.root) if place.label and now.settings.estates else None
        tables = tables_there(place, top, now.settings, now.chosen, wanted)
        if not tables.estates:
            pages = tuple(_code_pages(place.path, now.settings))
            loader_there = loader_there._replace(
                code_page=loader.code_page or declared_code_page(now.settings), code_pages=pages
            )
        there = () if tables.estates else tuple(_paths_there(place, loader, now, given))
        return loader_there.estates(tables, there or (place.path,))
    if len(now.chosen) == len(now.settings.estates):
        return recorded
    return tuple(estate for estate in recorded if estate.name in now.chosen) or recorded


def declared_code_page(settings: Config) -> str:
    """The code page that the configured estates declare; empty where they declare none, or several."""
    declared = {estate.encoding for estate in settings.estates if estate.encoding}
    return declared.pop() if len(declared) == 1 else ""


def _code_pages(folder: Path, settings: Config) -> Iterator[tuple[Path, str]]:
    """The code page of each folder of a baseline that has the name of an estate, or of its folder."""
    for plan in settings.estates if len({plan.encoding for plan in settings.estates}) > 1 else ():
        for name in dict.fromkeys((plan.name, *(Path(text).name for text in plan.paths))):
            for path in (folder / name, *([folder] if folder.name == name else [])):
                if plan.encoding and path.exists():
                    yield path, plan.encoding


def default_folder(loader: Loader, now: Today, given: tuple[Path, ...]) -> Path:
    """What of a commit is compared where nobody says it: the folder of the estates, else the one of all paths."""
    plans = [plan for plan in now.settings.estates if plan.name in now.chosen]
    return common_folder(plans, now.settings.folder) or _folder_of(loader, given)


def _folder_of(loader: Loader, given: tuple[Path, ...]) -> Path:
    """The path, or the folder that holds all of several."""
    paths = [loader.absolute(path) for path in given or (Path(),)]
    try:
        return Path(os.path.commonpath(paths))
    except ValueError:  # on two drives, and so not of one commit
        return paths[0]


def _paths_there(place: Place, loader: Loader, now: Today, given: tuple[Path, ...]) -> Iterator[Path]:
    """Of several paths those in a commit, as far as they are there. Nothing where a folder of it was named.

    Raises ``Untrusted`` where a path cannot be in the commit, or none is.
    """
    top = work_tree(loader.root) if place.label and len(given) > 1 else None
    if not top or place.path != _counterpart(place, top, default_folder(loader, now, given)):
        return
    paths = [_counterpart(place, top, loader.absolute(path)) for path in given]
    if not any(path.exists() for path in paths):
        raise Untrusted([f"--against git: {place.label} the commit has none of the paths"])
    yield from (path for path in paths if path.exists())


def _counterpart(place: Place, top: Path, path: Path) -> Path:
    """The path in a commit. Raises ``Untrusted`` for one outside of the work tree."""
    real = path.resolve()
    if not real.is_relative_to(top):
        raise Untrusted([f"--against git: {path} is not in the repository {top}: leave it out"])
    return place.folder / real.relative_to(top)


def grouped(now: Today, former: Sequence[Estate], loader: Loader, given: tuple[Path, ...]) -> tuple[Estate, ...]:
    """The estates of today, grouped as those of the baseline where no configuration names them."""
    return grouped_as_before(now.estates, {each.name for each in former}, loader, now.settings, given)


def _as_it_is(plan: EstateConfig, folder: Path) -> EstateConfig:
    """The estate with those of its paths that are there."""
    there = tuple(text for text in plan.paths if os.path.exists(os.path.join(folder, text)))
    return plan if there == plan.paths else plan._replace(paths=there)


def _gone(settings: Config, chosen: Collection[str]) -> Iterator[str]:
    """Which paths of the chosen estates are not there, as reasons."""
    for plan in settings.estates:
        for text in plan.paths if plan.name in chosen else ():
            if not os.path.exists(os.path.join(settings.folder, text)):
                spot = f"{plan.place._replace(where=(*plan.place.where, 'paths'))}: " if plan.place else ""
                yield f"{spot}estate {plan.name!r}: {text}: no such file or folder"


def _chosen(loader: Loader, settings: Config, given: tuple[Path, ...], estates: Sequence[Estate]) -> Iterator[str]:
    """The names of the configured estates that the paths are about, those without a file included."""
    loaded = {each.name for each in estates}
    wanted = [loader.absolute(path) for path in given]
    for plan in settings.estates:
        paths = (Path(os.path.abspath(settings.folder / text)) for text in plan.paths)
        if plan.name in loaded or not wanted or any(path.is_relative_to(each) for path in paths for each in wanted):
            yield plan.name
