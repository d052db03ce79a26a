"""Read a ``[[rule]]`` row of a pack; every mistake is noted with file, line, table and key."""

import re
from collections.abc import Iterator
from typing import Any

from gwe_lint.catalogue.fact import ANY
from gwe_lint.catalogue.releases import Releases
from gwe_lint.estate.conditions import Condition
from gwe_lint.estate.model import SEVERITIES, Severity
from gwe_lint.estate.selectors import Selector
from gwe_lint.rules.fact_keys import APPS
from gwe_lint.rules.parameter_reader import read_parameters
from gwe_lint.rules.rule import Example, Rule, says_not_whole
from gwe_lint.toml.declared_table import DeclaredTable


def read_rule(table: DeclaredTable) -> Rule:
    """The rule in this row. Mistakes are noted in the table's problems; what is wrong has a default instead."""
    rule_id = table.get("id")
    table.title = f" ({rule_id})" if rule_id else ""
    severity: Severity = table.get("severity") or "error"
    basis = table.get("basis")
    unknown: Severity = table.get("severity-when-unknown") or severity
    development: Any = table.get("severity-in-development", _development) or severity
    if basis == "inferred" and "error" in (severity, unknown, development):
        table.problem("an inferred rule is never an error", "severity")
    fixable = table.get("fixable")
    if basis == "inferred" and fixable == "documented":
        table.problem("the fix of an inferred rule is probable at best", "fixable")
    rule = Rule(
        id=rule_id,
        name=table.get("name"),
        severity=severity,
        severity_unknown=unknown,
        severity_development=None if development == "silent" else development,
        basis=basis,
        fixable=fixable,
        check=table.get("check"),
        parameters=read_parameters(table),
        summary=table.get("summary"),
        why=table.get("why"),
        fix=table.get("fix"),
        not_evaluated=table.get("not-evaluated"),
        sources=table.get("sources"),
        examples=table.get("example", _example),
        apps=frozenset(),
        pack=table.file.path,
        **table.rest(),
    )
    if rule.locked and rule.yields_to:
        table.problem("a locked rule yields to no other", "yields-to")
    if rule.locked and (rule.preview or rule.retired):
        table.problem("a locked rule is neither a preview nor retired", "preview" if rule.preview else "retired")
    table.done()
    return _with_lock(rule._replace(apps=_apps(rule)), table)


def _with_lock(rule: Rule, table: DeclaredTable) -> Rule:
    """The rule with the place of its lock, if it has one, and the reason where its kind says it."""
    if not rule.locked:
        return rule
    place = f"{table.file.path}:{table.file.line((*table.where, 'locked'))}"
    reason = "a file with this problem is not checked whole" if says_not_whole(rule) else ""
    return rule._replace(locked_at=place, locked_because=reason)


def _development(severity: str) -> str:
    if severity not in (*SEVERITIES, "silent"):
        raise ValueError(f"unknown severity {severity!r} (known: error, warning, note, silent)")
    return severity


def _apps(rule: Rule) -> frozenset[str]:
    """The application types of the options that the rule names; none where a parameter is an application type."""
    values = list(rule.parameters.values())
    if any(isinstance(each, str) and each in APPS for value in values for each in _flat(value)):
        return frozenset()
    selectors = [each for value in values for each in _flat(value) if isinstance(each, Selector)]
    return frozenset() if any(each.app == ANY for each in selectors) else frozenset(each.app for each in selectors)


def _flat(value: Any) -> Iterator[Any]:
    """A parameter, or its parts where it is a tuple; of a condition its selector."""
    if isinstance(value, Condition):
        yield value.option
    elif isinstance(value, tuple) and not isinstance(value, Selector | Releases):
        for part in value:
            yield from _flat(part)
    else:
        yield value


def _example(table: DeclaredTable) -> Example:
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
        files={name: content for name, content in given.items() if isinstance(content, str)},
        **table.rest(),
    )
    table.done()
    return example
