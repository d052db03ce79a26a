"""``gwe-lint compare``: one estate against another, such as UAT against PROD."""

from pathlib import Path
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
    Quiet,
    Select,
    Since,
    Strict,
    Verbose,
    WaiverFile,
)
from gwe_lint.cli.setup import layout_for
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.loading.loader import Loader
from gwe_lint.suggest import meant

_SIDE = "A folder or file of exports, or the name of an estate of the configuration."


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(compare)


def compare(
    a: Annotated[str, typer.Argument(metavar="A", help=_SIDE)],
    b: Annotated[str, typer.Argument(metavar="B", help=_SIDE)],
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
    """Compare one estate with another, such as UAT with PROD.

    Applications are paired by name. The [[compare]] tables of the configuration say what is called otherwise there,
    and which values may or must differ. Exit code 3 where an application has no counterpart.
    """
    from gwe_lint.cli.comparison_setup import prepared
    from gwe_lint.drift.judge import ALL_RULES
    from gwe_lint.drift.two_estates import between

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
    loader, _ = loader_for([], by.settings, by.packs, by.root, hmac_key_file=hmac_key_file)
    one, other = (_estate(text, by.settings, loader) for text in (a, b))
    report = between(
        one,
        other,
        by.settings.comparisons,
        by.rows,
        by.rules,
        by.accepted,
        overridden=by.overridden,
    )
    report = with_history(report, since, by.accepted.today, first=first_seen)
    code = exit_code_of(
        report, fail_on or by.settings.fail_on, exit_zero=exit_zero, allow_empty=allow_empty, strict=strict
    )
    layout = layout_for(by.root, color, None, semantic=False)
    return finish(report, code, format, by.outputs, layout, by.root, quiet=quiet, verbose=verbose, debug=debug)


def _estate(text: str, settings: Config, loader: Loader) -> Estate:
    """The configured estate of this name, or the one that lies exactly there; else what is below the path."""
    path = loader.absolute(Path(text))
    for plan in settings.estates:
        places = [loader.absolute(settings.folder / each) for each in plan.paths]
        if plan.name == text or places == [path]:
            return loader.estates(settings._replace(estates=(plan,)), ())[0]
    if not path.exists():
        names = [plan.name for plan in settings.estates]
        raise Untrusted([f"{text}: no such file or folder, and no estate of the configuration{meant(text, names)}"])
    return loader.estates(Config(shown=None, folder=loader.root), (Path(text),))[0]
