"""The options that commands share which show what they found, and report no findings."""

from typing import Annotated, Literal

import typer

from gwe_lint.cli.options import ColorOptions
from gwe_lint.cli.signature import Options


class ListOptions(Options):
    """How a list is shown."""

    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to list.")] = "text"


class AnswerOptions(Options):
    """How why shows what it found out."""

    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to show it.")] = "text"
    color: ColorOptions = ColorOptions()
