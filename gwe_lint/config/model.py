"""The configuration in gwe-lint.toml or pyproject.toml: what exports do not say, and what to check."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import Cluster, FailOn, Profile, Severity, Strategy
from gwe_lint.paths import from_here, is_there, read_small
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import is_lower
from gwe_lint.suggest import meant

if TYPE_CHECKING:
    from gwe_lint.config.compare_tables import Comparison
    from gwe_lint.config.overrides import Override
    from gwe_lint.estate.expectation import Expectation
    from gwe_lint.toml.document import Spot

Incomplete = Literal["fail", "report"]  # what becomes of a check in which a chat could not be followed
INCOMPLETE: tuple[Incomplete, ...] = ("fail", "report")
FILE_NAME = "gwe-lint.toml"


class ApplicationConfig(NamedTuple):
    """One [[estate.application]]; ``place`` is its place in the configuration, for errors."""

    place: "Spot | None"
    file: str | None
    name: str | None
    dbid: int | None
    type: str | None
    release: str | None
    tenants: tuple[int, ...] | None
    connects_to: tuple[str, ...] | None
    backup: str | None
    partial: bool
    exported: bool = True


class EstateConfig(NamedTuple):
    """One [[estate]]; paths are relative to the configuration file."""

    place: "Spot | None"
    name: str
    paths: tuple[str, ...]
    exclude: tuple[str, ...]
    encoding: str | None  # the code page of its text exports that are not UTF-8
    production: bool | None
    queues: tuple[str, ...] | None
    strategies: tuple[Strategy, ...] | None
    applications: tuple[ApplicationConfig, ...]
    clusters: tuple[Cluster, ...]


class Config(NamedTuple):
    """The settings of one configuration file; ``folder`` is where its relative paths start."""

    shown: str | None
    folder: Path
    files: tuple[str, ...] = ()  # its own, and those that it extends
    fail_on: FailOn | None = None
    drift_fail_on: FailOn | None = None  # of comparisons; without it any drift fails
    incomplete: Incomplete | None = None
    peak: int | None = None  # chat sessions at one time
    profile: Profile | None = None
    preview: bool | None = None
    packs: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    spots: Mapping[str, "Spot"] = {}  # where select, ignore and each severity stand
    estates: tuple[EstateConfig, ...] = ()
    comparisons: "tuple[Comparison, ...]" = ()
    overrides: "tuple[Override, ...]" = ()  # the last one counts
    expectations: "tuple[Expectation, ...]" = ()
    isolated: bool = False  # True: files beside the configuration are ignored, as it is


def find_config(start: Path) -> Path | None:
    """The nearest gwe-lint.toml, or pyproject.toml with a [tool.gwe-lint] table, from ``start`` upward."""
    for folder in (start, *start.parents):
        if is_there(folder / FILE_NAME):  # also where it cannot be read, which is an error and not its absence
            return folder / FILE_NAME
        project = folder / "pyproject.toml"
        if is_there(project) and b"tool.gwe-lint" in read_small(project, from_here(project)):
            return project
    return None


def severity_overrides(config: Config, rules: tuple[Rule, ...]) -> Mapping[str, Severity]:
    """The configured severities by rule id. Raises ``Untrusted`` for a name that no rule has, or a lowered lock."""
    names = {key: rule.id for rule in rules for key in rule.names}
    problems = [
        f"{config.spots[key]}: check.severity: no rule has the id or name {key!r}{meant(key, names)}"
        for key in config.severity
        if key not in names
    ]
    problems += [
        f"{config.spots[key]}: check.severity: {rule.id} cannot be lowered to {severity}: {rule.lock}"
        for key, severity in config.severity.items()
        for rule in rules
        if key in rule.names and is_lower(rule, severity)
    ]
    if problems:
        raise Untrusted(problems)
    return {names[key]: severity for key, severity in config.severity.items()}
