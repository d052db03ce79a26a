"""Standard output and error: a reader that goes away ends the printing, never the result. And files, written whole."""

import io
import os
import sys
from pathlib import Path
from typing import TextIO

from gwe_lint.errors import Untrusted
from gwe_lint.text import escaped


class Patient(io.TextIOBase):
    """A text stream that goes on in silence once it cannot be written any more, and is UTF-8 whatever the locale.

    ``failed`` is then the error, unless it was that the reader has gone, which is nobody's fault.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self.stream = stream  # None where the process was started without it
        self.failed: OSError | None = None
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

    def write(self, text: str) -> int:
        """Write, or do nothing once it cannot be done any more."""
        try:
            if self.stream:
                self.stream.write(text)
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
        """Point the file descriptor elsewhere, so that the interpreter's own last flush finds an open file."""
        if self.stream:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())
        self.stream = None
        self.failed = None if isinstance(error, BrokenPipeError) else error

    def isatty(self) -> bool:
        """True on a terminal."""
        return self.stream is not None and self.stream.isatty()

    def fileno(self) -> int:
        """The file descriptor below."""
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
    """A line for the person at the terminal, on standard error; whatever would act there is shown escaped."""
    sys.stderr.write(f"{escaped(text)}\n")


def colour_wanted(choice: str) -> bool:
    """``--color`` beats NO_COLOR beats FORCE_COLOR beats "is a terminal"."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def write_whole(path: Path, text: str) -> None:
    """The file holds the text, or, when that fails, what it held before. Raises ``Untrusted`` then.

    A link stays a link, an existing file keeps its mode, and a device or a pipe is written as it is.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8", newline="")
            return
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
        _replace(target, text, mode)
    except OSError as error:
        raise Untrusted([f"{path.as_posix()}: cannot be written: {error.strerror}"]) from None


def _replace(target: Path, text: str, mode: int) -> None:
    import tempfile  # noqa: PLC0415  needed only where a file is written

    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:  # Ctrl-C too leaves nothing behind
        os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
