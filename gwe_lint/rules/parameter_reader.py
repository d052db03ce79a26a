"""Read the ``[rule.with]`` table of a rule: the parameters of its check, with the types of its annotations."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args, get_origin

from gwe_lint.catalogue.releases import Releases, parse_releases
from gwe_lint.estate.conditions import Condition, parse_condition
from gwe_lint.estate.model import Prose
from gwe_lint.estate.selectors import AppType, Selector, parse_selector, parse_type
from gwe_lint.rules.plugins import all_checks, parameters_of
from gwe_lint.suggest import meant
from gwe_lint.toml.table import Table

# Kinds of parameters that are written as text.
PARSERS: Mapping[Any, Callable[[str], Any]] = {
    AppType: parse_type,
    Selector: parse_selector,
    Condition: parse_condition,
    Releases: parse_releases,
}


def read_parameters(table: Table) -> Mapping[str, Any]:
    """The parameters of the rule's check, each of the type of its annotation. Mistakes go to the table's problems."""
    name = table.data.get("check")
    given = table.table("with")
    if not isinstance(name, str):
        return {}
    check = all_checks().get(name)
    if not check:
        table.problem(f"unknown check {name!r}{meant(name, all_checks())}", "check")
        return {}
    kinds = parameters_of(check)
    holder = given or table
    parameters = {key: _parameter(given, key, kind) for key, kind in kinds.items() if given and key in given.data}
    for key in kinds:
        if key not in parameters and key not in (check.__kwdefaults__ or {}):
            holder.problem(f"with.{key} is missing: check {name!r} needs it")
    if given:
        given.done(kinds)
    return parameters


def _parameter(table: Table, key: str, kind: Any) -> Any:
    if kind in PARSERS:
        return table.made(key, table.text(key), PARSERS[kind])
    if kind in (str, Prose):
        return table.text(key)
    if kind is int:
        return table.integer(key)
    if kind is bool:
        return table.boolean(key)
    if get_origin(kind) is Literal:
        return table.choice(key, get_args(kind), key)
    inner = get_args(kind)[0]
    texts = table.texts(key) or ()
    if inner in PARSERS:
        return tuple(table.made(key, text, PARSERS[inner]) for text in texts)
    for text in () if inner in (str, Prose) else texts:
        if text not in get_args(inner):
            table.problem(f"unknown {key} {text!r}{meant(text, get_args(inner))}", key)
    return texts
