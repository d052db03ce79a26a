"""How severe a difference is: what ``[[drift]]`` rows say, and what no row can say."""

from collections.abc import Sequence
from typing import NamedTuple

from gwe_lint.catalogue.fact import WEB_ENGAGEMENT
from gwe_lint.checks.values import what_is_wrong
from gwe_lint.drift.difference import Difference
from gwe_lint.estate.model import CONNECTIONS, SEVERITIES, Severity
from gwe_lint.estate.reach import Reach
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.text import quoted

_UNREACHED = "no Chat Server is left among the connections: nobody can chat"


class Weight(NamedTuple):
    """A severity, and why."""

    severity: Severity
    reason: str = ""


def weight_of(difference: Difference, rows: Sequence[DriftRow], default: Severity, *, fixed: bool = False) -> Weight:
    """The severity of the last row about this change, or the default; always the default where it is ``fixed``.

    A value that the catalogue rules out is at least as severe as any value that a row is about. A client that loses
    its last connection to Chat Server is an error.
    """
    weight = _weight(difference, rows, default)
    return weight._replace(severity=default) if fixed else weight


def _weight(difference: Difference, rows: Sequence[DriftRow], default: Severity) -> Weight:
    if difference.section == CONNECTIONS:
        lost = _loses_all_chat_servers(difference)
        return Weight("error", _UNREACHED) if lost else _by_row(difference, rows, default)
    wrong = _what_is_wrong(difference)
    said = _by_row(difference, rows, default)
    if not wrong:
        return said
    worst = min((row.severity for row in rows if row.severity), key=SEVERITIES.index, default=default)
    reason = said.reason or f"it is {quoted(difference.new.text or '')}, {wrong}"
    return Weight(min(said.severity, worst, key=SEVERITIES.index), reason)


def _by_row(difference: Difference, rows: Sequence[DriftRow], default: Severity) -> Weight:
    row = next((row for row in reversed(rows) if row.is_about(difference.old.text, difference.new.text)), None)
    return Weight(row.severity, row.reason) if row and row.severity else Weight(default)


def _what_is_wrong(difference: Difference) -> str:
    option, fact = difference.new.option, difference.fact
    if not option or not fact or option.kind not in ("string", "integer"):
        return ""
    return what_is_wrong(option.value, fact)


def _loses_all_chat_servers(difference: Difference) -> bool:
    client = difference.after.application
    if difference.kind != "missing" or client.type not in WEB_ENGAGEMENT:
        return False
    return _reaches_chat(difference, now=False) and not _reaches_chat(difference, now=True)


def _reaches_chat(difference: Difference, *, now: bool) -> bool:
    """True where a connection leads, or may lead, to a Chat Server."""
    side = difference.after if now else difference.before
    reach = side.estate.topology.reach(side.application)
    return not isinstance(reach, Reach) or bool(reach.ways or reach.unseen)
