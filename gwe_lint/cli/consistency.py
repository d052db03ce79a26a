"""``gwe-lint consistency``: compare the members of each cluster or pair with each other."""

import typer

from gwe_lint.cli.asked import Asked
from gwe_lint.cli.comparison_setup import finish_comparison, prepared
from gwe_lint.cli.exports import loader_for
from gwe_lint.cli.options import ConfigOptions, ExportOptions, MessageOptions, ReportOptions, SelectionOptions
from gwe_lint.cli.signature import with_options
from gwe_lint.drift.consistency import consistency_report
from gwe_lint.drift.judge_members import MEMBER_HITS
from gwe_lint.findings.lint import findings_under
from gwe_lint.findings.unseen import left_out_of, with_groupings


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
    asked: Asked,
) -> int:
    """Compare the members of each cluster or pair with each other.

    Where neither is known, all applications of one type in an estate are compared. The value of a strict majority is
    the reference; without one the members are split. Exit code 3 where nothing belongs together, or a member is not
    among the exports.
    """
    setup = prepared("consistency", MEMBER_HITS, config, selection, report)
    loader, given = loader_for(exports, setup.settings, setup.packs, setup.root, report=report)
    estates = loader.estates(setup.settings, given)
    result = consistency_report(estates, setup.rows, setup.rules, setup.accepted, overridden=setup.overridden)
    result = findings_under(result, estates, given if setup.settings.estates else (), setup.settings, loader)
    outside = loader.outside(setup.settings, given, estates)
    result = result._replace(incomplete=(*result.incomplete, *outside), remarks=left_out_of(estates))
    result = with_groupings(result, estates)
    return finish_comparison(result, setup, report, messages, asked, loader)
