"""``gwe-lint rules test``: run the examples inside rule packs, and with ``--mutate`` try mutants of the rows."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from gwe_lint.authoring.drift_examples import DriftExamples
from gwe_lint.authoring.examples import mistakes
from gwe_lint.authoring.fact_examples import estate_of, fact_mistakes
from gwe_lint.authoring.mutation import Mutation, score
from gwe_lint.cli.finish import FINDINGS, INCOMPLETE, OK
from gwe_lint.cli.options import ConfigOptions
from gwe_lint.cli.setup import added_packs, settings_of, working_directory
from gwe_lint.cli.signature import with_options
from gwe_lint.cli.streams import say
from gwe_lint.exports.redactor import Redactor
from gwe_lint.rules.pack_reader import rows_of
from gwe_lint.rules.rows import Rows
from gwe_lint.rules.selection import Packs, load_packs, shown_packs
from gwe_lint.text import counted
from gwe_lint.toml.document import Spot


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

    A pack that is given is tested beside the built-in ones alone; so it may be that of an installed plug-in.
    """
    added = _shown_as_loaded(packs) if packs else added_packs(settings_of(ConfigOptions(), working_directory()), None)
    loaded = load_packs(named=added)
    tested = added if packs else [*shown_packs(), *added]
    spots = rows_of(tested)
    names = {shown for _, shown in tested}
    rows = Rows(
        tuple(rule for rule in loaded.rules if rule.id in spots),
        tuple(fact for fact in loaded.catalogue if fact.key in spots),
        tuple(row for row in loaded.drift_rows if row.pack in names),
    )
    wrong = _print_mistakes(rows, loaded)
    tried = (*rows.rules, *(fact for fact in rows.facts if fact.good or fact.bad), *rows.drift)
    if not tried:
        say("gwe-lint: nothing was tested: the packs hold no rule")
        return INCOMPLETE
    if wrong or not mutate:
        return FINDINGS if wrong else OK
    return _try_mutants(rows, loaded, spots)


def _shown_as_loaded(packs: Sequence[Path]) -> list[tuple[Path, str]]:
    """The pack files, each under the name that its rows have; a built-in pack keeps its own name."""
    own = {path.resolve(): shown for path, shown in shown_packs()}
    return [(path, own.get(path.resolve(), shown)) for path, shown in shown_packs(packs)]


def _print_mistakes(rows: Rows, packs: Packs) -> int:
    """Print each mistake in the examples of rows and in the values that facts state; the number of mistakes."""
    redactor = Redactor(packs.catalogue)
    drift = DriftExamples(packs, redactor)
    stating = [fact for fact in rows.facts if fact.good or fact.bad]
    wrong = [mistake for rule in rows.rules for mistake in mistakes(rule, packs.catalogue)]
    wrong += [each for fact in stating for each in fact_mistakes(fact, estate_of(fact, packs.catalogue, redactor))]
    wrong += [mistake for row in rows.drift for mistake in drift.mistakes(row)]
    for mistake in wrong:
        title = f" ({mistake.title})" if mistake.title else ""
        sys.stdout.write(f"{mistake.row}{title}: {mistake.problem}\n")
    examples = sum(len(rule.examples) for rule in rows.rules) + sum(len(row.examples) for row in rows.drift)
    tested = [counted(len(rows.rules), "rule"), counted(examples, "example")]
    tested += [counted(len(stating), "option")] if stating else []
    tested += [counted(len(rows.drift), "drift row")] if rows.drift else []
    say(f"{', '.join(tested)}, {counted(len(wrong), 'mistake')}")
    return len(wrong)


def _try_mutants(rows: Rows, packs: Packs, spots: Mapping[str, Spot]) -> int:
    """Try every mutant, and print those that no example notices, with the place of the row; the exit code."""
    mutation = Mutation(packs)
    tried = [mutant for rule in rows.rules for mutant in mutation.of_rule(rule)]
    tried += [mutant for fact in rows.facts for mutant in mutation.of_fact(fact)]
    tried += [mutant for row in rows.drift for mutant in mutation.of_drift_row(row)]
    survived = [mutant for mutant in tried if not mutant.noticed]
    for mutant in survived:
        place = f"{spots[mutant.row]}: " if mutant.row in spots else ""  # the name of a drift row begins with its place
        sys.stdout.write(f"{place}{mutant.row} {mutant.where}: {mutant.what}: no example notices\n")
    say(score(len(tried), len(survived)))
    return FINDINGS if survived else OK
