"""Names of files, made of the names of applications: safe on every file system, and unique whatever the order."""

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]|^[.-]")
# Names of devices on Windows, and of files that this tool or others look for in a folder.
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|manifest|gwe-lint.*|pyproject")
_LONGEST = 100  # characters


class FileOf(NamedTuple):
    """The subject of a file: an application, or the profile of a group. ``estate`` is set where there are several."""

    name: str
    estate: str = ""
    profile: bool = False


def file_names(subjects: Sequence[FileOf]) -> list[str]:
    """A file name for each subject, whatever the order. A digest follows a name that is unsafe or not unique."""
    uses = Counter(_plain(each) for each in subjects)
    readable = [f"{each.estate}.{_plain(each)}" if uses[_plain(each)] > 1 else _plain(each) for each in subjects]
    safe = [_UNSAFE.sub("_", name)[:_LONGEST] for name in readable]
    lower_uses = Counter(name.lower() for name in safe)
    return [
        f"{name}.toml"
        if _is_good(name, readable_name) and lower_uses[name.lower()] == 1
        else f"{name}-{_digest(each)}.toml"
        for name, readable_name, each in zip(safe, readable, subjects, strict=True)
    ]


def _is_good(name: str, readable_name: str) -> bool:
    return name == readable_name and name != "" and not _RESERVED.fullmatch(name)


def _plain(subject: FileOf) -> str:
    if not subject.profile:
        return subject.name
    return re.sub(r"[^A-Za-z0-9._-]+", "-", f"profile {subject.name.removeprefix('the ')}")


def _digest(subject: FileOf) -> str:
    return sha256(repr(tuple(subject)).encode("utf-8", "surrogatepass")).hexdigest()[:8]
