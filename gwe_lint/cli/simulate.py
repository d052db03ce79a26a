"""``gwe-lint simulate``: what would a change do, before anybody imports or merges it?"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from gwe_lint.changes.plan_files import plan_of
from gwe_lint.changes.simulation import Judges, States, simulation_report
from gwe_lint.changes.wanted import wanted_in
from gwe_lint.cli.asked import Asked
from gwe_lint.cli.exports import incomplete_fails, loader_for
from gwe_lint.cli.finish import finish
from gwe_lint.cli.former_names import notes_on_names
from gwe_lint.cli.judging import judges_of
from gwe_lint.cli.options import (
    ConfigOptions,
    ExportOptions,
    MessageOptions,
    ProfileOptions,
    ReportOptions,
    SelectionOptions,
)
from gwe_lint.cli.output_files import Destination, destination_of
from gwe_lint.cli.own_folder import refuse_used_folder
from gwe_lint.cli.plan_folder import write_plan
from gwe_lint.cli.selected_rules import nothing_selected
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.cli.signature import Options, Without, with_options
from gwe_lint.cli.simulated_drift import DriftRules, drift_rules_of, with_drift
from gwe_lint.cli.simulated_states import Given, imported, since_commit
from gwe_lint.errors import Untrusted
from gwe_lint.findings.lint import with_traces
from gwe_lint.findings.plan import Purpose
from gwe_lint.findings.report import Report
from gwe_lint.findings.simulation import Mode
from gwe_lint.findings.strict import with_strict_reasons
from gwe_lint.loading.loader import Loader
from gwe_lint.text import listed


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(simulate)


class ChangeOptions(Options):
    """The change that is simulated, and a baseline that both states are compared with."""

    imports: Annotated[
        list[Path] | None,
        typer.Option("--import", metavar="FILE", help="A file that would be imported, or a folder; repeatable."),
    ] = None
    targets: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="NAME=FILE", help="The application that a file is for; repeatable."),
    ] = None
    mode: Annotated[Mode, typer.Option(help="merge: options that a file lacks stay. replace: they are removed.")] = (
        "merge"
    )
    git: Annotated[
        str | None, typer.Option(metavar="BASE", help="Compare with this commit instead: what does a branch add?")
    ] = None
    against: Annotated[
        str | None, typer.Option(metavar="BASELINE", help="Also say which drift from this baseline comes and goes.")
    ] = None
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Write a plan of the change: files, rollback, steps in order."),
    ] = None


@with_options()
def simulate(
    *,
    exports: ExportOptions,
    change: ChangeOptions,
    config: ConfigOptions,
    selection: SelectionOptions,
    rules_of: ProfileOptions,
    report: Annotated[ReportOptions, Without("known", "since", "first_seen", "store", "record", "only")],
    messages: MessageOptions,
    asked: Asked,
) -> int:
    """Say what a change would do, before anybody imports or merges it.

    It is laid over the exports in memory: findings added and resolved, chats lost and gained, restarts.
    Exit code 1 where it adds a finding at or above --fail-on, or loses a chat. Exit code 2 where a file cannot be
    applied.
    """
    root = working_directory()
    if change.to:
        refuse_used_folder(root / change.to, "--to")
    settings = settings_of(config, root)
    packs = packs_of(settings, config.pack)
    given = Given(*loader_for(exports, settings, packs, root, report=report), settings)
    judges = judges_of(
        "simulate", given.loader, settings, packs, selection, rules_of.profile, report, isolated=config.isolated
    )
    destination = destination_of(report, root)
    result = _simulated(given, judges, change, lambda: drift_rules_of(packs, settings, selection), destination)
    result = with_strict_reasons(result) if report.strict else result
    notes = notes_on_names(packs.rules, settings, judges.accepted.ledger, selection.select, selection.ignore)
    result = result._replace(
        remarks=(*result.remarks, *notes),
        unchecked=(*nothing_selected(judges.rules, settings, selection), *result.unchecked),
        incomplete_fails=incomplete_fails(exports, settings, strict=report.strict),
    )
    today, sources = judges.accepted.today, given.loader.sources
    return finish(result, report, messages, destination, settings, today, asked, sources)


def _simulated(
    given: Given, judges: Judges, change: ChangeOptions, drift_rules: Callable[[], DriftRules], to: Destination
) -> Report:
    """The report of the change, and of the drift that it brings or resolves where a baseline is given.

    It draws the ways of chats after the change, in the estates that are changed.
    """
    states, incomplete = _states(given, change)
    result = simulation_report(judges, states, () if given.settings.estates else given.paths)
    if to.draws:
        changed = [now for was, now in zip(states.before, states.after, strict=True) if was is not now]
        result = with_traces(result, changed, judges.chat_options)
    if change.against:
        result = with_drift(result, change.against, states, given, judges, drift_rules())
    if change.to:
        _write_plan(given.loader, judges, states, result, change.to)
    unknown = result.simulation.chats.unknown if result.simulation else ()
    return result._replace(incomplete=(*result.incomplete, *incomplete, *unknown))


def _write_plan(loader: Loader, judges: Judges, states: States, result: Report, folder: Path) -> None:
    """Write the plan of the change. Raises ``Untrusted`` where the folder cannot be written."""
    wanted = wanted_in(states, loader.redactor)
    plan = plan_of(wanted.edits, states.before, loader, judges.chat_options)._replace(by_hand=wanted.by_hand)
    write_plan(loader.root / folder, plan, list(_purpose(states, result)), "simulate --to")


def _purpose(states: States, result: Report) -> Iterator[Purpose]:
    """What the change is for, what it resolves, and what it brings."""
    yield Purpose("wanted:", listed(states.sources))
    for word, findings in (
        ("resolves", result.simulation.resolved if result.simulation else ()),
        ("**brings**", [each for each in result.findings if each.status == "new"]),
    ):
        for each in findings:
            yield Purpose(word, f"{each.rule} {each.hit.message}", each.hit.place.application or "")
    yield from (Purpose("not known:", each) for each in states.effects.unknown)


def _states(given: Given, change: ChangeOptions) -> tuple[States, tuple[str, ...]]:
    """Both states, and what of them could not be looked at, as reasons. Raises ``Untrusted`` without one change."""
    if bool(change.imports) == (change.git is not None):
        both = "--import and --git exclude each other"
        raise Untrusted([f"simulate: {both if change.imports else 'name a change: --import FILE, or --git BASE'}"])
    if change.git is None:
        return imported(given, change.imports or (), change.targets or (), change.mode)
    if change.to:
        raise Untrusted(["simulate: --to is about files of --import"])
    if change.targets or change.mode != "merge":
        raise Untrusted(["simulate: --for and --mode are about files of --import"])
    return since_commit(given, change.git)
