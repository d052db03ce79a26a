"""Paths as reports show them, and as the file system has them; what may be read of them, and written to them."""

import os
from pathlib import Path
from stat import S_ISREG

from gwe_lint.errors import Untrusted

MOST_BYTES = 16 << 20  # of a file that is no export: configuration, pack, waivers, report

WRITTEN_MARK = ".written-by-gwe-lint"  # the name of a file by which folders that we wrote are known


def shown(path: str) -> str:
    """The path as text in UTF-8, whatever the locale. Bytes that are not UTF-8 are kept."""
    return os.fsencode(path).decode("utf-8", "surrogateescape")


def on_disk(path: str) -> Path:
    """The path behind one that a report shows."""
    return Path(os.fsdecode(path.encode("utf-8", "surrogateescape")))


def read_small(path: Path, named: str | None = None) -> bytes:
    """The content of a file that people or gwe-lint itself wrote. Raises ``Untrusted`` for no file, or a large one.

    A checkout may hold a link to a device, which would be read without end.
    """
    named = named or path.as_posix()
    try:
        if not S_ISREG(path.stat().st_mode):
            what = "a folder" if path.is_dir() else "no regular file"
            raise Untrusted([f"{named}: cannot be read: it is {what}"])
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Untrusted([f"{named}: cannot be read: {error.strerror}"]) from None
    if len(data) > MOST_BYTES:
        raise Untrusted([f"{named}: is larger than {MOST_BYTES >> 20} MiB, the most that is read of such a file"])
    return data


def refuse_link_outside(path: Path, named: str | None = None) -> None:
    """Raise ``Untrusted`` where a link leads a path in the working directory out of it."""
    here, given = Path(os.getcwd()), Path(os.path.abspath(path))
    if given.is_relative_to(here) and not Path(os.path.realpath(given)).is_relative_to(os.path.realpath(here)):
        raise Untrusted(
            [f"{named or path.as_posix()}: not written: a link leads out of the working directory: name the place"]
        )
