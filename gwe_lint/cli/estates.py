"""Estates for the commands that look at them without judging."""

from pathlib import Path
from typing import NamedTuple

from gwe_lint.cli.settings import hmac_key, settings_of, stdin_of
from gwe_lint.config import Config
from gwe_lint.errors import Untrusted
from gwe_lint.loading import Loader
from gwe_lint.model import Estate
from gwe_lint.packs import Packs, load_packs
from gwe_lint.paths import on_disk
from gwe_lint.secrets import Redactor


class Opened(NamedTuple):
    """What a command works on."""

    estates: tuple[Estate, ...]
    packs: Packs
    settings: Config
    root: Path


def opened(
    paths: list[Path] | None,
    config: Path | None,
    pack: list[Path] | None,
    *,
    isolated: bool,
    stdin_name: Path | None = None,
    hmac_key_file: Path | None = None,
) -> Opened:
    """The estates of these paths, or of the configuration; of configured ones, those with a file under a path.

    Raises ``Untrusted`` where there is none.
    """
    root = Path.cwd()
    settings = settings_of(config, isolated=isolated, root=root)
    packs = load_packs(pack or ())
    given = paths or ([] if settings.estates else [Path()])
    given, stdin = stdin_of(given, stdin_name or Path("stdin.cfg"), root)
    redactor = Redactor(packs.catalogue, hmac_key(hmac_key_file))
    loader = Loader(root=root, catalogue=packs.catalogue, redactor=redactor, stdin=stdin)
    estates = loader.estates(settings, tuple(given))
    if settings.estates and given:
        wanted = [loader.absolute(path) for path in given]
        estates = tuple(
            estate
            for estate in estates
            if any(
                loader.absolute(on_disk(document.path)).is_relative_to(path)
                for document in estate.documents
                for path in wanted
            )
        )
        if not estates:
            names = ", ".join(path.as_posix() for path in given)
            raise Untrusted([f"{names}: belongs to no [[estate]] of the configuration"])
    return Opened(estates, packs, settings, root)
