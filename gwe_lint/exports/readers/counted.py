"""How many options and sections, or rows, a file has so far."""

from collections.abc import Iterator


class Counted(Iterator[int]):
    """The numbers from 1, each behind the one before; or, with another step, others."""

    def __init__(self, step: int = 1) -> None:
        self.number = 0
        self._step = step

    def __next__(self) -> int:
        self.number += self._step
        return self.number

    def skip(self, count: int) -> None:
        """Count so many at once."""
        self.number += count * self._step
