"""``gwe-lint drift``: compare the current exports with an approved baseline."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from gwe_lint.baseline.loader import StoredBaseline, baseline_file_names, is_baseline_file, read_baseline
from gwe_lint.baseline.source import Place, open_baseline
from gwe_lint.changes.reachability import reachability
from gwe_lint.cli.asked import Asked
from gwe_lint.cli.comparison_setup import Prepared, finish_comparison, prepared
from gwe_lint.cli.drift_sides import default_folder, estates_at, grouped, today
from gwe_lint.cli.exports import loader_for
from gwe_lint.cli.options import ConfigOptions, ExportOptions, MessageOptions, ReportOptions, SelectionOptions
from gwe_lint.cli.own_folder import refuse_used_folder
from gwe_lint.cli.remediation import write_remedy
from gwe_lint.cli.signature import with_options
from gwe_lint.drift.diff import Drift, compare, subjects_of
from gwe_lint.drift.incomplete import Former
from gwe_lint.drift.judge import BASELINE_HITS, Judged
from gwe_lint.drift.report import drift_report
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.findings.report import Report
from gwe_lint.findings.unseen import left_out_of, with_groupings
from gwe_lint.loading.loader import Loader


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
    asked: Asked,
) -> int:
    """Compare the current exports with an approved baseline.

    Values are compared by what they mean. Exit code 1 for any drift, unless --fail-on says otherwise, 3 where
    something could not be compared.
    """
    setup = prepared("drift", BASELINE_HITS, config, selection, report)
    if remediate:
        refuse_used_folder(setup.root / remediate, "--remediate")
    with compared(setup, against, exports, report) as done:
        if remediate:
            stored = _stored_at(done.place, done.loader)
            write_remedy(setup.root / remediate, done.found, done.judged, done.report, done.estates, stored)
    return finish_comparison(done.report, setup, report, messages, asked, done.loader)


class Compared(NamedTuple):
    """A comparison with a baseline: its report, and what that was made of."""

    report: Report
    found: Drift
    judged: Judged
    estates: tuple[Estate, ...]
    place: Place
    loader: Loader


@contextmanager
def compared(setup: Prepared, against: str, exports: ExportOptions, report: ReportOptions) -> Iterator[Compared]:
    """The exports compared with a baseline, which is there as long as this is used."""
    loader, given = loader_for(exports, setup.settings, setup.packs, setup.root, report=report)
    now = today(loader, setup.settings, given)
    with open_baseline(against, setup.root, default_folder(loader, now, given)) as place:
        former = Former(estates_at(place, loader, now, given), place.label)
        estates = grouped(now, former.estates, loader, given)
        found = _compared(former, estates, setup)
        result, judged = _judged(found, against, former, estates, setup, given)
        outside = loader.outside(setup.settings, given, estates)
        result = result._replace(incomplete=(*result.incomplete, *now.gone, *outside), remarks=left_out_of(estates))
        result = with_groupings(_with_chats(result, found, former, estates, setup), estates)
        yield Compared(result, found, judged, estates, place, loader)


def _with_chats(report: Report, found: Drift, former: Former, estates: tuple[Estate, ...], setup: Prepared) -> Report:
    """The report, with the chats that arrived with the baseline and do not now, or the other way round."""
    chats = reachability(found, former.estates, estates, chat_options_of(setup.packs.rules))
    return report._replace(drift=report.drift._replace(chats=chats) if report.drift else None)


def _compared(former: Former, estates: tuple[Estate, ...], setup: Prepared) -> Drift:
    """What differs between the estates and those of the baseline."""
    before = subjects_of(former.estates, former.label)
    return compare(before, subjects_of(estates), comparable=True, named=bool(setup.settings.estates))


def _judged(
    found: Drift,
    against: str,
    former: Former,
    estates: tuple[Estate, ...],
    setup: Prepared,
    given: tuple[Path, ...],
) -> tuple[Report, Judged]:
    """The report of a drift of the estates from those of the baseline, and the differences that were judged."""
    return drift_report(
        found,
        setup.rows,
        "baseline",
        setup.rules,
        setup.accepted,
        command="drift",
        estates=estates,
        against=against,
        overridden=setup.overridden,
        former=former,
        only_files=not setup.settings.estates and not any(path.is_dir() for path in given),
    )


def _stored_at(place: Place, loader: Loader) -> StoredBaseline | None:
    """The baseline with its files; None where the baseline is a folder of exports."""
    folder = place.path if place.path.is_dir() else place.path.parent
    if not (baseline_file_names(place.path) if place.path.is_dir() else is_baseline_file(place.path)):
        return None
    return read_baseline(folder, loader._replace(root=place.folder, stdin=None, sources=None), [])
