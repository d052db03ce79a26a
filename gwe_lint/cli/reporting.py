"""What every command with a report does at its end: the exit code, the report where it is wanted, and the summary."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from gwe_lint.cli import exits
from gwe_lint.cli.settings import spare_inputs
from gwe_lint.cli.streams import say, write_whole
from gwe_lint.config import FailOn
from gwe_lint.errors import Untrusted
from gwe_lint.report import Report
from gwe_lint.reports import reporter
from gwe_lint.reports.layout import Layout


def exit_code_of(
    report: Report, fail_on: FailOn | None, *, exit_zero: bool, allow_empty: bool = False, strict: bool = False
) -> int:
    """2 for a crash, 1 for findings that count, 3 for what was not checked; ``strict``: or cannot be verified."""
    if report.failures:
        return exits.FAILED
    if exits.reaches(report.findings, fail_on or "error"):
        return exits.OK if exit_zero else exits.FINDINGS
    unverified = strict and report.drift is not None and bool(report.drift.unverifiable)
    return exits.INCOMPLETE if (report.unchecked and not allow_empty) or unverified else exits.OK


def with_history(report: Report, since: Path | None, today: date, *, first: bool) -> Report:
    """The report with dates where they are asked for. Raises ``Untrusted`` where the earlier one cannot be used."""
    if since and first:
        raise Untrusted(["--since and --first-seen exclude each other: --first-seen is for the first report only"])
    if not since and not first:
        return report
    from gwe_lint.history import Earlier, dated, read_earlier  # only where dates are kept

    return dated(report, read_earlier(since, report.command, today) if since else Earlier(), today)


def finish(
    report: Report,
    code: int,
    format: str,
    outputs: Sequence[tuple[str, Path]],
    layout: Layout,
    root: Path,
    *,
    quiet: bool,
    verbose: bool,
    debug: bool,
) -> int:
    """Hand the report over with this exit code, and tell the person; what the command ends with."""
    report = report._replace(exit_code=code)
    _hand_over(report, format, outputs, layout, root)
    _tell(report, quiet=quiet, verbose=verbose, debug=debug)
    return code


def _hand_over(report: Report, format: str, outputs: Sequence[tuple[str, Path]], layout: Layout, root: Path) -> None:
    """Write the report to the files that are wanted, and to standard output."""
    spare_inputs(outputs, report.inputs, root)
    for each, path in outputs:
        write_whole(path, reporter(each)(report, layout._replace(colour=False)))
    sys.stdout.write(reporter(format)(report, layout))
    sys.stdout.flush()


def _tell(report: Report, *, quiet: bool, verbose: bool, debug: bool) -> None:
    """What goes to the person, beside the report: details, what was not checked, which rule crashed, the summary."""
    from gwe_lint.reports.text import details, summary

    for line in details(report) if verbose else ():
        say(line)
    for failure in report.failures:
        say(
            f"gwe-lint: error: rule {failure.rule} crashed in estate {failure.estate} with "
            f"{type(failure.error).__name__}; the result is not complete"
        )
        trace = failure.error.__traceback__
        while debug and trace:
            say(f"  {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno} in {trace.tb_frame.f_code.co_name}")
            trace = trace.tb_next
    for reason in report.unchecked:
        say(f"gwe-lint: not checked: {reason}")
    if not quiet:
        say(summary(report))
