"""References between servers: queueKey to endpoint, endpoint to Interaction Queue, queue to routing strategy."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.catalogue import tenant_of
from gwe_lint.checks.values import absence_unproved, is_placeholder
from gwe_lint.checks.wording import short
from gwe_lint.display import counted, escaped, listed, quoted
from gwe_lint.model import Application, Estate, Hit, Note, Option, Outcome, Pass, Unjudged
from gwe_lint.places import file_of, header_of, value_of
from gwe_lint.selectors import Selector, of_application
from gwe_lint.spelling import near_miss
from gwe_lint.topology import Reach, chat_servers_of

_MOST_NAMES = 8  # endpoints listed at one section
_QUEUE_KEY = re.compile(r"([0-9]+):(\S(?:.*\S)?)")


class Link(NamedTuple):
    """One client's queueKey, well formed, and how each Chat Server it reaches answers it."""

    client: Application
    key: Option
    section: str  # the endpoints section it asks for
    endpoint: str
    reach: Reach
    having: tuple[tuple[Application, Option], ...]
    lacking: tuple[Application, ...]
    unknown: tuple[str, ...]  # names of the Chat Servers that cannot be judged


def _links(estate: Estate, keys: tuple[Selector, ...]) -> Iterator[Link]:
    """Every well-formed queueKey of the estate, followed to the Chat Servers."""
    for key in keys:
        for client in estate.of_type(key.app):
            option = key.find(client)
            match = _QUEUE_KEY.fullmatch(option.value) if option else None
            if option and match:
                yield _follow(client, option, f"endpoints:{match[1]}", match[2], chat_servers_of(estate, client))


def _follow(client: Application, key: Option, section: str, endpoint: str, reach: Reach) -> Link:
    having, lacking, unknown = [], [], list(reach.unseen)
    for server in reach.servers:
        option = server.option(section, endpoint)
        if option:
            having.append((server, option))
        elif absence_unproved(server, section, endpoint, "queue-name"):
            unknown.append(server.name)
        else:
            lacking.append(server)
    return Link(client, key, section, endpoint, reach, tuple(having), tuple(lacking), tuple(unknown))


def _unjudged(link: Link) -> Iterator[Unjudged]:
    if not link.reach.servers and not link.unknown and link.reach.assumed:
        yield Unjudged(f"{link.client.name}: the estate holds no export of a Chat Server")
    elif not link.reach.servers and not link.unknown:
        yield Unjudged(f"{link.client.name}: it is connected to no Chat Server (GWE206 judges that)")
    for name in link.unknown:
        yield Unjudged(f"{link.client.name}: whether {name} defines the endpoint is not in the exports")


