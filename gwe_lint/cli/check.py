"""``gwe-lint check``: lint exported option sets, every rule and every cross-check."""

from pathlib import Path
from typing import Annotated

import typer

from gwe_lint.cli.asked import Asked
from gwe_lint.cli.check_setup import CheckSetup, ListingOptions, SarifOptions, TrialOptions, check_setup
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
from gwe_lint.errors import Untrusted
from gwe_lint.findings.checked import Checking
from gwe_lint.findings.lint import lint, lint_portions
from gwe_lint.findings.report import Report


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
    trial: TrialOptions,
) -> int:
    """Lint exported option sets: every rule, every cross-check.

    Without a configuration file, each folder given is one estate, and all single files together are one.
    With one, its estates are always checked whole, and a PATH chooses which findings are shown.
    Exit code 3 where a chat could not be followed to a Chat Server.
    """
    setup = check_setup(config, selection, rules_of, report, listing, sarif)
    loader, given = loader_for(exports, setup.settings, setup.packs, setup.root, stdin_name=stdin_name, report=report)
    if trial.fixes and (work.shard or work.dask):
        flag = "--shard" if work.shard else "--dask"
        raise Untrusted([f"--fixes and {flag} exclude each other: try the fixes of one estate"])
    crew = crew_for(work, messages, report, exports, loader, setup.settings, given)
    checking = setup.checking(crew.loader, traced=crew.shard is not None)
    if trial.fixes:
        result = _with_tried_fixes(setup, checking, given, rules_of, report, config)
    elif crew.is_one:
        result = lint(checking, given, setup.accepted)
    else:
        found = crew.found(checking)
        result = lint_portions(checking, found, given, setup.accepted, whole=not crew.shard)
        run = Run(config, selection, rules_of, report, given, setup.settings, setup.rules, (), setup.accepted)
        result = crew.with_shard(result, found, run)
    result = setup.completed(result, fails=incomplete_fails(exports, setup.settings, strict=report.strict))
    today, sources = setup.accepted.today, crew.loader.sources
    return finish(result, report, messages, setup.destination, setup.settings, today, asked, sources)


def _with_tried_fixes(
    setup: CheckSetup,
    checking: Checking,
    paths: tuple[Path, ...],
    rules_of: ProfileOptions,
    report: ReportOptions,
    config: ConfigOptions,
) -> Report:
    """The report with tried fixes: judged by all rules, whichever were selected to propose some."""
    from gwe_lint.cli.judging import judges_of  # noqa: PLC0415  a check starts without
    from gwe_lint.cli.tried_fixes import lint_and_try  # noqa: PLC0415  a check starts without

    every = SelectionOptions()
    judged_as = (checking.loader, setup.settings, setup.packs, every, rules_of.profile, report)
    judges = judges_of("check", *judged_as, isolated=config.isolated)
    return lint_and_try(checking, paths, setup.accepted, judges)
