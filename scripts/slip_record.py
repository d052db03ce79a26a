"""How many slips of the hand are found, as last measured in scripts/slips.toml; docs/coverage.md shows it."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

RESULT = Path(__file__).with_name("slips.toml")


class Row(NamedTuple):
    """How many slips of a kind were tried, and of these found; as a warning or an error; or by a note alone."""

    kind: str
    decided: bool
    tried: int
    warned: int
    noted: int

    @property
    def found(self) -> int:
        """How many are found, be it by a note."""
        return self.warned + self.noted


def recorded() -> list[Row]:
    """The rows as they were last measured."""
    return [Row(**each) for each in tomllib.loads(RESULT.read_text(encoding="utf-8"))["slip"]]


def as_toml(row: Row) -> str:
    """The row as it is recorded."""
    decided = "true" if row.decided else "false"
    return (
        f'[[slip]]\nkind = "{row.kind}"\ndecided = {decided}\n'
        f"tried = {row.tried}\nwarned = {row.warned}\nnoted = {row.noted}\n\n"
    )


def total(rows: Iterable[Row]) -> Row:
    """All slips that the exports decide as one row."""
    decided = [row for row in rows if row.decided]
    tried, warned, noted = (sum(getattr(row, name) for row in decided) for name in ("tried", "warned", "noted"))
    return Row("all of these", True, tried, warned, noted)


def slips_of_the_hand() -> Iterator[str]:
    """The part of the page, as lines of Markdown."""
    rows = recorded()
    yield ""
    yield "## Slips of the hand"
    yield ""
    yield "Each kind of slip is made at random documented options, one at a time: of the correct estates in"
    yield "`tests/estates`, and of exports in which every documented option is set. It is found where `check` has a new"
    yield "finding that points at it. `make slips` measures anew, and a test holds the figures."
    yield ""
    yield from _table([*(row for row in rows if row.decided), total(rows)])
    yield ""
    yield "Nothing in an export decides the following: what comes of such a slip is as often another legal value, a"
    yield "queue that nobody exported, or a default. Some are found by what contradicts them."
    yield ""
    yield from _table([row for row in rows if not row.decided])


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| slip | tried | found | as a warning or an error |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        yield f"| {row.kind} | {row.tried} | {row.found / row.tried:.0%} | {row.warned / row.tried:.0%} |"
