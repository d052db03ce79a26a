"""``gwe-lint trace``: follow one chat through the estate, hop by hop."""

import sys
from typing import Annotated

import typer

from gwe_lint.catalogue.fact import APPLICATION_TYPES
from gwe_lint.cli.finish import FINDINGS, INCOMPLETE, OK
from gwe_lint.cli.open_estates import open_estates
from gwe_lint.cli.options import ConfigOptions, ExportOptions, MessageOptions
from gwe_lint.cli.output_files import layout_for
from gwe_lint.cli.show_options import AnswerOptions
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.streams import say
from gwe_lint.errors import Untrusted
from gwe_lint.explore.trace import chat_options_of, clients_of, traces_of
from gwe_lint.reports.text.trace import summary_of, traces_as_json, traces_as_text
from gwe_lint.suggest import meant


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(trace)


@with_options()
def trace(
    *,
    backend: Annotated[
        str, typer.Argument(metavar="BACKEND", help="The Web Engagement application whose chats are followed.")
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
        names = sorted({client.name for estate in opened.estates for client in clients_of(estate, chat_options)})
        same = [app for estate in opened.estates for app in estate.applications if app.name == backend]
        why = "is no Web Engagement application of these exports"
        if same:
            kind = APPLICATION_TYPES[same[0].type]
            why = "is disabled" if same[0].enabled is False else f"is {kind} and no Web Engagement application"
        raise Untrusted([f"trace: {backend!r} {why}{meant(backend, names) if names else ' (there is none)'}"])
    outcomes = {each.outcome for each in traces}
    code = FINDINGS if "lost" in outcomes else INCOMPLETE if "unknown" in outcomes else OK
    layout = layout_for(opened.root, answer.color)
    sys.stdout.write(traces_as_json(traces, code) if answer.format == "json" else traces_as_text(traces, layout))
    if not messages.quiet:
        sys.stdout.flush()
        say(summary_of(traces))
    return code
