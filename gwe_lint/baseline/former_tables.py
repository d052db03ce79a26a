"""The ``[[estate]]`` tables of the configuration as they apply to a baseline of exports, which lies elsewhere."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from gwe_lint.baseline.source import Place
from gwe_lint.config.model import ApplicationConfig, Config, EstateConfig


class _Layout(NamedTuple):
    """A folder of today, and the folder of the baseline that stands for it."""

    today: Path
    then: Path

    def counterpart(self, path: Path) -> Path | None:
        """The path there; None for one that is not below today's folder."""
        return self.then / path.relative_to(self.today) if path.is_relative_to(self.today) else None


def tables_there(
    place: Place, top: Path | None, settings: Config, chosen: Sequence[str], given: Sequence[Path]
) -> Config:
    """The configuration for the baseline: the tables of the ``chosen`` estates, as far as their paths are there.

    A commit is laid out as its work tree is, of which ``top`` is the top. A folder is a copy of the configuration's
    folder, of the one above all estates, or of what is ``given``. The first of these that has an estate counts.
    Without any there are no tables, and the baseline is read as it lies.
    """
    plans = [plan for plan in settings.estates if plan.name in chosen]
    for layout in _layouts(place, top, settings, plans, given) if place.path.is_dir() else ():
        tables = tuple(table for plan in plans if (table := _table_there(plan, settings.folder, layout)))
        if tables:
            return Config(shown=None, folder=layout.then, estates=tables)
    return Config(shown=None, folder=place.folder)


def common_folder(plans: Sequence[EstateConfig], folder: Path) -> Path | None:
    """The folder that holds all paths of these estates; None where there is none, as on two drives."""
    paths = [os.path.abspath(os.path.join(folder, text)) for plan in plans for text in plan.paths]
    try:
        return Path(os.path.commonpath(paths)) if paths else None
    except ValueError:
        return None


def _layouts(
    place: Place, top: Path | None, settings: Config, plans: Sequence[EstateConfig], given: Sequence[Path]
) -> Iterator[_Layout]:
    if top:
        yield _Layout(top, place.folder)
    yield _Layout(settings.folder, place.path)
    above = common_folder(settings.estates, settings.folder)
    if above:
        single = len({_absolute(settings.folder, text) for plan in settings.estates for text in plan.paths}) == 1
        yield _Layout(above.parent if single else above, place.path)
    yield from (_Layout(path, place.path) for path in given)
    own = common_folder(plans, settings.folder)
    if own and len(plans) == 1:
        yield _Layout(own, place.path)


def _table_there(plan: EstateConfig, folder: Path, layout: _Layout) -> EstateConfig | None:
    """The table with the paths that are there; None without one."""
    paths = (layout.counterpart(_absolute(folder, text)) for text in plan.paths)
    there = tuple(str(path) for path in paths if path and path.exists())
    if not there:
        return None
    applications = tuple(_with_file_there(each, folder, layout) for each in plan.applications)
    return plan._replace(paths=there, applications=applications)


def _with_file_there(entry: ApplicationConfig, folder: Path, layout: _Layout) -> ApplicationConfig:
    """The entry; a file that it names from the configuration's folder on is named from the baseline's."""
    path = layout.counterpart(_absolute(folder, entry.file)) if entry.file else None
    if not path or not path.exists():
        return entry
    return entry._replace(file=path.relative_to(layout.then).as_posix())


def _absolute(folder: Path, text: str) -> Path:
    return Path(os.path.abspath(folder / text))
