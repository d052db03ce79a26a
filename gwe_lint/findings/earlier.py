"""Findings of an earlier report, and what became of them. All immutable."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.estate.model import Severity

if TYPE_CHECKING:
    from datetime import date


class EarlierFinding(NamedTuple):
    """A finding of an earlier report, with the message that it had there."""

    rule: str
    name: str
    severity: Severity
    message: str
    estate: str
    fingerprint: str
    application: str | None
    section: str | None
    option: str | None
    before: str | None
    after: str | None
    first_seen: "date"


class History(NamedTuple):
    """What became of the findings of an earlier report, on the day ``today``."""

    today: "date"
    since: str  # the path of that report; empty at the beginning
    counts: Mapping[str, int]  # findings by status
    resolved: tuple[EarlierFinding, ...] = ()
    carried: tuple[EarlierFinding, ...] = ()  # not looked at this time
