"""``gwe-lint show``: print the inventory of the exports as a table, as JSON, or as a diagram."""

import sys
from typing import Annotated, Literal

import typer

from gwe_lint.cli.exports import incomplete_fails
from gwe_lint.cli.finish import INCOMPLETE, OK
from gwe_lint.cli.open_estates import Opened, open_estates
from gwe_lint.cli.options import ColorOptions, ConfigOptions, ExportOptions
from gwe_lint.cli.output_files import layout_for
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.streams import say
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.explore.coverage import coverage_of
from gwe_lint.explore.inventory import inventory_of
from gwe_lint.explore.trace import traces_of
from gwe_lint.findings.unseen import groupings_of, inputs_of, unseen_in
from gwe_lint.reports.mermaid import traces_as_mermaid
from gwe_lint.reports.text.inventory import inventories_as_json, inventories_as_text


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(show)


@with_options()
def show(
    *,
    exports: Annotated[ExportOptions, Without("hmac_key_file")],
    config: ConfigOptions,
    format: Annotated[
        Literal["text", "json", "mermaid"], typer.Option("--format", "-f", help="How to show it.")
    ] = "text",
    color: ColorOptions,
) -> int:
    """Show what was understood of the exports.

    Applications with types, releases, tenants, connections, clusters and queues, what was assumed, and where
    chats go. With --format mermaid it is the way of the chats as a flowchart, with broken hops marked. Ends with
    3 where a chat could not be followed to a Chat Server, as check does.
    """
    opened = open_estates(exports, config)
    chat_options = chat_options_of(opened.packs.rules)
    if format == "mermaid":
        traces = [trace for estate in opened.estates for trace in traces_of(estate, chat_options)]
        sys.stdout.write(traces_as_mermaid(traces))
        for grouping in groupings_of(opened.estates):
            say(f"gwe-lint: {grouping}")
        empty = not traces
    else:
        inventories = [inventory_of(estate, chat_options) for estate in opened.estates]
        layout = layout_for(opened.root, color)
        as_json = format == "json"
        sys.stdout.write(inventories_as_json(inventories) if as_json else inventories_as_text(inventories, layout))
        empty = not any(estate.applications for estate in opened.estates)
    reasons = [f"not followed: {each}" for each in coverage_of(opened.estates, chat_options).reasons]
    reasons += [f"not checked: {each}" for each in (() if empty else _unseen(opened))]
    for reason in reasons:
        say(f"gwe-lint: {reason}")
    if empty:
        what = "Web Engagement application" if format == "mermaid" else "export"
        say(f"gwe-lint: there is no {what} in what was given")
        return INCOMPLETE
    return INCOMPLETE if reasons and incomplete_fails(exports, opened.settings) else OK


def _unseen(opened: Opened) -> tuple[str, ...]:
    """What of the paths was not looked at."""
    unseen = unseen_in(opened.estates, inputs_of(opened.estates), opened.given, opened.settings, opened.loader)
    return (*unseen.nothing, *unseen.incomplete)
