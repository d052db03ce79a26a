"""What is made of an estate once, although many checks ask for it."""

from collections.abc import Callable
from typing import TypeVar

from gwe_lint.model import Estate

Made = TypeVar("Made")


def once(make: Callable[[Estate], Made]) -> Callable[[Estate], Made]:
    """The same function, which keeps what it made of the last estate: checks run estate by estate."""
    kept: list[tuple[Estate, Made]] = []

    def made(estate: Estate) -> Made:
        if not kept or kept[0][0] is not estate:
            kept[:] = [(estate, make(estate))]
        return kept[0][1]

    return made
