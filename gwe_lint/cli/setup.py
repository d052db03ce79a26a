"""Flags, environment and configuration files, brought together before anything is read."""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gwe_lint.checks.files import OF_DRIFT, OF_THE_TOOL
from gwe_lint.cli.streams import colour_wanted
from gwe_lint.config.model import Config, find_config, severity_overrides
from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import Profile
from gwe_lint.exports.redactor import KEY_VARIABLE
from gwe_lint.findings.lint import Accepted
from gwe_lint.findings.waivers import FILE_NAME as LEDGER
from gwe_lint.findings.waivers import Ledger
from gwe_lint.paths import on_disk, shown
from gwe_lint.reports import FORMATS
from gwe_lint.reports.layout import Layout
from gwe_lint.rules.plugins import installed
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import Packs, fits, is_nothing, load_packs, says_not_whole, selected, shown_packs
from gwe_lint.suggest import meant


def here() -> Path:
    """The working directory. Raises ``Untrusted`` where it was removed meanwhile."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise Untrusted(["the working directory does not exist any more: change to one that does"]) from None


def settings_of(config: Path | None, *, isolated: bool, root: Path) -> Config:
    """The configuration: the file given, else the nearest one, else (or when isolated) the defaults."""
    if config and isolated:
        raise Untrusted(["--config and --isolated exclude each other"])
    path = None if isolated else root / config if config else find_config(root)
    if path is None:
        return Config(shown=None, folder=root)
    from gwe_lint.config.reader import read_config  # only where there is one to read

    return read_config(path, root)


def added_packs(settings: Config | None, given: Iterable[Path] | None) -> tuple[tuple[Path, str], ...]:
    """The packs of plug-ins, of the configuration and of ``--pack``, each with the name that errors show."""
    paths = (*(settings.packs if settings else ()), *(given or ()))
    return (*installed().packs, *(shown_packs(paths) if paths else ()))


def packs_of(settings: Config | None, given: Iterable[Path] | None) -> Packs:
    """The built-in packs and those that are added to them."""
    return load_packs(named=added_packs(settings, given))


def enabled_rules(
    rules: tuple[Rule, ...],
    settings: Config,
    select: list[str] | None,
    ignore: list[str] | None,
    profile: Profile | None = None,
) -> tuple[Rule, ...]:
    """The selected rules with their configured severities; flags replace what the configuration selects and ignores."""
    try:
        wanted = profile or settings.profile or "default"
        chosen = selected(rules, _split(select, settings.select), _split(ignore, settings.ignore), wanted)
    except Untrusted as error:
        given = {"select": select, "ignore": ignore}
        raise Untrusted([f"{_origin(problem, given, settings)}{problem}" for problem in error.problems]) from None
    overrides = severity_overrides(settings, rules)
    return tuple(
        rule._replace(severity=severity, severity_unknown=severity, severity_development=severity)
        if (severity := overrides.get(rule.id))
        else rule
        for rule in chosen
    )


def nothing_selected(rules: tuple[Rule, ...], settings: Config, select: list[str] | None) -> tuple[str, ...]:
    """Why a check of these rules, the enabled ones, says nothing of an estate; empty where it does."""
    judging = [rule for rule in rules if rule.check != OF_DRIFT]
    if not is_nothing(judging, _split(select, settings.select)):
        return ()
    return ("no rule is selected that judges exports: only whether files can be read was looked at",)


def _origin(problem: str, given: dict[str, list[str] | None], settings: Config) -> str:
    """Where a problem with ``select`` or ``ignore`` comes from: a flag, or a line of the configuration."""
    key = problem.partition(":")[0]
    spot = settings.spots.get(key)
    return f"{spot}: check." if given[key] is None and spot else "--"


def _split(given: list[str] | None, configured: tuple[str, ...]) -> tuple[str, ...]:
    """``--select GWE2,GWE4`` and ``--select GWE2 --select GWE4`` are the same."""
    if given is None:
        return configured
    return tuple(part.strip() for each in given for part in each.split(",") if part.strip())


def outputs_of(outputs: Iterable[str]) -> tuple[tuple[str, Path], ...]:
    """The files to write, as format and path. Raises ``Untrusted`` for a format that does not exist."""
    found: list[tuple[str, Path]] = []
    problems: list[str] = []
    for output in outputs:
        format, equals, path = output.partition("=")
        if format not in FORMATS:
            problems.append(f"--output {output}: unknown format {format!r}{meant(format, FORMATS)}")
        elif not equals or not path:
            problems.append(f"--output {output}: expected FMT=PATH, such as sarif=report.sarif")
        elif path == "-":
            problems.append(f"--output {output}: standard output is chosen with --format {format}")
        elif path in [other.as_posix() for _, other in found]:
            problems.append(f"--output {output}: another report goes to the same file")
        found.append((format, Path(path)))
    if problems:
        raise Untrusted(problems)
    return tuple(found)


def spare_inputs(outputs: Iterable[tuple[str, Path]], inputs: Iterable[str], root: Path) -> None:
    """Raise ``Untrusted`` where a report would be written over a file that was just read."""
    read = {os.path.realpath(root / on_disk(path)) for path in inputs}
    over = [path.as_posix() for _, path in outputs if os.path.realpath(root / path) in read]
    if over:
        raise Untrusted([f"--output {path}: that is one of the files that were checked" for path in over])


def layout_for(root: Path, color: str, sarif_root: Path | None, *, semantic: bool) -> Layout:
    """How reports are laid out here. The top of the repository is the nearest folder upward that holds .git."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    return Layout(
        colour=colour_wanted(color),
        width=shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() or "COLUMNS" in os.environ else 80,
        here=root.as_posix(),
        root=Path(os.path.abspath(root / sarif_root)).as_posix() if sarif_root else top.as_posix(),
        semantic_fingerprint=semantic,
    )


