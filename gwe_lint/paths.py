"""Paths as reports show them, and as the file system has them; what may be read of them, and written to them."""

import os
from pathlib import Path
from stat import S_ISDIR, S_ISFIFO, S_ISREG
from typing import BinaryIO

from gwe_lint.errors import Untrusted

MOST_BYTES = 16 << 20  # of a file that is no export: configuration, pack, waivers, report

WRITTEN_MARK = ".written-by-gwe-lint"  # the name of a file by which folders that we wrote are known


def shown(path: str) -> str:
    """The path as text in UTF-8, whatever the locale. Bytes that are not UTF-8 are kept."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "surrogateescape")


def on_disk(path: str) -> Path:
    """The path behind one that a report shows."""
    return Path(os.fsdecode(path.encode("utf-8", "surrogateescape")))


def stem_of(name: str) -> str:
    """The name of a file without its ending, which no dot in front or at the end begins."""
    dot = name.rfind(".")
    return name[:dot] if 0 < dot < len(name) - 1 else name


def read_small(path: Path | str, named: str | None = None, *, or_pipe: bool = False, most: int = MOST_BYTES) -> bytes:
    """The content of a file that people or gwe-lint itself wrote. Raises ``Untrusted`` for no file, or a large one.

    A checkout may hold a link to a device, which would be read without end. With ``or_pipe`` a pipe of a shell will do.
    """
    try:
        found = os.stat(path)  # noqa: PTH116  in half of the time that pathlib takes, as below
        mode = found.st_mode
        if not S_ISREG(mode) and not (or_pipe and S_ISFIFO(mode)):
            what = "a folder" if S_ISDIR(mode) else "no regular file"
            raise _refused(named or path, f"cannot be read: it is {what}")
        with open(path, "rb") as file:
            data = read_at_most(file, most + 1, found.st_size)
    except OSError as error:
        raise _refused(named or path, f"cannot be read: {error.strerror}") from None
    if len(data) > most:
        raise _refused(named or path, f"is larger than {most >> 20} MiB, the most that is read of such a file")
    return data


def _refused(path: Path | str, why: str) -> Untrusted:
    return Untrusted([f"{path if isinstance(path, str) else path.as_posix()}: {why}"])


def read_at_most(file: BinaryIO, most: int, expected: int) -> bytes:
    """So many bytes of a file at most. Memory is taken for those that are ``expected``, and for more if they come."""
    data = file.read(min(expected + 1, most))
    return data + file.read(most - len(data)) if len(data) > expected else data


def is_there(path: Path) -> bool:
    """True where the path names something, be it a link to nowhere. Raises ``Untrusted`` where that cannot be told.

    What a user may not look at is not absent. ``Path.exists`` raises for it, or says False, as the Python has it.
    """
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last one for a name that no file can have
        return False
    except OSError as error:
        raise Untrusted([f"{from_here(path)}: cannot be read: {error.strerror}"]) from None
    return True


def from_here(path: "str | Path") -> str:
    """The path as messages show it: POSIX, and relative to the working directory for what lies below it."""
    here, given = Path.cwd(), Path(path)
    return shown((given.relative_to(here) if given.is_relative_to(here) else given).as_posix())


def refuse_link_outside(path: Path, named: str | None = None) -> None:
    """Raise ``Untrusted`` where a link leads a path in the working directory out of it."""
    here, given = Path(os.getcwd()), Path(os.path.abspath(path))
    if given.is_relative_to(here) and not Path(os.path.realpath(given)).is_relative_to(os.path.realpath(here)):
        raise Untrusted(
            [f"{named or path.as_posix()}: not written: a link leads out of the working directory: name the place"]
        )
