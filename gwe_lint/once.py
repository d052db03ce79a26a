"""What is made of an estate, or of a part of one, once, although many checks ask for it."""

from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def once(make: Callable[[Given], Made]) -> Callable[[Given], Made]:
    """The same function, which keeps what it made of the last object: checks run estate by estate."""
    kept: list[tuple[Given, Made]] = []

    def made(given: Given) -> Made:
        if not kept or kept[0][0] is not given:
            kept[:] = [(given, make(given))]
        return kept[0][1]

    return made
