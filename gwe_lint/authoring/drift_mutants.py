"""``[[drift]]`` rows with one thing changed: the option, a scope, the severity, a value from or to which it changes."""

from collections.abc import Iterator
from typing import Any

from gwe_lint.authoring.rule_mutants import Mutant, changes, dotted
from gwe_lint.estate.model import Severity
from gwe_lint.rules.drift_rows import SCOPES, DriftRow


def of_drift_row(row: DriftRow) -> Iterator[Mutant[DriftRow]]:
    """Every mutant of a row."""
    for name, kind in (("option", None), ("severity", Severity), ("before", None), ("after", None)):
        for change in changes(getattr(row, name), kind, (name,)):
            yield _with(row, dotted(change.where)[1:], change.what, **{name: change.value})
    for scope in SCOPES:
        if scope in row.scopes:
            scopes = tuple(each for each in row.scopes if each != scope)
            yield _with(row, "scope", f"without {scope}", scopes=scopes)
        elif not (row.must_differ and scope == "baseline"):  # which no row can say
            yield _with(row, "scope", f"{scope} as well", scopes=(*row.scopes, scope))
    if row.expected:
        yield _with(row, "expected", "false instead of true", expected=False)
    if row.must_differ:
        yield _with(row, "must-differ", "false instead of true", must_differ=False)


def _with(row: DriftRow, where: str, what: str, **changed: Any) -> Mutant[DriftRow]:
    return Mutant(where, what, row._replace(**changed))
