"""A section of the HTML page."""

from collections.abc import Sequence
from typing import NamedTuple


class Section(NamedTuple):
    """A section of the page, laid out by ``sections/<template>.html.j2``; without content it is left out."""

    id: str
    heading: str
    template: str
    content: Sequence[object]
