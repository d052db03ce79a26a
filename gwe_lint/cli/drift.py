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
from gwe_lint.cli.drift_division import drift_of, drift_of_portions, drifting_of, why_whole
from gwe_lint.cli.drift_sides import default_folder, estates_at, grouped, today
from gwe_lint.cli.exports import loader_for
from gwe_lint.cli.known import known_exports
from gwe_lint.cli.options import ConfigOptions, ExportOptions, MessageOptions, ReportOptions, SelectionOptions
from gwe_lint.cli.own_folder import refuse_used_folder
from gwe_lint.cli.run import Run
from gwe_lint.cli.signature import with_options
from gwe_lint.cli.work import WorkOptions, crew_for
from gwe_lint.drift.diff import Drift, compare, subjects_of
from gwe_lint.drift.division import why_one
from gwe_lint.drift.incomplete import Former
from gwe_lint.drift.judge import BASELINE_HITS, Judged
from gwe_lint.drift.listed_objects import listed_on_both_sides
from gwe_lint.drift.report import drift_report
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.findings.report import Report
from gwe_lint.findings.unseen import left_out_of, with_groupings
from gwe_lint.loading.known_exports import KnownExports
from gwe_lint.loading.loader import Loader


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(drift)


NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Read all exports, also those that the baseline knows byte for byte.")
]


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
    no_cache: NoCache = False,
    messages: MessageOptions,
    exports: ExportOptions,
    work: WorkOptions,
    asked: Asked,
) -> int:
    """Compare the current exports with an approved baseline.

    Values are compared by what they mean. Exit code 1 for any drift, unless --fail-on says otherwise, 3 where
    something could not be compared.
    """
    setup = prepared("drift", BASELINE_HITS, config, selection, report)
    if remediate:
        refuse_used_folder(setup.root / remediate, "--remediate")
    known = None if no_cache or remediate else known_exports(against, setup.root, setup.settings, config)
    run = Run(config, selection, None, report, (), setup.settings, setup.rules, setup.rows, setup.accepted)
    shared = _shared(setup, against, exports, run, messages, work, known, whole=remediate is not None)
    if shared:
        return finish_comparison(shared[0], setup, report, messages, asked, shared[1])
    with compared(setup, against, exports, report, known) as done:
        if remediate:
            _remedied(setup, against, done, setup.root / remediate)
    return finish_comparison(done.report, setup, report, messages, asked, done.loader)


class Compared(NamedTuple):
    """A comparison with a baseline: its report, and what that was made of."""

    report: Report
    differences: tuple[Drift, Judged] | None  # None: they were told estate by estate
    former: Former
    estates: tuple[Estate, ...]
    given: tuple[Path, ...]
    place: Place
    loader: Loader


def _shared(
    setup: Prepared,
    against: str,
    exports: ExportOptions,
    run: Run,
    messages: MessageOptions,
    work: WorkOptions,
    known: KnownExports | None,
    *,
    whole: bool,
) -> tuple[Report, Loader] | None:
    """The report that several processes or machines make; None where one process compares all.

    Raises ``Untrusted`` where the work cannot be divided, and a shard or a cluster was asked for.
    """
    flag = "--shard" if work.shard else "--dask" if work.dask else ""
    reasons = why_whole(setup.settings, exports.paths or (), remediate=whole)
    if not reasons:
        loader, given = loader_for(exports, setup.settings, setup.packs, setup.root, report=run.report)
        crew = crew_for(work, messages, run.report, exports, loader, setup.settings, given)
        if not flag and (crew.jobs < 2 or (not work.jobs and known and known.fits_mostly(crew.loader.redactor))):
            return None  # where most is known, a second process costs more than it saves
        crew = crew._replace(loader=crew.loader._replace(known=known))
        drifting = drifting_of(setup, crew.loader, against, run.report)
        reasons = [] if crew.cluster else drifting.baseline.why_one(crew.loader, setup.settings)
    if reasons and flag:
        raise Untrusted([f"{flag} cannot divide this drift: {each}" for each in reasons])
    if reasons:
        return None
    found = crew.found(drifting)
    result = drift_of_portions(drifting, found, whole=not crew.shard)
    baseline = drifting.baseline.digest(crew.loader, setup.settings) if crew.shard else ""
    return crew.with_shard(result, found, run, (against, baseline)), crew.loader


