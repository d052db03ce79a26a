"""Locks: packs lock rules, so that no configuration ignores or lowers them, and no waiver accepts them."""

from collections.abc import Iterable
from typing import NamedTuple

from gwe_lint.checks.files import OF_DRIFT
from gwe_lint.estate.model import Severity
from gwe_lint.rules.rule import Rule
from gwe_lint.suggest import meant
from gwe_lint.toml.declared_table import DeclaredTable


class Lock(NamedTuple):
    """One ``[[lock]]`` of a pack: a rule of any pack, why it is locked, and the severity that it has from then on."""

    rule: str  # id or name
    reason: str
    severity: Severity | None
    place: str  # path:line


def read_lock(table: DeclaredTable) -> Lock:
    """The lock in this row. Mistakes are noted in the table's problems."""
    lock = Lock(place=f"{table.file.path}:{table.file.line(table.where)}", **table.rest())
    table.done()
    return lock


def with_locks(rules: Iterable[Rule], locks: Iterable[Lock], problems: list[str]) -> tuple[Rule, ...]:
    """The rules with their locks; of several locks of one rule, the first stays. Mistakes go to ``problems``."""
    by_id = {rule.id: rule for rule in rules}
    ids = {name: rule.id for rule in by_id.values() for name in rule.names}
    for lock in locks:
        rule = by_id.get(ids.get(lock.rule, ""))
        if not rule:
            problems.append(f"{lock.place}: lock: no rule has the id or name {lock.rule!r}{meant(lock.rule, ids)}")
        elif rule.locked:
            problems.append(f"{lock.place}: lock: {rule.id} is locked already: {rule.lock}")
        elif lock.severity and (problem := _severity_problem(rule, lock.severity)):
            problems.append(f"{lock.place}: lock.severity: {problem}")
        else:
            by_id[rule.id] = _locked(rule, lock)
    return tuple(by_id.values())


def _severity_problem(rule: Rule, severity: Severity) -> str:
    if rule.check == OF_DRIFT:
        return f"{rule.id} is about differences, and [[drift]] rows say how severe one is"
    if rule.basis == "inferred" and severity == "error":
        return f"{rule.id} is inferred, and an inferred rule is never an error"
    return ""


def _locked(rule: Rule, lock: Lock) -> Rule:
    locked = rule._replace(locked=True, locked_at=lock.place, locked_because=lock.reason)
    severity = lock.severity
    return (
        locked._replace(severity=severity, severity_unknown=severity, severity_development=severity)
        if severity
        else locked
    )
