"""``gwe-lint explain``: print the page of a rule, the fact of an option, or the exit codes."""

import sys
from typing import Annotated

import typer

from gwe_lint.authoring.rule_pages import fact_page, rows_page, rule_page
from gwe_lint.cli.finish import OK, TABLE
from gwe_lint.cli.options import ConfigOptions
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.cli.signature import with_options
from gwe_lint.errors import Untrusted
from gwe_lint.estate.selectors import Selector
from gwe_lint.rules.selection import Packs
from gwe_lint.suggest import meant


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(explain)


@with_options()
def explain(
    *,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A rule's id or name, an option (chat-server:settings/flex-disconnect-timeout), or exit-codes.",
        ),
    ],
    config: ConfigOptions,
) -> int:
    """Show one rule's page: what, why, examples with their output, fix, evidence."""
    if subject == "exit-codes":
        sys.stdout.write(TABLE)
        return OK
    packs = packs_of(settings_of(config, working_directory()), config.pack)
    sys.stdout.write(_explained(subject, packs))
    return OK


def _explained(subject: str, packs: Packs) -> str:
    for rule in packs.rules:
        if subject in (rule.name, rule.id) or subject.upper() == rule.id:
            return rule_page(rule, packs)
    app, _, rest = subject.partition(":")
    section, _, option = rest.partition("/")
    fact = packs.catalogue.fact(app, section, option)
    if fact:
        return fact_page(fact, packs)
    if page := rows_page(Selector(app, section, option), packs.drift_rows):
        return page
    known = [
        *(rule.id for rule in packs.rules),
        *(rule.name for rule in packs.rules),
        *(f.key for f in packs.catalogue),
        *(row.option.key for row in packs.drift_rows),
    ]
    what = "nothing is known of option" if ":" in subject and "/" in subject else "there is no rule, option or topic"
    raise Untrusted([f"explain: {what} {subject!r}{meant(subject, known)}"])