def queue_key_form(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """QueueKey is not of the form tenant DBID, colon, endpoint name."""
    for key in keys:
        for client in estate.of_type(key.app):
            option = key.find(client)
            if not option or not option.value.strip():
                continue  # GWE102 judges that
            if _QUEUE_KEY.fullmatch(option.value):
                yield Pass(value_of(client, option))
                continue
            yield Hit(
                message=f"{short(option.name)} is {quoted(option.value)}, {_what_is_wrong(option.value)}",
                place=value_of(client, option),
                label="expected tenant DBID:endpoint",
                help="write tenant DBID, colon, endpoint name: 1:webme is endpoint webme of the Environment tenant",
            )


def _what_is_wrong(key: str) -> str:
    tenant, colon, endpoint = key.partition(":")
    if _QUEUE_KEY.fullmatch(key.strip()):
        return "with blanks around it"
    if not colon:
        return "without a colon between tenant DBID and endpoint name"
    if not endpoint.strip():
        return "without an endpoint name after the colon"
    if not tenant.strip():
        return "without a tenant DBID before the colon"
    return f"where {quoted(tenant)} is not the DBID of a tenant in decimal digits"


def names_an_endpoint(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """QueueKey names an endpoint that no Chat Server the client reaches defines."""
    for link in _links(estate, keys):
        if link.having:
            yield Pass(value_of(link.client, link.key))
        elif not link.lacking:
            yield from _unjudged(link)
        else:
            tenant = link.section.partition(":")[2]
            unseen = f" (what {listed(link.unknown)} defines is unknown)" if link.unknown else ""
            yield Hit(
                message=f"{short(link.key.name)} {quoted(link.key.value)} names endpoint {quoted(link.endpoint)}, "
                f"which no connected Chat Server defines for tenant {tenant}{unseen}",
                place=value_of(link.client, link.key),
                label="not defined",
                help=_suggestion(link),
                related=tuple(note for server in link.lacking for note in _defined_here(server, link.section)),
            )


def _suggestion(link: Link) -> str:
    tenant = link.section.partition(":")[2]
    offered = {
        (dbid, name)
        for server in link.lacking
        for section in (server.export.sections.values() if server.export else ())
        if (dbid := tenant_of(section.header.section))
        for name in section.options
    }
    near = near_miss(link.endpoint, sorted(name for dbid, name in offered if dbid == tenant))
    if near:
        return f"did you mean '{tenant}:{near}'?"
    elsewhere = sorted(dbid for dbid, name in offered if name == link.endpoint)
    if elsewhere:
        return f"did you mean '{elsewhere[0]}:{link.endpoint}'? tenant {elsewhere[0]} has an endpoint of that name"
    return f"define {link.endpoint} in [{link.section}] on each Chat Server, or name an endpoint that they define"


def _defined_here(server: Application, section: str) -> Iterator[Note]:
    """Where a Chat Server has the endpoints of the tenant, or else of other tenants; or its file."""
    tenant = section.partition(":")[2]
    found = server.section(section)
    if found:
        names = ", ".join(escaped(name) for name in list(found.options)[:_MOST_NAMES]) or "none"
        more = f" and {len(found.options) - _MOST_NAMES} more" if len(found.options) > _MOST_NAMES else ""
        yield Note(f"endpoints of tenant {tenant} are defined here", header_of(server, section), names + more)
        return
    others = [name for name in (server.export.sections if server.export else ()) if name.startswith("endpoints:")]
    for name in others:
        yield Note(f"there is no section [{section}]; this is the section of another tenant", header_of(server, name))
    if not others:
        yield Note(f"there is no section [{section}] in this file", file_of(server, section))


def endpoint_on_every_member(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """Some of the Chat Servers that a client reaches define its endpoint, and some do not."""
    for link in _links(estate, keys):
        if not link.having or not link.lacking:
            yield from (Pass(value_of(link.client, link.key)),) if link.having and not link.unknown else ()
            yield from _unjudged(link) if not link.lacking else ()
            continue
        total = len(link.having) + len(link.lacking)
        names = [server.name for server in link.lacking]
        lack = [
            Note(f"no endpoint {quoted(link.endpoint)} here", header_of(server, link.section, link.endpoint))
            for server in link.lacking
        ]
        server, option = link.having[0]
        yield Hit(
            message=f"endpoint {quoted(link.endpoint)} of {short(link.key.name)} {quoted(link.key.value)} is missing "
            f"on {len(link.lacking)} of {counted(total, 'connected Chat Server')}: {listed(names)}",
            place=value_of(link.client, link.key),
            label="not defined everywhere",
            help=f"set {link.endpoint} in [{link.section}] of {listed(names)}, as on {server.name}",
            related=(*lack, Note(f"{server.name} has it", value_of(server, option))),
        )


def _usable(option: Option) -> bool:
    """True for a value that can be compared: neither empty nor a placeholder, which have rules of their own."""
    return bool(option.value.strip()) and not is_placeholder(option.value) and option.kind == "string"


def _answers(link: Link) -> tuple[tuple[Application, Option], ...]:
    return tuple((server, option) for server, option in link.having if _usable(option))


def _queue_option(link: Link, queues: tuple[Selector, ...]) -> Option | None:
    """The client's own queue option, when it is set to something that can be compared."""
    selector = of_application(queues, link.client)
    option = selector.find(link.client) if selector else None
    return option if option and _usable(option) else None


def queues_agree(estate: Estate, *, keys: tuple[Selector, ...], queues: tuple[Selector, ...]) -> Iterator[Outcome]:
    """The Chat Servers send an endpoint to one queue, and the client's own queue option names another."""
    for link in _links(estate, keys):
        answers = _answers(link)
        targets = {option.value for _, option in answers}
        queue = _queue_option(link, queues)
        if not answers:
            yield from _unjudged(link)
        elif not queue:
            yield Unjudged(f"{link.client.name}: its own queue option is not set to a queue")
        elif len(targets) > 1:
            yield Unjudged(f"{link.client.name}: the Chat Servers disagree on the queue (GWE205 judges that)")
        elif queue.value in targets:
            yield Pass(value_of(link.client, queue))
        else:
            target = answers[0][1].value
            yield Hit(
                message=f"{short(queue.name)} is {quoted(queue.value)}, but endpoint {quoted(link.endpoint)} of "
                f"{short(link.key.name)} {quoted(link.key.value)} leads to {quoted(target)}",
                place=value_of(link.client, queue),
                label="not the queue of the endpoint",
                help=f"set both to the same Interaction Queue{_how_they_differ(queue.value, target)}",
                related=tuple(
                    Note(f"{server.name} leads to {quoted(option.value)}", value_of(server, option))
                    for server, option in answers
                ),
            )


def _how_they_differ(first: str, second: str) -> str:
    if first.strip() == second.strip():
        return "; they differ only in blanks at the beginning or end"
    if first.casefold() == second.casefold():
        return "; they differ only in case, and names are case-sensitive"
    return ""


def members_agree_on_queue(
    estate: Estate, *, keys: tuple[Selector, ...], queues: tuple[Selector, ...]
) -> Iterator[Outcome]:
    """The Chat Servers that one client reaches send the same endpoint to different queues."""
    groups: dict[tuple[str, str, frozenset[str]], list[Link]] = {}
    for link in _links(estate, keys):
        members = frozenset(server.export.path for server, _ in link.having if server.export)
        groups.setdefault((link.section, link.endpoint, members), []).append(link)
    reported: set[tuple[str, str, str]] = set()
    for links in groups.values():
        answers = _answers(links[0])
        if len({option.value for _, option in answers}) < 2:
            yield from (Pass(value_of(server, option)) for server, option in answers[:1] if len(answers) > 1)
            continue
        wanted = {queue.value for link in links if (queue := _queue_option(link, queues))}
        for hit in _disagreement(links[0], answers, wanted):
            key = (hit.place.path, hit.place.section or "", hit.place.option or "")
            if key not in reported:  # two clients may reach the same Chat Server by different ways
                reported.add(key)
                yield hit


def _disagreement(link: Link, answers: tuple[tuple[Application, Option], ...], wanted: set[str]) -> Iterator[Hit]:
    """A hit for each endpoint outside the majority; without a majority, for each outside the clients' own queue."""
    counts = Counter(option.value for _, option in answers)
    common, most = counts.most_common(1)[0]
    majority = most * 2 > len(answers)
    right = {common} if majority else wanted
    for server, option in answers:
        if option.value in right:
            continue
        others = [(peer, other) for peer, other in answers if other.value != option.value]
        where = (
            f"{counted(most, 'Chat Server')} of {len(answers)} send it" if majority else "other Chat Servers send it"
        )
        target = quoted(common) if majority else listed(sorted({quoted(other.value) for _, other in others}))
        yield Hit(
            message=f"endpoint {quoted(option.name)} of {link.section} leads to {quoted(option.value)} "
            f"on {server.name}, but {where} to {target}",
            place=value_of(server, option),
            label="another queue",
            help="send the endpoint to the same Interaction Queue on every Chat Server"
            + _how_they_differ(option.value, others[0][1].value),
            related=tuple(
                Note(f"{peer.name} leads to {quoted(other.value)}", value_of(peer, other)) for peer, other in others
            ),
        )


def queue_exists(estate: Estate, *, option: Selector) -> Iterator[Outcome]:
    """An endpoint leads to a queue that no Interaction Queue object has as its name."""
    found = [(server, endpoint) for server, endpoint in option.matches(estate) if _usable(endpoint)]
    if estate.queues is None:
        if found:
            yield Unjudged(
                "the Interaction Queues are unknown: no Script objects, and no interaction-queues is declared"
            )
        return
    names = sorted(estate.queues)
    for server, endpoint in found:
        if endpoint.value in estate.queues:
            yield Pass(value_of(server, endpoint))
            continue
        near = near_miss(endpoint.value.strip(), names)
        yield Hit(
            message=f"endpoint {quoted(endpoint.name)} leads to {quoted(endpoint.value)}, and no Interaction Queue has "
            "that name",
            place=value_of(server, endpoint),
            label="no such queue",
            help=f"did you mean {quoted(near)}?" if near else f"known Interaction Queues: {listed(names)}",
        )


def one_strategy(estate: Estate, *, option: Selector) -> Iterator[Outcome]:
    """More than one routing strategy takes interactions from a queue that an endpoint leads to."""
    places: dict[str, list[tuple[Application, Option]]] = {}
    for server, endpoint in option.matches(estate):
        if _usable(endpoint):
            places.setdefault(endpoint.value, []).append((server, endpoint))
    if estate.strategies is None:
        if places:
            yield Unjudged(
                "the routing strategies are unknown: no Script objects, and no [[estate.strategy]] is declared"
            )
        return
    for queue, endpoints in places.items():
        server, endpoint = endpoints[0]
        strategies = sorted({strategy.name for strategy in estate.strategies if queue in strategy.queues})
        if len(strategies) < 2:
            yield Pass(value_of(server, endpoint))
            continue
        yield Hit(
            message=f"Interaction Queue {quoted(queue)} has {len(strategies)} routing strategies: {listed(strategies)}",
            place=value_of(server, endpoint),
            label="more than one strategy",
            help="relate the queue to one strategy, of Orchestration Server or of Universal Routing Server",
            related=tuple(Note("leads to the same queue", value_of(*other)) for other in endpoints[1:]),
        )
