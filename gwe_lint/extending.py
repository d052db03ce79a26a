"""A configuration that extends another one: its own settings win, key by key; estates and packs of both are there."""

import os
from pathlib import Path

from gwe_lint.config import Config, EstateConfig


def merged(base: Config, own: Config) -> Config:
    """The own configuration with what it does not say itself taken from the base."""
    said = own.spots
    return own._replace(
        fail_on=own.fail_on if "fail-on" in said else base.fail_on,
        peak=own.peak if "peak-chat-sessions" in said else base.peak,
        profile=own.profile if "profile" in said else base.profile,
        select=own.select if "select" in said else base.select,
        ignore=own.ignore if "ignore" in said else base.ignore,
        severity={**base.severity, **own.severity},
        packs=(*base.packs, *(pack for pack in own.packs if pack not in base.packs)),
        spots={**base.spots, **said},
        estates=(*(_moved(estate, base.folder, own.folder) for estate in base.estates), *own.estates),
        comparisons=(*base.comparisons, *own.comparisons),
    )


def _moved(estate: EstateConfig, base: Path, own: Path) -> EstateConfig:
    """The estate with its paths as seen from the folder of the configuration that extends."""
    if base == own:
        return estate
    paths = (Path(os.path.relpath(base / path, own)).as_posix() for path in estate.paths)
    return estate._replace(paths=tuple(paths))
