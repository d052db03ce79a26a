"""Names of baseline files: made of the names of applications, safe on every file system, and each once."""

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from gwe_lint.tuples import NamedTuple

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]|^[.-]")
# Names of devices on Windows, and of files that this tool or others look for in a folder.
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|manifest|gwe-lint.*|pyproject")
_LONGEST = 100  # characters


class Wanted(NamedTuple):
    """What a file is of: an application, or what a group shares, in an estate where there are several."""

    name: str
    estate: str = ""
    profile: bool = False


def file_names(wanted: Sequence[Wanted]) -> list[str]:
    """A file name for each, in order; it depends on no order. Where the name alone would not do, a digest tells it."""
    counts = Counter(_plain(each) for each in wanted)
    readable = [f"{each.estate}.{_plain(each)}" if counts[_plain(each)] > 1 else _plain(each) for each in wanted]
    safe = [_UNSAFE.sub("_", name)[:_LONGEST] for name in readable]
    folded = Counter(name.lower() for name in safe)
    return [
        f"{name}.toml" if _is_good(name, given) and folded[name.lower()] == 1 else f"{name}-{_digest(each)}.toml"
        for name, given, each in zip(safe, readable, wanted, strict=True)
    ]


def _is_good(name: str, given: str) -> bool:
    return name == given and name != "" and not _RESERVED.fullmatch(name)


def _plain(wanted: Wanted) -> str:
    if not wanted.profile:
        return wanted.name
    return re.sub(r"[^A-Za-z0-9._-]+", "-", f"profile {wanted.name.removeprefix('the ')}")


def _digest(wanted: Wanted) -> str:
    return sha256(repr(tuple(wanted)).encode("utf-8", "surrogatepass")).hexdigest()[:8]
