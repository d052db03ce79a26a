"""The manual page gwe-lint(1), made of the help of the commands."""

import os
import re
from collections.abc import Iterator
from typing import Any

import typer

from gwe_lint import __version__
from gwe_lint.cli.finish import TABLE
from gwe_lint.cli.help import GROUPS
from gwe_lint.cli.main import application


def man_page() -> str:
    """The page, in the macros of man(7). It has no date: the same commands give the same page."""
    os.environ["COLUMNS"] = "80"
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    root = typer.main.get_command(application([]))
    commands: dict[str, Any] = root.commands  # type: ignore[attr-defined]  # a group has them
    yield f'.TH GWE-LINT 1 "" "gwe-lint {__version__}" "User Commands"'
    yield ".SH NAME"
    yield "gwe-lint \\- lint exported option sets of Genesys servers, and compare them"
    yield ".SH SYNOPSIS"
    yield ".B gwe-lint"
    yield "command"
    yield "[\\fIoption\\fR ...]"
    yield "[\\fIpath\\fR ...]"
    yield ".SH DESCRIPTION"
    yield from _text(root.help or "")
    for heading, names in GROUPS.items():
        yield f".SH {heading.upper()} COMMANDS" if " " not in heading else f'.SH "{heading.upper()} COMMANDS"'
        for name in names:
            yield from _command(f"gwe-lint {name}", name, commands[name])
    yield ".SH EXIT STATUS"
    yield ".nf"
    yield from (_escaped(line) for line in TABLE.strip().splitlines())
    yield ".fi"


def _command(path: str, name: str, command: Any) -> Iterator[str]:
    context = typer.Context(command, info_name=path)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f'.SS "{path} {_escaped(usage)}"'
    yield from _text(command.help or "")
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and parameter.param_type_name == "option" and "--help" not in record[0]:
            yield ".TP"
            yield f".B {_escaped(record[0])}"
            yield _escaped(" ".join(record[1].split()))
    for inner, sub in getattr(command, "commands", {}).items():
        yield from _command(f"{path} {inner}", f"{name} {inner}", sub)


def _text(help: str) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", help.strip())):
        if number:
            yield ".PP"
        yield _escaped(" ".join(paragraph.split()))


def _escaped(text: str) -> str:
    """The text so that no character of it is a command of the page."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{text}" if text.startswith((".", "'")) else text
