"""``gwe-lint rules``: list the rules; ``gwe-lint rules test``: run the examples inside rule packs."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from gwe_lint.authoring.examples import mistakes
from gwe_lint.authoring.fact_examples import estate_of, fact_mistakes
from gwe_lint.authoring.mutation import Mutation, score
from gwe_lint.catalogue.fact import Catalogue, Fact
from gwe_lint.cli.finish import FINDINGS, INCOMPLETE, OK
from gwe_lint.cli.options import ConfigOptions, ListOptions
from gwe_lint.cli.rules_new import new
from gwe_lint.cli.setup import added_packs, here, packs_of, settings_of
from gwe_lint.cli.signature import with_options
from gwe_lint.cli.streams import say
from gwe_lint.exports.redactor import Redactor
from gwe_lint.reports.json import dumped
from gwe_lint.rules.pack_reader import rows_of
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import Packs, builtin_packs, load_packs, shown_packs
from gwe_lint.text import counted
from gwe_lint.toml.document import Spot


def add_to(app: typer.Typer) -> None:
    """Add the command and its own commands to the application."""
    group = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    group.callback(invoke_without_command=True)(rules)
    group.command()(test)
    group.command()(new)
    app.add_typer(group, name="rules")


@with_options()
def rules(*, context: typer.Context, config: ConfigOptions, listing: ListOptions) -> int:
    """List the rules, test rule packs, or begin one."""
    if context.invoked_subcommand:
        return OK
    found = packs_of(settings_of(config, here()), config.pack).rules
    if listing.format == "json":
        keys = ("id", "name", "severity", "basis", "profile", "constraints", "summary", "docs", "pack")
        sys.stdout.write(dumped([{key: getattr(rule, key) for key in keys} for rule in found]))
        return OK
    width = max(len(rule.name) for rule in found)
    own = {f"rules/{path.name}" for path in builtin_packs()}
    for rule in found:
        advice = "  (profile advice)" if rule.profile == "advice" else ""
        pack_shown = "" if rule.pack in own else f"  ({rule.pack})"
        sys.stdout.write(f"{rule.id}  {rule.severity:<7}  {rule.name:<{width}}  {rule.summary}{advice}{pack_shown}\n")
    say(f"{counted(len(found), 'rule')}; gwe-lint explain ID shows one of them")
    return OK


@with_options()
def test(
    *,
    packs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PACK]...",
            help="Rule packs, files or folders; default: all that are built in, of plug-ins, or configured.",
            show_default=False,
        ),
    ] = None,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="Then change each thing in turn that a row says: an example has to notice.")
    ] = False,
) -> int:
    """Run the examples inside rule packs: each has to find what it says, where it says, and nothing else.

    A pack that is given is tested beside the built-in ones alone, so that it may be that of an installed plug-in.
    """
    added = shown_packs(packs) if packs else added_packs(settings_of(ConfigOptions(), here()), None)
    loaded = load_packs(named=added)
    rows = rows_of(added if packs else [*shown_packs(), *added])
    rules = [rule for rule in loaded.rules if rule.id in rows]
    facts = [fact for fact in loaded.catalogue if fact.key in rows]
    wrong = _wrong(rules, facts, loaded.catalogue)
    if not rules and not any(fact.good or fact.bad for fact in facts):
        say("gwe-lint: nothing was tested: the packs hold no rule")
        return INCOMPLETE
    if wrong or not mutate:
        return FINDINGS if wrong else OK
    return _mutated(rules, facts, loaded, rows)


def _wrong(rules: Sequence[Rule], facts: Sequence[Fact], catalogue: Catalogue) -> int:
    """How many mistakes there are in the examples of rules and in the values that facts state; each one is printed."""
    redactor = Redactor(catalogue)
    stating = [fact for fact in facts if fact.good or fact.bad]
    wrong = [mistake for rule in rules for mistake in mistakes(rule, catalogue)]
    wrong += [each for fact in stating for each in fact_mistakes(fact, estate_of(fact, catalogue, redactor))]
    for mistake in wrong:
        title = f" ({mistake.title})" if mistake.title else ""
        sys.stdout.write(f"{mistake.row}{title}: {mistake.problem}\n")
    tested = [counted(len(rules), "rule"), counted(sum(len(rule.examples) for rule in rules), "example")]
    tested += [counted(len(stating), "option")] if stating else []
    say(f"{', '.join(tested)}, {counted(len(wrong), 'mistake')}")
    return len(wrong)


def _mutated(rules: Sequence[Rule], facts: Sequence[Fact], packs: Packs, rows: Mapping[str, Spot]) -> int:
    """Try every mutant; each one that no example notices is printed, with the place of its row."""
    mutation = Mutation(packs)
    tried = [each for rule in rules for each in mutation.of_rule(rule)]
    tried += [each for fact in facts for each in mutation.of_fact(fact)]
    survived = [each for each in tried if not each.noticed]
    for each in survived:
        sys.stdout.write(f"{rows[each.row]}: {each.row} {each.where}: {each.what}: no example notices\n")
    say(score(len(tried), len(survived)))
    return FINDINGS if survived else OK
