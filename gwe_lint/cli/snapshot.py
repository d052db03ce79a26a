"""``gwe-lint snapshot``: write the current exports as baseline files, for review and approval."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from gwe_lint.baseline.atomic_folder import INTERRUPTED, is_interrupted, locked, replace_folder
from gwe_lint.baseline.loader import StoredBaseline, baseline_file_names, read_baseline
from gwe_lint.baseline.manifest import Manifest, without_known
from gwe_lint.baseline.seals import Sealing
from gwe_lint.baseline.snapshot import Snapshot, snapshot_of
from gwe_lint.cli.exports import grouped_as_before
from gwe_lint.cli.finish import FINDINGS, INCOMPLETE, OK
from gwe_lint.cli.known import fingerprint_for
from gwe_lint.cli.open_estates import Opened, open_estates
from gwe_lint.cli.options import ConfigOptions, ExportOptions, MessageOptions
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.streams import say
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.redactor import KEY_VARIABLE, Redactor, keys_in
from gwe_lint.findings.unseen import groupings_of, left_out_of
from gwe_lint.loading.loader import Loader
from gwe_lint.loading.sources import NotedSources
from gwe_lint.paths import refuse_link_outside
from gwe_lint.text import counted, escaped, listed


class _Folder(NamedTuple):
    """The folder of a baseline: its name as given, its path, and which of its files are those of the baseline."""

    named: str
    path: Path
    ours: frozenset[str]
    before: StoredBaseline | None = None  # what they say


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(snapshot)


@with_options()
def snapshot(
    *,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder of the baseline.")],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where a file would change.")
    ] = False,
    profiles: Annotated[
        bool, typer.Option("--profiles", help="What the members of a cluster share goes into a file of its own.")
    ] = False,
    timestamps: Annotated[bool, typer.Option("--timestamps", help="The manifest says when it was written.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write beside other files, over a damaged baseline, or what could be read.")
    ] = False,
    config: ConfigOptions,
    messages: Annotated[MessageOptions, Without("verbose")],
    exports: ExportOptions,
) -> int:
    """Write the current exports as baseline files, one an application.

    They are made to be reviewed: one option a line, sorted, and the same bytes for the same content. The folder is
    replaced whole, or left as it is. Other files in it are kept.
    """
    noted = NotedSources()
    opened = open_estates(exports, config, noted)
    sealing = Sealing(noted.exports, fingerprint_for(opened.settings, config), opened.loader.redactor)
    refuse_link_outside(opened.root / to, to.as_posix())
    target, named = Path(os.path.realpath(opened.root / to)), to.as_posix()
    try:
        _refuse_folder(target, named, opened.root)
        with nullcontext() if check else locked(target):
            folder = _folder(target, named, opened, force=force)
            estates = _grouped(opened, folder)
            taken = snapshot_of(estates, folder.before, profiles=profiles, force=force, sealing=sealing)
            _say_remarks(estates, quiet=messages.quiet)
            if check:
                return _check(folder, taken, quiet=messages.quiet)
            return _write(folder, taken, timestamps=timestamps, quiet=messages.quiet)
    except OSError as error:
        why = f"cannot be {'read' if check else 'written'}: {error.strerror or type(error).__name__}"
        raise Untrusted([f"--to {named}: {why}; what was there is as it was"]) from None


def _say_remarks(estates: Sequence[Estate], *, quiet: bool) -> None:
    for remark in (*groupings_of(estates), *left_out_of(estates)) if not quiet else ():
        say(f"gwe-lint: {remark}")


def _grouped(opened: Opened, folder: _Folder) -> tuple[Estate, ...]:
    """The estates of the exports, grouped as those of the baseline that is there."""
    files = folder.before.files.values() if folder.before else ()
    known = {file.estate for file in files if file.application}
    return grouped_as_before(opened.estates, known, opened.loader, opened.settings, opened.given)


def _refuse_folder(target: Path, named: str, root: Path) -> None:
    """Raise ``Untrusted`` for a folder that cannot be replaced whole."""
    if target.exists() and not target.is_dir():
        raise Untrusted([f"--to {named}: is a file: name a folder"])
    if Path(os.path.realpath(root)).is_relative_to(target):
        raise Untrusted([f"--to {named}: is the working directory, or around it: name a folder for the baseline alone"])
    if (target / ".git").exists():
        raise Untrusted([f"--to {named}: is a whole repository: name a folder inside of it for the baseline alone"])


def _folder(target: Path, named: str, opened: Opened, *, force: bool) -> _Folder:
    """The folder as it is before. Raises ``Untrusted`` where it is no baseline, or a damaged one."""
    if is_interrupted(target):  # and nothing shall be written
        raise Untrusted([f"--to {named}: {INTERRUPTED}"])
    if not target.exists():
        return _Folder(named, target, frozenset())
    catalogue = opened.packs.catalogue
    loader = Loader(root=opened.root, catalogue=catalogue, redactor=Redactor(catalogue))
    problems: list[str] = []
    names = baseline_file_names(target)
    before = read_baseline(target, loader, problems) if names else None
    if not names and any(target.iterdir()) and not force:
        raise Untrusted([f"--to {named}: holds other files and no baseline: name another folder, or give --force"])
    if problems and not force:
        raise Untrusted([*problems, f"--to {named}: what has to stay unset cannot be read there; --force forgets it"])
    listed_in_manifest = before.manifest.names or {} if before else {}
    return _Folder(named, target, frozenset((*names, *listed_in_manifest)), before)


def _write(folder: _Folder, taken: Snapshot, *, timestamps: bool, quiet: bool) -> int:
    _print_remarks(folder, taken)
    written = folder.before.manifest.written if folder.before else ""
    files = taken.files(written if timestamps else "")
    if not files:
        return _nothing_written()
    changes = _changes(folder, files)
    if changes or (timestamps and not written):
        now = datetime.now(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
        _refuse_foreign_files(folder, files)
        replace_folder(folder.path, taken.files(now) if timestamps else files, folder.ours)
    if not quiet:
        what = f"{counted(taken.applications, 'application')}, {counted(taken.options, 'option')}"
        status = [listed(f"{name} ({how})" for name, how in changes.items())] if changes else ["as it was"]
        say(f"{folder.named}: {what}; {status[0]}")
    return OK


def _check(folder: _Folder, taken: Snapshot, *, quiet: bool) -> int:
    _print_remarks(folder, taken)
    files = taken.files(folder.before.manifest.written if folder.before else "")
    if not files:
        return _nothing_written()
    emptied = folder.before.removed if folder.before else frozenset()
    changes = {name: how for name, how in _changes(folder, files).items() if name not in emptied or how != "removed"}
    manifest = folder.before.manifest if folder.before else Manifest()
    if without_known(manifest.text) == without_known(files[Manifest().path]):
        changes.pop(Manifest().path, None)  # what it knows of exports is nothing that somebody approves
    for name, how in changes.items():
        sys.stdout.write(f"{escaped(f'{folder.named}/{name}')}: {how}\n")
    if not quiet:
        stale = f"{counted(len(changes), 'file')} would change" if changes else "up to date"
        say(f"{folder.named}: {stale}; {counted(taken.applications, 'application')}")
    return FINDINGS if changes else OK


def _changes(folder: _Folder, files: Mapping[str, str]) -> dict[str, str]:
    """The files that would change, each with how: added, changed or removed."""
    changes: dict[str, str] = {}
    for name in sorted({*files, *folder.ours}):
        path = folder.path / name
        if name not in files:
            changes.update({name: "removed"} if path.exists() else {})
        elif not path.is_file():
            changes[name] = "added"
        elif path.read_bytes() != files[name].encode():
            changes[name] = "changed"
    return changes


def _refuse_foreign_files(folder: _Folder, files: Mapping[str, str]) -> None:
    """Raise ``Untrusted`` where a file that is not of the baseline has the name of one to be written."""
    if not folder.path.exists():
        return
    others = {path.name.lower(): path.name for path in folder.path.iterdir() if path.name not in folder.ours}
    names = [others[name.lower()] for name in files if name.lower() in others]
    if names:
        problems = [f"{folder.named}/{name}: is in the way and belongs to no baseline: move it away" for name in names]
        raise Untrusted(problems)


def _nothing_written() -> int:
    say("gwe-lint: there is no export with options in what was given, so nothing was written")
    return INCOMPLETE


def _print_remarks(folder: _Folder, taken: Snapshot) -> None:
    """Print what the person who approves the files should know."""
    for line in (*taken.remarks, *_about_secrets(folder, taken), *_about_options(taken)):
        say(f"gwe-lint: {line}")


def _about_secrets(folder: _Folder, taken: Snapshot) -> Iterator[str]:
    if "" in taken.secrets:
        count = counted(taken.secrets.count(""), "secret")
        yield f"{count}: written as tokens that cannot be compared later, unless {KEY_VARIABLE} is set"
    files = folder.before.files.values() if folder.before else ()
    values = [option.value for file in files for option in file.options.values() if option.kind == "secret"]
    lost = sorted({key for value in values for key in keys_in(value)} - {"", *taken.secrets})
    if lost and taken.secrets:
        keys = ", ".join(lost)
        yield f"the secrets in {folder.named} were replaced with another key ({keys}): all of them look changed"


def _about_options(taken: Snapshot) -> Iterator[str]:
    for application, (section, name) in taken.set_now:
        yield f"{application}: [{section}] {name} had to stay unset and is set: the new baseline allows it"
    if taken.skipped:
        yield f"not in the baseline, since no export has their options: {listed(taken.skipped)}"
