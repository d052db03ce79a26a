"""Findings with their owners and the days by which they should be gone; what is overdue comes first."""

from datetime import date

from gwe_lint.findings.finding import Finding
from gwe_lint.findings.owners import Owners, Subject
from gwe_lint.findings.report import Report


def with_owners(report: Report, owners: Owners, today: date) -> Report:
    """The report with owners. What is overdue comes first, and else all stays in its order."""
    findings = [_owned(finding, owners, today) for finding in report.findings]
    findings.sort(key=lambda each: not (each.lasting and each.lasting.overdue))
    return report._replace(findings=tuple(findings))


def _owned(finding: Finding, owners: Owners, today: date) -> Finding:
    lasting, place = finding.lasting, finding.hit.place
    if not lasting:
        return finding
    among = (finding.change.among,) if finding.change and finding.change.among else ()
    subject = Subject(finding.estate, (*finding.who, *among), place.section or "", place.option or "")
    due = owners.due(subject, finding.severity, lasting.since)
    overdue = finding.active and due.is_over(today)
    return finding._replace(lasting=lasting._replace(owner=due.owner, due=due.day, overdue=overdue))
