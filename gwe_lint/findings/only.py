"""The part of a dated report that somebody is told of: what is new, back again, overdue."""

from collections.abc import Collection

from gwe_lint.errors import Untrusted
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.suggest import meant

STATES = ("new", "again", "updated", "overdue", "resolved")


def states_in(text: str) -> tuple[str, ...]:
    """The states in a list with commas. Raises ``Untrusted`` for one that there is not."""
    states = tuple(each.strip() for each in text.split(","))
    problems = [f"--only: no state is called {each!r}{meant(each, STATES)}" for each in states if each not in STATES]
    if problems:
        raise Untrusted(problems)
    return states


def part_of(report: Report, states: Collection[str]) -> Report | None:
    """The report with the findings in these states that count; None where nothing is."""
    history = report.history
    findings = tuple(each for each in report.findings if each.active and _is_in(each, states))
    resolved = history.resolved if history and "resolved" in states else ()
    if not findings and not resolved:
        return None
    history = history._replace(resolved=resolved) if history else None
    return report._replace(findings=findings, history=history, only=(tuple(states), len(report.active)))


def _is_in(finding: Finding, states: Collection[str]) -> bool:
    return finding.status in states or bool("overdue" in states and finding.lasting and finding.lasting.overdue)
