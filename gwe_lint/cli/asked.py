"""What a run was asked for: the options that decide what its report says, so that it can be made again."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from inspect import Parameter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from gwe_lint.paths import shown

if TYPE_CHECKING:  # every command with a report has this, and few reports say it
    from gwe_lint.findings.provenance import Given

# Options that decide what a report says, as users write them. All others say where it goes, how it looks, or what is
# done beside it. A test asks which of both each option of a command that reports is.
DECIDES = frozenset(
    {
        *("config", "isolated", "pack", "select", "ignore", "profile", "preview"),
        *("exclude", "encoding", "stdin-name", "import", "for", "mode", "git", "against"),
        *("waivers", "known", "since", "first-seen", "as-of"),
        *("fixes", "unsafe"),
        *("fail-on", "strict", "exit-zero", "allow-empty"),
    }
)


class _Origin(Protocol):
    """What was asked for, of this run or of an earlier one."""

    @property
    def options(self) -> "Mapping[str, Given]":
        """The options that were given, and decide what the report says."""

    @property
    def arguments(self) -> tuple[str, ...]:
        """The paths, or the sides of a comparison."""


def scope_of(origin: _Origin) -> tuple[str, ...]:
    """Which configuration and paths a run was asked for, as words: reports of one job have the same ones."""
    config = origin.options.get("config")
    return (*(("--config", str(config)) if config else ()), *origin.arguments)


class Asked:
    """All options of a command with what they were set to. Not offered as an option itself."""

    def __init__(self, parameters: Iterable[Parameter], given: Mapping[str, Any]) -> None:
        self._set = {
            parameter.name: (parameter, given[parameter.name])
            for parameter in parameters
            if parameter.name in given and given[parameter.name] != parameter.default
        }

    @property
    def options(self) -> Mapping[str, "Given"]:
        """The options that decide what the report says, sorted; paths are relative to the working directory.

        The day of ``--as-of`` stands in the report itself.
        """
        found = ((flag_of(parameter), value) for parameter, value in self._set.values())
        return {flag: _plain(flag, value) for flag, value in sorted(found, key=str) if flag in DECIDES - {"as-of"}}

    @property
    def arguments(self) -> tuple[str, ...]:
        """The paths, sorted since their order changes nothing, or the sides of a comparison."""
        return tuple(_arguments(value for parameter, value in self._set.values() if not flag_of(parameter)))

    def path_of(self, flag: str) -> Path | None:
        """The file that an option names."""
        return next((Path(value) for parameter, value in self._set.values() if flag_of(parameter) == flag), None)

    def paths_of(self, flag: str) -> tuple[Path, ...]:
        """The files that an option names, which may be given several times."""
        found = (value for parameter, value in self._set.values() if flag_of(parameter) == flag)
        return tuple(Path(each) for value in found for each in value)


def flag_of(parameter: Parameter) -> str:
    """The option as users write it, without hyphens before it; empty for an argument."""
    info = next(iter(parameter.annotation.__metadata__), None)
    if type(info).__name__ == "ArgumentInfo":
        return ""
    declared = (info.default, *(info.param_decls or ())) if info else ()
    names = [each for each in declared if isinstance(each, str) and each.startswith("--")]
    return names[0].removeprefix("--") if names else parameter.name.replace("_", "-")


def _plain(flag: str, value: Any) -> "Given":
    if isinstance(value, list):
        return tuple(str(_plain(flag, each)) for each in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path) or (isinstance(value, str) and Path(value).is_absolute()):
        return from_root(Path(value))
    return value if isinstance(value, bool | int) else str(value)


def _arguments(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from _paths(set(map(_argument, value))) if isinstance(value, list) else (_argument(value),)


def _paths(paths: Collection[str]) -> Iterator[str]:
    """The paths in order, without those inside of another one, which change nothing."""
    for path in sorted(paths):
        others = (other for other in paths if other not in (path, "-"))
        if path == "-" or not any(PurePosixPath(path).is_relative_to(other) for other in others):
            yield path


def _argument(value: Any) -> str:
    is_path = isinstance(value, Path) or Path(value).is_absolute()
    return from_root(Path(value)) if is_path and str(value) != "-" else str(value)


def from_root(path: Path) -> str:
    """The path as reports hold it: relative to the working directory, be it outside of that."""
    try:
        return shown(Path(os.path.relpath(path)).as_posix())
    except ValueError:  # on another drive of Windows, which is not relative to this one
        return shown(path.as_posix())
