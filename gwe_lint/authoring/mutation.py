"""Mutation: each thing that a row of a pack says is changed in turn, and some example has to notice.

Files are read once. The examples of a rule or of a drift row judge its mutants. Those of a fact are judged by the
values in its row, and by examples of rules that use facts.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, cast

from gwe_lint.authoring.drift_examples import DriftExamples
from gwe_lint.authoring.drift_mutants import of_drift_row
from gwe_lint.authoring.examples import Shown, judged, shown
from gwe_lint.authoring.fact_examples import estate_of, fact_mistakes, is_known
from gwe_lint.authoring.fact_mutants import of_default, of_dependence, of_fact
from gwe_lint.authoring.read_tracking import Read, watched
from gwe_lint.authoring.rule_mutants import of_rule
from gwe_lint.catalogue.fact import ANY, Catalogue, Fact
from gwe_lint.estate.conditions import PRESENCE, Condition
from gwe_lint.estate.selectors import Selector
from gwe_lint.exports.redactor import Redactor
from gwe_lint.findings.engine import run
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import Packs
from gwe_lint.text import counted

_FACT = " fact"  # no parameter has this name


class Tried(NamedTuple):
    """A mutant, and whether an example noticed it. ``key`` names its row: an id, an option, or a drift row."""

    row: str
    where: str
    what: str
    noticed: bool


class Mutation:
    """All rules with their examples read, and what their checks look at: ready to try mutants of any row."""

    def __init__(self, packs: Packs) -> None:
        self._facts = tuple(packs.catalogue)
        self._redactor = Redactor(self._facts)
        self._drift = DriftExamples(packs, self._redactor)
        self._shown: dict[str, tuple[Shown, ...]] = {
            rule.id: tuple(shown(example, packs.catalogue) for example in rule.examples) for rule in packs.rules
        }
        self._read: dict[str, set[Read]] = {}  # by check: the fields that it reads
        for rule in packs.rules:
            self._read.setdefault(rule.check, set()).update(self._reads(rule))
        self._asking = [rule for rule in packs.rules if _asks_catalogue(rule, self._shown[rule.id])]
        self._comparing = self._reading("default", packs.rules)
        self._depending = self._reading("only_with", packs.rules)

    def _reading(self, field: str, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """The rules whose checks read this field of facts."""
        return tuple(rule for rule in rules if (_FACT, field) in self._read[rule.check])

    def _reads(self, rule: Rule) -> set[Read]:
        """The fields of parameters and of facts that the check reads in the examples."""
        seen: set[Read] = set()
        catalogue = Catalogue([watched(fact, (_FACT,), seen) for fact in self._facts])
        seen.clear()  # the catalogue has read them all
        parameters = {key: watched(value, (key,), seen) for key, value in rule.parameters.items()}
        list(judged(rule._replace(parameters=parameters), _with(catalogue, self._shown[rule.id])))
        return seen

    def of_rule(self, rule: Rule) -> Iterator[Tried]:
        """Every mutant of a rule, tried on its examples."""
        for mutant in of_rule(rule, self._read[rule.check]):
            noticed = any(judged(mutant.row, self._shown[rule.id]))
            yield Tried(rule.id, mutant.where, mutant.what, noticed)

    def of_drift_row(self, row: DriftRow) -> Iterator[Tried]:
        """Every mutant of a drift row, tried on its examples."""
        for mutant in of_drift_row(row):
            noticed = any(self._drift.mistakes_alone(mutant.row))
            yield Tried(row.name, mutant.where, mutant.what, noticed)

    def of_fact(self, fact: Fact) -> Iterator[Tried]:
        """Every mutant of a fact, tried on the values that it states and on the examples of rules."""
        depended = of_dependence(fact) if _named(fact, self._depending) else ()
        for mutant in (*of_fact(fact), *depended):
            yield Tried(fact.key, mutant.where, mutant.what, self._notices(fact, mutant.row))
        compared = of_default(fact) if _named(fact, self._comparing) else ()
        for where, each in groupby(compared, key=lambda mutant: mutant.where):
            others = list(each)
            noticed = any(self._notices(fact, mutant.row) for mutant in others)
            yield Tried(fact.key, where, others[0].what, noticed)

    def _notices(self, fact: Fact, changed: Fact) -> bool:
        facts = [changed if each is fact else each for each in self._facts]
        catalogue = Catalogue(facts)
        # What is secret changes how files are read. The option is written under the name that the row has as it is.
        redactor = self._redactor if changed.secret == fact.secret else Redactor(facts)
        estate = estate_of(fact, catalogue, redactor)
        if any(fact_mistakes(fact, estate)) or not is_known(estate):
            return True
        rules = (rule for rule in self._asking if _has(self._shown[rule.id], fact.app))
        return any(any(judged(rule, _with(catalogue, self._shown[rule.id]))) for rule in rules)


def score(mutants: int, survived: int) -> str:
    """The score as a line: ``312 mutants, 310 noticed, 2 survived (99.3 %)``, rounded down, so that 100 is all."""
    share = "100" if not survived else f"{(mutants - survived) * 1000 // mutants / 10:.1f}"
    return f"{counted(mutants, 'mutant')}, {mutants - survived} noticed, {survived} survived ({share} %)"


def _asks_catalogue(rule: Rule, examples: Iterable[Shown]) -> bool:
    """True for a rule that looks into the catalogue: without one its check crashes."""
    return any(run((rule,), estates).failures for _, estates in _with(cast(Catalogue, None), examples))


def _with(catalogue: Catalogue, examples: Iterable[Shown]) -> Iterator[Shown]:
    for example, estates in examples:
        yield example, tuple(estate._replace(catalogue=catalogue) for estate in estates)


def _has(examples: Iterable[Shown], type: str) -> bool:
    """True where an example has an application of this type, so that a fact of it can make a difference."""
    return any(type in (app.type, ANY) for _, estates in examples for estate in estates for app in estate.applications)


def _named(fact: Fact, rules: Iterable[Rule]) -> bool:
    """True where a parameter of one of the rules names the option."""
    return any(_names(fact, rule.parameters.values()) for rule in rules)


def _names(fact: Fact, values: Iterable[object]) -> bool:
    """True where a selector among the values, or inside of one, names the option; an open one is for what is set."""
    for value in values:
        if isinstance(value, Selector):
            if value == (fact.app, fact.section, fact.option):
                return True
        elif isinstance(value, Condition) and value.operator in PRESENCE:
            continue  # whether a value is set does not depend on the default
        elif isinstance(value, tuple) and _names(fact, value):
            return True
    return False
