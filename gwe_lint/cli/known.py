"""What a baseline knows of its exports, for a run of drift; and the fingerprint of all that reads them."""

from functools import partial
from pathlib import Path

from gwe_lint.baseline.fingerprint import fingerprint_of
from gwe_lint.baseline.manifest import read_manifest
from gwe_lint.baseline.source import path_of
from gwe_lint.cli.options import ConfigOptions
from gwe_lint.cli.setup import added_packs
from gwe_lint.config.model import Config
from gwe_lint.loading.known_exports import KnownExports
from gwe_lint.loading.shown_path import shown_path
from gwe_lint.rules.selection import shown_packs


def fingerprint_for(settings: Config, config: ConfigOptions) -> str:
    """The fingerprint of this program with the packs of a run."""
    return fingerprint_of(path for path, _ in (*shown_packs(), *added_packs(settings, config.pack)))


def known_exports(against: str, root: Path, settings: Config, config: ConfigOptions) -> KnownExports | None:
    """What the baseline knows of its exports; None where it knows nothing. Its mistakes are told when it is read."""
    path = path_of(against, root)
    if path is None:
        return None
    try:
        manifest = read_manifest(path if path.is_dir() else path.parent, partial(shown_path, root), [])
    except OSError:  # who may not look at it is told when it is read
        return None
    if not manifest.known:
        return None
    fingerprint = fingerprint_for(settings, config)
    return KnownExports(manifest.known.values(), fingerprint, root) if fingerprint else None
