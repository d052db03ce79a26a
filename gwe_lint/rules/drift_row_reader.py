"""Read a ``[[drift]]`` row of a pack; every mistake is noted with file, line, table and key."""

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
    must_differ = table.get("must-differ")
    scopes = table.get("scope", _scope) or (SCOPES[1:] if must_differ else SCOPES)
    severity, expected = table.get("severity"), table.get("expected")
    if must_differ and "baseline" in scopes:
        table.problem("must-differ is for the scopes members and estates: a baseline is what was approved", "scope")
    reason, before, after = table.get("reason"), table.get("before"), table.get("after")
    if not (expected or must_differ or "severity" in table.data):
        table.problem("says nothing: it needs severity, expected = true, or must-differ = true")
    everywhere = SCOPES[1:] if must_differ else SCOPES
    examples = tuple(filter(None, table.get("example", partial(_example, option, everywhere))))
    table.done()
    if not option:
        return None
    pack, line = table.file.path, table.file.line(table.where)
    return DriftRow(option, reason, scopes, severity, before, after, expected, must_differ, examples, pack, line)


def _scope(text: str) -> str:
    if text not in SCOPES:
        raise ValueError(f"unknown scope {text!r} (known: {', '.join(SCOPES)})")
    return text


def _selector(table: DeclaredTable) -> Selector | None:
    selector: Selector | None = table.made("option", table.get("option") or None, parse_selector)
    return selector


def _example(of_row: Selector | None, everywhere: tuple[Scope, ...], table: DeclaredTable) -> DriftExample | None:
    """The example, or None where neither it nor the row names an option that can be read."""
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
    """The verdict of the row by scope; one text is for every scope that a row of this kind can have."""
    expect = table.get("expect")
    if not isinstance(expect, DeclaredTable):
        return dict.fromkeys(everywhere, cast(Verdict, expect)) if expect else {}
    for scope in expect.data:
        if scope not in SCOPES:
            expect.problem(f"unknown scope {scope!r}{meant(scope, SCOPES)}", scope)
    return {cast(Scope, scope): verdict for scope, verdict in expect.rest().items() if verdict}
