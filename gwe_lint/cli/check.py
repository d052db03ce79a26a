"""``gwe-lint check``: lint exported option sets, every rule and every cross-check."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from gwe_lint.cli.finish import exit_code_of, finish, with_history
from gwe_lint.cli.open_estates import STDIN_NAME, loader_for
from gwe_lint.cli.options import (
    AllowEmpty,
    AsOf,
    Color,
    ConfigFile,
    Debug,
    ExitZero,
    FailOnOption,
    FirstSeen,
    Format,
    HmacKeyFile,
    Ignore,
    Isolated,
    Known,
    OutputFiles,
    PackFiles,
    Paths,
    Quiet,
    Select,
    Since,
    Verbose,
    WaiverFile,
)
from gwe_lint.cli.setup import (
    accepted_of,
    enabled_rules,
    here,
    layout_for,
    nothing_selected,
    outputs_of,
    packs_of,
    settings_of,
)
from gwe_lint.estate.model import Profile
from gwe_lint.findings.lint import lint


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(check)


def check(
    paths: Paths = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
    pack: PackFiles = None,
    select: Select = None,
    ignore: Ignore = None,
    profile: Annotated[
        Profile | None,
        typer.Option(help="advice: also rules that a careful engineer may disagree with.", show_default=False),
    ] = None,
    fail_on: FailOnOption = None,
    exit_zero: ExitZero = False,
    allow_empty: AllowEmpty = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="The report on standard output.")] = "text",
    output: OutputFiles = None,
    color: Color = "auto",
    quiet: Quiet = False,
    waivers: WaiverFile = None,
    known: Known = None,
    since: Since = None,
    first_seen: FirstSeen = False,
    as_of: AsOf = None,
    verbose: Verbose = False,
    stdin_name: Annotated[Path, typer.Option(metavar="PATH", help="The path of the document on stdin.")] = STDIN_NAME,
    hmac_key_file: HmacKeyFile = None,
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
    report = report._replace(unchecked=(*nothing_selected(rules, settings, select), *report.unchecked))
    report = with_history(report, since, accepted.today, first=first_seen)
    code = exit_code_of(report, fail_on or settings.fail_on, exit_zero=exit_zero, allow_empty=allow_empty)
    return finish(report, code, format, outputs, layout, root, quiet=quiet, verbose=verbose, debug=debug)
