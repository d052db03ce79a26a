"""What a terminal shows of a run that takes a while."""

import sys
import time

_SOON = 1.0  # seconds until something is shown
_OFTEN = 0.1  # seconds until something else is
_WIDTH = 24  # characters of the bar


class Bar:
    """One line of a terminal that is written again and again, and removed in the end."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _SOON
        self._shown = False

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show how many are done; nothing remains once all are."""
        now = time.monotonic()
        if done == total and self._shown:
            self._shown = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
        elif done < total and now >= self._next:
            self._shown, self._next = True, now + _OFTEN
            filled = _WIDTH * done // total
            sys.stderr.write(f"\r\x1b[K[{'#' * filled}{'.' * (_WIDTH - filled)}] {done} of {total} {what}s")
            sys.stderr.flush()
