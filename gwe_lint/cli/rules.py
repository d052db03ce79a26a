"""``gwe-lint rules``: list the rules; ``gwe-lint rules test``: run the examples inside rule packs."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from gwe_lint.cli import exits
from gwe_lint.cli.options import Debug, PackFiles
from gwe_lint.cli.streams import say
from gwe_lint.display import counted
from gwe_lint.packs import load_packs, pack_files


def add_to(app: typer.Typer) -> None:
    """Add the command and its own commands to the application."""
    group = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    group.callback(invoke_without_command=True)(rules)
    group.command()(test)
    app.add_typer(group, name="rules")


def rules(
    context: typer.Context,
    pack: PackFiles = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to list.")] = "text",
    debug: Debug = False,
) -> int:
    """List the rules, or test rule packs."""
    if context.invoked_subcommand:
        return exits.OK
    found = load_packs(pack or ()).rules
    if format == "json":
        from gwe_lint.reports.json import dumped

        keys = ("id", "name", "severity", "basis", "summary", "docs")
        sys.stdout.write(dumped([{key: getattr(rule, key) for key in keys} for rule in found]))
        return exits.OK
    width = max(len(rule.name) for rule in found)
    for rule in found:
        sys.stdout.write(f"{rule.id}  {rule.severity:<7}  {rule.name:<{width}}  {rule.summary}\n")
    say(f"{counted(len(found), 'rule')}; gwe-lint explain ID shows one of them")
    return exits.OK


def test(
    packs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PACK]...", help="Rule packs, files or folders; default: the built-in ones."),
    ] = None,
    debug: Debug = False,
) -> int:
    """Run the examples inside rule packs: each has to find what it says, where it says, and nothing else."""
    from gwe_lint.examples import mistakes

    loaded = load_packs(packs or ())
    mine = {path.as_posix() for path in pack_files(packs or ())}
    chosen = [rule for rule in loaded.rules if not packs or rule.pack in mine]
    wrong = [mistake for rule in chosen for mistake in mistakes(rule, loaded.catalogue)]
    for mistake in wrong:
        title = f" ({mistake.title})" if mistake.title else ""
        sys.stdout.write(f"{mistake.rule}{title}: {mistake.problem}\n")
    examples = sum(len(rule.examples) for rule in chosen)
    say(f"{counted(len(chosen), 'rule')}, {counted(examples, 'example')}, {counted(len(wrong), 'mistake')}")
    if not chosen:
        say("gwe-lint: nothing was tested: the packs hold no rule")
        return exits.INCOMPLETE
    return exits.FINDINGS if wrong else exits.OK
