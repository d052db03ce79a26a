"""Recognition of the product (application type): by the type in the export, else by the sections of its options."""

from collections.abc import Iterable, Mapping
from functools import cache

from gwe_lint.exports.deferred import DeferredSections
from gwe_lint.exports.records import Export, Section
from gwe_lint.suggest import near_misses

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
_CHAT_SERVER_SECTIONS = ("inactivity-control", "transcript-cleanup")  # likewise
_ENDPOINTS = ("endpoints", "endpoints:*", "endpoint:*")  # of Chat Server, E-mail Server and the servers of messages
# Sections that only their beginning shows: a site may call one of its own so, and they count where nothing else does.
_MESSAGING = ("channel-*", "driver-for-*")
_CHATBOT = "channel-chatbot"  # of Bot Gateway, which may also run among the channels of a server of messages
_ANYTHING = ("email-*", "imap-*")
# Options of [chat] that Web Engagement 8.5 has; Co-browse and GMS have some as well.
_CHAT_OF_GWE = ("queueKey", "connectionTimeout", "refreshPoolSize", "refreshTaskPeriod")
# Options that no other product has, so that a section is known by them whose name is misspelt.
_ONLY_IN_BACKEND = ("wes.connector.chatServer.queueKey", "wes.connector.chatServer.queueWebengagement")


# CfgApplication.type: those from 101 up are explicit in the enumeration, the others follow from the position in it.
_NUMBERS = {
    2: "stat-server",
    15: "universal-routing-server",
    42: "message-server",
    43: "solution-control-server",
    59: "chat-server",
    63: "contact-server",
    64: "email-server",
    80: "web-api-server",
    82: "application-cluster",
    111: "interaction-server",
    156: "resource-access-point",
    157: "workspace",
    161: "orchestration-server",
}
# The same in words, as GAX has it.
_SUBTYPES = {
    "cfgstatserver": 2,
    "cfgthirdpartyapp": 22,
    "cfgthirdpartyserver": 23,
    "cfgcustomserver": 28,
    "cfgrouterserver": 15,
    "cfgmessageserver": 42,
    "cfgscs": 43,
    "cfgtserver": 1,
    "cfgchatserver": 59,
    "cfgcontactserver": 63,
    "cfgemailserver": 64,
    "cfgapplicationcluster": 82,
    "cfggproxy": 84,
    "cfggenericserver": 107,
    "cfggenericclient": 108,
    "cfginteractionserver": 111,
    "cfginteractionworkspace": 157,
    "cfgorchestrationserver": 161,
    "cfgresourceaccesspoint": 156,
    "cfgwebapiserver": 80,
}
# Since release 7.2 Interaction Server has two types, Interaction Server and T-Server (eServices 8.1.4 User's Guide,
# Configuration). No T-Server has these options, and each T-Server for telephones has a section of its own.
_T_SERVER = 1
_INTERACTION_SERVER = {
    "settings": ("delivering-timeout", "handling-timeout", "routing-timeout", "max-interactions-per-snapshot"),
    "cluster-settings": ("enable-submit", "media-types"),
}
_CLUSTER = 82  # also the type of the Web Engagement Cluster of 8.5
_NODE = 107  # of its nodes, and of servers of other products
# Third party application or server, custom server, Genesys proxy, generic server or client: nearly anything.
_GENERIC = (22, 23, 28, 84, 107, 108)
_beginnings = cache(lambda wanted: tuple(name[:-1] for name in wanted if name.endswith("*")))
_LAST_NUMBER = 173  # the last one whose meaning is public; which number the proxies of eServices have is not


class Recognised:
    """An application type and the clue it was recognised by."""

    def __init__(self, type: str, because: str) -> None:
        self.type = type
        self.because = because


