"""``gwe-lint fix``: what would resolve the findings, each fix tried, shown, planned, or written."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from gwe_lint.changes.edited_text import EditedFile, diff_of, edited_files, table_of
from gwe_lint.changes.edits import by_application
from gwe_lint.changes.plan_files import plan_of
from gwe_lint.changes.repair import repair_of, with_uncovered
from gwe_lint.changes.simulation import Judges
from gwe_lint.changes.trial import Trials, edited
from gwe_lint.cli.asked import Asked
from gwe_lint.cli.exports import incomplete_fails, loader_for
from gwe_lint.cli.finish import finish
from gwe_lint.cli.fix_write import why_not_writable, write_files
from gwe_lint.cli.judging import judges_of
from gwe_lint.cli.options import (
    ConfigOptions,
    ExportOptions,
    MessageOptions,
    ProfileOptions,
    ReportOptions,
    SelectionOptions,
)
from gwe_lint.cli.output_files import destination_of
from gwe_lint.cli.own_folder import refuse_used_folder
from gwe_lint.cli.plan_folder import write_plan
from gwe_lint.cli.selected_rules import nothing_selected
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.cli.signature import Options, Without, with_options
from gwe_lint.cli.simulated_states import Given
from gwe_lint.cli.tried_fixes import in_groups
from gwe_lint.errors import Untrusted
from gwe_lint.estate.correction import Edit
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.lint import checking_of, lint_loaded
from gwe_lint.findings.plan import Purpose
from gwe_lint.findings.repair import Repair
from gwe_lint.findings.report import Report
from gwe_lint.findings.strict import with_strict_reasons


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(fix)


class FixOptions(Options):
    """What becomes of the fixes."""

    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Also take probable fixes, which were chosen among what is there.")
    ] = False
    diff: Annotated[bool, typer.Option("--diff", help="Show the changes as a diff of the exports.")] = False
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Write the plan: files to import, their rollback, steps in order."),
    ] = None
    write: Annotated[
        bool, typer.Option("--write", help="Edit CFG exports in place, for those who keep them as the source.")
    ] = False
    format: Annotated[
        Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="The report on standard output.")
    ] = "text"


@with_options()
def fix(
    *,
    exports: ExportOptions,
    what: FixOptions,
    config: ConfigOptions,
    selection: SelectionOptions,
    rules_of: ProfileOptions,
    report: Annotated[ReportOptions, Without("format", "output", "known", "since", "first_seen")],
    messages: MessageOptions,
    asked: Asked,
) -> int:
    """Say what would resolve the findings: each fix is tried in memory, and the whole estate judged again.

    A fix that resolves nothing, brings a finding or loses a chat is not offered. Nothing is changed without --write.
    Exit code 1 where a finding at or above --fail-on stays.
    """
    root = working_directory()
    if what.to:
        refuse_used_folder(root / what.to, "--to")
    if what.diff and what.format != "text":
        raise Untrusted([f"--diff is text; --format {what.format} has all changes as well"])
    settings = settings_of(config, root)
    packs = packs_of(settings, config.pack)
    given = Given(*loader_for(exports, settings, packs, root, report=report), settings)
    judging = (given.loader, settings, packs)
    own = judges_of("fix", *judging, selection, rules_of.profile, report, isolated=config.isolated)
    every = judges_of("fix", *judging, SelectionOptions(), rules_of.profile, report, isolated=config.isolated)
    result, fixed = _fixed(given, own, every, what)
    result = with_strict_reasons(result) if report.strict else result
    result = result._replace(
        unchecked=(*nothing_selected(own.rules, settings, selection), *result.unchecked),
        incomplete_fails=incomplete_fails(exports, settings, strict=report.strict),
    )
    to = destination_of(report, root)._replace(format=what.format)
    return finish(
        result, report, messages, to, settings, own.accepted.today, asked, given.loader.sources, instead=fixed
    )


def _fixed(given: Given, own: Judges, every: Judges, what: FixOptions) -> tuple[Report, str | None]:
    """The report of the fixes, and their diff where it is wanted. They are written and planned as the options say.

    ``own`` says which findings are to be resolved, and ``every`` which must not come.
    """
    loader, paths, settings = given
    estates = loader.estates(settings, paths)
    checking = checking_of(own.rules, settings, loader, own.accepted, own.chat_options)
    result = lint_loaded(checking, estates, paths, own.accepted)
    trials = Trials(every, estates, [each.fingerprint for each in result.active])
    refuses = why_not_writable(estates) if what.write else None
    repair = repair_of(trials, result.findings, unsafe=what.unsafe, refuses=refuses)
    edits = _edits(repair, estates)
    then = [edited(each, edits[each.name], loader) if edits[each.name] else each for each in estates]
    afterwards = lint_loaded(checking, then, paths, own.accepted) if any(edits.values()) else result
    repair = with_uncovered(repair, result.findings, afterwards.findings)
    files = [file for estate in estates for file in _files(estate, edits[estate.name])]
    if what.to:
        plan = plan_of(edits, estates, loader, own.chat_options)
        by_hand = tuple(map(_by_hand(repair), repair.remaining))
        write_plan(loader.root / what.to, plan._replace(by_hand=by_hand), _purpose(repair), "fix --to")
    diff = _diff(files) if what.diff else None
    written = write_files(files, estates, loader) if what.write else ()
    stays = {each.fingerprint for each in repair.remaining}
    there = (*result.findings, *repair.uncovered)
    result = result._replace(
        command="fix",
        findings=tuple(each for each in there if not each.active or each.fingerprint in stays),
        repair=repair._replace(written=written),
        remarks=(*result.remarks, *map(in_groups, repair.grouped)),
        incomplete=afterwards.incomplete,
        coverage=afterwards.coverage,
        unchecked=afterwards.unchecked,
    )
    return result, diff


def _edits(repair: Repair, estates: Sequence[Estate]) -> Mapping[str, tuple[Edit, ...]]:
    """The edits of all offers, by estate."""
    return {
        estate.name: tuple(edit for offer in repair.offers if offer.estate == estate.name for edit in offer.fix.changes)
        for estate in estates
    }


def _files(estate: Estate, edits: Sequence[Edit]) -> list[EditedFile]:
    return [file for own in by_application(estate, edits) for file in edited_files(own.application, own.edits)]


def _diff(files: Sequence[EditedFile]) -> str:
    """The diffs of what is text by lines, and a table of the rest."""
    return "".join(f"{line}\n" for file in files for line in (diff_of if file.by_line else table_of)(file))


def _by_hand(repair: Repair) -> Callable[[Finding], str]:
    """What makes of a finding that stays a sentence for a person."""

    def sentence(finding: Finding) -> str:
        who, spot = finding.hit.place.application or "", f"{finding.hit.place.path}:{finding.hit.place.line}"
        return f"{who}: {finding.rule} {finding.hit.message} ({spot}): {repair.why_left(finding)}"

    return sentence


def _purpose(repair: Repair) -> list[Purpose]:
    return [
        Purpose("resolves", f"{each.rule} {each.hit.message}", each.hit.place.application or "")
        for each in repair.resolved
    ]
