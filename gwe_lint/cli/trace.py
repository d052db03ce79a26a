"""``gwe-lint trace``: follow one chat through the estate, hop by hop."""

import sys
from typing import Annotated

import typer

from gwe_lint.catalogue.fact import APPLICATION_TYPES
from gwe_lint.cli.finish import FINDINGS, INCOMPLETE, OK
from gwe_lint.cli.open_estates import open_estates
from gwe_lint.cli.options import ConfigOptions, ExportOptions, MessageOptions, offered
from gwe_lint.cli.output_files import layout_for
from gwe_lint.cli.show_options import AnswerOptions
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.streams import say
from gwe_lint.errors import Untrusted
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.explore.route import worst_of
from gwe_lint.explore.trace import followed_clients, traces_of
from gwe_lint.findings.unseen import groupings_of
from gwe_lint.reports.text.trace import summary_of, traces_as_json, traces_as_text
from gwe_lint.suggest import meant


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(trace)


@with_options()
def trace(
    *,
    backend: Annotated[
        str,
        typer.Argument(metavar="BACKEND", help="The application to follow.", **offered("application_names")),
    ],
    exports: Annotated[ExportOptions, Without("hmac_key_file")],
    config: ConfigOptions,
    answer: AnswerOptions,
    messages: Annotated[MessageOptions, Without("verbose")],
) -> int:
    """Follow one chat, hop by hop.

    From queueKey to the endpoint on each Chat Server, the queue, View and Submitter, and the strategy. Ends
    with 1 when the chat is lost on any way; with 3 when it cannot be followed to the end.
    """
    opened = open_estates(exports, config)
    chat_options = chat_options_of(opened.packs.rules)
    traces = [each for estate in opened.estates for each in traces_of(estate, chat_options, backend)]
    if not traces:
        clients = (client for estate in opened.estates for client, _ in followed_clients(estate, chat_options))
        names = sorted({client.name for client in clients})
        same = [app for estate in opened.estates for app in estate.applications if app.name == backend]
        why = "is no application of these exports that names an endpoint"
        if same:
            kind = APPLICATION_TYPES[same[0].type]
            why = "is disabled" if same[0].enabled is False else f"is {kind} and names no endpoint"
        raise Untrusted([f"trace: {backend!r} {why}{meant(backend, names) if names else ' (there is none)'}"])
    code = {"lost": FINDINGS, "unknown": INCOMPLETE}.get(worst_of(each.outcome for each in traces), OK)
    layout = layout_for(opened.root, answer.color)
    sys.stdout.write(traces_as_json(traces, code) if answer.format == "json" else traces_as_text(traces, layout))
    if not messages.quiet:
        sys.stdout.flush()
        for grouping in groupings_of(opened.estates):
            say(f"gwe-lint: {grouping}")
        say(summary_of(traces))
    return code
