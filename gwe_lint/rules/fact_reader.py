"""Read an ``[[option]]`` row of a pack as a fact; every mistake is noted with file, line, table and key."""

import re
from functools import partial

from gwe_lint.catalogue.fact import Fact, Older
from gwe_lint.catalogue.quantity import Unit
from gwe_lint.catalogue.releases import release_of
from gwe_lint.rules.fact_keys import A_RELEASE, APPS
from gwe_lint.suggest import meant
from gwe_lint.toml.declared_table import DeclaredTable
from gwe_lint.toml.table import Table


def read_fact(table: DeclaredTable) -> Fact:
    """The fact in this row. Mistakes are noted in the table's problems; what is wrong has a default instead."""
    app = table.required("app")
    if app and app not in APPS:
        table.problem(f"unknown application type {app!r}{meant(app, APPS)}", "app")
    fact = Fact(
        app=app,
        **table.rest(
            same_as=_same_as,
            pattern=partial(_pattern, table),
            since=_release,
            until=_release,
            only_with=_only_with,
            older=_older,
            units=_unit,
        ),
    )
    fact = fact._replace(secret=fact.secret or fact.type == "secret")
    _range_problems(fact, table)
    _value_problems(fact, table)
    table.done()
    return fact


def _range_problems(fact: Fact, table: Table) -> None:
    """Note what is wrong with the range, the values and the units of a fact."""
    if fact.minimum is not None and fact.maximum is not None and fact.minimum > fact.maximum:
        table.problem("minimum is above maximum", "minimum")
    if (fact.minimum is not None or fact.maximum is not None) and fact.type != "integer":
        table.problem("a range needs type = 'integer'", "type")
    if fact.type == "enum" and not fact.values:
        table.problem("type 'enum' needs values", "type")
    if (fact.type == "quantity") != bool(fact.units):
        table.problem("type 'quantity' and units need each other", "type")
    for unit in fact.units:
        if unit.of and unit.of not in {each.name for each in fact.units}:
            table.problem(f"units: no unit is called {unit.of!r}", "units")


def _value_problems(fact: Fact, table: Table) -> None:
    """Note what is wrong with what is inferred, and with the pattern."""
    for name in filter(None, fact.inferred):  # one that is no key has been noted
        if getattr(fact, name) in (None, ()):
            table.problem(f"inferred: the option has no {name}", "inferred")
    if fact.inferred and fact.basis == "inferred":
        table.problem("inferred is for documented options; this one is inferred as a whole", "inferred")
    if fact.pattern and not fact.form:
        table.problem("a pattern needs form, which says it in words", "pattern")


def _same_as(meanings: Table) -> tuple[tuple[str, str], ...]:
    return tuple((key, text) for key in meanings.data if (text := meanings.text(key)))


def _older(table: DeclaredTable) -> Older:
    below = table.made("below", table.text("below"), _release)
    older = Older(below=below or "", **table.rest())
    if not older.below and "below" not in table.data:
        table.problem(f"below is missing: it must be {A_RELEASE}")
    table.done()
    return older


def _unit(table: DeclaredTable) -> Unit:
    unit = Unit(**table.rest())
    table.done()
    return unit


def _release(text: str) -> str:
    if release_of(text) is None:
        raise ValueError(f"must be {A_RELEASE}, not {text!r}")
    return text


def _only_with(text: str) -> str:
    if not re.fullmatch(r"[^/=]+/[^/=]+=[^=]+", text):
        raise ValueError(f"must be section/option=value, not {text!r}")
    return text


def _pattern(table: Table, pattern: str) -> str:
    """The pattern, also where it is wrong, so that a missing ``form`` is reported too."""
    try:
        re.compile(pattern)
    except re.error as error:
        table.problem(f"is not a regular expression: {error}", "pattern")
    return pattern
