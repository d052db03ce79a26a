"""gwe-lint.toml read: every mistake at once, each with its line.

A configuration that extends another one: its own settings win, key by key; estates and packs of both are there.
"""

import os
import re
from collections.abc import Iterator
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path
from typing import Any, cast

from gwe_lint import __version__
from gwe_lint.catalogue.fact import APPLICATION_TYPES
from gwe_lint.config.compare_tables import Comparison, comparisons_in
from gwe_lint.config.model import FAIL_ON, ApplicationConfig, Config, EstateConfig, FailOn
from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import PROFILES, SEVERITIES, Cluster, Profile, Severity, Strategy
from gwe_lint.toml.document import Spot, TomlFile, read_toml
from gwe_lint.toml.table import Table


def read_config(path: Path, root: Path, extending: tuple[Path, ...] = ()) -> Config:
    """The configuration in this file, with what it extends; ``extending`` are the files that lead here.

    Raises ``Untrusted`` with every mistake, each with its line.
    """
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    file = read_toml(path, shown)
    problems: list[str] = []
    top = _top(file, path, problems)
    check = top.table("check")
    overrides = check.table("severity") if check else None
    config = Config(
        shown=shown,
        folder=path.parent,
        fail_on=cast(FailOn | None, check.choice("fail-on", FAIL_ON, "severity")) if check else None,
        peak=_peak(check) if check else None,
        profile=cast(Profile | None, check.choice("profile", PROFILES, "profile")) if check else None,
        packs=tuple(_packs(check, path.parent, root)) if check else (),
        select=(check.texts("select") or ()) if check else (),
        ignore=(check.texts("ignore") or ()) if check else (),
        severity=_severities(overrides),
        spots=_spots(check) | _spots(overrides),
        estates=tuple(_estate(table) for table in top.tables("estate")),
        comparisons=_comparisons(top),
    )
    if check:
        check.done()
    problems += _version_problem(top)
    for base in _bases(top, path, root, (path, *extending), problems):
        config = merged(base, config)
    top.done(("compare",))
    names = [estate.name for estate in config.estates]
    problems += [
        f"{estate.place}: there is another estate named {estate.name!r}"
        for i, estate in enumerate(config.estates)
        if estate.name in names[:i]
    ]
    if problems:
        raise Untrusted(problems)
    return config


def _top(file: TomlFile, path: Path, problems: list[str]) -> Table:
    top = Table(file, file.data, (), problems)
    if path.name != "pyproject.toml":
        return top
    tool = top.table("tool")
    inner = tool.table("gwe-lint") if tool else None
    return inner or Table(file, {}, (), problems)


def _comparisons(top: Table) -> tuple[Comparison, ...]:
    return comparisons_in(top) if "compare" in top.data else ()


def _bases(top: Table, path: Path, root: Path, extending: tuple[Path, ...], problems: list[str]) -> Iterator[Config]:
    """The configurations that this one extends, the nearest one first."""
    given = top.data.get("extend")
    names = top.texts("extend") or () if isinstance(given, list) else [top.text("extend")]
    for name in reversed([name for name in names if name]):
        base = Path(os.path.abspath(path.parent / name))
        if not base.is_file():
            top.problem(f"no such file {name!r}: name a configuration, relative to this file", "extend")
        elif base in map(Path.absolute, extending):
            top.problem(f"{name!r} extends this file, or is it", "extend")
        else:
            try:
                yield read_config(base, root, extending)
            except Untrusted as error:
                problems += error.problems


def _peak(check: Table) -> int | None:
    peak = check.integer("peak-chat-sessions")
    if peak is not None and peak < 1:
        check.problem("must be a number of chat sessions, 1 or more", "peak-chat-sessions")
    return peak


def _packs(check: Table, folder: Path, root: Path) -> Iterator[Path]:
    """The rule packs, named relative to this folder; as paths from the working directory where they lie below it."""
    for name in check.texts("packs") or ():
        path = Path(os.path.abspath(folder / name))
        if not path.exists():
            check.problem(f"no such rule pack {name!r}: name a file or a folder, relative to this file", "packs")
        yield path.relative_to(root) if path.is_relative_to(root) else path


def _spots(table: Table | None) -> dict[str, Spot]:
    return {key: Spot(table.file, (*table.where, key)) for key in table.data} if table else {}


