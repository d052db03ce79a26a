"""The end of every command with a report: choose the exit code, write the reports, print the summary.

Every command has the same exit codes, whatever the format.
"""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gwe_lint.cli.asked import Asked, scope_of
from gwe_lint.cli.options import AcceptedOptions, MessageOptions, ReportOptions
from gwe_lint.cli.output_files import Destination, refuse_overwriting_inputs
from gwe_lint.cli.streams import both_on_terminal, make_folder_of, say, show, write_whole
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted, frames_of, kind_of
from gwe_lint.findings.report import Report
from gwe_lint.paths import shown
from gwe_lint.reports import OF_COMMANDS, written
from gwe_lint.reports.text.check import details, summary
from gwe_lint.text import escaped, without_commands

if TYPE_CHECKING:  # only reports for programs say where they come from
    from gwe_lint.loading.sources import Sources

OK, FINDINGS, FAILED, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130

TABLE = """\
code  name         meaning
0     OK           everything selected was checked, and no finding reaches --fail-on
1     FINDINGS     at least one finding at or above --fail-on, which is error for check, and any drift for comparisons
2     FAILED       the result must not be trusted: bad option, configuration, rule pack or file, or a rule that crashed
3     INCOMPLETE   nothing failed, but nothing matched, or something selected could not be compared or followed
130   INTERRUPTED  Ctrl-C; 143 for SIGTERM, 129 for SIGHUP: nothing is left half written. After Ctrl-C, of several
                   estates what was finished is reported, as incomplete

2 wins over 1, 1 over 3, 3 over 0. --exit-zero turns 1 into 0 and nothing else. --allow-empty turns 3 into 0 where
nothing matched, and nowhere else. Terraform and OpenSCAP give 1 and 2 the other way round.

drift, consistency and compare end with 1 where anything differs that should not, whatever its severity, and where a
file could not be read whole, which may hide a difference. --fail-on asks for less, or for notes about waivers and
settings too, which alone fail no comparison. [check] fail-on is for check, [drift] fail-on for comparisons.

simulate ends with 1 where a change adds a finding at or above --fail-on, or loses a chat: what was wrong before does
not count. It ends with 2 where a file cannot be applied, since its application is not there, and with 3 as check does.

fix ends with 1 where a finding at or above --fail-on stays that no fix which is offered resolves, and with 0 where none
does, whether or not something was written. It ends with 2 where --write or --to cannot write, and with 3 as check does.

check ends with 3 where a chat could not be followed: a client names an endpoint, and no Chat Server's export is there,
or not that of a Chat Server which the client is known or declared to reach. A server that nobody exports on purpose is
declared with exported = false. [check] incomplete = "report" says and counts all of this and makes it 0. With --strict
also a rule of severity error that could not be evaluated makes it 3, and so does an estate where no client names an
endpoint. One document on standard input alone (an editor) is never incomplete.
"""
_IN_PARTS = ("text", "concise", "markdown")  # formats for people who are told what is new
_HINT = (
    "export what is missing, or declare what nobody exports (exported = false in [[estate.application]]); "
    '[check] incomplete = "report" makes the exit code 0'
)

_HINT_OF_TYPES = "declare the type of what the exports do not tell it of ([[estate.application]] name, type)"


def finish(
    report: Report,
    options: ReportOptions,
    messages: MessageOptions,
    to: Destination,
    settings: Config,
    today: date,
    asked: Asked,
    sources: "Sources | None" = None,
    *,
    instead: str | None = None,
) -> int:
    """Date the report, choose the exit code, write the reports and print the summary; the exit code.

    With ``sources`` the report says where it comes from. A text given ``instead`` of it goes to standard output. Raises
    ``Untrusted`` where an earlier report cannot be used, or a file cannot be written.
    """
    dates = options.accepted
    states = _states(dates, to)
    report = _dated(report, dates, asked, settings, to, today)
    if options.accepted.as_of or report.history:
        report = report._replace(as_of=today)
    configured = (settings.drift_fail_on or "drift") if report.drift else (settings.fail_on or "error")
    report = report._replace(fail_on=options.fail_on or configured, empty_fails=not options.allow_empty)
    code = _exit_code(report, options)
    report = report._replace(exit_code=code)
    if sources:
        from gwe_lint.cli.provenance import provenance_of  # noqa: PLC0415  only reports for programs have it

        report = report._replace(provenance=provenance_of(asked, settings, sources, to.root))
    _write_reports(report, to, states, instead, tuple(_in_use(dates, settings, to.root)))
    if dates.record:
        from gwe_lint.cli.dates import record_report  # noqa: PLC0415  as above

        record_report(report, dates, settings, to.root, messages)
    _print_messages(report, messages, told=_tells_on_terminal(report, to))
    return code


