"""``gwe-lint history``: since when, how often, and is it getting better."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.cli.dates import tell_recorded
from gwe_lint.cli.finish import INCOMPLETE, OK
from gwe_lint.cli.help import Commands
from gwe_lint.cli.history_backfill import backfill
from gwe_lint.cli.history_close import close, closing
from gwe_lint.cli.history_upgrade import upgrade
from gwe_lint.cli.options import ColorOptions, ConfigOptions, MessageOptions, StoreOptions, day
from gwe_lint.cli.output_files import layout_for
from gwe_lint.cli.owners import owners_of
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.cli.signature import Options, Without, with_options
from gwe_lint.cli.store import history_of
from gwe_lint.cli.streams import say
from gwe_lint.errors import Untrusted
from gwe_lint.findings.earlier_report import any_report_in
from gwe_lint.history.observation import Observation, observation_of
from gwe_lint.history.rows import OpenFinding
from gwe_lint.reports.history_lists import (
    application_list,
    change_list,
    open_list,
    timeline_list,
    timelines_as_text,
    trend_list,
)
from gwe_lint.reports.listing import ListFormat, Listing, listed_as
from gwe_lint.suggest import meant
from gwe_lint.text import counted, listed

if TYPE_CHECKING:
    from gwe_lint.history.book import Answer, Book


def add_to(app: typer.Typer) -> None:
    """Add the command and its own commands to the application."""
    group = Commands(no_args_is_help=True)
    for command in (record, show, open_, trend, at, between, close, backfill, upgrade):
        group.command(command.__name__.rstrip("_"))(command)
    app.add_typer(group, name="history", help="Reports kept in a database: since when, how often, back again.")


class QuestionOptions(Options):
    """Which history is asked, and how the answer is shown."""

    where: StoreOptions = StoreOptions()
    config: Annotated[ConfigOptions, Without("pack")] = ConfigOptions()
    format: Annotated[ListFormat, typer.Option("--format", "-f", help="How to show it.")] = "table"
    color: ColorOptions = ColorOptions()
    messages: Annotated[MessageOptions, Without("verbose")] = MessageOptions()


def _asked(options: QuestionOptions) -> "Book":
    root = working_directory()
    return history_of(options.where.store, settings_of(options.config, root), root)


def _show(listing: Listing, options: QuestionOptions) -> None:
    sys.stdout.write(listed_as(options.format, listing, layout_for(working_directory(), options.color)))
    sys.stdout.flush()


@with_options()
def record(
    *,
    dated: Annotated[list[Path], typer.Argument(metavar="REPORT...", help="JSON reports, written with dates.")],
    where: StoreOptions,
    config: ConfigOptions,
    messages: Annotated[MessageOptions, Without("verbose")],
) -> int:
    """Record JSON reports of check, drift, consistency or compare.

    They have to be dated (--first-seen, --since, --record). They are recorded in the order of their days, each whole
    or not at all. A report that was recorded before changes nothing.
    """
    root = working_directory()
    settings = settings_of(config, root)
    catalogue = packs_of(settings, config.pack).catalogue
    for observation in _in_order(dated, catalogue):
        tell_recorded(history_of(where.store, settings, root).record(observation, date.today()), messages)
    return OK


def _in_order(reports: Sequence[Path], catalogue: Catalogue) -> Iterator[Observation]:
    """What the reports say, in the order of their days. Raises ``Untrusted`` for a wrong one before any is given.

    Of many one is in memory at a time.
    """

    def read(path: Path) -> Observation:
        return observation_of(any_report_in(path, path.as_posix()), catalogue)

    if len(reports) == 1:
        yield read(reports[0])
        return
    days = [(read(path).day, number) for number, path in enumerate(reports)]
    yield from (read(reports[number]) for _, number in sorted(days))


@with_options()
def show(
    *,
    application: Annotated[
        str | None, typer.Argument(metavar="[APPLICATION", help="Its name, also a former one.", show_default=False)
    ] = None,
    option: Annotated[
        str | None, typer.Argument(metavar="[OPTION]]", help="Such as settings/flex-disconnect-timeout.")
    ] = None,
    options: QuestionOptions,
) -> int:
    """Show how the findings of an application were from day to day; without one, all applications with findings.

    Ends with 3 where nothing is recorded of it.
    """
    history = _asked(options)
    if not application:
        _show(application_list(history.applications()), options)
        return OK
    timelines = history.timelines(application, option)
    if options.format == "table":
        sys.stdout.write(timelines_as_text(timelines, layout_for(working_directory(), options.color)))
    else:
        _show(timeline_list(timelines), options)
    if not timelines:
        known = {row.application for row in history.applications()}
        of = f"{application}: {option}" if option else f"{application}{meant(application, known)}"
        say(f"gwe-lint: nothing is recorded of {of}")
        return INCOMPLETE
    return OK


@with_options()
def open_(
    *,
    as_of: Annotated[
        date | None,
        typer.Option("--as-of", metavar="DATE", parser=day, help="The day to count ages to; default: today."),
    ] = None,
    options: QuestionOptions,
) -> int:
    """Show what is open: since when, how often it came back, whose it is, and what is overdue.

    What a waiver accepts is left out and counted.
    """
    today = as_of or date.today()
    return _findings_on(today, options, key="open")


@with_options()
def at(
    *,
    on: Annotated[date, typer.Argument(metavar="DAY", parser=day, help="Year, month and day.")],
    options: QuestionOptions,
) -> int:
    """Show what was open at the end of a day."""
    return _findings_on(on, options, key="open")


def _findings_on(today: date, options: QuestionOptions, key: str) -> int:
    settings = settings_of(options.config, working_directory())
    owners = owners_of(settings)
    answer = _asked(options).open_on(today)
    counting = [each.owned(owners, today) for each in answer.findings if each.accepted != "waived"]
    counting.sort(key=lambda each: not each.overdue)
    _show(open_list(counting, today, answer.latest, key), options)
    if not answer.latest:
        say(f"gwe-lint: nothing is recorded up to {today}{_first(answer)}")
        return INCOMPLETE
    if not options.messages.quiet:
        say(_summary(counting, answer))
        if answer.left:
            say(f"gwe-lint: no report looks at {listed(answer.left)} any more; if so meant: {closing(answer.left)}")
    return OK


def _first(answer: "Answer") -> str:
    return f": the first report is of {answer.first}" if answer.first else ""


def _summary(counting: Sequence[OpenFinding], answer: "Answer") -> str:
    parts = [f"{len(counting)} open"]
    counts = {
        "overdue": sum(each.overdue for each in counting),
        "back again": sum(each.times > 1 for each in counting),
        "flapping": sum(each.flapping for each in counting),
        "not looked at": sum(not each.seen for each in counting),
        "waived and not listed": len(answer.findings) - len(counting),
    }
    parts += [f"{number} {name}" for name, number in counts.items() if number]
    last = ", ".join(f"{each.command} {each.day}" for each in answer.latest)
    return f"{', '.join(parts)}; last reports: {last}"


@with_options()
def trend(*, options: QuestionOptions) -> int:
    """Show how many findings there were day by day, and how much was looked at."""
    days = _asked(options).trend()
    _show(trend_list(days), options)
    if not days:
        say("gwe-lint: nothing is recorded")
        return INCOMPLETE
    return OK


@with_options()
def between(
    *,
    first: Annotated[date, typer.Argument(metavar="FROM", parser=day, help="The day to compare with.")],
    last: Annotated[date, typer.Argument(metavar="TO", parser=day, help="A later day.")],
    options: QuestionOptions,
) -> int:
    """Show what the end of one day had otherwise than that of an earlier one."""
    if first > last:
        raise Untrusted([f"the first day is later than the last: between {last} {first}"])
    changes = _asked(options).between(first, last)
    _show(change_list(changes, first, last), options)
    if not options.messages.quiet:
        say(f"{counted(len(changes), 'change')} from {first} to {last}")
    return OK
