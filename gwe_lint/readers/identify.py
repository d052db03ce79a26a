"""What a file is, by its content: its format, a look-alike, or the options of which application."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from gwe_lint.model import Section

_GAX_OBJECT = re.compile(r"(Cfg[A-Za-z]+)_[A-Za-z]+_\d+(?: ?\(\d+\))?\.(?:cfg|csv)")
_WEB_ENGAGEMENT_8_1 = {"service:wes", "service:pacing", "service:wmsg"}
_WEB_ENGAGEMENT_8_5 = {"cometd", "userdata", "engagement"}
_CHAT_SERVER_ONLY = {"inactivity-control", "transcript-cleanup"}
_CHAT_SERVER_SETTINGS = {
    "session-restoration-mode",
    "session-shutdown-timeout",
    "transcript-auto-save",
    "transcript-save-on-error",
    "flex-disconnect-timeout",
    "stop-abandoned-interaction",
    "attach-session-statistics",
    "use-contact-server",
    "limit-for-sessions",
    "message-log-print-size",
    "hide-attached-data",
}


class Recognised(NamedTuple):
    """An application type and the clue it was recognised by."""

    type: str
    because: str


def other_format(data: bytes, file_name: str) -> tuple[str, str] | None:
    """What the file is when it is no CFG or CONF export, and what to do; None when it may be one."""
    beginning = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb"<(?:\?xml|!|[A-Za-z])", beginning):
        return "an XML file", _EXPORT_CFG
    if re.match(rb"\{\s*\"|\[\s*[\[{\"]", beginning):
        return "a JSON file", _EXPORT_CFG
    if b"## Options (" in beginning:
        return "a Markdown dump, which has already merged duplicates", _EXPORT_CFG
    gax = _GAX_OBJECT.fullmatch(file_name)
    if gax and gax[1] != "CfgApplication":
        return f"an export of a {gax[1]} object by GAX", "export the options of the applications instead"
    if file_name.lower().endswith((".csv", ".xml", ".json")):
        return f"a {file_name.rpartition('.')[2].upper()} file", _EXPORT_CFG
    return None


_EXPORT_CFG = "this version reads CFG and CONF option exports: export the options that way to have them checked"


def look_alike(sections: Mapping[str, Section]) -> tuple[str, str] | None:
    """What the file is when it only looks like an option export, and what to export instead; else None."""
    folded = {name.lower(): section for name, section in sections.items()}
    if "dbserver" in folded:
        what = "the start-up file of a Configuration Server (it has a section [dbserver])"
        return what, "export the options of the application in Genesys Administrator instead"
    answers = {name.lower() for name in folded["configserver"].options} if "configserver" in folded else set()
    if "ipcommon" in folded or {"host", "port"} <= answers:
        return "an installer's answer file (genesys_silent.ini)", "export the options of the application instead"
    return None


def recognise(sections: Mapping[str, Section]) -> Recognised | None:
    """The application type that the sections show, whatever their case; None where they show none for sure."""
    folded = {name.lower(): section for name, section in sections.items()}
    chat = {name.lower() for name in folded["chat"].options} if "chat" in folded else set()
    endpoints = [name for name in folded if re.match(r"endpoints?\b", name)]
    if found := _first(folded, _WEB_ENGAGEMENT_8_1):
        return Recognised("gwe-backend", f"section [{found}]")
    if clue := _first(("webengagementchatqueue", "identifycreatecontact"), chat):
        return Recognised("gwe-cluster", f"option {clue} in section [chat]")
    if found := _first(folded, _WEB_ENGAGEMENT_8_5):
        return Recognised("gwe-cluster", f"section [{found}]")
    if clue := _first(("usechat", "sessionrestorationtimeout"), chat):
        return Recognised("cobrowse-server", f"option {clue} in section [chat]")
    if "default_chat_endpoint" in chat or "push" in folded:
        return Recognised("gms", "option default_chat_endpoint in section [chat]" if chat else "section [push]")
    if found := _first(folded, {"email-processing", "pop-client"}):
        return Recognised("email-server", f"section [{found}]")
    return _chat_server(folded, endpoints)


def _first(names: Iterable[str], wanted: Collection[str]) -> str | None:
    return next((name for name in names if name in wanted), None)


def _chat_server(folded: Mapping[str, Section], endpoints: list[str]) -> Recognised | None:
    if endpoints:
        return Recognised("chat-server", f"section [{endpoints[0]}]")
    if found := _first(folded, _CHAT_SERVER_ONLY):
        return Recognised("chat-server", f"section [{found}]")
    settings = folded["settings"].options if "settings" in folded else {}
    known = [name for name in settings if name.lower() in _CHAT_SERVER_SETTINGS]
    if known:
        return Recognised("chat-server", f"option {known[0]} in section [settings]")
    return None
