"""The lines of an export around what is wrong, with that marked."""

from typing import NamedTuple

from gwe_lint.estate.model import Place

_LONGEST_LINE = 300  # characters of a line, and of what is marked in it


class CodeFrame(NamedTuple):
    """Lines with their numbers; the last one in the parts before, in and behind the mark."""

    lines: list[tuple[int, str]]
    number: int
    head: str
    mark: str
    tail: str


def code_frame(place: Place) -> CodeFrame | None:
    """The lines of a place, the long ones cut; None where there are none."""
    if not place.lines:
        return None
    number, line = place.lines[-1]
    at, length = place.mark
    start = max(at - _LONGEST_LINE // 3, 0)
    return CodeFrame(
        [(before, text[:_LONGEST_LINE]) for before, text in place.lines[:-1]],
        number,
        f"{'…' if start else ''}{line[start:at]}",
        line[at : at + length][:_LONGEST_LINE],
        line[at + length :][:_LONGEST_LINE],
    )
