"""Estates for the commands that look at them without judging."""

from pathlib import Path
from typing import NamedTuple

from gwe_lint.cli.exports import estates_of, loader_for
from gwe_lint.cli.options import ConfigOptions, ExportOptions
from gwe_lint.cli.setup import here, packs_of, settings_of
from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.rules.selection import Packs


class Opened(NamedTuple):
    """What a command works on."""

    estates: tuple[Estate, ...]
    packs: Packs
    settings: Config
    root: Path


def opened(exports: ExportOptions, config: ConfigOptions) -> Opened:
    """The estates of these paths, or of the configuration; of configured ones, those with a file under a path.

    Raises ``Untrusted`` where there is none.
    """
    root = here()
    settings = settings_of(config, root)
    packs = packs_of(settings, config.pack)
    loader, given = loader_for(exports, settings, packs, root)
    return Opened(estates_of(loader, settings, given), packs, settings, root)
