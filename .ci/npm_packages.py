# ruff: noqa: S603, S607 - what runs here is our own
"""Packages of npm in the versions that .ci/npm pins, each file by its hash."""

import os
import shutil
import subprocess
from pathlib import Path

_SILENT = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def install(name: str, folder: Path) -> None:
    """The packages of this lock are in the folder. None of them has run a script, or fetched a browser."""
    shutil.rmtree(folder / "node_modules", ignore_errors=True)
    shutil.copytree(Path(__file__).parent / "npm" / name, folder, dirs_exist_ok=True)
    subprocess.run(
        ["npm", "ci", *_SILENT],
        cwd=folder,
        env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1", "PUPPETEER_SKIP_CHROMIUM_DOWNLOAD": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
