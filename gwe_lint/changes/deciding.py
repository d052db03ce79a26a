"""What decides about chats: where both sides of an estate say the same of that, no chat need be followed."""

from collections.abc import Mapping, Sequence, Set

from gwe_lint.catalogue.fact import ANY, tenant_of
from gwe_lint.drift.diff import Pair
from gwe_lint.estate.endpoint_names import NOTATIONS
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.explore.clients import ChatOptions
from gwe_lint.exports.records import Connection

_SERVER = "chat-server"
_WITHOUT_PLACE = Connection._fields.index("line")  # of a connection, what is said before its place


def may_decide(pairs: Sequence[Pair], then: Estate, now: Estate, chat_options: ChatOptions) -> bool:
    """False where chats take the same ways with the same end on both sides, whatever else differs.

    So it is where each application has one counterpart, which says the same of all that chats depend on. ``pairs`` are
    those of today's estate.
    """
    names = {pair.after.application.name for pair in pairs}
    is_whole = len(names) == len(pairs) == len(then.applications) == len(now.applications)
    if not is_whole or then.documents is not now.documents or then.clusters != now.clusters:
        return True
    clients = {key.app for key in (*chat_options.keys, *chat_options.queues)}
    clients |= {fact.app for fact in now.catalogue if fact.type in NOTATIONS}
    return not all(_say_the_same(pair, clients) for pair in pairs)


def _say_the_same(pair: Pair, clients: Set[str]) -> bool:
    old, new = pair.as_read or (pair.before, pair.after)
    then, now = old.application, new.application
    if _beside_options(then) != _beside_options(now) or _is_unread(then) or _is_unread(now):
        return False
    return pair.unread or _options(then, clients) == _options(now, clients)


def _beside_options(application: Application) -> tuple[object, ...]:
    """What an object says of itself and of others, and how much its export shows."""
    links = application.connections
    return (
        *(application.name, application.type, application.dbid, application.enabled, application.exported),
        *(application.tenants, application.ports, application.backup),
        None if links is None else tuple(each[:_WITHOUT_PLACE] for each in links),
        *(application.running_release, application.completeness),
    )


def _is_unread(application: Application) -> bool:
    return bool(application.export and application.export.unread)


def _options(application: Application, clients: Set[str]) -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """The options that count, by section: of a Chat Server its endpoints, unless it is a client of others itself."""
    only_endpoints = application.type == _SERVER and clients.isdisjoint((_SERVER, ANY))
    return {
        name: {option.name: (option.value, option.kind) for option in section.options.values()}
        for name, section in application.sections.items()
        if not only_endpoints or tenant_of(name)
    }
