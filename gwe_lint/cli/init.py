"""``gwe-lint init``: write a commented gwe-lint.toml from what the exports show."""

from pathlib import Path
from typing import Annotated

import typer

from gwe_lint.cli.exports import code_page_of
from gwe_lint.cli.finish import INCOMPLETE, OK
from gwe_lint.cli.options import ExportOptions
from gwe_lint.cli.setup import packs_of, working_directory
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.streams import say, write_whole
from gwe_lint.config.model import FILE_NAME, Config
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.init import proposed_configuration
from gwe_lint.exports.redactor import Redactor
from gwe_lint.findings.unseen import groupings_of
from gwe_lint.loading.loader import Loader
from gwe_lint.paths import is_there
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
    exports: Annotated[ExportOptions, Without("paths", "hmac_key_file")],
    force: Annotated[bool, typer.Option("--force", help="Write over an existing gwe-lint.toml.")] = False,
) -> int:
    """Write a first gwe-lint.toml for exports.

    It has the estates that a check sees without it, and what the exports do not say. An existing one is kept.
    """
    root = working_directory()
    target = root / FILE_NAME
    if is_there(target) and not force:
        raise Untrusted([f"init: {FILE_NAME} exists already; --force writes over it"])
    packs = packs_of(None, None)
    catalogue = packs.catalogue
    encoding = code_page_of(exports.encoding)
    loader = Loader(root=root, catalogue=catalogue, redactor=Redactor(catalogue), code_page=encoding)
    estates = loader.estates(Config(shown=None, folder=root), tuple(paths or [Path()]))
    exported = [_with_shown_paths(estate, loader) for estate in estates if estate.documents]
    if not exported:
        say("gwe-lint: there is no export in what was given, so nothing was written")
        return INCOMPLETE
    text = proposed_configuration(exported, options_naming_queues(packs.rules), encoding)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Untrusted(["init: a name in these exports is not UTF-8, so that no configuration can hold it"]) from None
    write_whole(target, text)
    for grouping in groupings_of(exported):
        say(f"gwe-lint: {grouping}")
    names = ", ".join(estate.name for estate in exported)
    say(f"wrote {FILE_NAME}: {counted(len(exported), 'estate')}, {names}; read it before you rely on it")
    return OK


def _with_shown_paths(estate: Estate, loader: Loader) -> Estate:
    """The estate with paths that start at the working directory, where the configuration is written."""
    return estate._replace(paths=tuple(loader.shown(Path(path)) for path in estate.paths))
