"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Format = Literal["text", "concise", "json", "sarif"]

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
