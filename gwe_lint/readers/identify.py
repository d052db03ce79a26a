"""What a file is, by its content: its format, a look-alike, or the options of which application."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from gwe_lint.model import Export, Header, Malformed, Option, Section

_GAX_OBJECT = r"(Cfg[A-Za-z]+)_[A-Za-z]+_\d+(?: ?\(\d+\))?\.(?:cfg|csv)"
_EXPORT_CFG = "this version reads CFG and CONF option exports: export the options that way to have them checked"

# Options of [settings] that only Chat Server has, so that one of them is proof.
_CHAT_SERVER_SETTINGS = (
    "session-restoration-mode",
    "transcript-auto-save",
    "transcript-save-on-error",
    "flex-disconnect-timeout",
    "stop-abandoned-interaction",
    "attach-session-statistics",
    "limit-for-flex-users",
)


class Recognised(NamedTuple):
    """An application type and the clue it was recognised by."""

    type: str
    because: str


def other_format(data: bytes, file_name: str) -> tuple[str, str] | None:
    """What the file is when it is no CFG or CONF export, and what to do; None when it may be one."""
    beginning = data[:4096].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    first = beginning[:1]
    if first == b"<" and re.match(
        rb"<(?:\?xml|!|html|(?:\w+:)?(?:CfgData|CfgResponse|ConfData|Cfg[A-Z]\w+)\b)", beginning
    ):
        return "an XML file", _EXPORT_CFG
    if first in (b"{", b"[") and re.match(rb"\{\s*\"|\[\s*\{\s*\"", beginning):
        return "a JSON file", _EXPORT_CFG
    if (
        b"## Options (" in beginning
        and re.search(rb"(?m)^## Options \(\d+\):", beginning)
        and not re.search(rb"(?m)^\[.+\]\s*$", beginning)
    ):
        return "a Markdown dump, which has already merged duplicates", _EXPORT_CFG
    gax = re.fullmatch(_GAX_OBJECT, file_name) if file_name.startswith("Cfg") else None
    if gax and gax[1] != "CfgApplication":
        return f"an export of a {gax[1]} object by GAX", "export the options of the applications instead"
    if file_name.lower().endswith((".csv", ".xml", ".json")):
        return f"a {file_name.rpartition('.')[2].upper()} file", _EXPORT_CFG
    return None


def look_alike(export: Export) -> tuple[str, str] | None:
    """What the file is when it only looks like an option export, and what to export instead; else None."""
    folded = {name.lower(): section for name, section in export.sections.items()}
    if "dbserver" in folded:
        what = "the start-up file of a Configuration Server (it has a section [dbserver])"
        return what, "export the options of the application in Genesys Administrator instead"
    answers = {name.lower() for name in folded["configserver"].options} if "configserver" in folded else set()
    if "ipcommon" in folded or {"host", "port"} <= answers:
        return "an installer's answer file (genesys_silent.ini)", "export the options of the application instead"
    malformed = sum(isinstance(record, Malformed) for record in export.records)
    options = sum(isinstance(record, Option) for record in export.records)
    if malformed > options and not any(isinstance(record, Header) for record in export.records):
        return "a file without any [section], written by something else", "exclude it, or export the options again"
    return None


def recognise(sections: Mapping[str, Section]) -> Recognised | None:
    """The application type that the sections show, whatever their case; None where they show none for sure."""
    chat = _named(sections, "chat")
    web_engagement = _first(sections, "cometd", "userdata", "engagement")
    clues = (  # in this order: products share section and option names
        ("gwe-backend", _first(sections, "service:wes", "service:pacing", "service:wmsg")),
        ("gwe-cluster", _option(chat, "webengagementChatQueue")),
        ("cobrowse-server", _option(chat, "useChat", "sessionRestorationTimeout")),
        ("gwe-cluster", _option(chat, "identifyCreateContact")),
        ("gms", _option(chat, "default_chat_endpoint") or _first(sections, "push")),
        ("gwe-cluster", web_engagement if chat else None),
        ("gwe-server", web_engagement),
        ("email-server", _first(sections, "email-*", "pop-client*", "smtp-client*", "imap-*")),
        ("sms-server", _first(sections, "channel-*", "driver-for-*")),
        ("chat-server", _first(sections, "endpoints*", "endpoint:*", "inactivity-control", "transcript-cleanup")),
        ("chat-server", _option(_named(sections, "settings"), *_CHAT_SERVER_SETTINGS)),
    )
    return next((Recognised(type, clue) for type, clue in clues if clue), None)


def _first(sections: Iterable[str], *wanted: str) -> str | None:
    """The first section of one of these names, or, where one ends in ``*``, of such a beginning, as a clue."""
    names = {name for name in wanted if not name.endswith("*")}
    beginnings = tuple(name[:-1] for name in wanted if name.endswith("*"))
    for name in sections:
        folded = name.strip().lower()
        if folded in names or (beginnings and folded.startswith(beginnings)):
            return f"section [{name}]"
    return None


def _named(sections: Mapping[str, Section], wanted: str) -> Section | None:
    return next((section for name, section in sections.items() if name.lower() == wanted), None)


def _option(section: Section | None, *wanted: str) -> str | None:
    """The first of these options that the section has, as a clue."""
    names = {name.lower() for name in wanted}
    for name in section.options if section else ():
        if section and name.lower() in names:
            return f"option {name} in section [{section.header.section}]"
    return None
