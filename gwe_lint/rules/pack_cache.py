"""The cache of the built-in packs. It lies beside Python's own bytecode, and is made anew when a pack changes.

Reading the TOML of all packs takes longer than the rest of ``check`` on a small estate. The cache holds nothing but
the packs. Where it cannot be written, as in a read-only installation, packs are read as TOML.
"""

import os
import sys
from _pickle import UnpicklingError, dumps, loads  # without what pickle itself imports
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from gwe_lint import __version__
from gwe_lint.rules.rows import Rows

_FORMAT = b"gwe-lint packs 8\n"
_PROTOCOL = 5
_BROKEN = (OSError, ValueError, EOFError, TypeError, AttributeError, ImportError, IndexError, KeyError, UnpicklingError)


def _cache_file() -> Path | None:
    cached = __spec__.cached if __spec__ else None
    return Path(cached).with_name(f"packs.{sys.implementation.cache_tag}.pickle") if cached else None


def _key(packs: Iterable[Path]) -> bytes:
    """The key of the cache: a checksum of the packs and of the code that reads them.

    As with Python's own bytecode, a file has changed when its size or its time of change has.
    """
    package = Path(__file__).parents[1]
    folders = [package / room for room in ("catalogue", "checks", "estate", "rules", "toml")]
    code = sorted(_file_stamp(each) for folder in folders for each in os.scandir(folder) if each.name.endswith(".py"))
    own = [_file_stamp(pack) for pack in packs]
    return crc32(f"{__version__} {code} {own}".encode()).to_bytes(4, "big")


def _file_stamp(file: "os.DirEntry[str] | Path") -> tuple[str, int, int]:
    stat = file.stat()
    return file.name, stat.st_mtime_ns, stat.st_size


def load(packs: Sequence[Path]) -> Rows | None:
    """The rows of these packs from the cache, or None where it does not have them."""
    file = _cache_file()
    try:
        data = file.read_bytes() if file and file.is_file() else b""
        head, body = data[: len(_FORMAT) + 8], data[len(_FORMAT) + 8 :]
        if head != _FORMAT + _key(packs) + crc32(body).to_bytes(4, "big"):
            return None
        rows = loads(body)
        return rows if isinstance(rows, Rows) else None
    except _BROKEN:  # not readable, or not ours
        return None


def store(packs: Sequence[Path], rows: Rows) -> None:
    """Write the rows of these packs to the cache, unless Python itself writes no bytecode."""
    file = _cache_file()
    if sys.dont_write_bytecode or not file:
        return
    # Only where the packs are new.
    from pickletools import optimize  # noqa: PLC0415  it makes them load in two thirds

    from gwe_lint.whole_file import replace_file  # noqa: PLC0415

    body = optimize(dumps(rows, _PROTOCOL))
    with suppress(OSError):
        replace_file(file, (_FORMAT, _key(packs), crc32(body).to_bytes(4, "big"), body), 0o644)
