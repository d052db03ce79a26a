"""Exchange of two folders in one step, where the system can: nobody ever finds a path without a folder."""

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

_HERE = -100  # AT_FDCWD: relative paths start at the working directory
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def exchange(one: Path, other: Path) -> bool:
    """Both paths have changed places, or False where the system or the file system cannot do that in one step."""
    call = _call()
    return call is not None and call(os.fsencode(one), os.fsencode(other)) == 0


@cache
def _call() -> Callable[[bytes, bytes], int] | None:
    """The system's call, or None where the C library has none."""
    if sys.platform == "win32":
        return None
    import ctypes  # noqa: PLC0415  few commands replace a folder

    library = ctypes.CDLL(None)
    if sys.platform == "darwin":
        swap = getattr(library, "renamex_np", None)
        return swap and (lambda one, other: int(swap(one, other, ctypes.c_uint(_EXCHANGE))))
    rename = getattr(library, "renameat2", None)
    return rename and (lambda one, other: int(rename(_HERE, one, _HERE, other, ctypes.c_uint(_EXCHANGE))))
