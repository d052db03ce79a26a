"""Plug-ins: checks and rule packs of other installed packages, found by their entry points.

Without a plug-in, the start looks into the ``entry_points.txt`` of each installed package and imports nothing.
"""

import os
import re
import sys
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from inspect import Parameter, get_annotations, isfunction, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from gwe_lint.catalogue.releases import Releases
from gwe_lint.checks import CHECKS, Check
from gwe_lint.errors import Untrusted
from gwe_lint.estate.conditions import Condition
from gwe_lint.estate.model import Prose
from gwe_lint.estate.selectors import AppType, Selector

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

SWITCH = "GWE_LINT_NO_PLUGINS"  # set to anything, it leaves plug-ins out
TEXTS = (
    AppType,
    Selector,
    Condition,
    Releases,
    str,
    Prose,
)  # parameters that a rule gives as texts, also as tuples of them
PLAIN = (*TEXTS, int, bool)


class Plugins:
    """What plug-ins add: checks by name, and pack files, each with the name that messages show."""

    def __init__(self, checks: Mapping[str, Check] = {}, packs: tuple[tuple[Path, str], ...] = ()) -> None:
        self.checks = checks
        self.packs = packs


def all_checks() -> Mapping[str, Check]:
    """The built-in checks and those of plug-ins, by name."""
    added = installed_plugins().checks
    return ChainMap(dict(added), CHECKS) if added else CHECKS  # type: ignore[arg-type]  # it only reads the second


@cache
def installed_plugins() -> Plugins:
    """What the installed plug-ins add; nothing where ``GWE_LINT_NO_PLUGINS`` is set.

    The variable is read here, so that every process that looks a check up finds the same one.
    Raises ``Untrusted`` with everything that cannot be used.
    """
    folders = () if os.environ.get(SWITCH) else tuple(metadata_folders(sys.path))
    return load_plugins(folders) if folders else Plugins()


def metadata_folders(path: Iterable[str]) -> Iterator[Path]:
    """The metadata folders of packages with entry points for gwe-lint on an import path; the first of each package."""
    seen: set[str] = set()
    here = os.path.realpath(os.getcwd())  # which python -m puts first; it may be a checkout of anybody's
    for folder in path:
        if os.path.realpath(folder) == here:
            continue
        for info in _dist_infos(folder):
            owner = _package_of(info).partition(" ")[0]
            if owner not in seen and _is_marked(info):
                seen.add(owner)
                yield Path(info)


def _dist_infos(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.path for entry in entries if entry.name.endswith(".dist-info"))
    except OSError:  # not there, or an archive
        return []


def _is_marked(info: str) -> bool:
    try:
        with open(f"{info}/entry_points.txt", "rb") as file:
            return b"[gwe_lint." in file.read()
    except OSError:
        return False


def _package_of(info: str) -> str:
    """The package whose metadata folder this is, with its version: ``gwe-lint-acme 0.1.0``."""
    name, _, version = os.path.basename(info).removesuffix(".dist-info").rpartition("-")
    return f"{re.sub('[-_.]+', '-', name).lower()} {version}".rstrip()


def load_plugins(folders: Iterable[Path]) -> Plugins:
    """Load the plug-ins of these metadata folders. Raises ``Untrusted`` with everything that cannot be used."""
    checks: dict[str, Check] = {}
    packs: list[tuple[Path, str]] = []
    owners: dict[str, str] = {}
    problems: list[str] = []
    for folder in folders:
        owner = _package_of(os.fspath(folder))
        for entry in _entries(folder, owner, problems):
            try:
                if entry.group == "gwe_lint.packs":
                    packs += [(path, f"{owner.partition(' ')[0]}/{path.name}") for path in _packs_of(entry)]
                else:
                    checks[entry.name] = _check_of(entry, owners.get(entry.name))
                    owners[entry.name] = owner
            except Untrusted as error:
                problems += [f"{_entry_in_words(entry, owner)}: {problem}" for problem in error.problems]
            except (Exception, SystemExit) as error:  # it runs what others wrote, which may raise anything
                problems.append(f"{_entry_in_words(entry, owner)}: cannot be loaded: {type(error).__name__}: {error}")
    if problems:
        raise Untrusted(problems)
    return Plugins(checks, tuple(packs))


