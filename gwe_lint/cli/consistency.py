"""``gwe-lint consistency``: the members of each cluster or pair against each other."""

from typing import Annotated

import typer

from gwe_lint.cli.finish import exit_code_of, finish, with_history
from gwe_lint.cli.open_estates import loader_for
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
from gwe_lint.cli.setup import layout_for


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
    from gwe_lint.cli.comparison_setup import prepared
    from gwe_lint.drift.consistency import consistency_report
    from gwe_lint.drift.judge_members import ALL_RULES
    from gwe_lint.findings.lint import shown_in

    by = prepared(
        ALL_RULES,
        config=config,
        isolated=isolated,
        pack=pack,
        select=select,
        ignore=ignore,
        output=output,
        waivers=waivers,
        known=known,
        as_of=as_of,
    )
    loader, given = loader_for(paths, by.settings, by.packs, by.root, hmac_key_file=hmac_key_file)
    report = consistency_report(
        loader.estates(by.settings, given),
        by.rows,
        by.rules,
        by.accepted,
        overridden=by.overridden,
    )
    report = shown_in(report, given if by.settings.estates else (), loader)
    report = with_history(report, since, by.accepted.today, first=first_seen)
    code = exit_code_of(
        report, fail_on or by.settings.fail_on, exit_zero=exit_zero, allow_empty=allow_empty, strict=strict
    )
    layout = layout_for(by.root, color, None, semantic=False)
    return finish(report, code, format, by.outputs, layout, by.root, quiet=quiet, verbose=verbose, debug=debug)
