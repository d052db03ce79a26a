"""``gwe-lint consistency``: compare the members of each cluster or pair with each other."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gwe_lint.cli.asked import Asked
from gwe_lint.cli.comparison_setup import finish_comparison, prepared
from gwe_lint.cli.exports import loader_for
from gwe_lint.cli.options import ConfigOptions, ExportOptions, MessageOptions, ReportOptions, SelectionOptions
from gwe_lint.cli.run import Run
from gwe_lint.cli.signature import with_options
from gwe_lint.cli.work import WorkOptions, crew_for
from gwe_lint.drift.consistency import Agreement, Comparing, consistency_report
from gwe_lint.drift.judge_members import MEMBER_HITS
from gwe_lint.findings.lint import findings_under, interrupted, without_own_settings
from gwe_lint.findings.report import Report
from gwe_lint.findings.unseen import left_out_of, with_groupings

if TYPE_CHECKING:  # a run on one estate does without
    from gwe_lint.findings.shared_work import Gathered


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(consistency)


@with_options()
def consistency(
    *,
    config: ConfigOptions,
    selection: SelectionOptions,
    report: ReportOptions,
    messages: MessageOptions,
    exports: ExportOptions,
    work: WorkOptions,
    asked: Asked,
) -> int:
    """Compare the members of each cluster or pair with each other.

    Where neither is known, all applications of one type in an estate are compared. The value of a strict majority is
    the reference; without one the members are split. Exit code 3 where nothing belongs together, or a member is not
    among the exports.
    """
    setup = prepared("consistency", MEMBER_HITS, config, selection, report)
    loader, given = loader_for(exports, setup.settings, setup.packs, setup.root, report=report)
    crew = crew_for(work, messages, report, exports, loader, setup.settings, given)
    comparing = setup.comparing(crew.loader, report)
    if crew.is_one:
        estates = comparing.loader.estates(comparing.config, given)
        result = consistency_of(comparing, [comparing.agreement(each) for each in estates], given)
    else:
        found = crew.found(comparing)
        result = consistency_of_portions(comparing, found, given, whole=not crew.shard)
        result = crew.with_shard(
            result,
            found,
            Run(config, selection, None, report, given, setup.settings, setup.rules, setup.rows, setup.accepted),
        )
    return finish_comparison(result, setup, report, messages, asked, crew.loader)


def consistency_of_portions(
    comparing: Comparing, found: "Gathered", given: tuple[Path, ...], *, whole: bool = True
) -> Report:
    """The same report, of portions that were compared one by one. Not ``whole``: others look at the other estates."""
    if not whole or found.left:
        comparing = comparing._replace(rules=without_own_settings(comparing.rules))
    report = consistency_of(comparing, found.results(comparing), given)
    return interrupted(report, [portion.name for portion in found.left]) if found.left else report


def consistency_of(comparing: Comparing, agreements: Sequence[Agreement], given: tuple[Path, ...]) -> Report:
    """The report on these estates; with configured ones, paths choose which findings are shown."""
    estates, config, loader = [each.estate for each in agreements], comparing.config, comparing.loader
    report = consistency_report(agreements, comparing.rules, comparing.accepted)
    report = findings_under(report, estates, given if config.estates else (), config, loader)
    outside = loader.outside(config, given, estates)
    report = report._replace(incomplete=(*report.incomplete, *outside), remarks=left_out_of(estates))
    return with_groupings(report, estates)
