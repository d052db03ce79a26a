"""A run of a command on exports: what was asked for, and what decides its report."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.cli.options import ConfigOptions, ProfileOptions, ReportOptions, SelectionOptions
from gwe_lint.config.model import Config
from gwe_lint.findings.accept import Accepted
from gwe_lint.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gwe_lint.rules.drift_rows import DriftRow


class Run(NamedTuple):
    """What was asked for, and what it came to with configuration, packs and files beside it."""

    config: ConfigOptions
    selection: SelectionOptions
    rules_of: ProfileOptions | None
    report: ReportOptions
    given: tuple[Path, ...]
    settings: Config
    rules: tuple[Rule, ...]
    rows: "Sequence[DriftRow]"
    accepted: Accepted
