"""The setup of a command: working directory, configuration, packs, standard input and key of secrets."""

from collections.abc import Iterable
from pathlib import Path

from gwe_lint.cli.options import ConfigOptions
from gwe_lint.config.model import Config, find_config
from gwe_lint.errors import Untrusted
from gwe_lint.rules.plugins import installed_plugins
from gwe_lint.rules.selection import Packs, load_packs, shown_packs


def working_directory() -> Path:
    """The working directory. Raises ``Untrusted`` where it was removed meanwhile."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise Untrusted(["the working directory does not exist any more: change to one that does"]) from None


def settings_of(options: ConfigOptions, root: Path) -> Config:
    """The configuration in the file given, else in the nearest file, else (or when isolated) the defaults."""
    if options.config and options.isolated:
        raise Untrusted(["--config and --isolated exclude each other"])
    given = root / options.config if options.config else None
    path = None if options.isolated else given or find_config(root)
    if path is None:
        return Config(shown=None, folder=root, isolated=options.isolated)
    from gwe_lint.config.reader import read_config  # noqa: PLC0415  needed only where there is a file to read

    return read_config(path, root)


def added_packs(settings: Config | None, given: Iterable[Path] | None) -> tuple[tuple[Path, str], ...]:
    """The packs of plug-ins, of the configuration and of ``--pack``, each with the name that errors show."""
    paths = (*(settings.packs if settings else ()), *(given or ()))
    return (*installed_plugins().packs, *(shown_packs(paths) if paths else ()))


def packs_of(settings: Config | None, given: Iterable[Path] | None) -> Packs:
    """The built-in packs, with those of plug-ins, the configuration and ``--pack``."""
    return load_packs(named=added_packs(settings, given))
