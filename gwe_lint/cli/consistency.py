"""``gwe-lint consistency``: the members of each cluster or pair against each other."""

import typer

from gwe_lint.cli.comparison_setup import prepared
from gwe_lint.cli.exports import loader_for
from gwe_lint.cli.finish import finish
from gwe_lint.cli.options import ConfigOptions, ExportOptions, MessageOptions, ReportOptions, SelectionOptions
from gwe_lint.cli.signature import with_options
from gwe_lint.drift.consistency import consistency_report
from gwe_lint.drift.judge_members import MEMBER_HITS
from gwe_lint.findings.lint import findings_under


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
) -> int:
    """Compare the members of each cluster or pair with each other.

    Where neither is known, all applications of one type in an estate are compared. The value of a strict majority is
    the reference; without one the members are split. Exit code 3 where nothing belongs together, or a member is not
    among the exports.
    """
    by = prepared(MEMBER_HITS, config, selection, report)
    loader, given = loader_for(exports, by.settings, by.packs, by.root)
    estates = loader.estates(by.settings, given)
    found = consistency_report(estates, by.rows, by.rules, by.accepted, overridden=by.overridden)
    found = findings_under(found, given if by.settings.estates else (), loader)
    return finish(found, report, messages, by.destination, by.settings, by.accepted.today)
