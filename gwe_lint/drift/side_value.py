"""A value on one side of a comparison."""

from typing import NamedTuple

from gwe_lint.exports.records import Connection, Option


class SideValue(NamedTuple):
    """One value on one side. ``text`` is the value in effect, or None. ``unknown`` says why the value is unknown."""

    text: str | None
    option: Option | None = None
    unknown: str = ""
    default: bool = False  # True: not set, ``text`` is the documented default
    default_of: str = ""  # of which release it is, where that matters, as the end of a phrase
    object_says: bool = False  # True: nothing but the object's version says which release that is
    may_be: tuple[str, ...] = ()  # the defaults of all releases, where the release is not known
    connection: Connection | None = None  # where the value describes one

    @property
    def is_set(self) -> bool:
        """True where the export has the value."""
        return self.option is not None or (self.text is not None and not self.default)
