"""What reports show first: the verdict, and how much was looked at."""

from typing import Literal, NamedTuple

from gwe_lint.findings.report import DriftSummary, Report
from gwe_lint.text import counted

Tone = Literal["error", "warning", "note", "incomplete", "good"]

_NOTHING = ("NOT COMPARED", "NOT COMPARED WHOLE", "NOT CHECKED")  # words for not having seen what there is
_WORDS = {  # with differences, and without
    "baseline": ("DRIFT", "NO DRIFT"),
    "members": ("INCONSISTENT", "CONSISTENT"),
    "estates": ("DIFFERENT", "ALIKE"),
}


class Verdict(NamedTuple):
    """The first words of a report: what it comes to, what was found, and how bad that is."""

    word: str
    found: str
    tone: Tone

    def __str__(self) -> str:
        return f"{self.word}: {self.found}" if self.found else self.word


def verdict_of(report: Report) -> Verdict:
    """What the report comes to. A report in which something is missing never reads as a good one."""
    found = found_in(report)
    if report.failures:
        return Verdict("NOT COMPLETE", f"{found or 'no finding'}, and a rule crashed", "incomplete")
    word = word_of(report, report.drift) if report.drift else _word_of_check(report)
    worst = next((severity for severity, _ in report.counts), None)
    if worst:
        return Verdict(word, found, worst)
    if report.unchecked and word not in _NOTHING:
        part = f"in what was {'compared' if report.drift else 'checked'}, which is not all"
        return Verdict(word, part, "incomplete")
    return Verdict(word, "", "incomplete" if word in _NOTHING else "good")


def found_in(report: Report) -> str:
    """How many findings count, by severity; empty for none."""
    return ", ".join(counted(count, severity) for severity, count in report.counts)


def word_of(report: Report, drift: DriftSummary) -> str:
    """What a comparison comes to; findings about waivers alone are no drift, and what was not read is not alike."""
    bad, good = _WORDS[drift.scope]
    if any(finding.change for finding in report.active):
        return bad
    if not drift.compared:
        return "NOT COMPARED"
    return "NOT COMPARED WHOLE" if drift.not_whole else good


def _word_of_check(report: Report) -> str:
    if report.active:
        return "FINDINGS"
    return "NOTHING WRONG" if report.population.applications else "NOT CHECKED"


def looked_at(report: Report) -> str:
    """How much was looked at, as a phrase that begins in lower case."""
    if report.drift:
        return population(report.drift)
    size, unjudged = report.population, report.statuses["not_evaluated"]
    parts = (
        f"checked {counted(size.files, 'file')} of {counted(size.estates, 'estate')}",
        counted(size.applications, "application"),
        counted(size.options, "option"),
        f"{counted(report.evaluated, 'rule')} evaluated, {unjudged} not evaluated",
    )
    return ", ".join(parts)


def population(drift: DriftSummary) -> str:
    """How much was compared, as a phrase."""
    share = f"{round(100 * drift.known / drift.options)} % known to the catalogue" if drift.options else "none"
    groups = f" in {counted(len(drift.groups), 'group')}" if drift.scope == "members" else ""
    parts = [
        f"compared {drift.compared} of {counted(drift.applications, 'application')} with {drift.against}{groups}",
        f"{counted(drift.options, 'option')} ({share})",
        f"{len(drift.unverifiable)} unverifiable",
        f"{counted(len(drift.not_checked), 'application')} not checked",
    ]
    if drift.left_out:
        parts.append(f"{counted(drift.left_out, 'difference')} left out by select or ignore")
    if drift.not_whole:
        parts.append(f"{counted(len(drift.not_whole), 'file')} not read whole")
    return ", ".join(parts)
