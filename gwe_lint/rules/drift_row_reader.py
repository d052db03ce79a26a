"""A ``[[drift]]`` row of a pack becomes a drift row; every mistake is noted with file, line, table and key."""

from collections.abc import Mapping
from typing import cast

from gwe_lint.catalogue.fact import ANY
from gwe_lint.estate.model import SEVERITIES, Severity
from gwe_lint.estate.selectors import Selector, parse_selector
from gwe_lint.rules.drift_rows import SCOPES, VERDICTS, DriftExample, DriftRow, Scope, Verdict
from gwe_lint.suggest import meant
from gwe_lint.toml.table import Table


def read_drift_row(table: Table) -> DriftRow | None:
    """The row, or None where its option cannot be read. Mistakes are noted in the table's problems."""
    option = _selector(table, required=True)
    apart = table.boolean("must-differ") or False
    scopes = cast(tuple[Scope, ...], table.texts("scope") or (SCOPES[1:] if apart else SCOPES))
    for scope in scopes:
        if scope not in SCOPES:
            table.problem(f"unknown scope {scope!r} (known: {', '.join(SCOPES)})", "scope")
    severity = cast(Severity | None, table.choice("severity", SEVERITIES, "severity"))
    expected = table.boolean("expected") or False
    if apart and "baseline" in scopes:
        table.problem("must-differ is for the scopes members and estates: a baseline is what was approved", "scope")
    reason, before, after = table.required("reason"), table.texts("before") or (), table.texts("after") or ()
    if not (severity or expected or apart):
        table.problem("says nothing: it needs severity, expected = true, or must-differ = true")
    everywhere = SCOPES[1:] if apart else SCOPES
    examples = tuple(found for each in table.tables("example") if (found := _example(each, option, everywhere)))
    table.done()
    if not option:
        return None
    pack, line = table.file.path, table.file.line(table.where)
    return DriftRow(option, reason, scopes, severity, before, after, expected, apart, examples, pack, line)


def _selector(table: Table, *, required: bool = False) -> Selector | None:
    text = table.required("option") if required else table.text("option")
    try:
        return parse_selector(text) if text else None
    except ValueError as error:
        table.problem(str(error), "option")
        return None


def _example(table: Table, of_row: Selector | None, everywhere: tuple[Scope, ...]) -> DriftExample | None:
    """The example, or None where nobody can tell which option it is about."""
    option = _selector(table) or of_row
    if option and (option.is_open or option.app == ANY):
        table.problem("option is missing: an example names one option of one application type, without *", "option")
    title, before, after = table.required("title"), table.text("before"), table.text("after")
    if before is None and after is None:
        table.problem("before and after are missing: an example needs a value on one side at least")
    expect = _expected(table, everywhere)
    table.done()
    return DriftExample(title, option, before, after, expect) if option else None


def _expected(table: Table, everywhere: tuple[Scope, ...]) -> Mapping[Scope, Verdict]:
    """What the row makes of it by scope; a text is for every scope that a row of this kind can have."""
    if not isinstance(table.data.get("expect"), dict):
        verdict = table.choice("expect", VERDICTS, "verdict")
        return dict.fromkeys(everywhere, cast(Verdict, verdict)) if verdict else {}
    given = table.table("expect")
    assert given
    for scope in given.data:
        if scope not in SCOPES:
            given.problem(f"unknown scope {scope!r}{meant(scope, SCOPES)}", scope)
    found = {scope: given.choice(scope, VERDICTS, "verdict") for scope in SCOPES}
    return {scope: cast(Verdict, verdict) for scope, verdict in found.items() if verdict}
