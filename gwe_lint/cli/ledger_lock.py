"""One run at a time changes a ledger: what it read is what it writes back, with its change."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from gwe_lint.baseline.atomic_folder import folder_lock


@contextmanager
def ledger_lock(path: Path) -> Iterator[None]:
    """No other run changes this ledger meanwhile. Where its folder cannot be locked, reading or writing says why."""
    with ExitStack() as stack:
        with suppress(OSError):
            stack.enter_context(folder_lock(Path(os.path.realpath(path)).parent))
        yield
