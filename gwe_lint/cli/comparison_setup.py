"""What drift, consistency and compare have in common: before they read exports, and once they have a report."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gwe_lint.checks.files import DriftHit
from gwe_lint.cli.accepted import accepted_of
from gwe_lint.cli.asked import Asked
from gwe_lint.cli.finish import finish
from gwe_lint.cli.former_names import notes_on_names
from gwe_lint.cli.options import ConfigOptions, MessageOptions, ReportOptions, SelectionOptions
from gwe_lint.cli.output_files import Destination, destination_of
from gwe_lint.cli.selected_rules import drift_rules, with_overrides
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.config.model import Config, severity_overrides
from gwe_lint.drift.consistency import Comparing
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.report import Report
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import Packs


class Prepared(NamedTuple):
    """All that flags and configuration set for a comparison; no export was read yet."""

    root: Path
    settings: Config
    packs: Packs
    rules: tuple[Rule, ...]
    rows: Sequence[DriftRow]
    accepted: Accepted
    overridden: frozenset[str]  # ids of rules whose severity the configuration sets
    destination: Destination
    notes: tuple[str, ...] = ()  # about rules that are named as they were called before

    def comparing(self, loader: Loader, options: ReportOptions) -> Comparing:
        """How the members of groups are compared."""
        dated = bool(options.accepted.since)
        return Comparing(self.rows, self.rules, self.accepted, self.overridden, self.settings, loader, dated)


def prepared(
    command: str,
    needed: frozenset[DriftHit],
    config: ConfigOptions,
    selection: SelectionOptions,
    options: ReportOptions,
) -> Prepared:
    """The setup of a comparison. Raises ``Untrusted`` where none of the rules that it needs is left."""
    root = working_directory()
    settings = settings_of(config, root)
    packs = packs_of(settings, config.pack)
    rules = drift_rules(packs.rules, settings, selection, needed)
    _, overrides = with_overrides(
        rules, packs.rules, settings, selection, root, profile="default", fail_on=options.fail_on or "error"
    )
    accepted = accepted_of(
        command,
        settings,
        packs.rules,
        options.accepted,
        isolated=config.isolated,
        root=root,
        overrides=overrides,
    )
    return Prepared(
        root=root,
        settings=settings,
        packs=packs,
        rules=rules,
        destination=destination_of(options, root),
        accepted=accepted,
        rows=packs.drift_rows,
        overridden=frozenset(severity_overrides(settings, packs.rules)),
        notes=notes_on_names(packs.rules, settings, accepted.ledger, selection.select, selection.ignore),
    )


def finish_comparison(
    result: Report, setup: Prepared, report: ReportOptions, messages: MessageOptions, asked: Asked, loader: Loader
) -> int:
    """Finish the report of a comparison; the exit code."""
    today, sources = setup.accepted.today, loader.sources
    result = result._replace(remarks=(*result.remarks, *setup.notes))
    return finish(result, report, messages, setup.destination, setup.settings, today, asked, sources)
