"""A value on one side of a comparison."""

from typing import NamedTuple

from gwe_lint.exports.records import Connection, Option


class SideValue(NamedTuple):
    """One value on one side. ``text`` is the value in effect, or None. ``unknown`` says why the value is unknown."""

    text: str | None
    option: Option | None = None
    unknown: str = ""
    default: bool = False  # True: not set, ``text`` is the documented default
    connection: Connection | None = None  # where the value describes one

    @property
    def is_set(self) -> bool:
        """True where the export has the value."""
        return self.option is not None or (self.text is not None and not self.default)
