"""``gwe-lint drift``: the current exports against an approved baseline."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gwe_lint.baseline.source import Place
from gwe_lint.cli.finish import exit_code_of, finish, with_history
from gwe_lint.cli.open_estates import estates_of, loader_for
from gwe_lint.cli.options import (
    AllowEmpty,
    AsOf,
    Color,
    ConfigFile,
    Debug,
    ExitZero,
    FailOnOption,
    FirstSeen,
    Format,
    HmacKeyFile,
    Ignore,
    Isolated,
    Known,
    OutputFiles,
    PackFiles,
    Paths,
    Quiet,
    Select,
    Since,
    Strict,
    Verbose,
    WaiverFile,
)
from gwe_lint.cli.setup import layout_for
from gwe_lint.cli.streams import say, write_whole
from gwe_lint.config.model import Config
from gwe_lint.drift.judge import Judged
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.report import Report
from gwe_lint.loading.loader import Loader
from gwe_lint.text import counted

if TYPE_CHECKING:
    from gwe_lint.baseline.reader import Recorded


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(drift)


def drift(
    against: Annotated[
        str, typer.Option(metavar="BASELINE", help="Snapshot files, a folder of exports, or git:REV[:FOLDER].")
    ],
    paths: Paths = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
    pack: PackFiles = None,
    select: Select = None,
    ignore: Ignore = None,
    fail_on: FailOnOption = None,
    strict: Strict = False,
    exit_zero: ExitZero = False,
    allow_empty: AllowEmpty = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="The report on standard output.")] = "text",
    output: OutputFiles = None,
    color: Color = "auto",
    waivers: WaiverFile = None,
    known: Known = None,
    since: Since = None,
    first_seen: FirstSeen = False,
    as_of: AsOf = None,
    remediate: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write what restores the baseline, or accepts the current state, to a new folder."
        ),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    hmac_key_file: HmacKeyFile = None,
    debug: Debug = False,
) -> int:
    """Compare the current exports with an approved baseline.

    Values are compared by what they mean. Exit code 1 for drift at or above --fail-on, 3 where an application
    has no counterpart.
    """
    from gwe_lint.baseline.source import opened
    from gwe_lint.cli.comparison_setup import prepared
    from gwe_lint.drift.diff import compare, subjects_of
    from gwe_lint.drift.incomplete import Former
    from gwe_lint.drift.judge import ALL_RULES
    from gwe_lint.drift.report import drift_report

    by = prepared(
        ALL_RULES,
        config=config,
        isolated=isolated,
        pack=pack,
        select=select,
        ignore=ignore,
        output=output,
        waivers=waivers,
        known=known,
        as_of=as_of,
    )
    loader, given = loader_for(paths, by.settings, by.packs, by.root, hmac_key_file=hmac_key_file)
    estates = estates_of(loader, by.settings, given)
    with opened(against, by.root, loader.absolute(given[0] if given else Path())) as place:
        former = Former(estates_at(place, loader, by.settings), place.label)
        before = subjects_of(former.estates, place.label)
        found = compare(before, subjects_of(estates), comparable=True, named=bool(by.settings.estates))
        report, judged = drift_report(
            found,
            by.rows,
            "baseline",
            by.rules,
            by.accepted,
            command="drift",
            estates=estates,
            against=against,
            overridden=by.overridden,
            former=former,
        )
        if remediate:
            _remediate(by.root / remediate, judged, report, _files_of(place, loader), several=len(estates) > 1)
    report = with_history(report, since, by.accepted.today, first=first_seen)
    code = exit_code_of(
        report, fail_on or by.settings.fail_on, exit_zero=exit_zero, allow_empty=allow_empty, strict=strict
    )
    layout = layout_for(by.root, color, None, semantic=False)
    return finish(report, code, format, by.outputs, layout, by.root, quiet=quiet, verbose=verbose, debug=debug)


def _remediate(
    folder: Path, judged: Judged, report: Report, recorded: "Mapping[str, Recorded] | None", *, several: bool
) -> None:
    """Write the files into a new folder, and say what they are; ``recorded`` are the files of the baseline."""
    from gwe_lint.baseline.remedy import adoption_of, remedy_of

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
    how = f"{counted(remedy.restored, 'option')} restored by import, {remedy.manual} by hand"
    said = f"{folder.name}: {counted(len(files), 'file')}; {how}"
    say(said if files else "nothing to restore, so nothing was written")


def _files_of(place: Place, loader: Loader) -> "Mapping[str, Recorded] | None":
    """The files of a baseline by name; None where it is made of exports."""
    from gwe_lint.baseline.loader import is_recorded, recorded_names, stored

    folder = place.path if place.path.is_dir() else place.path.parent
    if not (recorded_names(place.path) if place.path.is_dir() else is_recorded(place.path)):
        return None
    return stored(folder, loader._replace(root=place.folder, stdin=None), []).files


def estates_at(place: Place, loader: Loader, settings: Config) -> tuple[Estate, ...]:
    """The estates of a baseline: of exports, declared as the current ones are, or of snapshot files."""
    from gwe_lint.baseline.loader import baseline_at

    there = loader._replace(root=place.folder, stdin=None)
    recorded = baseline_at(place.path, there)
    if recorded is not None:
        return recorded
    return there.estates(Config(shown=None, folder=place.folder), (place.path,))
