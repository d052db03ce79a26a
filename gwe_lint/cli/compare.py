"""``gwe-lint compare``: compare one estate with another, such as UAT with PROD."""

from pathlib import Path
from typing import Annotated

import typer

from gwe_lint.cli.asked import Asked
from gwe_lint.cli.comparison_setup import finish_comparison, prepared
from gwe_lint.cli.exports import loader_for
from gwe_lint.cli.options import ConfigOptions, ExportOptions, MessageOptions, ReportOptions, SelectionOptions
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.config.model import Config
from gwe_lint.drift.judge import SIDE_HITS
from gwe_lint.drift.two_estates import two_estates_report
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.unseen import left_out_of, with_groupings
from gwe_lint.loading.loader import Loader
from gwe_lint.suggest import meant

_SIDE = "A folder or file of exports, or the name of an estate of the configuration."


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(compare)


@with_options()
def compare(
    *,
    a: Annotated[str, typer.Argument(metavar="A", help=_SIDE)],
    b: Annotated[str, typer.Argument(metavar="B", help=_SIDE)],
    config: ConfigOptions,
    selection: SelectionOptions,
    report: ReportOptions,
    messages: MessageOptions,
    exports: Annotated[ExportOptions, Without("paths")],
    asked: Asked,
) -> int:
    """Compare one estate with another, such as UAT with PROD.

    Applications are paired by name. The [[compare]] tables of the configuration say what is called otherwise there,
    and which values may or must differ. Exit code 3 where an application has no counterpart.
    """
    setup = prepared("compare", SIDE_HITS, config, selection, report)
    loader, _ = loader_for(exports, setup.settings, setup.packs, setup.root, report=report)
    one, other = (_estate(text, setup.settings, loader) for text in (a, b))
    tables = setup.settings.comparisons
    result = two_estates_report(
        one, other, tables, setup.rows, setup.rules, setup.accepted, overridden=setup.overridden
    )
    result = with_groupings(result._replace(remarks=left_out_of((one, other))), (one, other))
    return finish_comparison(result, setup, report, messages, asked, loader)


def _estate(text: str, settings: Config, loader: Loader) -> Estate:
    """The configured estate of this name, or the one whose only path this is; else the estate at the path."""
    path = loader.absolute(Path(text))
    for plan in settings.estates:
        places = [loader.absolute(settings.folder / each) for each in plan.paths]
        if plan.name == text or places == [path]:
            return loader.estates(settings._replace(estates=(plan,)), ())[0]
    if not path.exists():
        names = [plan.name for plan in settings.estates]
        raise Untrusted([f"{text}: no such file or folder, and no estate of the configuration{meant(text, names)}"])
    estates = loader.estates(Config(shown=None, folder=loader.root), (Path(text),))
    if len(estates) > 1:
        raise Untrusted(
            [f"{estates[0].grouping}; compare takes one estate on each side, such as {estates[0].paths[0]}"]
        )
    return estates[0]
