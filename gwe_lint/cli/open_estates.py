"""Estates for the commands that look at them without judging."""

from pathlib import Path
from typing import NamedTuple

from gwe_lint.cli.options import ConfigOptions, ExportOptions
from gwe_lint.cli.setup import here, hmac_key, packs_of, settings_of, stdin_of
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.loader import Loader
from gwe_lint.paths import on_disk
from gwe_lint.rules.selection import Packs

STDIN_NAME = Path("stdin.cfg")  # of what has no name


class Opened(NamedTuple):
    """What a command works on."""

    estates: tuple[Estate, ...]
    packs: Packs
    settings: Config
    root: Path


def loader_for(
    options: ExportOptions,
    settings: Config,
    packs: Packs,
    root: Path,
    *,
    stdin_name: Path = STDIN_NAME,
) -> tuple[Loader, tuple[Path, ...]]:
    """What reads the exports, and the paths that are given; without a configuration that is at least the folder here.

    Standard input is read when it is one of them.
    """
    given, stdin = stdin_of(options.paths or ([] if settings.estates else [Path()]), stdin_name, root)
    redactor = Redactor(packs.catalogue, hmac_key(options.hmac_key_file))
    return Loader(root=root, catalogue=packs.catalogue, redactor=redactor, stdin=stdin), tuple(given)


def opened(exports: ExportOptions, config: ConfigOptions) -> Opened:
    """The estates of these paths, or of the configuration; of configured ones, those with a file under a path.

    Raises ``Untrusted`` where there is none.
    """
    root = here()
    settings = settings_of(config, root)
    packs = packs_of(settings, config.pack)
    loader, given = loader_for(exports, settings, packs, root)
    return Opened(estates_of(loader, settings, given), packs, settings, root)


def estates_of(loader: Loader, settings: Config, given: tuple[Path, ...]) -> tuple[Estate, ...]:
    """The estates of these paths; of configured ones, those with a file under a path. Raises ``Untrusted``."""
    estates = loader.estates(settings, given)
    if not settings.estates or not given:
        return estates
    wanted = [loader.absolute(path) for path in given]
    found = tuple(
        estate
        for estate in estates
        if any(
            loader.absolute(on_disk(document.path)).is_relative_to(path)
            for document in estate.documents
            for path in wanted
        )
    )
    if not found:
        names = ", ".join(path.as_posix() for path in given)
        raise Untrusted([f"{names}: belongs to no [[estate]] of the configuration"])
    return found
