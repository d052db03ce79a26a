"""Read the configuration, ``gwe-lint.toml``: all mistakes are reported at once, each with its line.

A configuration can extend another one: its own settings win, key by key. Estates and packs of both are used.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path
from typing import Any

from gwe_lint import __version__
from gwe_lint.config.compare_tables import comparisons_in
from gwe_lint.config.expectations import expectation_problems, read_expectation
from gwe_lint.config.keys import CONFIGURATION
from gwe_lint.config.model import ApplicationConfig, Config, EstateConfig
from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import Cluster, Strategy
from gwe_lint.exports.code_pages import code_page
from gwe_lint.paths import is_there
from gwe_lint.toml.declared_table import DeclaredTable
from gwe_lint.toml.document import Spot, TomlFile, Where, read_toml
from gwe_lint.toml.table import Table


def read_config(path: Path, root: Path, extending: tuple[Path, ...] = ()) -> Config:
    """The configuration in this file, merged with what it extends; ``extending`` has the files that extend this one.

    Raises ``Untrusted`` with every mistake, each with its line.
    """
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    file = read_toml(path, shown)
    problems: list[str] = []
    top = _root_table(file, path, problems)
    check: DeclaredTable | None = top.get("check")
    drift: DeclaredTable | None = top.get("drift")
    config = Config(
        shown=shown,
        folder=path.parent,
        files=(shown,),
        **(_check(check, path.parent, root) if check else {}),
        estates=top.get("estate", _estate),
        comparisons=comparisons_in(top),
        expectations=top.get("expect", read_expectation),
    )
    if check:
        check.done()
    if drift:
        config = _with_drift(config, drift)
    problems += _version_problem(top)
    for base in _extended(top, path, root, (path, *extending), problems):
        config = merged(base, config)
    top.done()
    names = [estate.name for estate in config.estates]
    problems += [
        f"{estate.place}: there is another estate named {estate.name!r}"
        for i, estate in enumerate(config.estates)
        if estate.name in names[:i]
    ]
    if not extending:  # which estates there are is known in the file that extends the others
        problems += expectation_problems(config.expectations, config.estates)
    if problems:
        raise Untrusted(problems)
    return config


def _root_table(file: TomlFile, path: Path, problems: list[str]) -> DeclaredTable:
    if path.name != "pyproject.toml":
        return DeclaredTable(file, file.data, (), problems, CONFIGURATION)
    tool = Table(file, file.data, (), problems).table("tool")
    inner = tool.table("gwe-lint") if tool else None
    data, where = (inner.data, inner.where) if inner else ({}, ())
    return DeclaredTable(file, data, where, problems, CONFIGURATION)


def _check(check: DeclaredTable, folder: Path, root: Path) -> dict[str, Any]:
    """The fields of a configuration that ``[check]`` sets; ``folder`` is the folder of the file."""
    fields = {
        "fail_on": check.get("fail-on"),
        "incomplete": check.get("incomplete"),
        "peak": check.get("peak-chat-sessions"),
        "profile": check.get("profile"),
        "packs": check.get("packs", partial(_pack, folder, root)),
        "overrides": _overrides(check, folder),
        **check.rest(),
    }
    where = (*check.where, "severity")
    return {
        **fields,
        "spots": _spots(check.file, check.where, check.data) | _spots(check.file, where, fields["severity"]),
    }


def _with_drift(config: Config, drift: DeclaredTable) -> Config:
    """The configuration with what ``[drift]`` sets."""
    fail_on = drift.get("fail-on")
    spots = {f"drift.{key}": spot for key, spot in _spots(drift.file, drift.where, drift.data).items()}
    drift.done()
    return config._replace(drift_fail_on=fail_on, spots={**config.spots, **spots})


def _overrides(check: DeclaredTable, folder: Path) -> Any:
    if "override" not in check.data:
        return check.get("override")
    from gwe_lint.config.overrides import read_override  # noqa: PLC0415  only where there are overrides

    return check.get("override", partial(read_override, folder))


def _pack(folder: Path, root: Path, name: str) -> Path:
    """The rule pack of this name, relative to the folder; as a path from the working directory if it lies below it."""
    path = Path(os.path.abspath(folder / name))
    if not is_there(path):
        raise ValueError(f"no such rule pack {name!r}: name a file or a folder, relative to this file")
    return path.relative_to(root) if path.is_relative_to(root) else path


def _extended(
    top: DeclaredTable, path: Path, root: Path, extending: tuple[Path, ...], problems: list[str]
) -> Iterator[Config]:
    """The configurations that this one extends, the nearest one first."""
    for name in reversed([name for name in top.get("extend") if name]):
        base = Path(os.path.abspath(path.parent / name))
        if not is_there(base):
            top.problem(f"no such file {name!r}: name a configuration, relative to this file", "extend")
        elif base in map(Path.absolute, extending):
            top.problem(f"{name!r} extends this file, or is it", "extend")
        else:
            try:
                yield read_config(base, root, extending)
            except Untrusted as error:
                problems += error.problems


def _spots(file: TomlFile, where: Where, keys: Iterable[str]) -> dict[str, Spot]:
    return {key: Spot(file, (*where, key)) for key in keys}


def _version_problem(top: DeclaredTable) -> list[str]:
    """The problem where this version does not satisfy ``required-version``: ``>=0.1``, ``>=0.1,<0.3``, ``==0.1.0``."""
    wanted = top.get("required-version")
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


def _estate(table: DeclaredTable) -> EstateConfig:
    name = table.get("name")
    table.title = f" ({name})" if name else ""
    estate = EstateConfig(
        place=Spot(table.file, table.where),
        name=name,
        paths=table.get("paths"),
        exclude=table.get("exclude"),
        encoding=table.get("encoding", code_page),
        production=table.get("production"),
        queues=table.get("interaction-queues"),
        strategies=table.get("strategy", _strategy),
        applications=table.get("application", _application),
        clusters=table.get("cluster", _cluster),
    )
    _note_duplicates(table, "application", [a.name or a.file for a in estate.applications])
    _note_duplicates(table, "cluster", [cluster.name for cluster in estate.clusters])
    table.done()
    return estate


def _note_duplicates(table: Table, key: str, names: list[Any]) -> None:
    for position, name in enumerate(names):
        if name and name in names[:position]:
            spot = Spot(table.file, (*table.where, key, position))
            table.problems.append(f"{spot}: [[estate.{key}]] {name!r} is there twice")


def _application(table: DeclaredTable) -> ApplicationConfig:
    application = ApplicationConfig(place=Spot(table.file, table.where), **table.rest())
    if not application.file and not application.name and not application.dbid:
        table.problem("needs file (an export of this estate), or name or dbid (an application that is not exported)")
    if application.file and not application.exported:
        table.problem("file names an export, and exported = false says that there is none: leave out one of them")
    table.done()
    return application


def _cluster(table: DeclaredTable) -> Cluster:
    cluster = Cluster(**table.rest())
    for name, times in Counter(cluster.members).items():
        if name == cluster.name:
            table.problem(f"cluster {name!r} is among its own members: name its applications only", "members")
        elif times > 1:
            table.problem(f"{name!r} is there {times} times: name each member once", "members")
    table.done()
    return cluster


def _strategy(table: DeclaredTable) -> Strategy:
    strategy = Strategy(**table.rest())
    table.done()
    return strategy


def merged(base: Config, own: Config) -> Config:
    """The own configuration; settings that it does not have are taken from the base."""
    set_here = own.spots
    return own._replace(
        fail_on=own.fail_on if "fail-on" in set_here else base.fail_on,
        drift_fail_on=own.drift_fail_on if "drift.fail-on" in set_here else base.drift_fail_on,
        incomplete=own.incomplete if "incomplete" in set_here else base.incomplete,
        peak=own.peak if "peak-chat-sessions" in set_here else base.peak,
        preview=own.preview if "preview" in set_here else base.preview,
        profile=own.profile if "profile" in set_here else base.profile,
        select=own.select if "select" in set_here else base.select,
        ignore=own.ignore if "ignore" in set_here else base.ignore,
        exclude=own.exclude if "exclude" in set_here else base.exclude,
        severity={**base.severity, **own.severity},
        files=(*own.files, *(file for file in base.files if file not in own.files)),
        packs=(*base.packs, *(pack for pack in own.packs if pack not in base.packs)),
        spots={**base.spots, **set_here},
        estates=(*(_moved(estate, base.folder, own.folder) for estate in base.estates), *own.estates),
        comparisons=(*base.comparisons, *own.comparisons),
        overrides=(*base.overrides, *own.overrides),
        expectations=(*base.expectations, *own.expectations),
    )


def _moved(estate: EstateConfig, base: Path, own: Path) -> EstateConfig:
    """The estate with its paths relative to the folder of the configuration that extends the other one."""
    if base == own:
        return estate
    paths = (Path(os.path.relpath(base / path, own)).as_posix() for path in estate.paths)
    return estate._replace(paths=tuple(paths))
