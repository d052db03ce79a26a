"""A ``[[drift]]`` row of a pack becomes a drift row; every mistake is noted with file, line, table and key."""

from collections.abc import Mapping
from functools import partial
from typing import cast

from gwe_lint.catalogue.fact import ANY
from gwe_lint.estate.selectors import Selector, parse_selector
from gwe_lint.rules.drift_rows import SCOPES, DriftExample, DriftRow, Scope, Verdict
from gwe_lint.suggest import meant
from gwe_lint.toml.declared_table import DeclaredTable


def read_drift_row(table: DeclaredTable) -> DriftRow | None:
    """The row, or None where its option cannot be read. Mistakes are noted in the table's problems."""
    option = _selector(table)
    apart = table.get("must-differ")
    scopes = table.get("scope", _scope) or (SCOPES[1:] if apart else SCOPES)
    severity, expected = table.get("severity"), table.get("expected")
    if apart and "baseline" in scopes:
        table.problem("must-differ is for the scopes members and estates: a baseline is what was approved", "scope")
    reason, before, after = table.get("reason"), table.get("before"), table.get("after")
    if not (expected or apart or "severity" in table.data):
        table.problem("says nothing: it needs severity, expected = true, or must-differ = true")
    everywhere = SCOPES[1:] if apart else SCOPES
    examples = tuple(filter(None, table.get("example", partial(_example, option, everywhere))))
    table.done()
    if not option:
        return None
    pack, line = table.file.path, table.file.line(table.where)
    return DriftRow(option, reason, scopes, severity, before, after, expected, apart, examples, pack, line)


def _scope(text: str) -> str:
    if text not in SCOPES:
        raise ValueError(f"unknown scope {text!r} (known: {', '.join(SCOPES)})")
    return text


def _selector(table: DeclaredTable) -> Selector | None:
    found: Selector | None = table.made("option", table.get("option") or None, parse_selector)
    return found


def _example(of_row: Selector | None, everywhere: tuple[Scope, ...], table: DeclaredTable) -> DriftExample | None:
    """The example, or None where nobody can tell which option it is about."""
    option = _selector(table) or of_row
    if option and (option.is_open or option.app == ANY):
        table.problem("option is missing: an example names one option of one application type, without *", "option")
    title, before, after = table.get("title"), table.get("before"), table.get("after")
    if before is None and after is None:
        table.problem("before and after are missing: an example needs a value on one side at least")
    expect = _expected(table, everywhere)
    table.done()
    return DriftExample(title, option, before, after, expect) if option else None


def _expected(table: DeclaredTable, everywhere: tuple[Scope, ...]) -> Mapping[Scope, Verdict]:
    """What the row makes of it by scope; a text is for every scope that a row of this kind can have."""
    said = table.get("expect")
    if not isinstance(said, DeclaredTable):
        return dict.fromkeys(everywhere, cast(Verdict, said)) if said else {}
    for scope in said.data:
        if scope not in SCOPES:
            said.problem(f"unknown scope {scope!r}{meant(scope, SCOPES)}", scope)
    return {cast(Scope, scope): verdict for scope, verdict in said.rest().items() if verdict}
