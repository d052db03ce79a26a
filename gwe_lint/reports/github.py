"""Workflow commands of GitHub Actions: annotations at the lines of a pull request, as many as GitHub shows."""

from collections.abc import Iterator

from gwe_lint.estate.model import SEVERITIES, Severity
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.wording import difference_in_words, fixes_beside_help, lost_in_words
from gwe_lint.text import escaped

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
_MOST_ANNOTATIONS = 10  # of one severity in one step; GitHub drops the others without a word
_MOST_REASONS = 8  # in the annotation about what was not checked
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def github(report: Report, layout: Layout) -> str:
    """A line for what was not checked, and one for each finding that counts, the most severe first.

    The last line says how many findings are left out.
    """
    own = "error" if report.is_partial else "warning"
    most = {severity: _MOST_ANNOTATIONS - (severity == own and bool(report.not_checked)) for severity in SEVERITIES}
    most["error"] -= bool(lost_in_words(report))
    shown = [finding for severity in SEVERITIES for finding in _with_severity(report, severity)[: most[severity]]]
    left = len(report.active) - len(shown)
    lines = [f"::error title=chats are lost::{text.translate(_DATA)}" for text in _lost(report)]
    lines += [_not_checked(report, own)] if report.not_checked else []
    lines += [_command(finding, layout) for finding in shown]
    return "".join(f"{line}\n" for line in (*lines, *([f"{left} more"] if left else [])))


def _lost(report: Report) -> list[str]:
    """One annotation for all chats that a change loses, a line each; none where it loses none."""
    lost = lost_in_words(report)
    more = [f"and {len(lost) - _MOST_REASONS} more"] if len(lost) > _MOST_REASONS else []
    return ["\n".join([*lost[:_MOST_REASONS], *more])] if lost else []


def _not_checked(report: Report, command: str) -> str:
    """One annotation of the whole run, without a place in a file: what was not checked, a line a reason."""
    reasons = report.not_checked
    more = [f"and {len(reasons) - _MOST_REASONS} more"] if len(reasons) > _MOST_REASONS else []
    text = "\n".join([*map(escaped, reasons[:_MOST_REASONS]), *more])
    return f"::{command} title=gwe-lint did not check everything::{text.translate(_DATA)}"


def _with_severity(report: Report, severity: Severity) -> list[Finding]:
    return [finding for finding in report.active if finding.severity == severity]


def _command(finding: Finding, layout: Layout) -> str:
    place = finding.hit.place
    properties = {
        "file": layout.from_root(place.path) or place.path,
        "line": place.line,
        "endLine": place.line,
        "col": place.column,
        "endColumn": max(place.end_column - 1, place.column),  # inclusive here
        "title": f"{finding.rule} {finding.name}",
    }
    shown = ",".join(f"{key}={escaped(str(value)).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {shown}::{escaped('. '.join(_sentences(finding))).translate(_DATA)}"


def _sentences(finding: Finding) -> Iterator[str]:
    hit, change = finding.hit, finding.change
    who = "" if change and change.values else hit.place.application  # a message about members names them
    yield f"{who}: {hit.message}" if who else hit.message
    if hit.help:
        yield hit.help[:1].upper() + hit.help[1:]
    for number, fix in enumerate(fixes_beside_help(finding)):
        yield f"{'Or' if number else 'Fix'}: {fix}"
    if change:
        yield f"{difference_in_words(change).capitalize()}, group {change.group}"
