"""Findings grouped by cause: what happened, where, why, since when, and whether it counts."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gwe_lint.estate.model import SEVERITIES, Place, Severity
from gwe_lint.findings.comparison import RenamedSection
from gwe_lint.findings.earlier import History
from gwe_lint.findings.finding import Finding
from gwe_lint.reports.history import age_in_words, is_new, is_overdue
from gwe_lint.reports.view.change import ChangeView, Holding, change_view, holdings_of
from gwe_lint.reports.view.happened import NO_COMPARISON, Question, happened_to_option, happened_to_section
from gwe_lint.reports.wording import (
    STATUSES,
    Status,
    accepted_by,
    fixes_of_cause,
    is_pending,
    option_of,
    status_in_words,
    status_of,
)
from gwe_lint.text import counted

_RENAMED = "an option acts in the section where its server looks for it, and in no other one"


class Where(NamedTuple):
    """The place of a finding. A field is empty where there is nothing to name."""

    application: str
    spot: str  # path and line
    exact: str  # with the column
    former: str  # path and line on the other side


class Among(NamedTuple):
    """A group of members of a cause: which of them has which value, and where to look."""

    name: str
    estate: str
    holdings: tuple[Holding, ...]
    places: tuple[Where, ...]


class Cause(NamedTuple):
    """Findings with one cause; all have the same status, and all but those of a renamed section the same rule."""

    number: int  # from 1, in the order in which causes are shown
    status: Status
    findings: tuple[Finding, ...]
    since: str  # the age of the oldest finding; empty where no dates are kept
    question: Question = NO_COMPARISON  # that the comparison answers
    options: int = 1  # how many options it is about; of a renamed section several

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
    def kinds(self) -> tuple[Severity | Status, ...]:
        """The kinds of all its findings, each once, the most severe first."""
        severities = tuple(dict.fromkeys(finding.severity for finding in self.findings))
        return severities if self.status == "active" else (self.status,)

    @property
    def rules(self) -> dict[str, str]:
        """The names of the rules of its findings by id."""
        return {finding.rule: finding.name for finding in self.findings}

    @property
    def renamed_section(self) -> RenamedSection | None:
        """The renamed section that is the cause, if one is; None of it where only one option of it has this status."""
        return self.first.change.renamed_section if self.first.change and self.options > 1 else None

    @property
    def option(self) -> str:
        """What differs, as people name it."""
        section = self.renamed_section
        if not section:
            return option_of(self.first)
        names = section.names if section.is_split else section.names[:1]
        return f"section {' or '.join(f'[{name}]' for name in names)}"

    @property
    def extent(self) -> str:
        """The number of applications, or of groups of members, as the end of a sentence; empty for one."""
        if self.groups:
            return f" in {counted(len(self.groups), 'group')}" if len(self.groups) > 1 else ""
        count = len(self.one_an_application) if self.renamed_section else self.size
        return f" on {counted(count, 'application')}" if count > 1 else ""

    @property
    def happened(self) -> tuple[str, str]:
        """The subject, and what happened to it; the second part is empty where the subject is a whole message."""
        first, section = self.first, self.renamed_section
        if section:
            return self.option, happened_to_section(section, self.question, self.extent, self.options)
        if first.change and first.hit.place.section:
            return self.option, f"{happened_to_option(first.change, self.question)}{self.extent}"
        return first.hit.message, f"and the same{self.extent}" if self.extent else ""

    @property
    def why(self) -> str:
        """Why it counts, or what to do; empty where the rule says all of it."""
        return _RENAMED if self.renamed_section and self.first.severity == "note" else self.first.hit.help

    @property
    def fixes(self) -> tuple[str, ...]:
        """What would resolve it, the alternatives included, where that is not said already."""
        return fixes_of_cause(self.findings)

    @property
    def groups(self) -> list[Among]:
        """The groups of members that differ so; empty for what is no comparison of members."""
        return [_among(finding) for finding in self.one_an_application if finding.change and finding.change.values]

    @property
    def one_an_application(self) -> Sequence[Finding]:
        """Of a renamed section one finding for each application or group, at the new name if it can be; else all."""
        section = self.renamed_section
        if not section:
            return self.findings
        ordered = sorted(self.findings, key=lambda each: each.hit.place.section == section.names[0])
        own: dict[tuple[str, str], Finding] = {}
        for finding in ordered:
            own.setdefault(_whose(finding), finding)
        return list(own.values())

    @property
    def change(self) -> ChangeView | None:
        """Both values, or those of all members; None for what is no difference."""
        return change_view(self.first.change) if self.first.change else None

    @property
    def places(self) -> list[Where]:
        """Where it is; of members all that deviate, of a split one all that it has."""
        return [place for finding in self.one_an_application for place in _where(finding)]

    @property
    def is_pending(self) -> bool:
        """True for a change since the baseline that takes effect after a restart only."""
        return self.question.scope == "baseline" and is_pending(self.first)

    @property
    def accepted(self) -> str:
        """Why the cause does not count, escaped; empty where it does, and where a change did not bring it."""
        return "" if status_in_words(self.first) == "unchanged" else accepted_by(self.first)


def causes_of(
    findings: Iterable[Finding], history: History | None, question: Question = NO_COMPARISON
) -> tuple[Cause, ...]:
    """The findings by cause: those that count first, then the most severe."""
    by_status: dict[Status, list[Finding]] = {status: [] for status in STATUSES}
    for finding in findings:
        by_status[status_of(finding)].append(finding)
    groups = [(status, group) for status, same in by_status.items() for group in groups_of(same)]
    return tuple(
        Cause(number, status, tuple(group), age_in_words(group, history), question, _options_of(group))
        for number, (status, group) in enumerate(groups, 1)
    )


def _options_of(group: Sequence[Finding]) -> int:
    """How many options the findings of a cause are about: several of a renamed section only."""
    change = group[0].change
    return len({each.hit.place.option for each in group}) if change and change.renamed_section else 1


def groups_of(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings by cause, the most severe first; of each cause in the order of places."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    options: dict[str, set[str | None]] = {}  # of renamed sections
    for finding in findings:
        if finding.change and finding.change.renamed_section:
            options.setdefault(finding.change.group, set()).add(finding.hit.place.option)
    for finding in sorted(findings, key=lambda each: SEVERITIES.index(each.severity)):
        cause = finding.change.group if finding.change else _message_key(finding)
        section = len(options.get(cause, ())) > 1
        key = ("", "", cause) if section else (finding.rule, finding.severity, cause)
        groups.setdefault(key, []).append(finding)
    return sorted(
        groups.values(),
        key=lambda group: (
            *(not is_overdue(group), SEVERITIES.index(group[0].severity)),
            *(not is_new(group), -len(group)),
        ),
    )


def _message_key(finding: Finding) -> str:
    """The key of findings with the same message about the same option, whichever application has it."""
    place = finding.hit.place
    message = finding.hit.message.replace(place.application, "") if place.application else finding.fingerprint
    return "\0".join((place.section or "", place.option or "", message))


def _whose(finding: Finding) -> tuple[str, str]:
    """The application of a finding, or the group of members, with its estate."""
    among = finding.change.among if finding.change else ""
    return finding.estate, among or finding.hit.place.application or finding.hit.place.path


def _where(finding: Finding) -> list[Where]:
    """The place of a finding; those of all members that deviate."""
    if finding.change and finding.change.values:
        return [_spot(place, "") for place in (finding.hit.place, *finding.hit.places)]
    former = finding.hit.related[0].place if finding.change and finding.hit.related else None
    return [_spot(finding.hit.place, f"{former.path}:{former.line}" if former else "")]


def _spot(place: Place, former: str) -> Where:
    spot = f"{place.path}:{place.line}"
    return Where(place.application or "", spot, f"{spot}:{place.column}", former)


def _among(finding: Finding) -> Among:
    assert finding.change is not None
    holdings = holdings_of(finding.change)
    return Among(finding.change.among, finding.estate, holdings, tuple(_where(finding)))
