"""Quantities: a number with a unit, such as a size or how long logs are kept. A number alone is in the first unit."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_QUANTITY = r"(?a)(\d{1,18})\s*([A-Za-z%]*)"


class Unit(NamedTuple):
    """A unit of a quantity. ``times`` says how many of the unit ``of`` it is; the bounds are inclusive."""

    name: str
    of: str | None = None
    times: int = 1
    minimum: int | None = None
    maximum: int | None = None

    @property
    def range(self) -> str:
        """What the unit allows, as a phrase: ``1 to 1000 file``."""
        if self.minimum is not None and self.maximum is not None:
            return f"{self.minimum} to {self.maximum} {self.name}"
        if self.minimum is not None:
            return f"{self.minimum} {self.name} or more"
        return f"at most {self.maximum} {self.name}" if self.maximum is not None else f"a number of {self.name}"


class Quantity(NamedTuple):
    """A number and the unit that it is in."""

    number: int
    unit: Unit

    @property
    def is_in_range(self) -> bool:
        """True where the unit allows the number."""
        _, _, _, low, high = self.unit
        return (low is None or self.number >= low) and (high is None or self.number <= high)

    @property
    def size(self) -> tuple[str, int]:
        """The quantity in the unit that all comparable units are multiples of, and the name of that unit."""
        return self.unit.of or self.unit.name, self.number * self.unit.times


def quantity_of(value: str, units: Sequence[Unit]) -> Quantity | None:
    """The quantity that a value says, or None. Blanks before the unit and the case of the unit do not count."""
    match = re.fullmatch(_QUANTITY, value.strip())
    if not match:
        return None
    wanted = match[2].casefold()
    unit = next((each for each in units if each.name.casefold() == wanted), None) if wanted else units[0]
    return Quantity(int(match[1]), unit) if unit else None
