"""The ``[[drift]]`` rows of packs: what a difference of an option means, or that it is expected."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, get_args

from gwe_lint.estate.model import Severity
from gwe_lint.estate.selectors import Selector, fits

Scope = Literal["baseline", "members", "estates"]  # against a baseline, between members, between estates
SCOPES: tuple[Scope, ...] = get_args(Scope)
Verdict = Literal["error", "warning", "note", "expected"]  # what a row makes of a difference
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class DriftExample(NamedTuple):
    """An option with its value on both sides, and the verdict of the row. Most members have the value ``before``."""

    title: str
    option: Selector  # of one application type, without *
    before: str | None  # None: not set
    after: str | None
    expect: Mapping[Scope, Verdict]  # in a scope that is not here, the row decides nothing


class DriftRow(NamedTuple):
    """What differences of some options mean: a severity, or that they are expected, or that values must differ.

    Where several rows fit, the last one counts for each of these.
    """

    option: Selector
    reason: str
    scopes: tuple[Scope, ...]
    severity: Severity | None = None
    before: tuple[str, ...] = ()  # only from one of these values; empty: from any
    after: tuple[str, ...] = ()  # only to one of these values
    expected: bool = False
    must_differ: bool = False
    examples: tuple[DriftExample, ...] = ()
    pack: str = ""  # as errors show it
    line: int = 0  # where it begins there

    @property
    def name(self) -> str:
        """The name of the row in messages: a row has no id, and several rows may be about one option."""
        return f"{self.pack}:{self.line}: {self.option.key}"

    def fits(self, app: str, section: str, name: str) -> bool:
        """True for an option of this application type, section and name."""
        selector = self.option
        return selector.app in (app, "common") and fits(selector.section, section) and fits(selector.option, name)

    def is_about(self, before: str | None, after: str | None) -> bool:
        """True for a change from and to these values."""
        return (not self.before or (before or "") in self.before) and (not self.after or (after or "") in self.after)


def said_of(
    rows: Iterable[DriftRow], scope: Scope, app: str, section: str, name: str
) -> Mapping[str, tuple[DriftRow, ...]]:
    """The rows about an option in this kind of comparison, by effect: ``expected``, ``must_differ``, ``severity``."""
    fitting = [row for row in rows if scope in row.scopes and row.fits(app, section, name)]
    return {
        "expected": tuple(row for row in fitting if row.expected),
        "must_differ": tuple(row for row in fitting if row.must_differ),
        "severity": tuple(row for row in fitting if row.severity),
    }
