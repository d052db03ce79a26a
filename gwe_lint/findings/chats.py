"""What becomes of chats between two states, such as before and after a change. All immutable."""

from typing import NamedTuple

from gwe_lint.estate.model import Place


class ChatChange(NamedTuple):
    """The chats of a client on one Chat Server, which a change loses, gains or ends.

    ``hop`` is where they are lost, or were lost before, and ``reason`` says how. ``other`` says what becomes of them on
    the other side.
    """

    estate: str
    client: str
    chat_server: str
    endpoint: str  # tenant:endpoint that they go to; empty where none is named
    hop: str
    reason: str
    other: str
    place: Place | None = None
    because: tuple[str, ...] = ()  # the fewest differences without which they would not be lost; none: not found


class Chats(NamedTuple):
    """What becomes of chats. ``ended`` are ways that no chat takes any more, while another one is left."""

    lost: tuple[ChatChange, ...] = ()
    gained: tuple[ChatChange, ...] = ()
    ended: tuple[ChatChange, ...] = ()
    unknown: tuple[str, ...] = ()  # which could be followed before and cannot be now, as sentences


NO_CHATS = Chats()