def _entry_in_words(entry: "EntryPoint", owner: str) -> str:
    return f"plug-in {owner}: entry point {entry.name!r} of {entry.group} ({entry.value})"


def _entries(folder: Path, owner: str, problems: list[str]) -> "list[EntryPoint]":
    from importlib.metadata import PathDistribution  # noqa: PLC0415  slow, and needed only where there are plug-ins

    try:
        entries = [entry for entry in PathDistribution(folder).entry_points if entry.group.startswith("gwe_lint.")]
    except (TypeError, ValueError) as error:
        problems.append(f"plug-in {owner}: {folder.as_posix()}/entry_points.txt cannot be read: {error}")
        return []
    known = ("gwe_lint.checks", "gwe_lint.packs")
    problems += [
        f"{_entry_in_words(entry, owner)}: there is no such group (known: {', '.join(known)})"
        for entry in entries
        if entry.group not in known
    ]
    return [entry for entry in entries if entry.group in known]


def _packs_of(entry: "EntryPoint") -> list[Path]:
    """The packs inside of the package that an entry point names."""
    from importlib.resources import files  # noqa: PLC0415  slow, and needed only where there are plug-ins

    tomls = sorted((each for each in files(entry.value).iterdir() if each.name.endswith(".toml")), key=str)
    packs = [each for each in tomls if isinstance(each, Path)]
    if not packs:
        where = "inside an archive" if tomls else "without a rule pack (*.toml)"
        raise Untrusted([f"is a package {where}: install it as a folder that holds its packs"])
    return packs


def _check_of(entry: "EntryPoint", other: str | None) -> Check:
    """The check that an entry point names; ``other`` is a plug-in that already has a check of this name."""
    if other or entry.name in CHECKS:
        raise Untrusted([f"{f'plug-in {other}' if other else 'gwe-lint itself'} has a check of this name: rename it"])
    check = entry.load()
    problems = list(_mistakes(check))
    if problems:
        raise Untrusted(problems)
    loaded_check: Check = check
    return loaded_check


def _mistakes(check: Any) -> Iterator[str]:
    """The reasons why something is not a check that a rule can use."""
    if not isfunction(check):
        yield f"gives no check but a {type(check).__name__}: a check is a function (estate, *, parameters)"
        return
    first, *others = [*signature(check).parameters.values(), None]
    if not first or first.name != "estate" or first.kind is not Parameter.POSITIONAL_OR_KEYWORD:
        yield "is no check: its first parameter has to be estate"
        return
    kinds = parameters_of(check)
    for parameter in others:
        if parameter and parameter.kind is not Parameter.KEYWORD_ONLY:
            yield f"parameter {parameter.name!r} has to be keyword-only: a check is a function (estate, *, parameters)"
        elif parameter and not _is_readable(kinds.get(parameter.name)):
            names = ", ".join(kind.__name__ for kind in PLAIN)
            yield f"parameter {parameter.name!r} has to be one of {names}, a Literal of texts, or a tuple of such texts"


def parameters_of(check: Check) -> dict[str, Any]:
    """The types of a check's parameters by name: what a rule has to give."""
    annotations = get_annotations(check, eval_str=True)
    return {name: kind for name, kind in annotations.items() if name not in ("estate", "return")}


def _is_readable(kind: Any) -> bool:
    if get_origin(kind) is tuple:
        kind = get_args(kind)[0]
        return kind in TEXTS or get_origin(kind) is Literal
    return kind in PLAIN or get_origin(kind) is Literal
