"""The options that several commands share, each declared once, in records of those that belong together.

``signature.with_options`` puts the fields of a record into the signature of a command.
"""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from gwe_lint.cli.signature import Options
from gwe_lint.estate.model import FailOn, Profile
from gwe_lint.lazy import imported
from gwe_lint.reports import FORMATS

if TYPE_CHECKING:
    Format = str  # one of FORMATS: what Typer is told below is made of the table, which no type checker can read
else:
    Format = Literal[FORMATS]


COMPLETES = "_GWE_LINT_COMPLETE"  # in the environment of a run that a shell asks what may come next


def offered(names: str) -> dict[str, Any]:
    """The setting of an argument that lets a shell offer names; empty in a run that no shell asks."""
    return {"autocompletion": imported(f"gwe_lint.cli.completing:{names}")} if COMPLETES in os.environ else {}


def day(given: str) -> date:
    """The day that is written as year, month and day: ``2026-11-27``. Raises ``BadParameter`` for anything else."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise typer.BadParameter(f"{given!r} is no day; write year, month and day, such as 2026-11-27") from None


class ExportOptions(Options):
    """The exports to read, and the key for the tokens of their secrets."""

    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...", help="Folders or files of exports, or - for one document on stdin.", show_default=False
        ),
    ] = None
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="GLOB", help="Leave out files or folders that are no exports; repeatable."),
    ] = None
    hmac_key_file: Annotated[
        Path | None,
        typer.Option("--hmac-key-file", metavar="FILE", help="Key for the tokens of secrets; or GWE_LINT_HMAC_KEY."),
    ] = None
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help="Code page of text that is not UTF-8, such as cp1252."),
    ] = None


class ConfigOptions(Options):
    """The configuration, and rule packs in addition to those that it names."""

    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Configuration file; default: the nearest gwe-lint.toml."),
    ] = None
    isolated: Annotated[bool, typer.Option("--isolated", help="Ignore configuration files.")] = False
    pack: Annotated[
        list[Path] | None, typer.Option("--pack", metavar="FILE_OR_DIR", help="A rule pack of your own; repeatable.")
    ] = None


class SelectionOptions(Options):
    """The rules to select and ignore, instead of those that the configuration selects and ignores."""

    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="IDS", help="Rules to use: ids, prefixes, names.", **offered("rule_ids")),
    ] = None
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="IDS", help="Rules to leave out.", **offered("rule_ids")),
    ] = None
    preview: Annotated[
        bool, typer.Option("--preview", help="Preview rules are on: new ones that may still change, or go.")
    ] = False


class ProfileOptions(Options):
    """The profile of rules."""

    profile: Annotated[
        Profile | None,
        typer.Option(help="advice: also rules that a careful engineer may disagree with.", show_default=False),
    ] = None


class ColorOptions(Options):
    """Whether text is coloured."""

    color: Annotated[Literal["auto", "always", "never"], typer.Option("--color", help="Colour of the text format.")] = (
        "auto"
    )


class StoreOptions(Options):
    """Where the history is."""

    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            help="The history: a file, sqlite:///FILE or postgresql://HOST/DATABASE; default: GWE_LINT_STORE, else "
            "gwe-lint-history.db beside the configuration.",
        ),
    ] = None


class AcceptedOptions(Options):
    """What was accepted before: waivers and known findings, and the earlier report that has their dates."""

    waivers: Annotated[
        Path | None,
        typer.Option(
            "--waivers",
            metavar="FILE",
            help="Accepted findings; default: gwe-lint-waivers.toml beside the configuration.",
        ),
    ] = None
    known: Annotated[
        Path | None,
        typer.Option("--known", metavar="REPORT", help="An earlier JSON report: its findings do not fail again."),
    ] = None
    since: Annotated[
        Path | None,
        typer.Option("--since", metavar="REPORT", help="An earlier JSON report: since when each finding is there."),
    ] = None
    first_seen: Annotated[
        bool, typer.Option("--first-seen", help="Date the findings, as the first report that --since can go on from.")
    ] = False
    history: StoreOptions = StoreOptions()
    record: Annotated[
        bool, typer.Option("--record", help="Record the report in the history, which then also dates it.")
    ] = False
    only: Annotated[
        str | None,
        typer.Option(
            "--only",
            metavar="STATES",
            help="Print only what is new, again, updated, overdue or resolved, and nothing where nothing is.",
        ),
    ] = None
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            parser=day,
            help="The day on which waivers are judged and findings dated; default: today.",
        ),
    ] = None


class ReportOptions(Options):
    """What becomes of findings: the exit code, the reports, and what is known of them from before."""

    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on",
            help="The least severity that fails; default: error, and any drift where sides or members are compared.",
            show_default=False,
        ),
    ] = None
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3 where something cannot be verified or evaluated.")
    ] = False
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 although there are findings.")] = False
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="Exit with 0 when there is nothing to check.")] = (
        False
    )
    format: Annotated[Format, typer.Option("--format", "-f", help="The report on standard output.")] = "text"
    output: Annotated[
        list[str] | None,
        typer.Option("--output", metavar="FMT=PATH", help="Write a report to a file as well; repeatable."),
    ] = None
    color: ColorOptions = ColorOptions()
    accepted: AcceptedOptions = AcceptedOptions()


class MessageOptions(Options):
    """What goes to standard error beside a report."""

    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what was assumed, and not evaluated.")] = False
    debug: bool = False  # which with_options declares, for every command
