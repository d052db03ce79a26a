"""``gwe-lint check``: lint exported option sets, every rule and every cross-check."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from gwe_lint.cli.accepted import accepted_of
from gwe_lint.cli.asked import Asked
from gwe_lint.cli.exports import STDIN_NAME, incomplete_fails, loader_for
from gwe_lint.cli.finish import finish
from gwe_lint.cli.former_names import notes_on_names
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
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.lint import lint
from gwe_lint.findings.report import Report
from gwe_lint.findings.strict import with_strict_reasons
from gwe_lint.reports.text.listing import hidden_findings
from gwe_lint.rules.selection import Packs


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


class ListingOptions(Options):
    """How many findings the formats for a terminal show, and how."""

    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule instead of showing them.")
    ] = False
    group: Annotated[
        Literal["auto", "cause", "none"],
        typer.Option("--group", help="One block for findings of one cause; auto: where there are more than 50."),
    ] = "auto"
    max_findings: Annotated[
        int | None, typer.Option("--max-findings", min=1, metavar="N", help="Show so many; all of them count.")
    ] = None


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
    sarif: SarifOptions,
    asked: Asked,
) -> int:
    """Lint exported option sets: every rule, every cross-check.

    Without a configuration file, each folder given is one estate, and all single files together are one.
    With one, its estates are always checked whole, and a PATH chooses which findings are shown.
    Exit code 3 where a chat could not be followed to a Chat Server.
    """
    root = working_directory()
    settings = settings_of(config, root)
    destination = _with_listing(_with_sarif(destination_of(report, root), sarif), listing)
    packs = packs_of(settings, config.pack)
    chosen = enabled_rules(packs.rules, settings, selection, rules_of.profile)
    rules, overrides = with_overrides(
        chosen, packs.rules, settings, selection, root, profile=rules_of.profile, fail_on=report.fail_on
    )
    loader, given = loader_for(exports, settings, packs, root, stdin_name=stdin_name, report=report)
    accepted = accepted_of(
        "check", settings, packs.rules, report.accepted, isolated=config.isolated, root=root, overrides=overrides
    )
    result = lint(rules, settings, loader, given, accepted, chat_options_of(packs.rules), traced=destination.draws)
    result = with_strict_reasons(result) if report.strict else result
    result = result._replace(
        unchecked=(*nothing_selected(rules, settings, selection), *result.unchecked),
        incomplete_fails=incomplete_fails(exports, settings, strict=report.strict),
        remarks=(*result.remarks, *_notes(packs, settings, selection, accepted), *_hidden(result, destination)),
    )
    return finish(result, report, messages, destination, settings, accepted.today, asked, loader.sources)


def _notes(packs: Packs, settings: Config, selection: SelectionOptions, accepted: Accepted) -> tuple[str, ...]:
    """What has become of rules that are named as they were called before."""
    return notes_on_names(packs.rules, settings, accepted.ledger, selection.select, selection.ignore)


def _hidden(report: Report, destination: Destination) -> tuple[str, ...]:
    """How many findings are not shown."""
    return tuple(hidden_findings(report, destination.layout, in_blocks=destination.format == "text"))


def _with_listing(destination: Destination, options: ListingOptions) -> Destination:
    """The destination with how much is listed. Raises ``Untrusted`` for a format that always lists all."""
    wanted = {"--statistics": options.statistics, "--max-findings": options.max_findings is not None}
    able = {"--statistics": ("text",), "--max-findings": ("text", "concise")}
    problems = [
        f"{option} is for {' and '.join(able[option])}; {destination.format} always has all findings"
        for option, given in wanted.items()
        if given and destination.format not in able[option]
    ]
    if problems:
        raise Untrusted(problems)
    layout = destination.layout._replace(group=options.group, most=options.max_findings, statistics=options.statistics)
    return destination._replace(layout=layout)


def _with_sarif(destination: Destination, options: SarifOptions) -> Destination:
    """The destination with the layout that the options of SARIF ask for."""
    layout = destination.layout._replace(
        semantic_fingerprint=options.sarif_fingerprint == "semantic", include_waived=options.sarif_include_waived
    )
    if options.sarif_root:
        layout = layout._replace(root=Path(os.path.abspath(destination.root / options.sarif_root)).as_posix())
    return destination._replace(layout=layout)
