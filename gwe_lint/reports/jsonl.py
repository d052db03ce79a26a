"""One finding a line, each a JSON object with the same keys as in the JSON report."""

from gwe_lint.report import Report
from gwe_lint.reports.json import dumped, finding_as_json
from gwe_lint.reports.layout import Layout


def jsonl(report: Report, layout: Layout) -> str:
    """Every finding, those that do not count included; nothing where there is none."""
    return "".join(dumped(finding_as_json(finding), indent=None) for finding in report.findings)
