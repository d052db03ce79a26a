"""``gwe-lint check``: lint exported option sets, every rule and every cross-check."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from gwe_lint.cli import exits
from gwe_lint.cli.estates import STDIN_NAME, loader_for
from gwe_lint.cli.options import Color, ConfigFile, Debug, Format, Isolated, PackFiles, Paths
from gwe_lint.cli.settings import (
    accepted_of,
    enabled_rules,
    here,
    layout_for,
    outputs_of,
    packs_of,
    settings_of,
    spare_inputs,
)
from gwe_lint.cli.streams import say, write_whole
from gwe_lint.config import FailOn
from gwe_lint.linting import lint
from gwe_lint.model import Profile, Report
from gwe_lint.reports import reporter


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(check)


def check(
    paths: Paths = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
    pack: PackFiles = None,
    select: Annotated[list[str] | None, typer.Option(metavar="IDS", help="Rules to use: ids, prefixes, names.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="IDS", help="Rules to leave out.")] = None,
    profile: Annotated[
        Profile | None,
        typer.Option(help="advice: also rules that a careful engineer may disagree with.", show_default=False),
    ] = None,
    fail_on: Annotated[
        Literal["error", "warning", "note", "never"] | None,
        typer.Option(help="The least severity that fails; default: error.", show_default=False),
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 although there are findings.")] = False,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Exit with 0 when there is nothing to check.")
    ] = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="The report on standard output.")] = "text",
    output: Annotated[
        list[str] | None, typer.Option(metavar="FMT=PATH", help="Write a report to a file as well; repeatable.")
    ] = None,
    color: Color = "auto",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False,
    waivers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Accepted findings; default: gwe-lint-waivers.toml beside the configuration."
        ),
    ] = None,
    known: Annotated[
        Path | None, typer.Option(metavar="REPORT", help="An earlier JSON report: its findings do not fail again.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day on which waivers are judged; default: today."),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what was assumed, and not evaluated.")] = False,
    stdin_name: Annotated[Path, typer.Option(metavar="PATH", help="The path of the document on stdin.")] = STDIN_NAME,
    hmac_key_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Key for the tokens of secrets; or GWE_LINT_HMAC_KEY.")
    ] = None,
    sarif_root: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where paths in SARIF start; default: the git repository's top.")
    ] = None,
    sarif_include_waived: Annotated[
        bool, typer.Option("--sarif-include-waived", help="Put waived and known findings into SARIF, as suppressed.")
    ] = False,
    sarif_fingerprint: Annotated[
        Literal["uploader", "semantic"], typer.Option(help="Who sets primaryLocationLineHash in SARIF.")
    ] = "uploader",
    debug: Debug = False,
) -> int:
    """Lint exported option sets: every rule, every cross-check.

    Without a configuration file, each folder given is one estate, and all single files together are one.
    With one, its estates are always checked whole, and a PATH chooses which findings are shown.
    """
    root = here()
    settings = settings_of(config, isolated=isolated, root=root)
    outputs = outputs_of(output or ())
    layout = layout_for(root, color, sarif_root, semantic=sarif_fingerprint == "semantic")
    layout = layout._replace(include_waived=sarif_include_waived)
    packs = packs_of(settings, pack)
    rules = enabled_rules(packs.rules, settings, select, ignore, profile)
    loader, given = loader_for(paths, settings, packs, root, stdin_name=stdin_name, hmac_key_file=hmac_key_file)
    accepted = accepted_of(settings, packs.rules, waivers, known, as_of, isolated=isolated, root=root)
    report = lint(rules, settings, loader, given, accepted)
    code = _exit_code(report, fail_on or settings.fail_on or "error", exit_zero, allow_empty)
    report = report._replace(exit_code=code)
    spare_inputs(outputs, report.inputs, root)
    for each, path in outputs:
        write_whole(path, reporter(each)(report, layout._replace(colour=False)))
    sys.stdout.write(reporter(format)(report, layout))
    sys.stdout.flush()
    _tell(report, quiet=quiet, verbose=verbose, debug=debug)
    return report.exit_code


def _exit_code(report: Report, fail_on: FailOn, exit_zero: bool, allow_empty: bool) -> int:
    if report.failures:
        return exits.FAILED
    if exits.reaches(report.findings, fail_on):
        return exits.OK if exit_zero else exits.FINDINGS
    return exits.INCOMPLETE if report.unchecked and not allow_empty else exits.OK


def _tell(report: Report, *, quiet: bool, verbose: bool, debug: bool) -> None:
    """What goes to the person, beside the report: details, what was not checked, which rule crashed, the summary."""
    from gwe_lint.reports.text import details, summary

    for line in details(report) if verbose else ():
        say(line)
    for failure in report.failures:
        say(
            f"gwe-lint: error: rule {failure.rule} crashed in estate {failure.estate} with "
            f"{type(failure.error).__name__}; the result is not complete"
        )
        trace = failure.error.__traceback__
        while debug and trace:
            say(f"  {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno} in {trace.tb_frame.f_code.co_name}")
            trace = trace.tb_next
    for reason in report.unchecked:
        say(f"gwe-lint: not checked: {reason}")
    if not quiet:
        say(summary(report))
