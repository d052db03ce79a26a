"""Names of files, made of the names of applications: safe on every file system, and unique whatever the order."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]|^[.-]")
# Names of devices on Windows, and of files that this tool or others look for in a folder.
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?:\..*)?|manifest|gwe-lint.*|pyproject")
_LONGEST = 100  # characters
_UNSAFE_IN_FRAGMENTS = re.compile(r"[^\w.-]+")
_MOST_BYTES = 200  # of a name that an ending and a digest follow; file systems take 255


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


def fragment_names(names: Sequence[str]) -> list[str]:
    """The names, safe as those of files or folders. They keep letters of all scripts, since people look for them.

    A digest follows a name that is too long, that of a device, or like another one.
    """
    safe = [_UNSAFE_IN_FRAGMENTS.sub("_", name).strip(".") or "application" for name in names]
    uses = Counter(map(_folded, safe))
    return [
        f"{_cut(name)}-{_digest(FileOf(full))}"
        if len(name.encode("utf-8", "surrogatepass")) > _MOST_BYTES
        or _RESERVED.fullmatch(name)
        or uses[_folded(name)] > 1
        else name
        for name, full in zip(safe, names, strict=True)
    ]


def _folded(name: str) -> str:
    """What is the same for names that a file system may take for one."""
    return unicodedata.normalize("NFC", name).casefold()


def _cut(name: str) -> str:
    return name.encode("utf-8", "surrogatepass")[:_MOST_BYTES].decode("utf-8", "ignore").rstrip(".")
