"""``gwe-lint init``: write a commented gwe-lint.toml from what the exports show."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from gwe_lint.cli.finish import INCOMPLETE, OK
from gwe_lint.cli.setup import packs_of, working_directory
from gwe_lint.cli.signature import with_options
from gwe_lint.cli.streams import say, write_whole
from gwe_lint.config.model import FILE_NAME, Config, EstateConfig
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.init import proposed_configuration
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.loader import Loader
from gwe_lint.paths import on_disk
from gwe_lint.rules.selection import options_naming_queues
from gwe_lint.text import counted


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(init)


@with_options()
def init(
    *,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Folders or files of exports; default: here.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an existing gwe-lint.toml.")] = False,
) -> int:
    """Write a first gwe-lint.toml for exports.

    It has an estate for each folder, and what the exports do not say, for you to correct. An existing one is kept.
    """
    root = working_directory()
    target = root / FILE_NAME
    if target.exists() and not force:
        raise Untrusted([f"init: {FILE_NAME} exists already; --force writes over it"])
    packs = packs_of(None, None)
    catalogue = packs.catalogue
    loader = Loader(root=root, catalogue=catalogue, redactor=Redactor(catalogue))
    estates = [estate for path in paths or [Path()] for estate in _by_folder(loader, path)]
    exported = [estate for estate in estates if estate.documents]
    if not exported:
        say("gwe-lint: there is no export in what was given, so nothing was written")
        return INCOMPLETE
    exported = _named_apart(exported)
    text = proposed_configuration(exported, options_naming_queues(packs.rules))
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Untrusted(["init: a name in these exports is not UTF-8, so that no configuration can hold it"]) from None
    write_whole(target, text)
    names = ", ".join(estate.name for estate in exported)
    say(f"wrote {FILE_NAME}: {counted(len(exported), 'estate')}, {names}; read it before you rely on it")
    return OK


def _named_apart(estates: list[Estate]) -> list[Estate]:
    """The same estates; a name that an earlier estate has gets a number."""
    named: list[Estate] = []
    for position, estate in enumerate(estates, 1):
        taken = any(estate.name == other.name for other in named)
        named.append(estate._replace(name=f"{estate.name}-{position}") if taken else estate)
    return named


def _by_folder(loader: Loader, path: Path) -> Iterator[Estate]:
    """The estate of a path; where all its exports lie in folders below it, one estate for each folder."""
    (estate,) = _load(loader, path)
    inside = [Path(os.path.relpath(on_disk(document.path), path)).parts for document in estate.documents]
    first = sorted({parts[0] for parts in inside})
    if not path.is_dir() or not inside or any(len(parts) == 1 for parts in inside):
        yield estate
    else:
        for folder in first:
            yield from _by_folder(loader, path / folder) if len(first) == 1 else _load(loader, path / folder)


def _load(loader: Loader, path: Path) -> tuple[Estate, ...]:
    name = loader.absolute(path).stem or "root"
    plan = EstateConfig(None, name, (loader.shown(path),), (), None, None, None, (), ())
    return loader.estates(Config(shown=None, folder=loader.root, estates=(plan,)), (path,))
