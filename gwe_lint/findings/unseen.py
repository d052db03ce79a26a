"""What a run did not look at, and what it took for granted about files: reasons for exit code 3, and remarks."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.report import Report
from gwe_lint.loading.loader import Loader
from gwe_lint.paths import on_disk
from gwe_lint.text import escaped, listed, quoted


class Unseen(NamedTuple):
    """Why nothing matched, what was asked for and not checked, and remarks that change no exit code."""

    nothing: tuple[str, ...] = ()
    incomplete: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def inputs_of(estates: Sequence[Estate]) -> tuple[str, ...]:
    """The paths of all files that were opened, each once: those that were read, and those that were left out."""
    read = (document.path for estate in estates for document in estate.documents)
    left_out = (file.path for estate in estates for file in estate.left_out if file.kind != "unopened")
    return tuple(dict.fromkeys((*read, *left_out)))


def unseen_in(
    estates: Sequence[Estate], inputs: Sequence[str], paths: tuple[Path, ...], config: Config, loader: Loader
) -> Unseen:
    """What the run did not look at of what the paths name. ``inputs`` are the files of all estates."""
    excluded = excluded_paths(estates, inputs, paths, loader)
    if not inputs:
        places = listed([path for estate in estates for path in estate.paths])
        return Unseen(tuple(excluded.values()) or (f"no export (.cfg, .conf, .csv, .xml, .json) in {places}",))
    wanted = tuple(loader.absolute(path) for path in paths) if config.estates else ()
    nothing_under = nothing_there(estates, inputs, wanted, config, loader)
    nothing_else = tuple(excluded.values()) if wanted and len(excluded) == len(wanted) else ()
    return Unseen(
        nothing=(
            *nothing_else,
            *(why for path, why in nothing_under.items() if path not in excluded),
            *(_empty_estates(estates, config, wanted, nothing_under) if config.estates else ()),
        ),
        incomplete=(*loader.outside(config, paths, estates), *_misnamed(estates, wanted, loader)),
        remarks=() if nothing_else else tuple(excluded.values()),
    )


def nothing_there(
    estates: Sequence[Estate], inputs: Sequence[str], wanted: Iterable[Path], config: Config, loader: Loader
) -> dict[Path, str]:
    """The wanted paths under which none of the inputs lies, each with the reason in a sentence."""
    files = [loader.absolute(on_disk(path)) for path in inputs] if wanted else []
    empty = [path for path in wanted if not any(file.is_relative_to(path) for file in files)]
    excluded = excluded_paths(estates, inputs, empty, loader)
    return {path: excluded.get(path) or _why_nothing(path, estates, config, loader) for path in empty}


def _why_nothing(path: Path, estates: Sequence[Estate], config: Config, loader: Loader) -> str:
    own = next((estate for estate in estates if any(_meet(path, each) for each in _paths_of(estate, config))), None)
    which = f"no export in it, which is of estate {quoted(own.name)}" if own else ""
    return f"{loader.shown(path)}: {which or 'belongs to no [[estate]] of the configuration'}"


def _paths_of(estate: Estate, config: Config) -> Iterator[Path]:
    """Where the exports of a configured estate are looked for."""
    return (Path(os.path.abspath(config.folder / path)) for path in estate.paths)


def _meet(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _empty_estates(
    estates: Sequence[Estate], config: Config, wanted: Sequence[Path], said: Iterable[Path]
) -> Iterator[str]:
    """The estates that were asked for and of which no export holds anything; of those at ``said`` paths it is said."""
    for estate in estates:
        places = tuple(_paths_of(estate, config))
        asked = not wanted or any(_meet(path, place) for path in wanted for place in places)
        told = any(_meet(path, place) for path in said for place in places)
        holds = any(export.size or export.annex for _, export in estate.exports) or estate.scripts
        if asked and not told and not holds:
            yield f"{escaped(estate.name)}: no export with options in {listed(estate.paths)}"


def excluded_paths(
    estates: Sequence[Estate], inputs: Sequence[str], paths: Iterable[Path], loader: Loader
) -> dict[Path, str]:
    """The paths of which a pattern leaves out all that is there, each with the pattern in a sentence."""
    left_out = {each.path: each.patterns for estate in estates for each in estate.excluded}
    found: dict[Path, str] = {}
    for path in paths if left_out else ():
        shown = loader.shown(path)
        below = [patterns for file, patterns in left_out.items() if file == shown or file.startswith(f"{shown}/")]
        if below and not any(file == shown or file.startswith(f"{shown}/") for file in inputs):
            found[loader.absolute(path)] = f"{escaped(shown)}: left out by exclude {quoted(below[0][0])}"
    return found


def _misnamed(estates: Sequence[Estate], wanted: tuple[Path, ...], loader: Loader) -> Iterator[str]:
    """The exports of known products that were left out because of their names."""
    for estate in estates:
        for file in estate.left_out:
            path = loader.absolute(on_disk(file.path))
            if file.kind == "misnamed" and (not wanted or any(path.is_relative_to(each) for each in wanted)):
                yield f"{escaped(file.path)}: {escaped(file.what)}, and was left out because of its name: {file.advice}"


def groupings_of(estates: Sequence[Estate]) -> tuple[str, ...]:
    """How the paths were split into estates, or why not, each path once."""
    return tuple(dict.fromkeys(escaped(estate.grouping) for estate in estates if estate.grouping))


def left_out_of(estates: Sequence[Estate]) -> tuple[str, ...]:
    """Links and exports under other names that were left out, as remarks of commands that do not report findings."""
    return tuple(
        f"{escaped(file.path)}: left out: {escaped(file.what)}"
        for estate in estates
        for file in estate.left_out
        if file.kind in ("misnamed", "unopened")
    )


def with_groupings(report: Report, estates: Sequence[Estate]) -> Report:
    """The report, in which it is said how the paths were split into estates."""
    groupings = groupings_of(estates)
    return report._replace(remarks=(*groupings, *report.remarks), assumptions=(*groupings, *report.assumptions))
