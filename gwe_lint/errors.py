"""What goes wrong outside the exports: the result must not be trusted, and the command ends with exit code 2."""

from collections.abc import Iterable
from typing import NamedTuple


class Untrusted(Exception):
    """A bad option, configuration, rule pack or file; ``problems`` says where, what and what to do, one line each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[type["Untrusted"], tuple[tuple[str, ...]]]:
        """What another process makes it of."""
        return type(self), (self.problems,)


class Frame(NamedTuple):
    """One call on the way to an error."""

    path: str
    line: int
    function: str


class CrashElsewhere(Exception):
    """A crash in another process: its type and its way. Its message stays there, since it could quote a secret."""

    def __init__(self, kind: str, frames: Iterable[Frame]) -> None:
        self.kind = kind
        self.frames = tuple(frames)
        super().__init__(kind)

    def __reduce__(self) -> tuple[type["CrashElsewhere"], tuple[str, tuple[Frame, ...]]]:
        """What another process makes it of."""
        return type(self), (self.kind, self.frames)


def kind_of(error: BaseException) -> str:
    """The name of the type of an error, wherever it came up."""
    return error.kind if isinstance(error, CrashElsewhere) else type(error).__name__


def frames_of(error: BaseException) -> tuple[Frame, ...]:
    """The way to an error, the last call at the end."""
    if isinstance(error, CrashElsewhere):
        return error.frames
    frames: list[Frame] = []
    trace = error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        frames.append(Frame(code.co_filename, trace.tb_lineno, code.co_name))
        trace = trace.tb_next
    return tuple(frames)


def as_elsewhere(error: BaseException) -> CrashElsewhere:
    """The same error for another process."""
    return CrashElsewhere(kind_of(error), frames_of(error))