def recognise(sections: Mapping[str, Section]) -> Recognised | None:
    """The application type that the sections show, whatever their case; None where they show none for sure."""
    if isinstance(sections, DeferredSections):
        return Recognised(sections.known.type, sections.known.clue) if sections.known.type else None
    chat = _named(sections, "chat")
    cluster = _option(chat, "webengagementChatQueue")
    backend = _first(sections, "service:wes", "service:pacing", "service:wmsg")
    if cluster and backend:  # an upgrade leaves sections of 8.1.2 behind, and none of 8.5 comes before it
        return Recognised("gwe-cluster", cluster)
    media = _media_servers(sections)
    if backend or media:
        return Recognised("gwe-backend", backend) if backend else media[0] if len(media) == 1 else None
    shared = _first(sections, "userdata", "engagement")  # of the cluster application, and a node may repeat them
    node = _first(sections, "cometd") or shared
    push = _first(sections, "push")
    endpoints = _first(sections, *_ENDPOINTS) or _like_endpoints(sections)
    clues = (  # in this order: products share section and option names
        ("gwe-cluster", cluster),
        ("cobrowse-server", _option(chat, "useChat", "sessionRestorationTimeout")),
        ("gms", _option(chat, "default_chat_endpoint")),
        ("email-server", _first(sections, "smtp-client*")),
        ("bot-gateway", _chatbot(sections)),
        ("sms-server", None if _named(sections, "settings") else _first(sections, *_MESSAGING)),
        ("", endpoints and (push or node or _first(sections, *_ANYTHING, *_MESSAGING))),
        ("chat-server", endpoints),
        ("gwe-cluster", _misplaced(sections, "chat", "webengagementChatQueue", beside=_CHAT_OF_GWE)),
        ("gwe-server", _first(sections, "cometd")),
        ("gwe-cluster", _option(chat, "identifyCreateContact") or (shared if _option(chat, *_CHAT_OF_GWE) else None)),
        ("gms", push),
        ("gwe-server", shared),
        ("sms-server", _first(sections, *_MESSAGING)),
        ("gwe-backend", _misplaced(sections, "service:wes", *_ONLY_IN_BACKEND)),
        ("chat-server", _misplaced(sections, "settings", *_CHAT_SERVER_SETTINGS)),
    )
    recognised = next((Recognised(type, clue) for type, clue in clues if clue), None)
    return recognised if recognised and recognised.type else None


def _media_servers(sections: Mapping[str, Section]) -> tuple[Recognised, ...]:
    """The media servers that sections prove, by what only one server has; several where they contradict."""
    settings = _named(sections, "settings")
    endpoints = _first(sections, *_ENDPOINTS)
    chat = _first(sections, *_CHAT_SERVER_SECTIONS) or _option(settings, *_CHAT_SERVER_SETTINGS)
    clues = (
        ("chat-server", chat and (endpoints or chat)),
        ("email-server", _first(sections, "email-processing", "pop-client*")),
        ("sms-server", _inbound(sections)),
    )
    servers = tuple(Recognised(type, clue) for type, clue in clues if clue)
    if servers or not (endpoints and settings) or _first(sections, "smtp-client*", *_MESSAGING):
        return servers
    return (Recognised("chat-server", endpoints),)  # E-mail Server and the servers of messages have [settings] as well


def _inbound(sections: Mapping[str, Section]) -> str | None:
    """The first route of a channel of messages, as a clue."""
    channels = (section for name, section in sections.items() if name.strip().lower().startswith("channel-"))
    return next(filter(None, (_option(channel, "inbound-route") for channel in channels)), None)


def _chatbot(sections: Mapping[str, Section]) -> str | None:
    """A section of Bot Gateway as a clue, unless there are other channels: then it is a driver among them."""
    channels = [name for name in sections if name.strip().lower().startswith("channel-")]
    own = [name for name in channels if name.strip().lower().startswith(_CHATBOT)]
    return _first(own, f"{_CHATBOT}*") if own == channels else None


