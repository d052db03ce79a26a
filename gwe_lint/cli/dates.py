"""The dates of a report: of an earlier report or of a history, into which it is recorded."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.cli.options import AcceptedOptions, MessageOptions
from gwe_lint.cli.owners import owners_of
from gwe_lint.cli.store import history_of
from gwe_lint.cli.streams import say
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.findings.coverage_drop import with_coverage_drop
from gwe_lint.findings.earlier_report import EarlierJson
from gwe_lint.findings.history import EarlierReport, as_earlier, dated, read_earlier
from gwe_lint.findings.owned import with_owners
from gwe_lint.findings.report import Report
from gwe_lint.history.address import NoHistory
from gwe_lint.history.observation import observation_of
from gwe_lint.reports import written
from gwe_lint.reports.layout import Layout

if TYPE_CHECKING:
    from gwe_lint.history.rows import Recorded


def with_dates(report: Report, options: AcceptedOptions, settings: Config, root: Path, today: date) -> Report:
    """The report with dates. Raises ``Untrusted`` for an earlier report or a history that cannot be used."""
    names = {"--since": options.since, "--first-seen": options.first_seen}
    given = [name for name, value in names.items() if value]
    kept = options.history.store or options.record
    if len(given) > 1:
        raise Untrusted(["--since and --first-seen exclude each other: --first-seen is for the first report only"])
    if given and kept:
        raise Untrusted([f"{given[0]} and a history exclude each other: the history has the dates of all reports"])
    if kept:
        return _by_history(report, options, settings, root, today)
    earlier = read_earlier(options.since, report.command, today) if options.since else EarlierReport()
    return dated(report, earlier, today)


def _by_history(report: Report, options: AcceptedOptions, settings: Config, root: Path, today: date) -> Report:
    """The report as the history dates it. One into which this is the first report that is recorded knows nothing."""
    history = history_of(options.history.store, settings, root)
    try:
        if options.record:
            history.bring_up_to_date()  # the record would do so, but the past is asked before
        before = history.last_coverage(report.command, report.estates, today)
        left = history.left_by(report.command, report.estates, report.asked, today) if options.record else None
        report = with_coverage_drop(report, before, left, today, settings.shown or "")
        sought = [as_earlier(finding, today) for finding in report.findings]
        past = history.past(report.command, report.estates, sought, today)
    except NoHistory:
        if not options.record:
            raise
        past = EarlierReport(history.shown, is_history=True)
    return with_owners(dated(report, past, today), owners_of(settings), today)


def record_report(
    report: Report, options: AcceptedOptions, settings: Config, root: Path, messages: MessageOptions
) -> None:
    """Record the report as its JSON has it. Raises ``Untrusted`` where that cannot be done."""
    if not report.complete:
        say("gwe-lint: error: not recorded: the report is not complete")
        return
    shown = drift.partly_shown if (drift := report.drift) else ()
    catalogue = shown[0].catalogue if shown else Catalogue(())  # nobody is asked for facts where all is shown
    observation = observation_of(
        EarlierJson("this report", json.loads("".join(written("json", report, Layout())))), catalogue
    )
    tell_recorded(history_of(options.history.store, settings, root).record(observation, date.today()), messages)


def tell_recorded(done: "Recorded", messages: MessageOptions) -> None:
    """Say what a report changed in the history, and what is odd about its day."""
    for warning in done.warnings:
        say(f"gwe-lint: warning: {warning}")
    if not messages.quiet:
        say(done.in_words)
