"""Chats that are lost, gained or ended, as JSON."""

from collections.abc import Sequence
from typing import Any

from gwe_lint.findings.chats import ChatChange, Chats


def chats_as_json(chats: Chats) -> dict[str, Any]:
    """Each list of ways, with the hop, the reason, and what is on the other side."""
    ways = {"lost": _ways(chats.lost), "gained": _ways(chats.gained), "ended": _ways(chats.ended)}
    return {**ways, "unknown": list(chats.unknown)}


def _ways(changes: Sequence[ChatChange]) -> list[dict[str, Any]]:
    return [
        {
            "estate": each.estate,
            "client": each.client,
            "chat_server": each.chat_server or None,
            "endpoint": each.endpoint or None,
            "hop": each.hop,
            "reason": each.reason,
            "other": each.other,
            "because": list(each.because),
            "path": each.place.path if each.place else None,
            "line": each.place.line if each.place else None,
        }
        for each in changes
    ]