def _version_problem(top: Table) -> list[str]:
    """Why this version is not the one that ``required-version`` asks for: ``>=0.1``, ``>=0.1,<0.3``, ``==0.1.0``."""
    wanted = top.text("required-version")
    if wanted is None:
        return []
    spot = Spot(top.file, (*top.where, "required-version"))
    parts = [
        re.fullmatch(r"\s*(>=|<=|==|!=|>|<)\s*([0-9]{1,9}(?:\.[0-9]{1,9})*)\s*", part) for part in wanted.split(",")
    ]
    if not all(parts):
        return [f"{spot}: required-version must be like '>=0.1' or '>=0.1,<0.3', not {wanted!r}"]
    here = _numbers(__version__)
    compare = {">=": ge, "<=": le, "==": eq, "!=": ne, ">": gt, "<": lt}
    if all(compare[part[1]](here, _numbers(part[2])) for part in parts if part):
        return []
    return [f"{spot}: this configuration needs gwe-lint {wanted}, and this is {__version__}"]


def _numbers(version: str) -> tuple[int, ...]:
    """The release as three numbers at least, so that 0.1 and 0.1.0 are the same."""
    numbers = tuple(int(number) for number in re.findall(r"[0-9]+", version))
    return numbers + (0,) * (3 - len(numbers))


def _severities(table: Table | None) -> dict[str, Severity]:
    if not table:
        return {}
    found = {key: table.choice(key, SEVERITIES, "severity") for key in table.data}
    return {key: cast(Severity, severity) for key, severity in found.items() if severity}


def _estate(table: Table) -> EstateConfig:
    name = table.required("name")
    table.title = f" ({name})" if name else ""
    paths = table.texts("paths")
    if not paths and "paths" not in table.data:
        table.problem("paths is missing: it must be a list of folders or files, relative to this file")
    elif paths == ():
        table.problem("must not be empty", "paths")
    strategies = table.data.get("strategy") is not None
    estate = EstateConfig(
        place=Spot(table.file, table.where),
        name=name,
        paths=paths or (),
        exclude=table.texts("exclude") or (),
        production=table.boolean("production"),
        queues=table.texts("interaction-queues"),
        strategies=tuple(_strategy(each) for each in table.tables("strategy")) if strategies else None,
        applications=tuple(_application(each) for each in table.tables("application")),
        clusters=tuple(_cluster(each) for each in table.tables("cluster")),
    )
    _doubles(table, "application", [a.name or a.file for a in estate.applications])
    _doubles(table, "cluster", [cluster.name for cluster in estate.clusters])
    table.done(("strategy",))
    return estate


def _doubles(table: Table, key: str, names: list[Any]) -> None:
    for position, name in enumerate(names):
        if name and name in names[:position]:
            spot = Spot(table.file, (*table.where, key, position))
            table.problems.append(f"{spot}: [[estate.{key}]] {name!r} is there twice")


def _application(table: Table) -> ApplicationConfig:
    application = ApplicationConfig(
        place=Spot(table.file, table.where),
        file=table.text("file"),
        name=table.text("name"),
        dbid=table.integer("dbid"),
        type=table.choice("type", APPLICATION_TYPES, "application type"),
        release=table.text("release"),
        tenants=table.integers("tenants"),
        connects_to=table.texts("connects-to"),
        backup=table.text("backup"),
        partial=table.boolean("partial") or False,
    )
    if not application.file and not application.name and not application.dbid:
        table.problem("needs file (an export of this estate), or name or dbid (an application that is not exported)")
    table.done()
    return application


def _cluster(table: Table) -> Cluster:
    cluster = Cluster(table.required("name"), table.texts("members") or ())
    if not cluster.members:
        table.problem("members is missing: it must be a list of application names")
    table.done()
    return cluster


def _strategy(table: Table) -> Strategy:
    strategy = Strategy(table.required("name"), table.texts("queues") or ())
    if not strategy.queues:
        table.problem("queues is missing: it must be a list of Interaction Queue names")
    table.done()
    return strategy


def merged(base: Config, own: Config) -> Config:
    """The own configuration with what it does not say itself taken from the base."""
    said = own.spots
    return own._replace(
        fail_on=own.fail_on if "fail-on" in said else base.fail_on,
        peak=own.peak if "peak-chat-sessions" in said else base.peak,
        profile=own.profile if "profile" in said else base.profile,
        select=own.select if "select" in said else base.select,
        ignore=own.ignore if "ignore" in said else base.ignore,
        severity={**base.severity, **own.severity},
        packs=(*base.packs, *(pack for pack in own.packs if pack not in base.packs)),
        spots={**base.spots, **said},
        estates=(*(_moved(estate, base.folder, own.folder) for estate in base.estates), *own.estates),
        comparisons=(*base.comparisons, *own.comparisons),
    )


def _moved(estate: EstateConfig, base: Path, own: Path) -> EstateConfig:
    """The estate with its paths as seen from the folder of the configuration that extends."""
    if base == own:
        return estate
    paths = (Path(os.path.relpath(base / path, own)).as_posix() for path in estate.paths)
    return estate._replace(paths=tuple(paths))
