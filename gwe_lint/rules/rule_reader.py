"""A ``[[rule]]`` row of a pack becomes a rule; every mistake is noted with file, line, table and key."""

import re
from collections.abc import Iterator
from typing import Any, cast

from gwe_lint.catalogue.fact import ANY, APPLICATION_TYPES, BASES, Basis
from gwe_lint.catalogue.releases import Releases
from gwe_lint.estate.conditions import Condition
from gwe_lint.estate.model import PROFILES, SEVERITIES, Profile, Severity
from gwe_lint.estate.selectors import Selector
from gwe_lint.rules.parameter_reader import read_parameters
from gwe_lint.rules.rule import Example, Rule
from gwe_lint.toml.table import Table

_APPS = (*APPLICATION_TYPES, ANY)


def read_rule(table: Table) -> Rule:
    """The rule in this row. Mistakes are noted in the table's problems; what is wrong has a default instead."""
    rule_id = table.required("id", r"[A-Z]{2,12}[0-9]{3,6}", "an id such as SITE001")
    table.title = f" ({rule_id})" if rule_id else ""
    severity = _severity(table, "severity", required=True) or "error"
    basis = cast(Basis, table.choice("basis", BASES, "basis") or "documented")
    unknown = _severity(table, "severity-when-unknown") or severity
    development = table.text("severity-in-development")
    if development is not None and development not in (*SEVERITIES, "silent"):
        table.problem(
            f"unknown severity {development!r} (known: error, warning, note, silent)", "severity-in-development"
        )
    if basis == "inferred" and "error" in (severity, unknown, development):
        table.problem("an inferred rule is never an error", "severity")
    rule = Rule(
        id=rule_id,
        name=table.required("name", r"[a-z0-9]+(-[a-z0-9]+)*", "a name in lower case, words joined by -"),
        severity=severity,
        severity_unknown=unknown,
        severity_development=cast(Severity | None, None if development == "silent" else development or severity),
        basis=basis,
        check=table.required("check"),
        parameters=read_parameters(table),
        summary=table.required("summary"),
        why=table.required("why"),
        fix=table.required("fix"),
        not_evaluated=table.text("not-evaluated") or "",
        sources=table.texts("sources") or (),
        examples=tuple(_example(example) for example in table.tables("example")),
        takes_effect=table.text("takes-effect"),
        tags=table.texts("tags") or (),
        locked=table.boolean("locked") or False,
        profile=cast(Profile, table.choice("profile", PROFILES, "profile") or "default"),
        constraints=table.texts("constraints") or (),
        apps=frozenset(),
        pack=table.file.path,
    )
    table.done()
    return rule._replace(apps=_apps(rule))


def _apps(rule: Rule) -> frozenset[str]:
    """The types of the options that the rule names; none where it names other things too, such as types of servers."""
    values = list(rule.parameters.values())
    if any(isinstance(each, str) and each in _APPS for value in values for each in _flat(value)):
        return frozenset()
    selectors = [each for value in values for each in _flat(value) if isinstance(each, Selector)]
    return frozenset() if any(each.app == ANY for each in selectors) else frozenset(each.app for each in selectors)


def _flat(value: Any) -> Iterator[Any]:
    """A parameter, or what it is made of; a condition is its selector."""
    if isinstance(value, Condition):
        yield value.option
    elif isinstance(value, tuple) and not isinstance(value, Selector | Releases):
        for each in value:
            yield from _flat(each)
    else:
        yield value


def _severity(table: Table, key: str, *, required: bool = False) -> Severity | None:
    if required:
        table.required(key)
    return cast(Severity | None, table.choice(key, SEVERITIES, "severity"))


def _example(table: Table) -> Example:
    shown = table.table("files")
    given = shown.data if shown else {}
    for name, content in given.items():
        if not isinstance(content, str):
            table.problem("must be the content of the file, a string", "files")
        if re.match(r"/|.*\.\.", name):
            table.problem(f"{name!r} is not a path below the example", "files")
    if not given:
        table.problem("files is missing: an example needs at least one file")
    example = Example(
        title=table.required("title"),
        files={name: content for name, content in given.items() if isinstance(content, str)},
        expect=table.texts("expect") or (),
        not_evaluated=table.boolean("not-evaluated"),
    )
    table.done()
    return example
