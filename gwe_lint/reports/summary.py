"""What reports show first, whatever their format: the verdict, how much was looked at, and findings by cause."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from gwe_lint.estate.model import Severity
from gwe_lint.findings.report import Finding, Report
from gwe_lint.reports.wording import groups_of, option_of, population, word_of
from gwe_lint.text import counted, escaped

Status = Literal["active", "waived", "known"]
STATUSES: tuple[Status, ...] = ("active", "waived", "known")
Tone = Literal["error", "warning", "note", "incomplete", "good"]

_NOTHING = ("NOT COMPARED", "NOT COMPARED WHOLE", "NOT CHECKED")  # words for not having seen what there is
_HAPPENED = {
    "changed": "changed",
    "missing": "is missing",
    "extra": "is extra",
    "must-differ": "is the same, and must differ",
}


class Verdict(NamedTuple):
    """The first words of a report: what it comes to, what was found, and how bad that is."""

    word: str
    found: str
    tone: Tone

    def __str__(self) -> str:
        return f"{self.word}: {self.found}" if self.found else self.word


class Cause(NamedTuple):
    """Findings that one change explains; all of one rule, severity and status."""

    status: Status
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    @property
    def kind(self) -> Severity | Status:
        """Its severity where it counts, else why it does not."""
        return self.first.severity if self.status == "active" else self.status


def verdict_of(report: Report) -> Verdict:
    """What the report comes to. A report in which something is missing never reads as a good one."""
    found = ", ".join(counted(count, severity) for severity, count in report.counts)
    if report.failures:
        return Verdict("NOT COMPLETE", f"{found or 'no finding'}, and a rule crashed", "incomplete")
    word = word_of(report, report.drift) if report.drift else _word(report)
    worst = next((severity for severity, _ in report.counts), None)
    if worst:
        return Verdict(word, found, worst)
    if report.unchecked and word not in _NOTHING:
        part = f"in what was {'compared' if report.drift else 'checked'}, which is not all"
        return Verdict(word, part, "incomplete")
    return Verdict(word, "", "incomplete" if word in _NOTHING else "good")


def _word(report: Report) -> str:
    """What a check comes to."""
    if report.active:
        return "FINDINGS"
    return "NOTHING WRONG" if report.population.applications else "NOT CHECKED"


def looked_at(report: Report) -> str:
    """How much was looked at, as a phrase that begins in lower case."""
    if report.drift:
        return population(report.drift)
    size, rules = report.population, report.statuses
    evaluated = rules["failed"] + rules["passed"] + rules["not_applicable"]
    parts = (
        f"checked {counted(size.files, 'file')} of {counted(size.estates, 'estate')}",
        counted(size.applications, "application"),
        counted(size.options, "option"),
        f"{counted(evaluated, 'rule')} evaluated, {rules['not_evaluated']} not evaluated",
    )
    return ", ".join(parts)


def status_of(finding: Finding) -> Status:
    """Whether a finding counts, and if not, why."""
    return "waived" if finding.waiver else "known" if finding.known else "active"


def causes_of(findings: Iterable[Finding]) -> list[Cause]:
    """The findings by cause: those that count first, then the most severe."""
    sorted_out: dict[Status, list[Finding]] = {status: [] for status in STATUSES}
    for finding in findings:
        sorted_out[status_of(finding)].append(finding)
    return [Cause(status, tuple(group)) for status, each in sorted_out.items() for group in groups_of(each)]


def happened(cause: Cause) -> tuple[str, str]:
    """A cause as its subject, and what happened to it; the second part is empty where the first one says it all."""
    first = cause.first
    who = f" on {counted(len(cause.findings), 'application')}" if len(cause.findings) > 1 else ""
    if first.change and first.hit.place.section:
        return option_of(first), f"{_HAPPENED.get(first.change.kind, first.change.kind)}{who}"
    return first.hit.message, f"and the same{who}" if who else ""


def spot_of(finding: Finding) -> str:
    """The place of a finding as editors know it."""
    place = finding.hit.place
    return f"{place.path}:{place.line}:{place.column}"


def accepted_by(finding: Finding) -> str:
    """Why a finding does not count, escaped; empty for one that does."""
    waiver = finding.waiver
    if waiver:
        ticket = f", {waiver.ticket}" if waiver.ticket else ""
        return escaped(f"{waiver.reason} ({waiver.owner}{ticket}, until {waiver.expires})")
    return "an earlier report has it" if finding.known else ""