def _first(sections: Iterable[str], *wanted: str) -> str | None:
    """The first section with one of these names, as a clue. A name that ends in ``*`` is a beginning."""
    beginnings = _beginnings(wanted)
    for name in sections:
        folded = name.strip().lower()
        if folded in wanted or (beginnings and folded.startswith(beginnings)):
            return f"section [{name}]"
    return None


def _like_endpoints(sections: Mapping[str, Section]) -> str | None:
    """A section that is probably one of endpoints, misspelt, as a clue: ``endponits:1``. No queue is a URL."""
    for name, section in sections.items():
        head, colon, tenant = name.strip().partition(":")
        if colon and tenant.isdecimal() and near_misses(head, ("endpoints",), 1):
            if any("://" in option.value for option in section.options.values()):
                continue
            return f"section [{name}]"
    return None


def _named(sections: Mapping[str, Section], wanted: str) -> Section | None:
    return next((section for name, section in sections.items() if name.lower() == wanted), None)


def _option(section: Section | None, *wanted: str) -> str | None:
    """The first of these options that the section has, as a clue."""
    names = {name.lower() for name in wanted} if section else ()
    for name in section.options if section else ():
        if section and name.lower() in names:
            return f"option {name} in section [{section.header.section}]"
    return None


def _misplaced(sections: Mapping[str, Section], home: str, *wanted: str, beside: tuple[str, ...] = ()) -> str | None:
    """The first of these options in a section whose name is nearly ``home``, or that has several, as a clue.

    One of them in a section of the site's own shows nothing: that may speak of another application.
    """
    names = {name.lower() for name in (*wanted, *beside)}
    for name, section in sections.items():
        clue = _option(section, *wanted)
        several = clue and sum(option.lower() in names for option in section.options) > 1
        if several or (clue and near_misses(name.strip(), (home,), 1 if len(home) < 9 else 2)):
            return clue
    return None


def application_type(export: Export) -> tuple[Recognised, bool]:
    """The application type of an export, and whether the export itself says it; ``other`` for an unknown one.

    Sections decide before a type that is not in the table, or that several products have.
    """
    identity = export.identity
    number = identity.number or _SUBTYPES.get((identity.subtype or "").lower())
    type_clue = f"type {identity.number or identity.subtype}"
    if number in _NUMBERS and number != _CLUSTER:
        return Recognised(_NUMBERS[number], type_clue), True
    if number == _T_SERVER:
        return _t_server(export.sections, type_clue)
    recognised = recognise(export.sections)
    if recognised:
        return _of_web_engagement(recognised, number, type_clue), False
    if number == _CLUSTER:
        return Recognised(_NUMBERS[number], type_clue), True
    if (number or identity.subtype) and number not in _GENERIC:
        public = (number or 0) <= _LAST_NUMBER and "proxy" not in (identity.subtype or "").lower()
        return Recognised("other", type_clue), public
    no_clue = "its type is not in the export" if export.completeness == "none" else "no section of a known application"
    return Recognised("other", no_clue), False


def _t_server(sections: Mapping[str, Section], type_clue: str) -> tuple[Recognised, bool]:
    """What an application of type T-Server is, and whether that is certain: Interaction Server, or none at all."""
    found = (_option(_named(sections, section), *options) for section, options in _INTERACTION_SERVER.items())
    clue = next(filter(None, found), None)
    if clue:
        return Recognised("interaction-server", f"{clue}, {type_clue}"), False
    telephony = _named(sections, "tserver") is not None
    return Recognised("other", type_clue if telephony else f"{type_clue}, as Interaction Server may have"), telephony


def _of_web_engagement(recognised: Recognised, number: int | None, type_clue: str) -> Recognised:
    """The recognised type. In Web Engagement 8.5 the number tells cluster from node, since both may have [chat]."""
    type = {_CLUSTER: "gwe-cluster", _NODE: "gwe-server"}.get(number or 0, recognised.type)
    if recognised.type not in ("gwe-cluster", "gwe-server") or type == recognised.type:
        return recognised
    return Recognised(type, f"{recognised.because}, {type_clue}")
