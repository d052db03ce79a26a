"""The hint beside the summary: what is assumed of connections, and where a user can say what is true."""

from collections.abc import Iterable, Iterator

from gwe_lint.catalogue.fact import WEB_ENGAGEMENT
from gwe_lint.estate.estate import Estate
from gwe_lint.text import listed


def connections_hint(estates: Iterable[Estate]) -> str:
    """How to say who is connected to whom; empty where that is known, or an estate has one Chat Server only."""
    names = list(dict.fromkeys(name for estate in estates for name in _unconnected(estate)))
    if not names:
        return ""
    who = f"the connections of {listed(names)} are unknown, so any Chat Server may take the chats"
    return f"{who}; gwe-lint.toml can say which ones do: connects-to (gwe-lint init writes one)"


def _unconnected(estate: Estate) -> Iterator[str]:
    """The clients of which it matters that their connections are unknown."""
    if len({server.name for server in estate.of_type("chat-server")}) > 1:
        clients = (each for type in WEB_ENGAGEMENT for each in estate.of_type(type))
        yield from (client.name for client in clients if client.connections is None)
