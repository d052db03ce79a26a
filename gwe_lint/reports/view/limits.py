"""Limits: how many of each thing reports show before they only say how many more there are."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

MOST_PLACES = 8  # of one cause
MOST_NAMES = 8  # of the applications that share something, such as a value
MOST_LINKS = 10  # from an application to its causes
MOST_PICTURES = 30  # of clients whose chats are drawn, those that lose chats first
MOST_LANES, MOST_LANE_COLUMNS = 12, 5  # of applications that differ alike
MOST_TICKET_CAUSES = 50  # a ticket holds some 65,000 characters
MOST_TICKET_ROWS = 20  # of anything else in a ticket
MOST_TICKET_MATRICES, MOST_TICKET_COLUMNS = 5, 8  # of members; more is no picture in a ticket
MOST_MATRIX_ROWS, MOST_MATRIX_COLUMNS = 150, 16  # more is no picture any more
LONGEST_VALUE = 400  # characters of what differs in a value
LONGEST_AROUND = 40  # characters that are kept beside a difference

_Entry = TypeVar("_Entry")


class Folded(NamedTuple):
    """A list of which only the beginning is shown at once."""

    shown: Sequence[object]
    more: Sequence[object]


def folded(entries: Sequence[_Entry], most: int) -> Folded:
    """The entries that are shown at once, and the others. A few more are no reason to hide them."""
    most = len(entries) if len(entries) <= most + 2 else most
    return Folded(entries[:most], entries[most:])
