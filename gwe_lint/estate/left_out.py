"""Files of an estate that are not read: left out by themselves, or by patterns of the configuration."""

from typing import Literal, NamedTuple

LeftOutKind = Literal["look-alike", "unreadable", "misnamed", "unopened"]
"""Why a file was left out.

It is no export. It should be one, and cannot be read. It is one of a known product under another name. It is a link, or
a folder, that was not looked into.
"""


class LeftOut(NamedTuple):
    """A file that this version does not read as an export, and what to do about it."""

    path: str
    what: str
    advice: str
    kind: LeftOutKind = "look-alike"


class Excluded(NamedTuple):
    """A file that patterns leave out."""

    path: str
    patterns: tuple[str, ...]


class Pattern(NamedTuple):
    """A pattern of the configuration, where it stands, and whether anything fits it."""

    text: str
    path: str
    line: int
    used: bool
