"""What a run did not look at, and what it took for granted about files: reasons for exit code 3, and remarks."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    excluded = tuple(excluded_paths(estates, inputs, paths, loader).values())
    if not inputs:
        places = listed([path for estate in estates for path in estate.paths])
        return Unseen(excluded or (f"no export (.cfg, .conf, .csv, .xml, .json) in {places}",))
    wanted = tuple(loader.absolute(path) for path in paths) if config.estates else ()
    files = [loader.absolute(on_disk(path)) for path in inputs]
    empty = [path for path in wanted if not any(file.is_relative_to(path) for file in files)]
    named = {loader.absolute(on_disk(each.path)) for estate in estates for each in estate.excluded}
    known = {path: estate for estate in estates for path in _paths_of(estate, config)} if config.estates else {}
    strangers = [
        path
        for path in empty
        if not any(file.is_relative_to(path) for file in named) and not any(_meet(path, each) for each in known)
    ]
    nothing_else = excluded if wanted and len(excluded) == len(wanted) else ()
    return Unseen(
        nothing=(
            *nothing_else,
            *(f"{loader.shown(path)}: belongs to no [[estate]] of the configuration" for path in strangers),
            *_empty_estates(known, wanted),
        ),
        incomplete=(*loader.outside(config, paths, estates), *_misnamed(estates, wanted, loader)),
        remarks=() if nothing_else else excluded,
    )


def _paths_of(estate: Estate, config: Config) -> Iterator[Path]:
    """Where the exports of a configured estate are looked for."""
    return (Path(os.path.abspath(config.folder / path)) for path in estate.paths)


def _meet(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _empty_estates(known: Mapping[Path, Estate], wanted: Sequence[Path]) -> Iterator[str]:
    """The configured estates that were asked for, and of which no export holds anything."""
    asked = {
        id(estate): estate for path, estate in known.items() if not wanted or any(_meet(path, each) for each in wanted)
    }
    for estate in asked.values():
        if not any(export.size or export.annex for _, export in estate.exports) and not estate.scripts:
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
