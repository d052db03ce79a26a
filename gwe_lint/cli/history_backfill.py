"""``gwe-lint history backfill``: the commits of a repository of exports become days of the history."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from gwe_lint.baseline.source import Commit, Place, checked_out, last_commits_of_days, work_tree
from gwe_lint.cli.accepted import accepted_of
from gwe_lint.cli.asked import Asked, scope_of
from gwe_lint.cli.comparison_setup import prepared
from gwe_lint.cli.dates import record_report, with_dates
from gwe_lint.cli.drift import compared
from gwe_lint.cli.exports import loader_for
from gwe_lint.cli.finish import OK
from gwe_lint.cli.options import (
    AcceptedOptions,
    ConfigOptions,
    ExportOptions,
    MessageOptions,
    ReportOptions,
    SelectionOptions,
    StoreOptions,
)
from gwe_lint.cli.selected_rules import judging_rules
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.store import history_of
from gwe_lint.cli.streams import say
from gwe_lint.config.model import Config
from gwe_lint.drift.judge import BASELINE_HITS
from gwe_lint.errors import Untrusted
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.findings.lint import checking_of, lint
from gwe_lint.findings.report import Report
from gwe_lint.history.address import NoHistory
from gwe_lint.text import counted


@with_options()
def backfill(
    *,
    exports: ExportOptions,
    git: Annotated[
        bool, typer.Option("--git", help="Take the days from the commits that changed the exports.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(metavar="BASELINE", help="Drift from this folder, as each commit has it; default: check."),
    ] = None,
    where: StoreOptions,
    config: ConfigOptions,
    selection: SelectionOptions,
    messages: Annotated[MessageOptions, Without("verbose")],
    asked: Asked,
) -> int:
    """Record what earlier days had: the last commit of each day, the oldest first.

    The exports are those of the commit; configuration, rules and waivers are those of today. A run that was stopped
    goes on where it ended. It comes before anything else is recorded of these estates: no day goes before another.
    """
    if not git:
        raise Untrusted(["history backfill: say where days come from: --git"])
    root = working_directory()
    settings, job = settings_of(config, root), scope_of(asked)
    commits = _commits(root, exports, settings)
    left = _left(commits, _known_days(where, settings, root, "drift" if against else "check", job))
    options, skipped = AcceptedOptions(history=where, record=True), 0
    for commit in _shown(left, messages):
        with _named(commit), checked_out(commit, root) as place:
            there = _moved(settings, place, root)
            report = _report(_Past(place, there, commit.day, exports, config, selection), against, root)
            if report:
                dated = with_dates(report._replace(asked=job), options, settings, root, commit.day)
                record_report(dated, options, settings, root, _beside(messages))
            skipped += not report
    _refuse_nothing(skipped, commits, exports, against)
    if not messages.quiet:
        say(_summary(len(left) - skipped, len(commits) - len(left), skipped, against))
    return OK


def _left(commits: list[Commit], known: frozenset[date]) -> list[Commit]:
    return [commit for commit in commits if commit.day not in known]


def _refuse_nothing(skipped: int, commits: list[Commit], exports: ExportOptions, against: str | None) -> None:
    """Raise ``Untrusted`` where there is no day at all, which is a mistake in what was asked for."""
    if skipped < len(commits):
        return
    changed = ", ".join(map(str, exports.paths or ())) or "the folders of the configuration"
    lacking = f"exports and {against}" if against else "exports"
    nothing = f"none of {counted(skipped, 'commit')} has {lacking}" if commits else f"no commit changed {changed}"
    raise Untrusted([f"history backfill: {nothing}: is that spelt as in the repository, and committed?"])


def _summary(recorded: int, before: int, skipped: int, against: str | None) -> str:
    """How many days were recorded, and why others were not."""
    lacks = f"exports or {against}" if against else "exports"
    without = f", {skipped} left out: their commits have no {lacks}" if skipped else ""
    return f"{counted(recorded, 'day')} recorded, {before} were before{without}"


@contextmanager
def _named(commit: Commit) -> Iterator[None]:
    """Errors with the day and the commit that they are about: the days before it are recorded."""
    try:
        yield
    except Untrusted as error:
        spot = f"{commit.day}, commit {commit.revision[:12]}"
        raise Untrusted([f"{spot}: {each.removeprefix('--against git: ')}" for each in error.problems]) from None


def _commits(root: Path, exports: ExportOptions, settings: Config) -> list[Commit]:
    """The last commit of each day that changed the exports."""
    folders = [settings.folder / path for estate in settings.estates for path in estate.paths]
    paths = [str(path) for path in exports.paths or folders or [Path()]]
    try:
        return last_commits_of_days(root, paths)
    except Untrusted as error:
        raise Untrusted([each.replace("--against git", "--git") for each in error.problems]) from None


def _known_days(where: StoreOptions, settings: Config, root: Path, command: str, job: Sequence[str]) -> frozenset[date]:
    """The days of the store of which the same was asked for. Others may have recorded other estates into it."""
    estates = [each.name for each in settings.estates]
    try:
        return history_of(where.store, settings, root).days_of(command, job, estates)
    except NoHistory:
        return frozenset()


def _beside(messages: MessageOptions) -> MessageOptions:
    """What is said of each day: nothing beside the progress bar, which a terminal has."""
    return MessageOptions(quiet=messages.quiet or os.isatty(2))


def _shown(commits: list[Commit], messages: MessageOptions) -> Iterator[Commit]:
    """The commits, with a progress bar on a terminal."""
    if messages.quiet or not os.isatty(2):
        yield from commits
        return
    with typer.progressbar(commits, label="recording", file=typer.get_text_stream("stderr")) as bar:
        yield from _each(bar)


def _each(commits: Iterable[Commit]) -> Iterator[Commit]:
    yield from commits


def _moved(settings: Config, place: Place, root: Path) -> Config:
    """The configuration of today, whose relative paths lead into a commit."""
    top = work_tree(root)
    folder = settings.folder.resolve()
    if not top or not folder.is_relative_to(top):
        raise Untrusted([f"--git: the configuration is not in the repository {top}"])
    return settings._replace(folder=place.folder / folder.relative_to(top))


class _Past(NamedTuple):
    """A commit, where its files lie for a while, and what is asked of it. The configuration leads there."""

    place: Place
    settings: Config
    day: date
    exports: ExportOptions
    config: ConfigOptions
    selection: SelectionOptions

    def has(self, against: str | None) -> bool:
        """True where the commit has something of what is asked for, and the baseline."""
        folders = [self.settings.folder / path for estate in self.settings.estates for path in estate.paths]
        paths = [self.place.path / path for path in self.exports.paths or ()] or folders or [self.place.path]
        return any(path.exists() for path in paths) and (self.place.path / (against or "")).exists()


def _report(past: _Past, against: str | None, root: Path) -> Report | None:
    """The report of a commit; None where it has not what is asked for, or no baseline."""
    if not past.has(against):
        return None
    return (_drift(past, against) if against else _check(past, root))._replace(as_of=past.day)


def _check(past: _Past, root: Path) -> Report:
    """The report of a check of a commit."""
    place, settings, day, exports, config, selection = past
    packs = packs_of(settings, config.pack)
    rules, overrides = judging_rules(packs.rules, settings, selection, place.path)
    accepted = accepted_of(
        "check",
        settings,
        packs.rules,
        AcceptedOptions(),
        isolated=config.isolated,
        root=root,
        overrides=overrides,
    )
    loader, given = loader_for(exports, settings, packs, place.path)
    checking = checking_of(rules, settings, loader, accepted, chat_options_of(packs.rules))
    return lint(checking, given, accepted._replace(today=day))


def _drift(past: _Past, against: str) -> Report:
    """The report of a drift of a commit from its own baseline."""
    setup = prepared("drift", BASELINE_HITS, past.config, past.selection, ReportOptions())
    accepted = setup.accepted._replace(today=past.day)
    there = setup._replace(root=past.place.path, settings=past.settings, accepted=accepted)
    with compared(there, against, past.exports, ReportOptions()) as done:
        return done.report
