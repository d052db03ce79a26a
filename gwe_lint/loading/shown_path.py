"""Paths as reports show them, of files of one folder after the other: what these have in common is found once."""

import os
from functools import lru_cache
from pathlib import Path

from gwe_lint.paths import shown


def absolute_path(root: Path, path: Path | str) -> Path:
    """The absolute path. A link is followed only where its target is below ``root`` and the path given is not."""
    plain = Path(os.path.abspath(root / path))
    real = Path(os.path.realpath(plain))
    return real if not plain.is_relative_to(root) and real.is_relative_to(root) else plain


def shown_path(root: Path, path: Path | str) -> str:
    """The path as reports show it: POSIX, relative to the root."""
    folder, name = os.path.split(path)
    inside = _inside(root, folder) if name not in ("", ".", "..") else None
    if inside is not None:
        return shown(inside + name)
    return shown(Path(os.path.relpath(absolute_path(root, path), root)).as_posix())


@lru_cache(maxsize=64)
def _inside(root: Path, folder: str) -> str | None:
    """The beginning of what is shown of files in a folder; None for a folder outside of an absolute root."""
    if not root.is_absolute():
        return None
    top, here = os.path.join(root, ""), os.path.abspath(os.path.join(root, folder))
    if here.startswith(top) and here != top:
        return f"{here.removeprefix(top).replace(os.sep, '/')}/"
    plain = Path(here)
    if not plain.is_relative_to(root):
        return None
    relative = Path(os.path.relpath(plain, root)).as_posix()
    return "" if relative == "." else f"{relative}/"
