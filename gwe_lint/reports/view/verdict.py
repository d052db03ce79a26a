"""The verdict of a report, and how much was looked at: what reports show first."""

from typing import Literal, NamedTuple

from gwe_lint.findings.comparison import DriftSummary
from gwe_lint.findings.report import Report
from gwe_lint.findings.simulation import Simulation
from gwe_lint.text import counted

Tone = Literal["error", "warning", "note", "incomplete", "good"]

_NOTHING = ("NOT COMPARED", "NOT COMPARED WHOLE", "NOT CHECKED")  # words for not having seen what there is
_WORDS = {  # with differences, and without
    "baseline": ("DRIFT", "NO DRIFT"),
    "members": ("INCONSISTENT", "CONSISTENT"),
    "estates": ("DIFFERENT", "ALIKE"),
}


class Verdict(NamedTuple):
    """The first words of a report: the verdict, the number of findings, and how bad they are."""

    word: str
    found: str
    tone: Tone

    def __str__(self) -> str:
        return f"{self.word}: {self.found}" if self.found else self.word


def verdict_of(report: Report) -> Verdict:
    """The verdict of a report. It is never a good one where something was not checked."""
    severities = severities_in_words(report)
    if report.failures:
        return Verdict("NOT COMPLETE", f"{severities or 'no finding'}, and a rule crashed", "incomplete")
    if report.simulation:
        return _verdict_of_change(report, report.simulation)
    word = _word_of_comparison(report, report.drift) if report.drift else _word_of_check(report)
    worst = next((severity for severity, _ in report.counts), None)
    if worst:
        partly = ", and not all was checked" if report.not_checked and not report.drift else ""
        return Verdict(word, f"{severities}{partly}", worst)
    if report.not_checked and word not in _NOTHING:
        return Verdict(word, "in what was checked, which is not all", "incomplete")
    return Verdict(word, "", "incomplete" if word in _NOTHING else "good")


def _verdict_of_change(report: Report, simulation: Simulation) -> Verdict:
    """The verdict of a simulation. What was wrong before is not the change's doing."""
    lost, gained = len(simulation.chats.lost), len(simulation.chats.gained)
    parts = [f"{each}" for each in (_chats("lost", lost), _chats("gained", gained)) if each]
    if severities := severities_in_words(report):
        parts.append(f"{severities} added")
    if simulation.resolved:
        parts.append(f"{len(simulation.resolved)} resolved")
    if report.not_checked:
        parts.append("not all was checked")
    worst = next((severity for severity, _ in report.counts), None)
    if lost:
        return Verdict("LOSES CHATS", ", ".join(parts), "error")
    if worst:
        return Verdict("ADDS FINDINGS", ", ".join(parts), worst)
    if simulation.chats.unknown:
        return Verdict("NOT COMPLETE", ", ".join(("chats can no longer be followed", *parts)), "incomplete")
    return Verdict("ADDS NOTHING WRONG", ", ".join(parts), "incomplete" if report.not_checked else "good")


def _chats(what: str, number: int) -> str:
    """How many ways of chats are lost or gained; empty for none."""
    return f"chats {what} on {counted(number, 'way')}" if number else ""


def severities_in_words(report: Report) -> str:
    """How many findings count, by severity; empty for none."""
    return ", ".join(counted(count, severity) for severity, count in report.counts)


def _word_of_comparison(report: Report, drift: DriftSummary) -> str:
    """The verdict of a comparison in a word. Findings about waivers alone are no drift.

    It is never the good one where an application was not compared, or a file was not read completely.
    """
    bad, good = _WORDS[drift.scope]
    if any(finding.change for finding in report.active):
        return bad
    if not drift.compared:
        return "NOT COMPARED"
    return "NOT COMPARED WHOLE" if drift.not_whole or report.not_checked else good


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


def options_in_words(drift: DriftSummary) -> str:
    """How many options were compared, and how many parts of objects, such as connections."""
    parts = f" and {counted(drift.parts, 'part')} of objects" if drift.parts else ""
    return f"{counted(drift.options - drift.parts, 'option')}{parts}"


def _compared(drift: DriftSummary) -> str:
    """How many applications were compared, and with what; two estates by both names."""
    number = f"{drift.compared} of {counted(drift.applications, 'application')}"
    if drift.scope == "estates":
        return f"{drift.sides[0]} with {drift.sides[1]}: {number}"
    return f"{number} with {drift.against}"


def population(drift: DriftSummary) -> str:
    """How much was compared, as a phrase."""
    share = f"{round(100 * drift.known / drift.options)} % known to the catalogue" if drift.options else "none"
    groups = f" in {counted(len(drift.groups), 'group')}" if drift.scope == "members" else ""
    parts = [
        f"compared {_compared(drift)}{groups}",
        f"{options_in_words(drift)} ({share})",
        f"{len(drift.unverifiable)} unverifiable",
        f"{counted(len(drift.not_checked) - len(drift.not_exported), 'application')} not checked",
    ]
    if drift.not_exported:
        parts.append(f"{len(drift.not_exported)} not exported, as declared")
    if drift.left_out:
        parts.append(f"{counted(drift.left_out, 'difference')} left out by select or ignore")
    if drift.not_whole:
        parts.append(f"{counted(len(drift.not_whole), 'file')} not read whole")
    return ", ".join(parts)
