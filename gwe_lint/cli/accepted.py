"""What was accepted before: the ledger of waivers, and the known findings of an earlier report."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gwe_lint.cli.options import AcceptedOptions
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.waivers import FILE_NAME as LEDGER
from gwe_lint.findings.waivers import Ledger
from gwe_lint.paths import is_there, read_small, shown
from gwe_lint.rules.rule import Rule

if TYPE_CHECKING:
    from gwe_lint.findings.known import Known
    from gwe_lint.findings.overrides import Overrides


def accepted_of(
    command: str,
    settings: Config,
    rules: tuple[Rule, ...],
    options: AcceptedOptions,
    *,
    isolated: bool,
    root: Path,
    overrides: "Overrides | None" = None,
) -> Accepted:
    """The waivers of the ledger given, else of the one beside the configuration, the known findings, the overrides.

    Raises ``Untrusted`` where the ledger or the earlier report is wrong, or that report is of another command.
    """
    today, waivers = options.as_of or date.today(), options.waivers
    refuse_missing(waivers, root)
    nothing = isolated and not waivers
    ledger = Ledger() if nothing else ledger_at(ledger_path(settings, waivers, root), rules, today, root)
    return Accepted(ledger, today, _known(options.known, command, today), overrides)


def refuse_missing(waivers: Path | None, root: Path) -> None:
    """Raise ``Untrusted`` where a ledger is named that is not there."""
    if waivers and not is_there(root / waivers):
        raise Untrusted([f"{waivers.as_posix()}: no such file"])


def _known(path: Path | None, command: str, today: date) -> "Known | None":
    """The findings of the earlier report of this command; None without one."""
    if not path:
        return None
    from gwe_lint.findings.known import read_known  # noqa: PLC0415  needed only where an earlier report is read

    return read_known(path, command, today)


def ledger_path(settings: Config, waivers: Path | None, root: Path) -> Path:
    """The path of the ledger: the file given, else the one beside the configuration, which may not exist."""
    return root / waivers if waivers else settings.folder / LEDGER


def ledger_at(path: Path, rules: tuple[Rule, ...], today: date, root: Path) -> Ledger:
    """The ledger in this file, an empty one where there is none. Raises ``Untrusted`` with every mistake."""
    name = shown(_relative(path, root))
    if not is_there(path):
        return Ledger(name)
    from gwe_lint.findings.waiver_reader import read_waivers  # noqa: PLC0415  needed only where there is a ledger

    return read_waivers(path, name, rules, today)


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


def findings_in(path: Path) -> list[dict[str, Any]]:
    """The findings of a JSON report, each with its fingerprint. Raises ``Untrusted`` for a file that is none."""
    import json  # noqa: PLC0415  needed only where an earlier report is read

    try:
        report = json.loads(read_small(path))
        if not str(report["format"]).startswith("gwe-lint"):
            raise ValueError
        findings: list[dict[str, Any]] = report["findings"]
        if not all(isinstance(finding, dict) and "fingerprint" in finding for finding in findings):
            raise ValueError
        return findings
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Untrusted(
            [f"{path.as_posix()}: not a JSON report of gwe-lint: write one with --output json=FILE"]
        ) from None
