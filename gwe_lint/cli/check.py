"""``gwe-lint check``: lint exported option sets, every rule and every cross-check."""

from pathlib import Path
from typing import Annotated

import typer

from gwe_lint.cli.asked import Asked
from gwe_lint.cli.check_setup import ListingOptions, SarifOptions, check_setup
from gwe_lint.cli.exports import STDIN_NAME, incomplete_fails, loader_for
from gwe_lint.cli.finish import finish
from gwe_lint.cli.options import (
    ConfigOptions,
    ExportOptions,
    MessageOptions,
    ProfileOptions,
    ReportOptions,
    SelectionOptions,
)
from gwe_lint.cli.run import Run
from gwe_lint.cli.signature import with_options
from gwe_lint.cli.work import WorkOptions, crew_for
from gwe_lint.findings.lint import lint, lint_portions


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(check)


@with_options(before={"quiet": "waivers"})
def check(
    *,
    config: ConfigOptions,
    selection: SelectionOptions,
    rules_of: ProfileOptions,
    report: ReportOptions,
    messages: MessageOptions,
    listing: ListingOptions,
    stdin_name: Annotated[Path, typer.Option(metavar="PATH", help="The path of the document on stdin.")] = STDIN_NAME,
    exports: ExportOptions,
    work: WorkOptions,
    sarif: SarifOptions,
    asked: Asked,
) -> int:
    """Lint exported option sets: every rule, every cross-check.

    Without a configuration file, each folder given is one estate, and all single files together are one.
    With one, its estates are always checked whole, and a PATH chooses which findings are shown.
    Exit code 3 where a chat could not be followed to a Chat Server.
    """
    setup = check_setup(config, selection, rules_of, report, listing, sarif)
    loader, given = loader_for(exports, setup.settings, setup.packs, setup.root, stdin_name=stdin_name, report=report)
    crew = crew_for(work, messages, report, loader, setup.settings, given)
    checking = setup.checking(crew.loader, traced=crew.shard is not None)
    if crew.is_one:
        result = lint(checking, given, setup.accepted)
    else:
        found = crew.found(checking)
        result = lint_portions(checking, found, given, setup.accepted, whole=not crew.shard)
        result = crew.with_shard(
            result,
            found,
            Run(config, selection, rules_of, report, given, setup.settings, setup.rules, (), setup.accepted),
        )
    result = setup.completed(result, fails=incomplete_fails(exports, setup.settings, strict=report.strict))
    today, sources = setup.accepted.today, crew.loader.sources
    return finish(result, report, messages, setup.destination, setup.settings, today, asked, sources)
