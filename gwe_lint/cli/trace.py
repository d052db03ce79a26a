"""``gwe-lint trace``: follow one chat through the estate, hop by hop; with ``--learn`` write the ways of all."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from gwe_lint.catalogue.fact import APPLICATION_TYPES
from gwe_lint.cli.finish import FINDINGS, INCOMPLETE, OK
from gwe_lint.cli.learned_file import write_learned
from gwe_lint.cli.open_estates import Opened, open_estates
from gwe_lint.cli.options import ColorOptions, ConfigOptions, ExportOptions, MessageOptions, offered
from gwe_lint.cli.output_files import layout_for
from gwe_lint.cli.signature import Options, Without, with_options
from gwe_lint.cli.streams import say
from gwe_lint.errors import Untrusted
from gwe_lint.explore.clients import ChatOptions, chat_options_of
from gwe_lint.explore.route import Trace, worst_of
from gwe_lint.explore.trace import followed_clients, traces_of
from gwe_lint.findings.unseen import groupings_of
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.text.trace import summary_of, traces_as_json, traces_as_text
from gwe_lint.suggest import meant


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(trace)


class LearnOptions(Options):
    """Whether the ways of chats are written as expectations, and where."""

    learn: Annotated[
        bool, typer.Option("--learn", help="Write the ways of today as [[expect]] tables; without BACKEND all.")
    ] = False
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Where --learn writes; default: standard output.")
    ] = None


class TraceOptions(Options):
    """How the chat is shown."""

    format: Annotated[
        Literal["text", "json", "html"],
        typer.Option("--format", "-f", help="How to show it; html draws it, on one page for a browser."),
    ] = "text"
    color: ColorOptions = ColorOptions()


@with_options()
def trace(
    *,
    backend: Annotated[
        str | None,
        typer.Argument(metavar="BACKEND", help="The application to follow.", **offered("application_names")),
    ] = None,
    exports: Annotated[ExportOptions, Without("hmac_key_file")],
    config: ConfigOptions,
    learned: LearnOptions,
    answer: TraceOptions,
    messages: Annotated[MessageOptions, Without("verbose")],
) -> int:
    """Follow one chat, hop by hop.

    From queueKey to the endpoint on each Chat Server, the queue, View and Submitter, and the strategy. Ends
    with 1 when the chat is lost on any way; with 3 when it cannot be followed to the end. With --learn, ways
    that are followed to the end are written as expectations for gwe-lint.toml. Somebody should read them.
    """
    if learned.learn and backend and Path(backend).exists():  # the name may be left out, and this is a path then
        exports.paths = [Path(backend), *(exports.paths or ())]
        backend = None
    if backend is None and not learned.learn:
        raise Untrusted(["missing argument 'BACKEND': the application to follow; trace --learn follows all"])
    if learned.output and not learned.learn:
        raise Untrusted(["trace: --output is for --learn; without it the chat is told on standard output"])
    opened = open_estates(exports, config)
    chat_options = chat_options_of(opened.packs.rules)
    traces = [each for estate in opened.estates for each in traces_of(estate, chat_options, backend)]
    if not traces:
        raise Untrusted([f"trace: {_why_none(opened, chat_options, backend)}"])
    code = {"lost": FINDINGS, "unknown": INCOMPLETE}.get(worst_of(each.outcome for each in traces), OK)
    if learned.learn:
        write_learned(traces, opened, learned.output, quiet=messages.quiet)
        return code
    sys.stdout.write(_shown(traces, answer.format, code, layout_for(opened.root, answer.color)))
    if not messages.quiet:
        _say_more(opened, traces)
    return code


def _say_more(opened: Opened, traces: list[Trace]) -> None:
    """Say how the estates were made, and how many ways there are."""
    sys.stdout.flush()
    for grouping in groupings_of(opened.estates):
        say(f"gwe-lint: {grouping}")
    say(summary_of(traces))


def _why_none(opened: Opened, chat_options: ChatOptions, backend: str | None) -> str:
    """Why there is no chat to follow."""
    if backend is None:
        return "no application of these exports names an endpoint"
    clients = (client for estate in opened.estates for client, _ in followed_clients(estate, chat_options))
    names = sorted({client.name for client in clients})
    same = [app for estate in opened.estates for app in estate.applications if app.name == backend]
    why = "is no application of these exports that names an endpoint"
    if same:
        kind = APPLICATION_TYPES[same[0].type]
        why = "is disabled" if same[0].enabled is False else f"is {kind} and names no endpoint"
    return f"{backend!r} {why}{meant(backend, names) if names else ' (there is none)'}"


def _shown(traces: Sequence[Trace], format: str, code: int, layout: Layout) -> str:
    if format == "html":
        from gwe_lint.reports.html.trace import traces_as_html  # noqa: PLC0415  templates are for this format only

        return traces_as_html(traces, code)
    return traces_as_json(traces, code) if format == "json" else traces_as_text(traces, layout)
