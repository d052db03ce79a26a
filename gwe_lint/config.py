"""gwe-lint.toml, or [tool.gwe-lint] in pyproject.toml: what an option export does not carry, and what to check."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from gwe_lint.catalogue import APPLICATION_TYPES
from gwe_lint.errors import Untrusted
from gwe_lint.model import SEVERITIES, Cluster, Rule, Severity, Strategy
from gwe_lint.tables import Table, meant
from gwe_lint.tomlfile import TomlFile, read_toml

FailOn = Literal["error", "warning", "note", "never"]
FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "note", "never")
FILE_NAME = "gwe-lint.toml"


class ApplicationConfig(NamedTuple):
    """One [[estate.application]]; ``place`` is where it stands in the configuration, for errors."""

    place: str
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

    place: str
    name: str
    paths: tuple[str, ...]
    exclude: tuple[str, ...]
    production: bool | None
    queues: tuple[str, ...] | None
    strategies: tuple[Strategy, ...] | None
    applications: tuple[ApplicationConfig, ...]
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one configuration file; ``folder`` is where its relative paths start."""

    shown: str | None
    folder: Path
    fail_on: FailOn | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity]
    severity_places: Mapping[str, str]
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
        return Config(shown=None, folder=root, severity={}, severity_places={})
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
        severity_places={key: f"{shown}:{file.line((*overrides.where, key))}" for key in overrides.data}
        if overrides
        else {},
        estates=tuple(_estate(table) for table in top.tables("estate")),
    )
    if check:
        check.done()
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
        place=_place(table),
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


def _place(table: Table) -> str:
    return f"{table.file.path}:{table.file.line(table.where)}"


def _application(table: Table) -> ApplicationConfig:
    application = ApplicationConfig(
        place=_place(table),
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
        f"{config.severity_places[key]}: check.severity: no rule has the id or name {key!r}{meant(key, names)}"
        for key in config.severity
        if key not in names
    ]
    if problems:
        raise Untrusted(problems)
    return {names[key]: severity for key, severity in config.severity.items()}
