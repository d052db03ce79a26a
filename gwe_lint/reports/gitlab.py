"""GitLab Code Quality: the findings that count, as GitLab shows them in merge requests."""

from collections.abc import Iterator
from typing import Any

from gwe_lint.estate.model import Severity
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.reports.comparison_json import difference_as_json
from gwe_lint.reports.json_text import pieces_of
from gwe_lint.reports.layout import Layout
from gwe_lint.text import escaped

_KEYS = ("class", "before", "after", "group", "among", "reference", "values")
_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}


def gitlab(report: Report, layout: Layout) -> Iterator[str]:
    """The findings as a list of issues. Waived and known findings are left out: GitLab has no accepted issues."""
    return pieces_of(_issue(finding, layout) for finding in report.active)


def _issue(finding: Finding, layout: Layout) -> dict[str, Any]:
    place, change = finding.hit.place, finding.change
    who = f"{place.application}: " if place.application and not (change and change.values) else ""
    issue: dict[str, Any] = {
        "description": escaped(f"{finding.rule}: {who}{finding.hit.message}"),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": escaped(layout.from_root(place.path) or place.path),
            "lines": {"begin": place.line},
        },
    }
    if change:
        keys = difference_as_json(change)
        issue |= {key: keys[key] for key in _KEYS if key in keys}
    return issue
