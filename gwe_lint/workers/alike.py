"""What has to be the same on all machines that share the work of a run."""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import gwe_lint
from gwe_lint.rules.plugins import installed_plugins
from gwe_lint.rules.selection import builtin_packs


class Alike(NamedTuple):
    """What runs on a machine: versions, and digests of the content of rule packs, of plug-ins and of the program."""

    version: str
    python: str
    packs: Mapping[str, str]  # digests by the names of the files
    plugins: str
    program: str

    def differences(self, here: "Alike") -> Iterator[str]:
        """How this machine differs from the one that asks, as reasons."""
        if self.python != here.python:
            yield f"Python {self.python}, and here it is {here.python}"
        if self.version != here.version:
            yield f"gwe-lint {self.version}, and here it is {here.version}"
            return
        files = {*self.packs, *here.packs}
        other = sorted(name for name in files if self.packs.get(name) != here.packs.get(name))
        if other:
            yield f"other rule packs than here, though gwe-lint is {here.version}: {', '.join(other)}"
        if self.plugins != here.plugins:
            yield "other plug-ins than here: install the same ones"
        if self.program != here.program:
            yield f"gwe-lint {here.version} as here, but its files are others: install it there again"


@cache
def alike_here() -> Alike:
    """What runs in this process. Raises ``Untrusted`` where a plug-in cannot be used."""
    package = Path(gwe_lint.__file__).parent
    return Alike(
        version=gwe_lint.__version__,
        python=python_version(sys.version_info[:2]),
        packs={path.name: _digest(path.read_bytes()) for path in builtin_packs()},
        plugins=_digest(*_plugins()),
        program=_digest(*(path.read_bytes() for path in sorted(package.rglob("*.py")))),
    )


def python_version(parts: tuple[int | str, ...]) -> str:
    """The version of Python as far as it may matter."""
    return ".".join(map(str, parts[:2]))


def _plugins() -> Iterator[bytes]:
    """The packs and the modules of all plug-ins."""
    plugins = installed_plugins()
    for path, _ in sorted(plugins.packs):
        yield path.read_bytes()
    for name, check in sorted(plugins.checks.items()):
        yield name.encode()
        file = getattr(sys.modules.get(check.__module__), "__file__", None)
        yield Path(file).read_bytes() if file else b""


def _digest(*contents: bytes) -> str:
    made = sha256()
    for content in contents:
        made.update(sha256(content.replace(b"\r\n", b"\n")).digest())
    return made.hexdigest()[:16]