def stdin_of(paths: Sequence[Path], name: Path, root: Path) -> tuple[list[Path], tuple[Path, bytes] | None]:
    """The paths with ``-`` replaced by the name of what is on stdin, and its content when it was asked for."""
    if Path("-") not in paths:
        return list(paths), None
    if sys.stdin is None:
        raise Untrusted(["-: there is no standard input"])
    path = Path(os.path.abspath(root / name))
    return [path if given == Path("-") else given for given in paths], (path, sys.stdin.buffer.read())


def hmac_key(file: Path | None) -> bytes | None:
    """The key for the tokens of secrets: of the file, else of the environment, else none."""
    if file is None:
        return os.fsencode(os.environ.get(KEY_VARIABLE, "")) or None
    try:
        key = file.read_bytes().strip()
    except OSError as error:
        raise Untrusted([f"{file.as_posix()}: cannot be read: {error.strerror}"]) from None
    if not key:
        raise Untrusted([f"{file.as_posix()}: the key file is empty"])
    return key


def accepted_of(
    settings: Config,
    rules: tuple[Rule, ...],
    waivers: Path | None,
    known: Path | None,
    as_of: datetime | None,
    *,
    isolated: bool,
    root: Path,
) -> Accepted:
    """What was accepted before: the ledger given, else the one beside the configuration, and an earlier report."""
    today = day_of(as_of)
    if waivers and not (root / waivers).exists():
        raise Untrusted([f"{waivers.as_posix()}: no such file"])
    nothing = isolated and not waivers
    ledger = Ledger() if nothing else ledger_at(ledger_path(settings, waivers, root), rules, today, root)
    fingerprints = {str(finding["fingerprint"]) for finding in findings_in(known)} if known else ()
    return Accepted(ledger, today, frozenset(fingerprints))


def day_of(as_of: datetime | None) -> date:
    """The day to judge by; today, unless another one is given."""
    return as_of.date() if as_of else date.today()


def ledger_path(settings: Config, waivers: Path | None, root: Path) -> Path:
    """Where the ledger is, or would be: the file given, else beside the configuration."""
    return root / waivers if waivers else settings.folder / LEDGER


def ledger_at(path: Path, rules: tuple[Rule, ...], today: date, root: Path) -> Ledger:
    """The ledger in this file, an empty one where there is none. Raises ``Untrusted`` with every mistake."""
    name = shown(_relative(path, root))
    if not os.path.lexists(path):
        return Ledger(name)
    from gwe_lint.findings.waiver_reader import read_waivers  # only where there is one to read

    return read_waivers(path, name, rules, today)


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


def findings_in(path: Path) -> list[dict[str, Any]]:
    """The findings of a JSON report, each with its fingerprint. Raises ``Untrusted`` for a file that is none."""
    import json

    try:
        report = json.loads(path.read_bytes())
        if not str(report["format"]).startswith("gwe-lint"):
            raise ValueError
        findings: list[dict[str, Any]] = report["findings"]
        if not all(isinstance(finding, dict) and "fingerprint" in finding for finding in findings):
            raise ValueError
        return findings
    except OSError as error:
        raise Untrusted([f"{path.as_posix()}: cannot be read: {error.strerror}"]) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Untrusted(
            [f"{path.as_posix()}: not a JSON report of gwe-lint: write one with --output json=FILE"]
        ) from None


def drift_rules(
    rules: tuple[Rule, ...],
    settings: Config,
    select: list[str] | None,
    ignore: list[str] | None,
    needed: frozenset[str],
) -> tuple[Rule, ...]:
    """The rules about differences, waivers and files that were not read whole; the others of ``check`` are left out.

    What ``[check]`` selects is for ``check``; what it ignores counts where it names nothing but differences or waivers.
    Raises ``Untrusted`` where none of those that the command needs is left.
    """
    enabled_rules(rules, settings, select, ignore)  # which refuses what no rule has
    rest = tuple(rule for rule in rules if rule.check not in (OF_DRIFT, OF_THE_TOOL))
    meant = tuple(pattern for pattern in settings.ignore if not any(fits(rule, pattern) for rule in rest))
    found = enabled_rules(rules, settings._replace(select=(), ignore=meant), select, ignore)
    if needed.isdisjoint(rule.id for rule in found):
        ids = ", ".join(sorted(needed))
        raise Untrusted([f"select and ignore leave no rule about differences: select GWE8, or some of {ids}"])
    return tuple(rule for rule in found if rule.check in (OF_DRIFT, OF_THE_TOOL) or says_not_whole(rule))
