"""What becomes of chats: each client's ways before and after a change, over each Chat Server."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence

from gwe_lint.changes.fates import GONE, Fate, fate_of, worst_fate
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.explore.clients import ChatOptions, Reference
from gwe_lint.explore.route import Trace
from gwe_lint.explore.trace import followed_clients, traces_of_client
from gwe_lint.exports.records import Connection
from gwe_lint.findings.chats import NO_CHATS, ChatChange, Chats

_WITHOUT_PLACE = Connection._fields.index("line")  # of a connection, what is said before its place


_Ways = Mapping[str, Fate]  # by Chat Server; under no name where the chats do not come that far
_Options = Mapping[tuple[str, str], Mapping[str, _Ways]]  # by section and option, and endpoint


class Side:
    """The clients of an estate by name, and what becomes of their chats, told as it is asked for."""

    def __init__(self, estate: Estate, chat_options: ChatOptions) -> None:
        self.estate = estate
        self._chat_options = chat_options
        self.clients: dict[str, list[tuple[Application, Sequence[Reference]]]] = {}
        for client, references in followed_clients(estate, chat_options):
            self.clients.setdefault(client.name, []).append((client, references))

    def alike(self, name: str) -> Hashable:
        """What is the same for clients whose chats take the same ways with the same end."""
        return tuple(
            (
                client.type,
                None if client.connections is None else tuple(each[:_WITHOUT_PLACE] for each in client.connections),
                client.completeness,
                bool(client.export and client.export.unread),
                tuple((each.option[:3], each.option.kind, each.named, bool(each.unknown)) for each in references),
                tuple(
                    (option.value, option.kind) if (option := queue.find(client)) else None
                    for queue in self._chat_options.queues
                    if queue.app == client.type
                ),
            )
            for client, references in self.clients.get(name, ())
        )

    def options(self, name: str, servers: Collection[str] | None = None) -> _Options:
        """What becomes of the chats of one client, by the option that names the endpoint."""
        traces = (
            trace
            for client, references in self.clients.get(name, ())
            for trace in traces_of_client(self.estate, client, references, self._chat_options, servers)
        )
        return _by_option(traces)

    def loses(self, name: str, server: str) -> bool:
        """True where chats of a client are lost on this Chat Server; without its name on any, or before one."""
        fates = self._fates(name, server)
        return not fates or any(fate.is_lost for fate in fates)

    def brings_back(self, chat: ChatChange) -> bool:
        """True where chats that were lost are not any more, and can be followed beyond where that was."""
        fates = self._fates(chat.client, chat.chat_server)
        return bool(fates) and all(fate.is_beyond(chat.hop) for fate in fates)

    def _fates(self, name: str, server: str) -> list[Fate]:
        options = self.options(name, {server} if server else None)
        return [fate for ways in options.values() for each in ways.values() for fate in each.values()]


def chats_of(
    before: Estate,
    after: Estate,
    chat_options: ChatOptions,
    *,
    gone_is_unknown: bool = False,
    needs_arrival: bool = False,
) -> Chats:
    """The chats of an estate that a change loses, gains and ends.

    Of clients that are alike one is followed, and the others only where something becomes of its chats. Where
    ``gone_is_unknown``, what is not exported any more may be there all the same. Where it ``needs_arrival``, what
    nobody saw arrive before is not lost since then.
    """
    former, now = Side(before, chat_options), Side(after, chat_options)
    groups: dict[tuple[Hashable, Hashable, bool], list[str]] = {}
    for name in dict.fromkeys((*now.clients, *former.clients)):
        is_there = any(each.enabled is not False for each in after.topology.named(name))
        groups.setdefault((former.alike(name), now.alike(name), is_there), []).append(name)
    found: list[Chats] = []
    for (_, _, is_there), (name, *others) in groups.items():
        ends = _Ends(after, is_there=is_there, gone_is_unknown=gone_is_unknown, needs_arrival=needs_arrival)
        first = _of_client(before.name, name, former.options(name), now.options(name), ends)
        found.append(first)
        if first == NO_CHATS:
            continue
        whole = first.ended or first.unknown or "connection" in {each.hop for each in first.lost}
        servers = None if whole else {each.chat_server for each in (*first.lost, *first.gained)}
        for other in others:
            found.append(
                _of_client(before.name, other, former.options(other, servers), now.options(other, servers), ends)
            )
    return chats_together(found)


class _Ends:
    """What it means where a way is not there any more."""

    def __init__(self, after: Estate, *, is_there: bool, gone_is_unknown: bool, needs_arrival: bool) -> None:
        self._after = after
        self.is_there = is_there  # the client is
        self._gone_is_unknown = gone_is_unknown
        self.needs_arrival = needs_arrival

    def why(self, client: str, server: str, new: Collection[str]) -> tuple[str, bool]:
        """Why no chat takes a way any more, and whether that is not known for sure.

        What the client is connected to now in place of it is ``new``.
        """
        for name in (client, server):
            if name and not self._after.topology.named(name):
                return f"{name} is not in the exports any more", self._gone_is_unknown
        for name in sorted(filter(None, new)):
            known = self._after.topology.named(name)
            if all(each.type == "other" and not each.certain for each in known):  # none has an export, or says its type
                return f"nothing tells whether {name} leads there", True
        return (f"{client} is disabled" if not self.is_there else "no chat takes this way any more"), False


def _of_client(estate: str, client: str, former: _Options, now: _Options, ends: _Ends) -> Chats:
    lost: list[ChatChange] = []
    gained: list[ChatChange] = []
    ended: list[ChatChange] = []
    unknown: list[str] = []
    for was, then, name in _pairs(former, now, is_there=ends.is_there):
        left = any(not fate.is_lost for server, fate in then.items() if server)
        for server in _servers(was, then):
            one, other = _on(was, server), _on(then, server)
            whose = f"{client} over {server}" if server else client
            change = ChatChange(estate, client, server, name, "", "", "")
            if other and other.is_lost and not (one and one.is_lost):
                if ends.needs_arrival and not (one and one.came_through):
                    continue
                lost.append(_told(change, other, one.words if one else "there was no such way"))
            elif other and (former_words := _before_unknown(one, other, is_new=not was)):
                unknown.append(f"{whose}: its chats {former_words} before, and then {other.words}")
            elif one and one.is_lost and other:
                gained += [] if other.is_lost else [_told(change, one, other.words)]
            elif other and not one and not was:
                gained.append(_told(change, other, other.words)._replace(hop="", reason="there was no such way"))
            elif one and not other and not one.is_lost:
                why, is_unknown = ends.why(client, server, then.keys() - was.keys())
                gone = change._replace(hop="connection", reason=why, other=one.words)
                unknown += [f"{whose}: its chats cannot be followed: {why}"] if is_unknown else []
                if not is_unknown:
                    (ended if left or not ends.is_there else lost).append(gone)
    return Chats(tuple(lost), tuple(gained), tuple(ended), tuple(unknown))


def _before_unknown(one: Fate | None, other: Fate, *, is_new: bool) -> str:
    """What became of chats before nobody could say whether they fare better or worse; empty where somebody can."""
    if one is None:
        return "had no such way" if is_new and other.ends_early else ""
    if one.may_be_lost_as_before(other):
        return "were lost"
    if other.outcome != "unknown" or not one.is_further_than(other):
        return ""
    return "arrived" if one.outcome == "delivered" else "came through Chat Server"


def _told(change: ChatChange, fate: Fate, other: str) -> ChatChange:
    hop = fate.hop
    return change._replace(
        hop=hop.step if hop else "", reason=hop.message if hop else "", other=other, place=hop.place if hop else None
    )


def _servers(was: _Ways, then: _Ways) -> Sequence[str]:
    """The Chat Servers of both sides; no name where chats reach none on either side."""
    return [name for name in dict.fromkeys((*then, *was)) if name] or ([""] if was or then else [])


def _on(ways: _Ways, server: str) -> Fate | None:
    """The fate on a Chat Server, which is that of all ways where the chats do not come that far."""
    return ways.get(server) or ways.get("")


def _pairs(former: _Options, now: _Options, *, is_there: bool) -> Iterator[tuple[_Ways, _Ways, str]]:
    """The ways of the same chats before and after, with the endpoint that they go to.

    Where an option names one endpoint before and another one after, its chats go there.
    """
    for option in dict.fromkeys((*now, *former)):
        was, then = former.get(option, {}), now.get(option, {})
        if not then and is_there and not any(now.values()):
            then = {"": {"": GONE}}
        if len(was) == len(then) == 1:
            (one,), ((name, other),) = was.values(), then.items()
            yield one, other, name
            continue
        for name in dict.fromkeys((*then, *was)):
            yield was.get(name, {}), then.get(name, {}), name


def _by_option(traces: Iterable[Trace]) -> _Options:
    options: dict[tuple[str, str], dict[str, dict[str, Fate]]] = {}
    for trace in traces:
        place = trace.key.place
        option = (place.section or "", place.option or "") if place else ("", "")
        ways = options.setdefault(option, {}).setdefault(trace.endpoint, {})
        if trace.key.status != "ok":
            ways[""] = Fate("lost" if trace.key.status == "lost" else "unknown", trace.key)
        for route in trace.routes:
            if route.outcome not in ("skipped", "not-exported"):
                fate, known = fate_of(route), ways.get(route.server)
                ways[route.server] = worst_fate(fate, known) if known else fate
    return options


def chats_together(every: Sequence[Chats]) -> Chats:
    """The chats of several estates as one."""
    return Chats(
        tuple(each for chats in every for each in chats.lost),
        tuple(each for chats in every for each in chats.gained),
        tuple(each for chats in every for each in chats.ended),
        tuple(each for chats in every for each in chats.unknown),
    )
