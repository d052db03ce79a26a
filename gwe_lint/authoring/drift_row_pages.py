"""What ``[[drift]]`` rows say, in words: for the pages of rules and options, and for lists."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from gwe_lint.checks.files import OF_DRIFT
from gwe_lint.drift.came_and_went import EXPORT
from gwe_lint.estate.model import FACETS, OBJECT
from gwe_lint.estate.selectors import fits
from gwe_lint.rules.drift_rows import SCOPES, DriftRow
from gwe_lint.rules.rule import Rule
from gwe_lint.text import quoted

COMMANDS = {"baseline": "drift", "members": "consistency", "estates": "compare"}


def verdict_of(row: DriftRow) -> str:
    """What the row makes of a difference, or of none, in a word or two."""
    parts = {"must differ": row.must_differ, "expected": row.expected, row.severity or "": bool(row.severity)}
    return ", ".join(word for word, said in parts.items() if said)


def case_of(row: DriftRow) -> str:
    """When the row counts, as a phrase to put behind the option; empty where it always does."""
    values = {"from": row.before, "to": row.after}
    parts = [f"{word} {' or '.join(map(_value, texts))}" for word, texts in values.items() if texts]
    parts += [f"in {commands_of(row)}"] if set(row.scopes) != set(SCOPES) else []
    return " ".join(parts)


def commands_of(row: DriftRow) -> str:
    """The commands in which the row counts."""
    return " and ".join(COMMANDS[scope] for scope in SCOPES if scope in row.scopes)


def _value(text: str) -> str:
    return quoted(text) if text else "empty"


def row_as_json(row: DriftRow) -> Mapping[str, Any]:
    """The row for machines."""
    keys = ("reason", "severity", "before", "after", "expected", "must_differ", "pack")
    return {"option": row.option.key, "scope": row.scopes, **{key: getattr(row, key) for key in keys}}


def rows_about(rule: Rule, rows: Iterable[DriftRow]) -> tuple[DriftRow, ...]:
    """The rows that say something of the hits of a rule of differences; none of any other rule."""
    about = _ABOUT.get(rule.parameters["of"]) if rule.check == OF_DRIFT else None
    return tuple(row for row in rows if about and about(row))


def _of_sides(row: DriftRow) -> bool:
    return not row.must_differ and bool({"baseline", "estates"}.intersection(row.scopes))


def _of_options(row: DriftRow) -> bool:
    return _of_sides(row) and row.option.section not in FACETS


def _of_applications(row: DriftRow) -> bool:
    """True for a row about applications that come and go."""
    option = row.option
    return "baseline" in row.scopes and fits(option.section, OBJECT) and fits(option.option, EXPORT)


_ABOUT: Mapping[str, Callable[[DriftRow], bool]] = {  # by kind of hit
    "changed": _of_options,
    "missing": _of_options,
    "extra": _of_options,
    "object": lambda row: _of_sides(row) and row.option.section in FACETS,
    "application-missing": _of_applications,
    "application-new": _of_applications,
    "must-differ": lambda row: row.must_differ,
    "inconsistent": lambda row: not row.must_differ and "members" in row.scopes,
}


def rows_section(rows: Sequence[DriftRow]) -> Iterator[str]:
    """The part of a rule's page about rows, in Markdown; nothing where there are none."""
    if not rows:
        return
    yield ""
    yield "## What rows of packs say"
    yield ""
    yield "Of several `[[drift]]` rows with a severity that fit, the last one counts; *expected* is no finding."
    yield ""
    yield "| option | when | is | because |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        cells = (f"`{row.option.key}`", case_of(row), verdict_of(row), row.reason)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def row_line(row: DriftRow) -> str:
    """The row as one line of what is known of an option."""
    return f"{' '.join(part for part in (verdict_of(row), case_of(row)) if part)}: {row.reason}"
