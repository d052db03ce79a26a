"""``gwe-lint rules``: list the rules, and what drift rows say of differences."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import typer

from gwe_lint.authoring.drift_row_pages import case_of, row_as_json, rows_about, verdict_of
from gwe_lint.checks.files import OF_DRIFT
from gwe_lint.cli.finish import OK
from gwe_lint.cli.help import Commands
from gwe_lint.cli.options import ColorOptions, ConfigOptions
from gwe_lint.cli.output_files import layout_for
from gwe_lint.cli.rule_decisions import Decision, decisions_in
from gwe_lint.cli.rules_new import new
from gwe_lint.cli.rules_test import test
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.cli.show_options import ListOptions
from gwe_lint.cli.signature import with_options
from gwe_lint.cli.streams import say
from gwe_lint.reports.json_text import dumped
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import Packs, builtin_packs
from gwe_lint.text import counted, listed

_INDENT = 17  # columns: behind a rule's id and severity


def add_to(app: typer.Typer) -> None:
    """Add the command and its own commands to the application."""
    group = Commands()
    group.callback(invoke_without_command=True)(rules)
    group.command("list")(list_)
    group.command()(test)
    group.command()(new)
    app.add_typer(group, name="rules")


@with_options()
def rules(*, context: typer.Context, config: ConfigOptions, listing: ListOptions) -> int:
    """List the rules, test rule packs, or begin one."""
    return OK if context.invoked_subcommand else _list(config, listing)


@with_options()
def list_(*, config: ConfigOptions, listing: ListOptions) -> int:
    """List the rules, each with its severity here and who decided it; then the drift rows."""
    return _list(config, listing)


def _list(config: ConfigOptions, listing: ListOptions) -> int:
    root = working_directory()
    settings = settings_of(config, root)
    packs = packs_of(settings, config.pack)
    decisions = decisions_in(packs, settings, root)
    if listing.format == "json":
        sys.stdout.write(_as_json(packs, decisions))
        return OK
    layout = layout_for(root, ColorOptions())
    for line in _lines(packs, decisions):
        sys.stdout.write(layout.row(line, _INDENT))
    numbers = f"{counted(len(packs.rules), 'rule')}, {counted(len(packs.drift_rows), 'drift row')}"
    say(f"{numbers}; gwe-lint explain ID shows a rule, or what is known of an option")
    return OK


def _as_json(packs: Packs, decisions: Mapping[str, Decision]) -> str:
    """The rules as JSON, each with who decided about it; rules about differences with their drift rows."""
    keys = (
        *("id", "name", "severity", "basis", "profile", "locked", "fixable", "constraints", "summary", "docs", "pack"),
        *("since", "preview", "former", "retired"),
    )
    return dumped(
        [
            {**{key: getattr(rule, key) for key in keys}, **decisions[rule.id].as_json, **_rows(rule, packs)}
            for rule in packs.rules
        ]
    )


def _rows(rule: Rule, packs: Packs) -> Mapping[str, Any]:
    return (
        {"drift_rows": [row_as_json(row) for row in rows_about(rule, packs.drift_rows)]}
        if rule.check == OF_DRIFT
        else {}
    )


def _marks(rule: Rule) -> Iterator[str]:
    """What is special about a rule, in a few words."""
    if rule.profile == "advice":
        yield "profile advice"
    if rule.preview:
        yield "preview"
    if rule.retired:
        yield f"retired in {rule.retired}"
    if rule.former:
        yield f"formerly {listed(rule.former)}"


def _lines(packs: Packs, decisions: Mapping[str, Decision]) -> Iterator[str]:
    """A line for each rule, then one for each drift row."""
    width = max(len(rule.name) for rule in packs.rules)
    own = {f"rules/{path.name}" for path in builtin_packs()}
    for rule in packs.rules:
        advice = "".join(f"  ({each})" for each in _marks(rule))
        origin = "" if rule.pack in own else f"  ({rule.pack})"
        decision = decisions[rule.id]
        line = f"{rule.id}  {decision.severity:<7}  {rule.name:<{width}}  {rule.summary}"
        yield f"{line}{advice}{origin}{decision.in_words}"
    for row in packs.drift_rows:
        origin = "" if row.pack in own else f"  ({row.pack})"
        case = f" {case_of(row)}" if case_of(row) else ""
        yield f"drift   {verdict_of(row):<11}  {row.option.key}{case}: {row.reason}{origin}"
