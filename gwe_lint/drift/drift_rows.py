"""The ``[[drift]]`` rows of packs: what a difference of an option means, or that it is meant."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import SEVERITIES, Severity
from gwe_lint.estate.selectors import Selector, fits, parse_selector
from gwe_lint.rules.selection import builtin_packs, pack_files
from gwe_lint.toml.document import read_toml
from gwe_lint.toml.table import Table

Scope = Literal["baseline", "members", "estates"]  # against a baseline, between members, between estates
SCOPES: tuple[Scope, ...] = get_args(Scope)


class Row(NamedTuple):
    """What is said of the differences of some options. Where several rows fit, the last one counts for each thing."""

    option: Selector
    reason: str
    scopes: tuple[Scope, ...]
    severity: Severity | None = None
    before: tuple[str, ...] = ()  # only from one of these values; empty: from any
    after: tuple[str, ...] = ()  # only to one of these values
    expected: bool = False
    must_differ: bool = False

    def fits(self, app: str, section: str, name: str) -> bool:
        """True for an option of this application type, section and name."""
        selector = self.option
        return selector.app in (app, "common") and fits(selector.section, section) and fits(selector.option, name)

    def is_about(self, before: str | None, after: str | None) -> bool:
        """True for a change from and to these values."""
        return (not self.before or (before or "") in self.before) and (not self.after or (after or "") in self.after)


def read_rows(extra: Iterable[Path] = ()) -> tuple[Row, ...]:
    """The rows of the built-in packs, then those of these files or folders. Raises ``Untrusted`` with every mistake."""
    packs = [(path, f"rules/{path.name}") for path in builtin_packs()]
    packs += [(path, path.as_posix()) for path in pack_files(extra)]
    problems: list[str] = []
    rows: list[Row] = []
    for path, shown in packs:
        file = read_toml(path, shown)
        top = Table(file, file.data, (), problems)
        rows += [row for table in top.tables("drift") if (row := _row(table))]
    if problems:
        raise Untrusted(problems)
    return tuple(rows)


def _row(table: Table) -> Row | None:
    text = table.required("option")
    selector = None
    try:
        selector = parse_selector(text) if text else None
    except ValueError as error:
        table.problem(str(error), "option")
    apart = table.boolean("must-differ") or False
    scopes = table.texts("scope") or (SCOPES[1:] if apart else SCOPES)
    for scope in scopes:
        if scope not in SCOPES:
            table.problem(f"unknown scope {scope!r} (known: {', '.join(SCOPES)})", "scope")
    row = {
        "reason": table.required("reason"),
        "scopes": cast(tuple[Scope, ...], scopes),
        "severity": cast(Severity | None, table.choice("severity", SEVERITIES, "severity")),
        "before": table.texts("before") or (),
        "after": table.texts("after") or (),
        "expected": table.boolean("expected") or False,
        "must_differ": apart,
    }
    if apart and "baseline" in scopes:
        table.problem("must-differ is for the scopes members and estates: a baseline is what was approved", "scope")
    if not (row["severity"] or row["expected"] or row["must_differ"]):
        table.problem("says nothing: it needs severity, expected = true, or must-differ = true")
    table.done()
    return Row(selector, **row) if selector else None  # type: ignore[arg-type]


def said_of(rows: Iterable[Row], scope: Scope, app: str, section: str, name: str) -> Mapping[str, tuple[Row, ...]]:
    """The rows about an option in this kind of comparison: ``expected``, ``must_differ``, and with a ``severity``."""
    fitting = [row for row in rows if scope in row.scopes and row.fits(app, section, name)]
    return {
        "expected": tuple(row for row in fitting if row.expected),
        "must_differ": tuple(row for row in fitting if row.must_differ),
        "severity": tuple(row for row in fitting if row.severity),
    }
