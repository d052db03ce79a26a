"""``gwe-lint why``: explain one option: its effective value, its origin, and what the rules say of it."""

import sys
from typing import Annotated

import typer

from gwe_lint.cli.finish import OK
from gwe_lint.cli.open_estates import Opened, open_estates
from gwe_lint.cli.options import ConfigOptions, ExportOptions, MessageOptions, offered
from gwe_lint.cli.output_files import layout_for
from gwe_lint.cli.show_options import AnswerOptions
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.streams import say
from gwe_lint.errors import Untrusted
from gwe_lint.explore.option_names import option_meant, options_called
from gwe_lint.explore.why import account_of, applications_named, options_of
from gwe_lint.findings.unseen import groupings_of
from gwe_lint.reports.text.why import accounts_as_json, accounts_as_text, summary_of
from gwe_lint.suggest import meant


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(why)


@with_options()
def why(
    *,
    application: Annotated[
        str, typer.Argument(metavar="APP", help="The application, by its name.", **offered("application_names"))
    ],
    option: Annotated[
        str, typer.Argument(metavar="OPTION", help="The option, set or not: SECTION/OPTION, or its name.")
    ],
    exports: Annotated[ExportOptions, Without("hmac_key_file")],
    config: ConfigOptions,
    answer: AnswerOptions,
    messages: Annotated[MessageOptions, Without("verbose")],
) -> int:
    """Show an option's value as it acts, where it comes from, and what each rule makes of it.

    The value is the one that is set, else the documented default of the application's release. All rules run,
    those of the profile advice and previews included.
    """
    opened = open_estates(exports, config)
    meant_applications = list(applications_named(opened.estates, application))
    if not meant_applications:
        raise Untrusted([_no_application(opened, application)])
    section, _, name = _option_meant(opened, application, option).partition("/")
    rules = [rule for rule in opened.packs.rules if not rule.retired]
    accounts = [account_of(estate, number, section, name, rules) for estate, number in meant_applications]
    if not any(account.fact or account.outcomes or account.application.option(section, name) for account in accounts):
        raise Untrusted([_no_option(opened, application, option)])
    layout = layout_for(opened.root, answer.color)
    sys.stdout.write(accounts_as_json(accounts) if answer.format == "json" else accounts_as_text(accounts, layout))
    if not messages.quiet:
        sys.stdout.flush()
        for grouping in groupings_of(opened.estates):
            say(f"gwe-lint: {grouping}")
        say(summary_of(accounts))
    return OK


def _option_meant(opened: Opened, application: str, given: str) -> str:
    """The option, ``section/option``, that the name given stands for. Raises ``Untrusted`` for none and for several.

    Of several, the only one that is set is meant.
    """
    every = [
        (each, estate.applications[number])
        for estate, number in applications_named(opened.estates, application)
        for each in options_called(given, options_of(estate, estate.applications[number]))
    ]
    names = dict.fromkeys(name for name, _ in every)
    as_set = dict.fromkeys(name for name, each in every if each.option(*name.split("/", 1)))
    for chosen in (names, as_set):
        if len(chosen) == 1:
            return next(iter(chosen))
    if names:
        raise Untrusted([f"why: {given!r} names several options of {application}: {', '.join(names)}"])
    section, slash, name = given.partition("/")
    if slash and section and name:
        return given
    raise Untrusted([_no_option(opened, application, given)])


def _no_application(opened: Opened, application: str) -> str:
    names = sorted({each.name for estate in opened.estates for each, _ in estate.exports})
    return f"why: there is no application {application!r} in these exports{meant(application, names)}"


def _no_option(opened: Opened, application: str, option: str) -> str:
    known = {
        name
        for estate, number in applications_named(opened.estates, application)
        for name in options_of(estate, estate.applications[number])
    }
    return f"why: {application} has no option {option!r}, and nothing is known of one{option_meant(option, known)}"
