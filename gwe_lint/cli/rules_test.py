"""``gwe-lint rules test``: run the examples inside rule packs, and try whether they would notice a slip in a row."""

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
from gwe_lint.cli.setup import added_packs, here, settings_of
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

    A pack that is given is tested beside the built-in ones alone, so that it may be that of an installed plug-in.
    """
    added = _shown_as_loaded(packs) if packs else added_packs(settings_of(ConfigOptions(), here()), None)
    loaded = load_packs(named=added)
    tested = added if packs else [*shown_packs(), *added]
    spots = rows_of(tested)
    names = {shown for _, shown in tested}
    rows = Rows(
        tuple(rule for rule in loaded.rules if rule.id in spots),
        tuple(fact for fact in loaded.catalogue if fact.key in spots),
        tuple(row for row in loaded.drift_rows if row.pack in names),
    )
    wrong = _wrong(rows, loaded)
    tried = (*rows.rules, *(fact for fact in rows.facts if fact.good or fact.bad), *rows.drift)
    if not tried:
        say("gwe-lint: nothing was tested: the packs hold no rule")
        return INCOMPLETE
    if wrong or not mutate:
        return FINDINGS if wrong else OK
    return _mutated(rows, loaded, spots)


def _shown_as_loaded(packs: Sequence[Path]) -> list[tuple[Path, str]]:
    """The pack files, each under the name that its rows have: one that is built in is loaded under its own."""
    own = {path.resolve(): shown for path, shown in shown_packs()}
    return [(path, own.get(path.resolve(), shown)) for path, shown in shown_packs(packs)]


def _wrong(rows: Rows, packs: Packs) -> int:
    """How many mistakes there are in the examples of rows, and in the values that facts state; each one is printed."""
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


def _mutated(rows: Rows, packs: Packs, spots: Mapping[str, Spot]) -> int:
    """Try every mutant; each one that no example notices is printed, with the place of its row."""
    mutation = Mutation(packs)
    tried = [each for rule in rows.rules for each in mutation.of_rule(rule)]
    tried += [each for fact in rows.facts for each in mutation.of_fact(fact)]
    tried += [each for row in rows.drift for each in mutation.of_drift_row(row)]
    survived = [each for each in tried if not each.noticed]
    for each in survived:
        place = f"{spots[each.row]}: " if each.row in spots else ""  # the name of a drift row begins with its place
        sys.stdout.write(f"{place}{each.row} {each.where}: {each.what}: no example notices\n")
    say(score(len(tried), len(survived)))
    return FINDINGS if survived else OK
