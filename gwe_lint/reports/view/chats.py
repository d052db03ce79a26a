"""The view of chats that are lost, gained or ended between two states, as rows of phrases."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.findings.chats import ChatChange, Chats
from gwe_lint.findings.report import Report
from gwe_lint.reports.wording import called
from gwe_lint.text import listed


class ChatRow(NamedTuple):
    """What becomes of the chats of a client on one Chat Server."""

    what: str  # lost, gained, ended or unknown
    who: str  # the client and the Chat Server
    how: str  # at which hop, and why
    other: str  # what is on the other side, and what that side is called
    because: str  # the differences that explain it; empty where none are known


def chat_rows(report: Report, chats: Chats) -> tuple[ChatRow, ...]:
    """What becomes of chats, the lost ones first."""
    return tuple(_rows(report, chats))


def _rows(report: Report, chats: Chats) -> Iterator[ChatRow]:
    yield from (_chat("lost", each, "before", report) for each in chats.lost)
    yield from (_chat("gained", each, "after", report) for each in chats.gained)
    yield from (_chat("ended", each, "before", report) for each in chats.ended)
    if report.drift:  # a simulation has more that is not known, and lists it by itself
        yield from (ChatRow("unknown", each, "", "", "") for each in chats.unknown)


def _chat(what: str, change: ChatChange, side: str, report: Report) -> ChatRow:
    client = called(change.client, change.estate, report)
    over = f" over {change.chat_server}" if change.chat_server else ""
    to = f" to {change.endpoint}" if change.endpoint else ""
    at = f"{'was lost at' if what == 'gained' else 'at'} the {change.hop}: " if change.hop else ""
    spot = f" ({change.place.path}:{change.place.line})" if change.place and change.place.path else ""
    because = listed(change.because) if change.because else ""
    return ChatRow(what, f"{client}{over}{to}", f"{at}{change.reason}{spot}", f"{side}: {change.other}", because)
