"""The owners that the file beside the configuration names."""

from pathlib import Path

from gwe_lint.config.model import Config
from gwe_lint.findings.owner_reader import read_owners
from gwe_lint.findings.owners import FILE_NAME, Owners
from gwe_lint.paths import from_here, is_there


def owners_of(settings: Config) -> Owners:
    """The owners beside the configuration; none where there is no such file, or where files are ignored.

    Raises ``Untrusted`` with every mistake.
    """
    path: Path = settings.folder / FILE_NAME
    return Owners() if settings.isolated or not is_there(path) else read_owners(path, from_here(path))
