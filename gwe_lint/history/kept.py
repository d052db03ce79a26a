"""A finding as the store keeps it: a row of its table, and back."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import RowMapping

from gwe_lint.findings.earlier import EarlierFinding

# The states of a finding. It is closed where somebody said that its estate is no more.
THERE, UNSEEN, GONE, CLOSED = "there", "unseen", "gone", "closed"

_SAME = ("rule", "name", "severity", "message", "estate", "fingerprint", "application", "section", "option")
_PLAIN = (*_SAME, "before", "after", "among", "type", "former_application", "former_option", "target_dbid")


class Kept(NamedTuple):
    """A finding through all its days."""

    id: int
    finding: EarlierFinding  # as it was last seen
    accepted: str
    state: str
    first_seen: date
    since: date  # when the present stretch began, or the last one
    times: int  # how often it began
    gone: date | None = None
    continued_by: int | None = None  # the finding that took its place

    @property
    def told(self) -> tuple[str | None, ...]:
        """What reports say of it: while that stays the same, so does its interval."""
        each = self.finding
        what = (each.rule, each.severity, each.kind, each.message, each.application, each.before, each.after)
        return (self.state, self.accepted, *what)


def kept_of(columns: RowMapping) -> Kept:
    """The finding of a row of its table."""
    return Kept(
        id=columns["id"],
        finding=EarlierFinding(
            **{name: columns[name] for name in _PLAIN},
            first_seen=columns["since"],
            kind=columns["class"],
            dbids=tuple(json.loads(columns["dbids"])),
            members=tuple(json.loads(columns["members"])),
            deviating=frozenset(json.loads(columns["deviating"])),
        ),
        **{name: columns[name] for name in ("accepted", "state", "first_seen", "since", "times")},
        gone=columns["gone"],
        continued_by=columns["continued_by"],
    )


def row_of(kept: Kept, command: str) -> Mapping[str, Any]:
    """The columns of a finding of a command."""
    finding = kept.finding
    return {
        "id": kept.id,
        "command": command,
        **{name: getattr(finding, name) for name in _PLAIN},
        "class": finding.kind,
        "dbids": json.dumps(finding.dbids),
        "members": json.dumps(finding.members),
        "deviating": json.dumps(sorted(finding.deviating, key=str)),
        **{name: getattr(kept, name) for name in ("accepted", "state", "first_seen", "since", "times")},
        "gone": kept.gone,
        "continued_by": kept.continued_by,
    }


def interval_of(kept: Kept, number: int, begins: date) -> Mapping[str, Any]:
    """The columns of the interval that begins with the finding as it is now."""
    finding = kept.finding
    return {
        "id": number,
        "finding": kept.id,
        "stretch": kept.times,
        "begins": begins,
        "ends": None,
        "state": kept.state,
        **{name: getattr(finding, name) for name in ("rule", "severity", "message", "application", "before", "after")},
        "class": finding.kind,
        "accepted": kept.accepted,
        "last": False,
    }
