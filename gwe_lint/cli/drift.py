"""``gwe-lint drift``: compare the current exports with an approved baseline."""

from pathlib import Path
from typing import Annotated

import typer

from gwe_lint.baseline.loader import StoredBaseline, baseline_file_names, is_baseline_file, read_baseline
from gwe_lint.baseline.remedy import adoption_of, remedy_of
from gwe_lint.baseline.source import Place, open_baseline
from gwe_lint.cli.comparison_setup import Prepared, prepared
from gwe_lint.cli.drift_sides import default_folder, estates_at, grouped, today
from gwe_lint.cli.exports import loader_for
from gwe_lint.cli.finish import finish
from gwe_lint.cli.options import ConfigOptions, ExportOptions, MessageOptions, ReportOptions, SelectionOptions
from gwe_lint.cli.own_folder import mark_as_own
from gwe_lint.cli.signature import with_options
from gwe_lint.cli.streams import say, write_whole
from gwe_lint.drift.diff import compare, subjects_of
from gwe_lint.drift.incomplete import Former
from gwe_lint.drift.judge import BASELINE_HITS, Judged
from gwe_lint.drift.report import drift_report
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.report import Report
from gwe_lint.findings.unseen import left_out_of, with_groupings
from gwe_lint.loading.loader import Loader
from gwe_lint.paths import refuse_link_outside
from gwe_lint.text import counted


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(drift)


@with_options()
def drift(
    *,
    against: Annotated[
        str, typer.Option(metavar="BASELINE", help="Snapshot files, a folder of exports, or git:REV[:FOLDER].")
    ],
    config: ConfigOptions,
    selection: SelectionOptions,
    report: ReportOptions,
    remediate: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write what restores the baseline, or accepts the current state, to a new folder."
        ),
    ] = None,
    messages: MessageOptions,
    exports: ExportOptions,
) -> int:
    """Compare the current exports with an approved baseline.

    Values are compared by what they mean. Exit code 1 for any drift, unless --fail-on says otherwise, 3 where
    something could not be compared.
    """
    setup = prepared("drift", BASELINE_HITS, config, selection, report)
    loader, given = loader_for(exports, setup.settings, setup.packs, setup.root)
    now = today(loader, setup.settings, given)
    with open_baseline(against, setup.root, default_folder(loader, now, given)) as place:
        former = Former(estates_at(place, loader, now, given), place.label)
        estates = grouped(now, former.estates, loader, given)
        only_files = not setup.settings.estates and not any(path.is_dir() for path in given)
        result, judged = _compared(against, former, estates, setup, only_files=only_files)
        outside = loader.outside(setup.settings, given, estates)
        result = result._replace(incomplete=(*result.incomplete, *now.gone, *outside), remarks=left_out_of(estates))
        result = with_groupings(result, estates)
        if remediate:
            _remediate(setup.root / remediate, judged, result, _stored_at(place, loader), several=len(estates) > 1)
    return finish(result, report, messages, setup.destination, setup.settings, setup.accepted.today)


def _compared(
    against: str, former: Former, estates: tuple[Estate, ...], setup: Prepared, *, only_files: bool
) -> tuple[Report, Judged]:
    """The report of the estates against those of the baseline, and the differences that were judged."""
    before = subjects_of(former.estates, former.label)
    return drift_report(
        compare(before, subjects_of(estates), comparable=True, named=bool(setup.settings.estates)),
        setup.rows,
        "baseline",
        setup.rules,
        setup.accepted,
        command="drift",
        estates=estates,
        against=against,
        overridden=setup.overridden,
        former=former,
        only_files=only_files,
    )


def _remediate(folder: Path, judged: Judged, report: Report, recorded: StoredBaseline | None, *, several: bool) -> None:
    """Write the remedy into a new folder, and print what it holds; ``recorded`` is the baseline."""
    refuse_link_outside(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Untrusted([f"--remediate {folder}: is there already, and not empty: name a new folder"])
    if report.drift and report.drift.not_whole:
        broken = ", ".join(report.drift.not_whole)
        raise Untrusted([f"--remediate: not read whole, so nothing was written: {broken}: correct it first"])
    active = {finding.fingerprint for finding in report.active}
    remedy = remedy_of(judged.found, active, several=several)
    files = {**remedy.files, **adoption_of(judged.found, active, recorded, several=several)}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, text)
    if files:
        mark_as_own(folder, "drift --remediate")
    how = f"{counted(remedy.restored, 'option')} restored by import, {remedy.manual} by hand"
    summary = f"{folder.name}: {counted(len(files), 'file')}; {how}"
    say(summary if files else "nothing to restore, so nothing was written")


def _stored_at(place: Place, loader: Loader) -> StoredBaseline | None:
    """The baseline with its files; None where the baseline is a folder of exports."""
    folder = place.path if place.path.is_dir() else place.path.parent
    if not (baseline_file_names(place.path) if place.path.is_dir() else is_baseline_file(place.path)):
        return None
    return read_baseline(folder, loader._replace(root=place.folder, stdin=None), [])
