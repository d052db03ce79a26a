"""``gwe-lint check``: lint exported option sets, every rule and every cross-check."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from gwe_lint.cli.accepted import accepted_of
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
from gwe_lint.cli.output_files import Destination, destination_of
from gwe_lint.cli.selected_rules import enabled_rules, nothing_selected, with_overrides
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.cli.signature import Options, with_options
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.findings.lint import lint
from gwe_lint.findings.strict import with_strict_reasons


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(check)


class SarifOptions(Options):
    """The options of the SARIF format."""

    sarif_root: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where paths in SARIF start; default: the git repository's top.")
    ] = None
    sarif_include_waived: Annotated[
        bool, typer.Option("--sarif-include-waived", help="Put waived and known findings into SARIF, as suppressed.")
    ] = False
    sarif_fingerprint: Annotated[
        Literal["uploader", "semantic"], typer.Option(help="Who sets primaryLocationLineHash in SARIF.")
    ] = "uploader"


@with_options(before={"quiet": "waivers"})
def check(
    *,
    config: ConfigOptions,
    selection: SelectionOptions,
    rules_of: ProfileOptions,
    report: ReportOptions,
    messages: MessageOptions,
    stdin_name: Annotated[Path, typer.Option(metavar="PATH", help="The path of the document on stdin.")] = STDIN_NAME,
    exports: ExportOptions,
    sarif: SarifOptions,
) -> int:
    """Lint exported option sets: every rule, every cross-check.

    Without a configuration file, each folder given is one estate, and all single files together are one.
    With one, its estates are always checked whole, and a PATH chooses which findings are shown.
    Exit code 3 where a chat could not be followed to a Chat Server.
    """
    root = working_directory()
    settings = settings_of(config, root)
    destination = _with_sarif(destination_of(report, root), sarif)
    packs = packs_of(settings, config.pack)
    chosen = enabled_rules(packs.rules, settings, selection, rules_of.profile)
    rules, overrides = with_overrides(
        chosen, packs.rules, settings, selection, root, profile=rules_of.profile, fail_on=report.fail_on
    )
    loader, given = loader_for(exports, settings, packs, root, stdin_name=stdin_name)
    accepted = accepted_of(
        "check", settings, packs.rules, report.accepted, isolated=config.isolated, root=root, overrides=overrides
    )
    result = lint(rules, settings, loader, given, accepted, chat_options_of(packs.rules))
    result = with_strict_reasons(result) if report.strict else result
    result = result._replace(
        unchecked=(*nothing_selected(rules, settings, selection), *result.unchecked),
        incomplete_fails=incomplete_fails(exports, settings, strict=report.strict),
    )
    return finish(result, report, messages, destination, settings, accepted.today)


def _with_sarif(destination: Destination, options: SarifOptions) -> Destination:
    """The destination with the layout that the options of SARIF ask for."""
    layout = destination.layout._replace(
        semantic_fingerprint=options.sarif_fingerprint == "semantic", include_waived=options.sarif_include_waived
    )
    if options.sarif_root:
        layout = layout._replace(root=Path(os.path.abspath(destination.root / options.sarif_root)).as_posix())
    return destination._replace(layout=layout)
