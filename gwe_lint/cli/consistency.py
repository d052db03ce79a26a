"""``gwe-lint consistency``: the members of each cluster or pair against each other."""

from typing import Annotated

import typer

from gwe_lint.cli.estates import loader_for
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
    Strict,
    Verbose,
    WaiverFile,
)
from gwe_lint.cli.reporting import exit_code_of, hand_over, tell, with_history
from gwe_lint.cli.settings import (
    accepted_of,
    drift_rules,
    here,
    layout_for,
    outputs_of,
    packs_of,
    settings_of,
)
from gwe_lint.config import severity_overrides


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(consistency)


def consistency(
    paths: Paths = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
    pack: PackFiles = None,
    select: Select = None,
    ignore: Ignore = None,
    fail_on: FailOnOption = None,
    strict: Strict = False,
    exit_zero: ExitZero = False,
    allow_empty: AllowEmpty = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="The report on standard output.")] = "text",
    output: OutputFiles = None,
    color: Color = "auto",
    waivers: WaiverFile = None,
    known: Known = None,
    since: Since = None,
    first_seen: FirstSeen = False,
    as_of: AsOf = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    hmac_key_file: HmacKeyFile = None,
    debug: Debug = False,
) -> int:
    """Compare the members of each cluster or pair with each other.

    Where neither is known, all applications of one type in an estate are compared. The value of a strict majority is
    the reference; without one the members are split. Exit code 3 where nothing belongs together, or a member is not
    among the exports.
    """
    from gwe_lint.drift.agreeing import ALL_RULES
    from gwe_lint.drift.consistent import consistency_report
    from gwe_lint.drift.rows import read_rows
    from gwe_lint.linting import shown_in

    root = here()
    settings = settings_of(config, isolated=isolated, root=root)
    packs = packs_of(settings, pack)
    rules = drift_rules(packs.rules, settings, select, ignore, ALL_RULES)
    outputs = outputs_of(output or ())
    accepted = accepted_of(settings, packs.rules, waivers, known, as_of, isolated=isolated, root=root)
    rows = read_rows((*settings.packs, *(pack or ())))
    loader, given = loader_for(paths, settings, packs, root, hmac_key_file=hmac_key_file)
    report = consistency_report(
        loader.estates(settings, given),
        rows,
        rules,
        accepted,
        overridden=frozenset(severity_overrides(settings, packs.rules)),
    )
    report = shown_in(report, given if settings.estates else (), loader)
    report = with_history(report, since, accepted.today, first=first_seen)
    code = exit_code_of(
        report, fail_on or settings.fail_on, exit_zero=exit_zero, allow_empty=allow_empty, strict=strict
    )
    report = report._replace(exit_code=code)
    hand_over(report, format, outputs, layout_for(root, color, None, semantic=False), root)
    tell(report, quiet=quiet, verbose=verbose, debug=debug)
    return code