def _dated(
    report: Report, dates: AcceptedOptions, asked: Asked, settings: Config, to: Destination, today: date
) -> Report:
    """The report with dates, where they are kept."""
    if not (dates.since or dates.first_seen or dates.record or dates.history.store):
        return report
    from gwe_lint.cli.dates import with_dates  # noqa: PLC0415  needed only where dates are kept

    report = report._replace(asked=scope_of(report.provenance or asked))
    return with_dates(report, dates, settings, to.root, today)


def _exit_code(report: Report, options: ReportOptions) -> int:
    """The exit code: 2 for a crash, 1 for findings that fail the run, 3 where something was not checked.

    It is 130 where the user interrupted the run. It is 3 where shards do not make a whole, whatever was found.
    With ``strict`` it is also 3 where a comparison has options that cannot be verified.
    """
    if report.failures:
        return FAILED
    if report.left or not report.shards_fit:
        return INTERRUPTED if report.shards_fit else INCOMPLETE
    loses = bool(report.simulation and report.simulation.chats.lost) and report.fail_on != "never"
    if loses or any(report.fails(finding) for finding in report.findings):
        return OK if options.exit_zero else FINDINGS
    unverified = options.strict and report.drift is not None and bool(report.drift.unverifiable)
    return INCOMPLETE if report.is_partial or unverified else OK


def _in_use(options: AcceptedOptions, settings: Config, root: Path) -> Iterator[str]:
    """The files that the run lives on beside exports: no report takes their place."""
    yield from (shown(Path(os.path.relpath(root / each, root)).as_posix()) for each in settings.files)
    if options.waivers:
        yield shown(options.waivers.as_posix())
    if options.record or options.history.store:
        from gwe_lint.cli.store import file_of_history  # noqa: PLC0415  as above

        yield from file_of_history(options.history.store, settings, root)


def _states(options: AcceptedOptions, to: Destination) -> tuple[str, ...]:
    """What is printed of the findings; empty for all. Raises ``Untrusted`` where nothing tells it, or for programs."""
    if options.only is None:
        return ()
    from gwe_lint.findings.only import states_in  # noqa: PLC0415  needed only where a part is printed

    if to.format not in _IN_PARTS:
        raise Untrusted([f"--only is for {', '.join(_IN_PARTS)}; {to.format} always has all findings"])
    if not (options.since or options.first_seen or options.record or options.history.store):
        raise Untrusted(["--only needs dates: --record, --store or --since"])
    return states_in(options.only)


def _write_reports(
    report: Report, to: Destination, states: tuple[str, ...], instead: str | None, in_use: tuple[str, ...]
) -> None:
    """Write the report to files, none of which is ``in_use``, and what is asked for to standard output."""
    refuse_overwriting_inputs(to.files, (*report.inputs, *in_use), to.root)
    of_file = to.layout._replace(colour=False, wraps=False, most=None, statistics=False)
    for format, path in to.files:
        pieces = written(format, report, of_file)
        make_folder_of(path)
        write_whole(path, pieces if format in OF_COMMANDS else map(without_commands, pieces))
    if instead is not None:
        show([instead], commands=False)
        return
    part: Report | None = report
    if states:
        from gwe_lint.findings.only import part_of  # noqa: PLC0415  as above

        part = part_of(report, states)
    show(written(to.format, part, to.layout) if part else (), commands=to.format in OF_COMMANDS)


def _tells_on_terminal(report: Report, to: Destination) -> bool:
    """True where the summary stands on the terminal already: the text of a comparison begins with it."""
    return (report.drift is not None or report.simulation is not None) and to.format == "text" and both_on_terminal()


def _print_messages(report: Report, messages: MessageOptions, *, told: bool) -> None:
    """Print to standard error: details, rules that crashed, what was not checked, and the summary unless ``told``."""
    for line in details(report) if messages.verbose else ():
        say(line)
    for failure in report.failures:
        say(
            f"gwe-lint: error: rule {failure.rule} crashed in estate {failure.estate} with "
            f"{kind_of(failure.error)}; the result is not complete"
        )
        for frame in frames_of(failure.error) if messages.debug else ():
            say(f"  {frame.path}:{frame.line} in {frame.function}")
    for remark in () if messages.quiet else report.remarks:
        say(f"gwe-lint: {remark}")
    for reason in report.not_checked:
        say(f"gwe-lint: not checked: {reason}")
    if messages.quiet:
        return
    for line in _advice(report):
        say(f"gwe-lint: {line}")
    if report.hint and not messages.verbose:
        say(f"assumed: {escaped(report.hint)}")
    if not told:
        say(summary(report))


def _advice(report: Report) -> Iterator[str]:
    """What to do where something was not checked."""
    client_seen = report.coverage and report.coverage.clients
    if report.unchecked and report.enabled and not client_seen:
        yield "how to get exports: gwe-lint explain exporting"
    if report.coverage and report.coverage.reasons and report.incomplete_fails:
        if report.coverage.lacks_types:
            yield _HINT_OF_TYPES
        yield _HINT
