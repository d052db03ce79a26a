# ruff: noqa: S603 - what runs here is our own
"""Programs of Debian's packages."""

import os
import shutil
import subprocess


def browser() -> str:
    """The path of Chromium, which is there afterwards."""
    if not shutil.which("chromium"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ("update", "install --yes --no-install-recommends chromium"):
            apt = ["apt-get", "--quiet", "--quiet", *command.split()]
            subprocess.run(apt, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    found = shutil.which("chromium")
    assert found
    return found
