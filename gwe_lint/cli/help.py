"""How the command line explains itself: the list of commands in groups, and errors of usage in one style."""

import os
import shlex
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from gwe_lint.suggest import meant

# Each command stands in one group; the groups in the order in which people come to need them.
GROUPS = {
    "Check": ("check", "fix", "simulate", "trace", "why", "show", "options"),
    "Compare": ("drift", "consistency", "compare", "snapshot", "report", "history"),
    "Set up": ("init", "config", "rules", "explain", "waivers", "completion"),
}


class PlainUsage(TyperCommand):
    """A command whose usage line names what has to be given in words alone, without braces."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The parts of the usage line behind the command."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


class CommandGroups(TyperGroup):
    """A group whose help lists its commands by what they are for. Long lines are wrapped, never cut."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  as Typer calls it
        """Write the commands, each group under its heading."""
        for heading, names in self._headings():
            rows = [(name, summary_of(self.commands[name])) for name in names]
            with formatter.section(heading):
                formatter.write_dl(rows)

    def _headings(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The headings with their commands; commands of no group come last."""
        grouped = {name for names in GROUPS.values() for name in names}
        if not grouped <= self.commands.keys():  # those of one command, some of which may be called as others here are
            yield "Commands", list(self.commands)
            return
        yield from GROUPS.items()
        if rest := [name for name in self.commands if name not in grouped]:
            yield "Commands", rest


class Commands(typer.Typer):
    """Commands that belong together, in the style of this tool: plain text, and crashes that quote nothing."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=CommandGroups, rich_markup_mode=None, pretty_exceptions_enable=False, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        """Add a command, as Typer does."""
        return super().command(name, **{"cls": PlainUsage, **settings})


def summary_of(command: Any) -> str:
    """The first paragraph of the command's help, as one line."""
    return " ".join((command.help or "").split("\n\n")[0].split())


def unknown_command(given: Sequence[str], commands: Collection[str]) -> str | None:
    """What is wrong where the first argument is no command; for a path, and for a misspelling, what was meant."""
    if not given or given[0].startswith("-") or given[0] in commands:
        return None
    name = given[0]
    if os.path.lexists(name) or "/" in name:
        return f"{name!r} is no command; to check it: gwe-lint check {shlex.quote(name)}"
    return f"{name!r} is no command{meant(name, commands)}"


def usage_problem(error: Any) -> tuple[str, str]:
    """An error of usage in the style of all errors, and the command whose help says more."""
    text = " ".join(error.format_message().split()).removesuffix(".")
    possible = getattr(error, "possibilities", None)
    if possible:
        text = f"{error.message}{meant(error.option_name, possible)}"
    command = error.ctx.command_path if error.ctx else "gwe-lint"
    return f"{text[:1].lower()}{text[1:]}", f"{command} --help says what can be given"
