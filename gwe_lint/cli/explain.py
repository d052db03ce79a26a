"""``gwe-lint explain``: print the page of a rule, the fact of an option, or the exit codes."""

import sys
from typing import Annotated, Literal

import typer

from gwe_lint.authoring.rule_pages import fact_page, rows_page, rule_page
from gwe_lint.authoring.terminal_page import terminal_facts, terminal_page, terminal_topic
from gwe_lint.authoring.topics import EXPORTING
from gwe_lint.cli.finish import OK, TABLE
from gwe_lint.cli.former_names import note_on
from gwe_lint.cli.options import ColorOptions, ConfigOptions, offered
from gwe_lint.cli.output_files import layout_for
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.cli.signature import with_options
from gwe_lint.cli.streams import say, show_pages
from gwe_lint.errors import Untrusted
from gwe_lint.estate.effective import short
from gwe_lint.estate.selectors import Selector
from gwe_lint.explore.option_names import facts_called
from gwe_lint.rules.selection import Packs
from gwe_lint.suggest import meant

TOPICS = {"exit-codes": TABLE, "exporting": EXPORTING}


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(explain)


@with_options()
def explain(
    *,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT",
            help="A rule's id or name, an option (queueKey, chat-server:log/verbose), exit-codes, or exporting.",
            **offered("subjects"),
        ),
    ],
    config: ConfigOptions,
    format: Annotated[Literal["text", "markdown"], typer.Option("--format", "-f", help="How to show it.")] = "text",
    color: ColorOptions,
) -> int:
    """Show one rule's page: what, why, examples with their output, fix, evidence; or what is known of an option."""
    root = working_directory()
    if subject in TOPICS:
        sys.stdout.write(terminal_topic(TOPICS[subject], layout_for(root, color)))
        return OK
    packs = packs_of(settings_of(config, root), config.pack)
    layout = layout_for(root, color)
    rule = next((each for each in packs.rules if subject in each.names or subject.upper() == each.id), None)
    if rule and subject in rule.former:
        say(f"gwe-lint: {note_on(subject, rule)}")
    if format == "markdown":
        show_pages(rule_page(rule, packs) if rule else _option(subject, packs))
    else:
        show_pages(
            terminal_page(rule_page(rule, packs), layout) if rule else terminal_facts(_option(subject, packs), layout)
        )
    return OK


def _option(subject: str, packs: Packs) -> str:
    """What is known of the options that are called so. Raises ``Untrusted`` where there are none."""
    app, _, rest = subject.partition(":")
    section, _, option = rest.partition("/")
    fact = packs.catalogue.fact(app, section, option)
    if fact:
        return fact_page(fact, packs)
    if page := rows_page(Selector(app, section, option), packs.drift_rows):
        return page
    if facts := facts_called(subject, packs.catalogue):
        return "\n".join(fact_page(each, packs) for each in facts)
    known = [
        *TOPICS,
        *(rule.id for rule in packs.rules),
        *(rule.name for rule in packs.rules),
        *(name for fact in packs.catalogue for name in (fact.key, short(fact.option))),
        *(row.option.key for row in packs.drift_rows),
    ]
    what = "nothing is known of option" if ":" in subject and "/" in subject else "there is no rule, option or topic"
    raise Untrusted([f"explain: {what} {subject!r}{meant(subject, known)}"])