def _remedied(setup: Prepared, against: str, done: Compared, folder: Path) -> None:
    """Write what restores the baseline, or accepts the current state."""
    from gwe_lint.cli.remediation import write_remedy  # noqa: PLC0415  few runs write one

    stored = _stored_at(done.place, done.loader)
    found, judged = done.differences or _differences(setup, against, done.former, done.estates, done.given)[1:]
    write_remedy(folder, found, judged, done.report, done.estates, stored)


@contextmanager
def compared(
    setup: Prepared, against: str, exports: ExportOptions, report: ReportOptions, known: KnownExports | None = None
) -> Iterator[Compared]:
    """The exports compared with a baseline, which is there as long as this is used.

    What is ``known`` of exports need not be read.
    """
    loader, given = loader_for(exports, setup.settings, setup.packs, setup.root, report=report)
    loader = loader._replace(known=known)
    now = today(loader, setup.settings, given)
    with open_baseline(against, setup.root, default_folder(loader, now, given)) as place:
        former = Former(estates_at(place, loader, now, given), place.label)
        estates = grouped(now, former.estates, loader, given)
        former, estates = listed_on_both_sides(former, estates)
        result, differences = _report(setup, against, former, estates, given, loader, report)
        outside = loader.outside(setup.settings, given, estates)
        result = result._replace(incomplete=(*result.incomplete, *now.gone, *outside), remarks=left_out_of(estates))
        yield Compared(with_groupings(result, estates), differences, former, estates, given, place, loader)


def _report(
    setup: Prepared,
    against: str,
    former: Former,
    estates: tuple[Estate, ...],
    given: tuple[Path, ...],
    loader: Loader,
    options: ReportOptions,
) -> tuple[Report, tuple[Drift, Judged] | None]:
    """The report on what became of the estates, one by one where that is all that there is to say."""
    names = [plan.name for plan in setup.settings.estates]
    divided = not why_whole(setup.settings, given, remediate=False) and names == [each.name for each in estates]
    if divided and not why_one(former.estates, names):
        drifting = drifting_of(setup, loader, against, options)
        return drift_of(drifting, [drifting.drifted(each, former) for each in estates]), None
    result, found, judged = _differences(setup, against, former, estates, given)
    return _with_chats(result, found, former, estates, setup), (found, judged)


def _with_chats(report: Report, found: Drift, former: Former, estates: tuple[Estate, ...], setup: Prepared) -> Report:
    """The report, with the chats that arrived with the baseline and do not now, or the other way round."""
    chats = reachability(found, former.estates, estates, chat_options_of(setup.packs.rules))
    return report._replace(drift=report.drift._replace(chats=chats) if report.drift else None)


def _differences(
    setup: Prepared, against: str, former: Former, estates: tuple[Estate, ...], given: tuple[Path, ...]
) -> tuple[Report, Drift, Judged]:
    """The report on what differs between the estates and those of the baseline, and the differences, judged."""
    before = subjects_of(former.estates, former.label)
    found = compare(before, subjects_of(estates), comparable=True, named=bool(setup.settings.estates))
    report, judged = drift_report(
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
    return report, found, judged


def _stored_at(place: Place, loader: Loader) -> StoredBaseline | None:
    """The baseline with its files; None where the baseline is a folder of exports."""
    folder = place.path if place.path.is_dir() else place.path.parent
    if not (baseline_file_names(place.path) if place.path.is_dir() else is_baseline_file(place.path)):
        return None
    return read_baseline(folder, loader._replace(root=place.folder, stdin=None, sources=None), [])
