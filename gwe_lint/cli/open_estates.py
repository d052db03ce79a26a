"""Load estates for a command, and choose those that its paths are about."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.cli.exports import estates_of, loader_for
from gwe_lint.cli.options import ConfigOptions, ExportOptions
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.selection import Packs

if TYPE_CHECKING:  # only a baseline tells later whether exports are the same
    from gwe_lint.loading.sources import Sources


class Opened(NamedTuple):
    """The estates of a command, with the packs and settings that they were loaded with."""

    estates: tuple[Estate, ...]
    packs: Packs
    settings: Config
    root: Path
    loader: Loader
    given: tuple[Path, ...]


def open_estates(exports: ExportOptions, config: ConfigOptions, sources: "Sources | None" = None) -> Opened:
    """Load the estates of the paths or of the configuration; of configured ones, those with a file under a path.

    ``sources`` notes what is read. Raises ``Untrusted`` where there is none.
    """
    root = working_directory()
    settings = settings_of(config, root)
    packs = packs_of(settings, config.pack)
    loader, given = loader_for(exports, settings, packs, root)
    loader = loader._replace(sources=sources)
    return Opened(estates_of(loader, settings, given), packs, settings, root, loader, given)
