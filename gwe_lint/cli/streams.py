"""Standard output and error: a reader that goes away ends the printing, never the result."""

import io
import os
import sys
from pathlib import Path
from typing import TextIO

from gwe_lint.errors import Untrusted


class Patient(io.TextIOBase):
    """A text stream that goes on silently once nobody reads it any more, and writes UTF-8 whatever the locale."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.closed_early = False
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

    def write(self, text: str) -> int:
        """Write, or do nothing once the reader has gone."""
        if not self.closed_early:
            try:
                self.stream.write(text)
            except BrokenPipeError:
                self._give_up()
        return len(text)

    def flush(self) -> None:
        """Flush, or do nothing once the reader has gone."""
        if not self.closed_early:
            try:
                self.stream.flush()
            except BrokenPipeError:
                self._give_up()

    def _give_up(self) -> None:
        """Point the file descriptor elsewhere, so that the interpreter's own last flush finds an open file."""
        self.closed_early = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())

    def isatty(self) -> bool:
        """True on a terminal."""
        return self.stream.isatty()

    def fileno(self) -> int:
        """The file descriptor below."""
        return self.stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """Always UTF-8."""
        return "utf-8"

    def writable(self) -> bool:
        """True."""
        return True


def say(text: str) -> None:
    """A line for the person at the terminal, on standard error."""
    sys.stderr.write(f"{text}\n")


def colour_wanted(choice: str) -> bool:
    """``--color`` beats NO_COLOR beats FORCE_COLOR beats "is a terminal"."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def write_whole(path: Path, text: str) -> None:
    """The file holds the text, or, when that fails, what it held before. Raises ``Untrusted`` then."""
    import tempfile  # only where a file is written

    temporary = None
    try:
        if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
            path.write_text(text, encoding="utf-8", newline="")
            return
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, delete=False) as file:
            temporary = file.name
            file.write(text)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise Untrusted([f"{path.as_posix()}: cannot be written: {error.strerror}"]) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
