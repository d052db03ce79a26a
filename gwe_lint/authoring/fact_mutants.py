"""Facts with one thing changed: a bound, a value, the name of an option, a release.

What no rule judges by is not changed: texts for people, and the range of an option whose value no reader keeps.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from gwe_lint.authoring.rule_mutants import Mutant, changes, dotted
from gwe_lint.catalogue.fact import Fact, Older
from gwe_lint.catalogue.releases import neighbours
from gwe_lint.exports.secret_names import secret_by_name

Known = TypeVar("Known", Fact, Older)


def of_fact(fact: Fact) -> Iterator[Mutant[Fact]]:
    """Every mutant of a fact, but for those of its defaults and of what it depends on."""
    for name, counts in _FIELDS.items():
        for change in changes(getattr(fact, name), None, (name,)) if counts(fact) else ():
            yield Mutant(dotted(change.where)[1:], change.what, _with(fact, name, change.value))
    yield from _of_units(fact) if is_judged(fact) else ()
    if is_judged(fact) and fact.type in _PLAINER:
        plain = _PLAINER[fact.type]
        yield Mutant("type", f"{plain} instead of {fact.type}", fact._replace(type=plain))
    for name in ("misspelling_of", "replaced_by", "pattern"):  # to where the first two lead is seen in messages only
        if getattr(fact, name):
            yield _without(fact, name)
    yield from _of_releases(fact)


def of_default(fact: Fact) -> Iterator[Mutant[Fact]]:
    """With other defaults: it is enough when one of those at a place is noticed.

    That is the other value where there are two. Else it is none, another value, or an end of the range: a rule need
    not tell one number from the next.
    """
    if fact.default is not None:
        for what, other in _other_defaults(fact, fact.default):
            yield Mutant("default", what, fact._replace(default=other))
    for number, older in enumerate(fact.older):
        if older.default is not None:
            for what, other in _other_defaults(fact, older.default):
                yield _of_older(fact, number, "default", what, older._replace(default=other))


def of_dependence(fact: Fact) -> Iterator[Mutant[Fact]]:
    """Without the option that it needs to have an effect."""
    if fact.only_with:
        yield _without(fact, "only_with")


def is_judged(fact: Fact) -> bool:
    """True where a value can be wrong and is read at all: the reader keeps no value of a secret."""
    return (
        bool(fact.type == "integer" or fact.values or fact.units)
        and not fact.secret
        and not secret_by_name(fact.option)
    )


# The fields of a fact that rules judge by, and when.
_FIELDS: Mapping[str, Callable[[Fact], bool]] = {
    "option": lambda fact: fact.option != "*",
    "minimum": is_judged,
    "maximum": is_judged,
    "values": is_judged,
    "synonyms": lambda fact: is_judged(fact) and fact.type != "list",
    "inferred": lambda _: True,
    "mandatory": lambda fact: fact.mandatory,
    "secret": is_judged,  # hides a value that could be wrong; of other options only readers know a difference
}
# What a type leaves when it is judged no more. That yes is another word for true is shown once, with the rule for it.
_PLAINER = {"integer": "any", "list": "enum", "quantity": "any"}


def _of_units(fact: Fact) -> Iterator[Mutant[Fact]]:
    """Without each unit of a quantity, and with other bounds. What a multiple is, only comparisons know."""
    for number, unit in enumerate(fact.units):
        before, after = fact.units[:number], fact.units[number + 1 :]
        if before or after:
            yield Mutant(f"units[{number + 1}]", f"without {unit.name}", fact._replace(units=(*before, *after)))
        for name in ("minimum", "maximum"):
            for change in changes(getattr(unit, name), None, (name,)):
                units = (*before, unit._replace(**{name: change.value}), *after)
                path = f"units[{number + 1}].{name}"
                yield Mutant(path, change.what, fact._replace(units=units))


def _without(fact: Fact, name: str) -> Mutant[Fact]:
    return Mutant(name.replace("_", "-"), f"without {getattr(fact, name)}", _with(fact, name, None))


def _with(row: Known, name: str, value: Any) -> Known:
    changed: Known = row._replace(**{name: value})
    return changed


def _of_releases(fact: Fact) -> Iterator[Mutant[Fact]]:
    """With the build before or after each that the fact names, and other bounds and values of older ones."""
    for name in ("since", "until"):
        bound = getattr(fact, name)
        for other in neighbours(bound) if bound else ():
            yield Mutant(name, f"{other} instead of {bound}", _with(fact, name, other))
    for number, older in enumerate(fact.older):
        for other in neighbours(older.below):
            changed = older._replace(below=other)
            yield _of_older(fact, number, "below", f"{other} instead of {older.below}", changed)
        for name in ("minimum", "maximum", "values"):
            for change in changes(getattr(older, name), None, (name,)) if is_judged(fact) else ():
                path = dotted(change.where)[1:]
                yield _of_older(fact, number, path, change.what, _with(older, name, change.value))


def _of_older(fact: Fact, number: int, path: str, what: str, changed: Older) -> Mutant[Fact]:
    rows = (*fact.older[:number], changed, *fact.older[number + 1 :])
    return Mutant(f"older[{number + 1}].{path}", what, fact._replace(older=rows))


def _other_defaults(fact: Fact, default: str) -> Iterator[tuple[str, str | None]]:
    known = fact.values or (fact.good if fact.pattern else ())
    others = [value for value in known if value != default]
    if len(others) != 1 or len(fact.values) != 2:
        yield f"without {default or 'the empty one'}", None
    others += [str(end) for end in (fact.minimum, fact.maximum) if end is not None and str(end) != default]
    yield from ((f"{other or 'empty'} instead of {default or 'empty'}", other) for other in others)
