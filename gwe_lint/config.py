"""gwe-lint.toml, or [tool.gwe-lint] in pyproject.toml: what an option export does not carry, and what to check."""

import re
from collections.abc import Mapping
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from gwe_lint import __version__
from gwe_lint.catalogue import APPLICATION_TYPES
from gwe_lint.errors import Untrusted
from gwe_lint.model import SEVERITIES, Cluster, Rule, Severity, Strategy
from gwe_lint.tables import Table, meant
from gwe_lint.tomlfile import Spot, TomlFile, read_toml

FailOn = Literal["error", "warning", "note", "never"]
FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "note", "never")
FILE_NAME = "gwe-lint.toml"


class ApplicationConfig(NamedTuple):
    """One [[estate.application]]; ``place`` is where it stands in the configuration, for errors."""

    place: Spot
    file: str | None
    name: str | None
    type: str | None
    release: str | None
    tenants: tuple[int, ...] | None
    connects_to: tuple[str, ...] | None
    backup: str | None
    partial: bool


class EstateConfig(NamedTuple):
    """One [[estate]]; paths are relative to the configuration file."""

    place: Spot
    name: str
    paths: tuple[str, ...]
    exclude: tuple[str, ...]
    production: bool | None
    queues: tuple[str, ...] | None
    strategies: tuple[Strategy, ...] | None
    applications: tuple[ApplicationConfig, ...]
    clusters: tuple[Cluster, ...]


class Config(NamedTuple):
    """The settings of one configuration file; ``folder`` is where its relative paths start."""

    shown: str | None
    folder: Path
    fail_on: FailOn | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    spots: Mapping[str, Spot] = {}  # where select, ignore and each severity stand
    estates: tuple[EstateConfig, ...] = ()


def find_config(start: Path) -> Path | None:
    """The nearest gwe-lint.toml, or pyproject.toml with a [tool.gwe-lint] table, from ``start`` upward."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
        project = folder / "pyproject.toml"
        if project.is_file() and b"tool.gwe-lint" in project.read_bytes():
            return project
    return None


def load_config(path: Path | None, root: Path) -> Config:
    """The configuration in this file, or the defaults. Raises ``Untrusted`` with every mistake, each with its line."""
    if path is None:
        return Config(shown=None, folder=root)
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
        select=(check.texts("select") or ()) if check else (),
        ignore=(check.texts("ignore") or ()) if check else (),
        severity=_severities(overrides),
        spots=_spots(check) | _spots(overrides),
        estates=tuple(_estate(table) for table in top.tables("estate")),
    )
    if check:
        check.integer("peak-chat-sessions")  # a fact that rules may ask for
        check.done()
    problems += _version_problem(top)
    top.done()
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


def _spots(table: Table | None) -> dict[str, Spot]:
    return {key: Spot(table.file, (*table.where, key)) for key in table.data} if table else {}


def _version_problem(top: Table) -> list[str]:
    """Why this version is not the one that ``required-version`` asks for: ``>=0.1``, ``>=0.1,<0.3``, ``==0.1.0``."""
    wanted = top.text("required-version")
    if wanted is None:
        return []
    spot = Spot(top.file, (*top.where, "required-version"))
    parts = [re.fullmatch(r"\s*(>=|<=|==|!=|>|<)\s*([0-9]+(?:\.[0-9]+)*)\s*", part) for part in wanted.split(",")]
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
            table.problem(f"[[estate.{key}]] {name!r} is there twice", key)


def _application(table: Table) -> ApplicationConfig:
    application = ApplicationConfig(
        place=Spot(table.file, table.where),
        file=table.text("file"),
        name=table.text("name"),
        type=table.choice("type", APPLICATION_TYPES, "application type"),
        release=table.text("release"),
        tenants=table.integers("tenants"),
        connects_to=table.texts("connects-to"),
        backup=table.text("backup"),
        partial=table.boolean("partial") or False,
    )
    if not application.file and not application.name:
        table.problem("needs file (an export of this estate) or name (an application that is not exported)")
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


def severity_overrides(config: Config, rules: tuple[Rule, ...]) -> Mapping[str, Severity]:
    """The configured severities by rule id. Raises ``Untrusted`` for an id or name that no rule has."""
    names = {key: rule.id for rule in rules for key in (rule.id, rule.name)}
    problems = [
        f"{config.spots[key]}: check.severity: no rule has the id or name {key!r}{meant(key, names)}"
        for key in config.severity
        if key not in names
    ]
    if problems:
        raise Untrusted(problems)
    return {names[key]: severity for key, severity in config.severity.items()}
