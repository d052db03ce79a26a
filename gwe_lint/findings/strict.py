"""What ``--strict`` wants beyond what a check demands: no error that could not be ruled out, and a client."""

from collections.abc import Iterator

from gwe_lint.findings.report import Report


def with_strict_reasons(report: Report) -> Report:
    """The report that is also incomplete where an error could not be ruled out, or where no client is there."""
    return report._replace(incomplete=(*report.incomplete, *_strict_reasons(report)))


def _strict_reasons(report: Report) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for entry in report.not_evaluated:
        if entry.severity == "error":
            reasons.setdefault(f"{entry.estate}: {entry.rule} {entry.name}", []).append(entry.reason)
    for rule, of_rule in reasons.items():
        more = f" (and {len(of_rule) - 1} more)" if len(of_rule) > 1 else ""
        yield f"{rule} could not be evaluated: {of_rule[0]}{more}"
    if report.coverage and not report.coverage.clients:
        yield "no client names an endpoint, so no chat was followed"
