"""``gwe-lint options``: one option, or all that a selector names, over all applications."""

import sys
from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from gwe_lint.catalogue.fact import ANY
from gwe_lint.cli.finish import INCOMPLETE, OK
from gwe_lint.cli.open_estates import open_estates
from gwe_lint.cli.options import ColorOptions, ConfigOptions, ExportOptions, MessageOptions
from gwe_lint.cli.output_files import layout_for
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.streams import say
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.selectors import Selector, parse_selector
from gwe_lint.explore.option_filter import Condition, holds_for, parse_conditions
from gwe_lint.explore.option_names import option_meant, options_called
from gwe_lint.explore.option_table import OptionRow, option_rows
from gwe_lint.explore.why import options_of
from gwe_lint.findings.unseen import groupings_of, left_out_of
from gwe_lint.reports.text.option_table import rows_as_csv, rows_as_json, rows_as_text
from gwe_lint.text import counted


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("options")(options)


@with_options()
def options(
    *,
    selector: Annotated[
        str, typer.Argument(metavar="SELECTOR", help="Such as 'chat-server:log/*', 'common:log/verbose' or queueKey.")
    ],
    exports: ExportOptions,
    config: ConfigOptions,
    where: Annotated[
        str, typer.Option(metavar="CONDITION", help="Only rows such as 'value != default' or 'origin = set'.")
    ] = "",
    format: Annotated[
        Literal["table", "csv", "json"], typer.Option("--format", "-f", help="How to show them.")
    ] = "table",
    color: ColorOptions,
    messages: Annotated[MessageOptions, Without("verbose")],
) -> int:
    """Show an option of all applications: its value as it acts, where that comes from, and the default.

    A selector is TYPE:SECTION/OPTION with * for any text, and common for applications of every type.
    Ends with 3 where no application has or knows such an option.
    """
    conditions = _conditions(where)
    opened = open_estates(exports, config)
    rows = list(option_rows(opened.estates, _selectors(selector, opened.estates)))
    answers = [holds_for(row, conditions) for row in rows]
    shown = [row for row, answer in zip(rows, answers, strict=True) if answer]
    if format == "table":
        sys.stdout.write(rows_as_text(shown, layout_for(opened.root, color)))
    else:
        sys.stdout.write(rows_as_csv(shown) if format == "csv" else rows_as_json(shown))
    sys.stdout.flush()
    for remark in () if messages.quiet else (*groupings_of(opened.estates), *left_out_of(opened.estates)):
        say(f"gwe-lint: {remark}")
    if not rows:
        near = _near(selector, opened.estates)
        say(f"gwe-lint: no application in what was given has an option that {selector} names{near}")
        return INCOMPLETE
    if not messages.quiet:
        say(_summary(shown, rows, answers.count(None)))
    return OK


def _conditions(where: str) -> tuple[Condition, ...]:
    try:
        return parse_conditions(where) if where.strip() else ()
    except ValueError as error:
        raise Untrusted([f"options: --where: {error}"]) from None


def _selectors(given: str, estates: Sequence[Estate]) -> tuple[Selector, ...]:
    """The selector; for the name of an option alone, one for each option that is called so somewhere."""
    if ":" not in given and "*" not in given:
        names = dict.fromkeys(
            name
            for estate in estates
            for application, _ in estate.exports
            for name in options_called(given, options_of(estate, application))
        )
        return tuple(Selector(ANY, *name.split("/", 1)) for name in names)
    try:
        return (parse_selector(given),)
    except ValueError as error:
        raise Untrusted([f"options: {error}"]) from None


def _near(given: str, estates: Sequence[Estate]) -> str:
    """The name that was probably meant by one that no option has; nothing for a selector."""
    if ":" in given or "*" in given:
        return ""
    options = {
        each for estate in estates for application, _ in estate.exports for each in options_of(estate, application)
    }
    return option_meant(given, options)


def _summary(shown: Sequence[OptionRow], rows: Sequence[OptionRow], undecided: int) -> str:
    applications = len({(row.estate, row.application) for row in rows})
    parts = [f"{counted(len(shown), 'row')} of {len(rows)}, {counted(applications, 'application')}"]
    if undecided:
        parts.append(f"{undecided} not decided: the value is not known, or no default is documented for the release")
    if unknown := sum(bool(row.unknown) for row in shown):
        parts.append(f"{unknown} with a value that is not known")
    return "; ".join(parts)
