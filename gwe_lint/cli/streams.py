"""Standard output and error, which survive a closed pipe, and files that are written atomically."""

import io
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from gwe_lint.errors import Untrusted
from gwe_lint.paths import refuse_link_outside
from gwe_lint.text import escaped, without_commands


class Patient(io.TextIOBase):
    """A text stream that ignores writes once it cannot be written any more. It is UTF-8 whatever the locale.

    ``failed`` is the error then, unless it is a closed pipe, which is no failure.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self.stream = stream  # None where the process was started without it
        self.failed: OSError | None = None
        self.says_commands = False  # True: what is written are commands to the platform that shows it, on purpose
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

    def write(self, text: str) -> int:
        """Write, or do nothing once it cannot be done any more."""
        try:
            if self.stream:
                self.stream.write(text if self.says_commands else without_commands(text))
        except OSError as error:
            self._give_up(error)
        return len(text)

    def flush(self) -> None:
        """Flush, or do nothing once it cannot be done any more."""
        try:
            if self.stream:
                self.stream.flush()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        """Point the file descriptor to the null device, so that the interpreter's own last flush finds an open file."""
        if self.stream:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())
        self.stream = None
        self.failed = None if isinstance(error, BrokenPipeError) else error

    def isatty(self) -> bool:
        """True on a terminal."""
        return self.stream is not None and self.stream.isatty()

    def fileno(self) -> int:
        """The file descriptor of the stream below. Raises ``UnsupportedOperation`` where there is none."""
        if self.stream is None:
            raise io.UnsupportedOperation("fileno")
        return self.stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """Always UTF-8."""
        return "utf-8"

    def writable(self) -> bool:
        """True."""
        return True


def say(text: str) -> None:
    """Print a line to standard error. Characters that act on a terminal are escaped."""
    sys.stderr.write(f"{escaped(text)}\n")


def show(pieces: Iterable[str], *, commands: bool) -> None:
    """Write a report to standard output, and flush it; ``commands``: its lines are for the platform to obey."""
    if isinstance(sys.stdout, Patient):
        sys.stdout.says_commands = commands
    for piece in pieces:
        sys.stdout.write(piece)
    sys.stdout.flush()


def show_pages(text: str) -> None:
    """Write a text to standard output; on a terminal that is too short for it, by the pager of ``PAGER``."""
    if sys.stdin and sys.stdin.isatty() and sys.stdout.isatty() and _is_longer_than_screen(text):
        import pydoc  # noqa: PLC0415  needed only on a terminal

        pydoc.pager(text)
        return
    sys.stdout.write(text)


def _is_longer_than_screen(text: str) -> bool:
    return text.count("\n") >= shutil.get_terminal_size((80, 24)).lines


def both_on_terminal() -> bool:
    """True where standard output and error both end on a terminal."""
    return sys.stdout.isatty() and sys.stderr.isatty()


def colour_wanted(choice: str) -> bool:
    """True where output is coloured: ``--color`` wins over NO_COLOR, that over FORCE_COLOR, that over the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def write_whole(path: Path, text: str | Iterable[str]) -> None:
    """Write a file atomically: it holds the text, or, when that fails, what it held before. Raises ``Untrusted`` then.

    A link stays a link, and an existing file keeps its mode. A device or a pipe is not replaced but written.
    A link that leads out of the working directory is refused.
    """
    refuse_link_outside(path)
    pieces = (text,) if isinstance(text, str) else text
    try:
        if path.exists() and not path.is_file():  # asked of the path: a pipe behind one of /dev/fd has no other name
            with suppress(BrokenPipeError), path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)  # that nobody reads it any more is no failure
            return
        from gwe_lint.whole_file import replace_file  # noqa: PLC0415  needed only where a file is written

        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
        replace_file(target, map(str.encode, pieces), mode)
    except OSError as error:
        raise Untrusted([f"{path.as_posix()}: cannot be written: {error.strerror}"]) from None


def make_folder_of(path: Path) -> None:
    """Make the folder that a file will be written to, and those above it. Raises ``Untrusted`` where that fails.

    A folder that a link leads to, out of the working directory, is refused.
    """
    refuse_link_outside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Untrusted([f"{path.parent.as_posix()}: cannot be made: {error.strerror}"]) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
