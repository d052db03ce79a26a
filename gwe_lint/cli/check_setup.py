"""The setup of ``check``, before it reads exports and after: what options and the configuration say of its report."""

import os
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer

from gwe_lint.cli.accepted import accepted_of
from gwe_lint.cli.former_names import notes_on_names
from gwe_lint.cli.options import ConfigOptions, ProfileOptions, ReportOptions, SelectionOptions
from gwe_lint.cli.output_files import Destination, destination_of
from gwe_lint.cli.selected_rules import judging_rules, nothing_selected
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.cli.signature import Options
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.checked import Checking
from gwe_lint.findings.lint import checking_of
from gwe_lint.findings.report import Report
from gwe_lint.findings.strict import with_strict_reasons
from gwe_lint.loading.loader import Loader
from gwe_lint.reports.text.listing import hidden_findings
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import Packs


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


class TrialOptions(Options):
    """Whether the fixes of findings are tried."""

    fixes: Annotated[
        bool, typer.Option("--fixes", help="Try each fix, and say how many findings go; slower than to propose it.")
    ] = False


class CheckSetup(NamedTuple):
    """All that flags and configuration set for a check; no export was read yet."""

    root: Path
    settings: Config
    packs: Packs
    rules: tuple[Rule, ...]
    accepted: Accepted
    destination: Destination
    selection: SelectionOptions
    strict: bool

    def checking(self, loader: Loader, *, traced: bool = False) -> Checking:
        """How each estate is checked. With ``traced``, or for a format that draws them, with the ways of chats."""
        chat_options, traced = chat_options_of(self.packs.rules), traced or self.destination.draws
        return checking_of(self.rules, self.settings, loader, self.accepted, chat_options, traced=traced)

    def completed(self, report: Report, *, fails: bool) -> Report:
        """The report with what the options add; ``fails`` tells whether it fails where something was not followed."""
        report = with_strict_reasons(report) if self.strict else report
        hidden = hidden_findings(report, self.destination.layout, in_blocks=self.destination.format == "text")
        given = self.selection.select, self.selection.ignore
        notes = notes_on_names(self.packs.rules, self.settings, self.accepted.ledger, *given)
        return report._replace(
            unchecked=(*nothing_selected(self.rules, self.settings, self.selection), *report.unchecked),
            incomplete_fails=fails,
            remarks=(*report.remarks, *notes, *hidden),
        )


def check_setup(
    config: ConfigOptions,
    selection: SelectionOptions,
    rules_of: ProfileOptions,
    report: ReportOptions,
    listing: ListingOptions,
    sarif: SarifOptions,
) -> CheckSetup:
    """The setup of a check. Raises ``Untrusted`` for options and files that cannot be used."""
    root = working_directory()
    settings = settings_of(config, root)
    destination = _with_listing(_with_sarif(destination_of(report, root), sarif), listing)
    packs = packs_of(settings, config.pack)
    rules, overrides = judging_rules(
        packs.rules, settings, selection, root, profile=rules_of.profile, fail_on=report.fail_on
    )
    accepted = accepted_of(
        "check", settings, packs.rules, report.accepted, isolated=config.isolated, root=root, overrides=overrides
    )
    return CheckSetup(root, settings, packs, rules, accepted, destination, selection, report.strict)


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
