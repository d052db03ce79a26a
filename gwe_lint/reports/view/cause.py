"""Findings grouped by cause: what happened, where, why, since when, and whether it counts."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gwe_lint.estate.model import SEVERITIES, Severity
from gwe_lint.findings.earlier import History
from gwe_lint.findings.finding import Finding
from gwe_lint.reports.history import age_in_words, is_new
from gwe_lint.reports.view.change import ChangeView, change_view
from gwe_lint.reports.wording import STATUSES, Status, accepted_by, is_pending, option_of, spot_of, status_of
from gwe_lint.text import counted

_HAPPENED = {
    "changed": "changed",
    "missing": "is missing",
    "extra": "is extra",
    "must-differ": "is the same, and must differ",
}


class Where(NamedTuple):
    """The place of a finding. A field is empty where there is nothing to name."""

    application: str
    spot: str  # path and line
    exact: str  # with the column
    former: str  # path and line before the change


class Cause(NamedTuple):
    """Findings with one cause; all have the same rule, severity and status."""

    number: int  # from 1, in the order in which causes are shown
    status: Status
    findings: tuple[Finding, ...]
    since: str  # the age of the oldest finding; empty where no dates are kept

    @property
    def first(self) -> Finding:
        """The first finding, which is shown for all."""
        return self.findings[0]

    @property
    def size(self) -> int:
        """How many findings it stands for."""
        return len(self.findings)

    @property
    def kind(self) -> Severity | Status:
        """The severity where the cause counts, else its status: waived or known."""
        return self.first.severity if self.status == "active" else self.status

    @property
    def option(self) -> str:
        """What differs, as people name it."""
        return option_of(self.first)

    @property
    def extent(self) -> str:
        """The number of applications as the end of a sentence; empty for one."""
        return f" on {counted(self.size, 'application')}" if self.size > 1 else ""

    @property
    def happened(self) -> tuple[str, str]:
        """The subject, and what happened to it; the second part is empty where the subject is a whole message."""
        first = self.first
        if first.change and first.hit.place.section:
            return self.option, f"{_HAPPENED.get(first.change.kind, first.change.kind)}{self.extent}"
        return first.hit.message, f"and the same{self.extent}" if self.extent else ""

    @property
    def change(self) -> ChangeView | None:
        """Both values, or those of all members; None for what is no difference."""
        return change_view(self.first.change) if self.first.change else None

    @property
    def places(self) -> list[Where]:
        """Where it is."""
        return [_where(finding) for finding in self.findings]

    @property
    def is_pending(self) -> bool:
        """True for a change that takes effect after a restart only."""
        return is_pending(self.first)

    @property
    def accepted(self) -> str:
        """Why the cause does not count, escaped; empty where it does."""
        return accepted_by(self.first)


def causes_of(findings: Iterable[Finding], history: History | None) -> tuple[Cause, ...]:
    """The findings by cause: those that count first, then the most severe."""
    by_status: dict[Status, list[Finding]] = {status: [] for status in STATUSES}
    for finding in findings:
        by_status[status_of(finding)].append(finding)
    groups = [(status, group) for status, same in by_status.items() for group in groups_of(same)]
    return tuple(
        Cause(number, status, tuple(group), age_in_words(group, history))
        for number, (status, group) in enumerate(groups, 1)
    )


def groups_of(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings by cause, the most severe first; of each cause in the order of places."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        cause = finding.change.group if finding.change else _message_key(finding)
        groups.setdefault((finding.rule, finding.severity, cause), []).append(finding)
    return sorted(
        groups.values(), key=lambda group: (SEVERITIES.index(group[0].severity), not is_new(group), -len(group))
    )


def _message_key(finding: Finding) -> str:
    """The key of findings with the same message about the same option, whichever application has it."""
    place = finding.hit.place
    message = finding.hit.message.replace(place.application, "") if place.application else finding.fingerprint
    return "\0".join((place.section or "", place.option or "", message))


def _where(finding: Finding) -> Where:
    place = finding.hit.place
    former = finding.hit.related[0].place if finding.change and finding.hit.related else None
    former_spot = f"{former.path}:{former.line}" if former else ""
    return Where(place.application or "", f"{place.path}:{place.line}", spot_of(finding), former_spot)
