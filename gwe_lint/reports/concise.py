"""One stable line a finding, for grep and editors."""

from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.wording import status_in_words
from gwe_lint.text import escaped


def concise(report: Report, layout: Layout) -> str:
    """``path:line:column: severity RULE message [application section/option]``, a line each."""
    return "".join(f"{_line(finding)}\n" for finding in report.findings[: layout.most])


def _line(finding: Finding) -> str:
    place = finding.hit.place
    split = finding.change is not None and finding.change.reference == "split"
    who = finding.change.among if finding.change and split else place.application  # of a split group nobody is right
    where = " ".join(part for part in (who, _option(place.section, place.option)) if part)
    status = finding.severity if finding.active else status_in_words(finding)
    head = f"{place.path}:{place.line}:{place.column}: {status} {finding.rule}"
    return escaped(f"{head} {finding.hit.message}{f' [{where}]' if where else ''}")


def _option(section: str | None, option: str | None) -> str:
    return f"{section or ''}/{option}" if option else section or ""
