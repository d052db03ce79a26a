"""Options that several commands share."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

Format = Literal["text", "concise", "json", "jsonl", "sarif", "junit", "gitlab", "github", "markdown", "html"]

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...", help="Folders or files of exports, or - for one document on stdin.", show_default=False
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Configuration file; default: the nearest gwe-lint.toml."),
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Ignore configuration files.")]
PackFiles = Annotated[
    list[Path] | None, typer.Option("--pack", metavar="FILE_OR_DIR", help="A rule pack of your own; repeatable.")
]
Color = Annotated[Literal["auto", "always", "never"], typer.Option("--color", help="Colour of the text format.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an internal error happened.")]
Select = Annotated[
    list[str] | None, typer.Option("--select", metavar="IDS", help="Rules to use: ids, prefixes, names.")
]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="IDS", help="Rules to leave out.")]
FailOnOption = Annotated[
    Literal["error", "warning", "note", "never"] | None,
    typer.Option("--fail-on", help="The least severity that fails; default: error.", show_default=False),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 where something cannot be verified.")]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 although there are findings.")]
AllowEmpty = Annotated[bool, typer.Option("--allow-empty", help="Exit with 0 when there is nothing to check.")]
OutputFiles = Annotated[
    list[str] | None,
    typer.Option("--output", metavar="FMT=PATH", help="Write a report to a file as well; repeatable."),
]
WaiverFile = Annotated[
    Path | None,
    typer.Option(
        "--waivers",
        metavar="FILE",
        help="Accepted findings; default: gwe-lint-waivers.toml beside the configuration.",
    ),
]
Known = Annotated[
    Path | None,
    typer.Option("--known", metavar="REPORT", help="An earlier JSON report: its findings do not fail again."),
]
Since = Annotated[
    Path | None,
    typer.Option("--since", metavar="REPORT", help="An earlier JSON report: since when each finding is there."),
]
FirstSeen = Annotated[
    bool, typer.Option("--first-seen", help="Date the findings, as the first report that --since can go on from.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], help="The day on which waivers are judged and findings dated; default: today."
    ),
]
HmacKeyFile = Annotated[
    Path | None,
    typer.Option("--hmac-key-file", metavar="FILE", help="Key for the tokens of secrets; or GWE_LINT_HMAC_KEY."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what was assumed, and not evaluated.")]
