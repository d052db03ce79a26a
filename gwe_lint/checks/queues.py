"""Interaction Queues: the endpoint's and the client's are the same, on every member; they exist; one strategy each."""

from collections import Counter
from collections.abc import Iterator

from gwe_lint.checks.endpoint_references import Link, gaps, keys_unknown, links_of
from gwe_lint.checks.spelling import is_placeholder
from gwe_lint.estate.effective import short, value_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import value_of
from gwe_lint.estate.membership import Membership
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass
from gwe_lint.estate.selectors import Selector, of_application
from gwe_lint.exports.records import Option
from gwe_lint.text import listed, quoted


def usable(option: Option) -> bool:
    """True for a value that can be compared: neither empty nor a placeholder, which have rules of their own."""
    return bool(option.value.strip()) and not is_placeholder(option.value) and option.kind == "string"


def _answers(link: Link) -> tuple[tuple[Application, Option], ...]:
    return tuple((server, option) for server, option in link.having if usable(option))


def _queue_option(link: Link, queues: tuple[Selector, ...]) -> Option | None:
    """The client's own queue option, when it is set to something that can be compared."""
    selector = of_application(queues, link.client)
    option = selector.find(link.client) if selector else None
    return option if option and usable(option) else None


def _own_queue_unknown(link: Link, queues: tuple[Selector, ...]) -> str:
    """Why the queue that the client names is not known; empty where it is."""
    selector = of_application(queues, link.client)
    return value_unknown(link.client, selector.find(link.client) if selector else None)


def queues_agree(estate: Estate, *, keys: tuple[Selector, ...], queues: tuple[Selector, ...]) -> Iterator[Outcome]:
    """The Chat Servers send an endpoint to one queue, and the client's own queue option names another."""
    for link in links_of(estate, keys):
        answers = _answers(link)
        targets = {option.value for _, option in answers}
        queue = _queue_option(link, queues)
        unclear = _own_queue_unknown(link, queues)
        if not answers and link.having:
            yield NotEvaluated(f"{link.client.name}: the endpoint does not lead to a queue that can be compared")
        elif not answers:
            yield from gaps(link)
        elif unclear:
            yield NotEvaluated(unclear)
        elif not queue:
            yield NotEvaluated(f"{link.client.name}: its own queue option is not set to a queue")
        elif len(targets) > 1:
            yield NotEvaluated(f"{link.client.name}: the Chat Servers disagree on the queue")
        elif queue.value in targets:
            yield Pass()
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
    estate: Estate, *, keys: tuple[Selector, ...], queues: tuple[Selector, ...], others: tuple[Selector, ...] = ()
) -> Iterator[Outcome]:
    """The Chat Servers that one client reaches send the same endpoint to different queues.

    What ``others`` name is left out: another rule judges it.
    """
    groups: dict[tuple[str, str, frozenset[str]], list[Link]] = {}
    left_out = {(link.section, link.endpoint) for link in links_of(estate, others)}
    unsure = next(keys_unknown(estate, others), None) if others else None  # of what else is left out
    for link in links_of(estate, keys):
        if (link.section, link.endpoint) in left_out:
            continue
        members = frozenset(server.path for server, _ in link.having)
        groups.setdefault((link.section, link.endpoint, members), []).append(link)
    reported: set[tuple[str, str, str]] = set()
    for links in groups.values():
        answers = _answers(links[0])
        if len({option.value for _, option in answers}) < 2:
            unclear = next(filter(None, (value_unknown(*each) for each in links[0].having)), "")
            if unclear and len(links[0].having) > 1:
                yield NotEvaluated(unclear)
            elif len(answers) > 1:
                yield Pass()
            continue
        if unsure:
            yield unsure
            continue
        wanted = {queue.value for link in links if (queue := _queue_option(link, queues))}
        for hit in _disagreement(estate.membership, links[0], answers, wanted):
            key = (hit.place.path, hit.place.section or "", hit.place.option or "")
            if key not in reported:  # two clients may reach the same Chat Server by different ways
                reported.add(key)
                yield hit


def _disagreement(
    membership: Membership, link: Link, answers: tuple[tuple[Application, Option], ...], wanted: set[str]
) -> Iterator[Hit]:
    """A hit for each endpoint outside the majority; without a majority, for each outside the clients' own queue."""
    counts = Counter(option.value for _, option in answers)
    common, most = counts.most_common(1)[0]
    majority = most * 2 > len(answers)
    right = {common} if majority else wanted
    own = f"; {link.client.name} names {listed(map(quoted, sorted(wanted)))}" if wanted else ""
    supposed = " (assumed to take the same chats)" if link.reach.assumed else ""
    doubtful = _Doubt(membership, link, answers) if link.reach.assumed else None
    for server, option in answers:
        if option.value in right:
            continue
        others = [(peer, other) for peer, other in answers if other.value != option.value]
        targets = listed(sorted({quoted(other.value) for _, other in others}))
        rest = f"{most} of {len(answers)} Chat Servers send it" if majority else "another Chat Server sends it"
        yield Hit(
            message=f"endpoint {quoted(option.name)} of {link.section} leads to {quoted(option.value)} "
            f"on {server.name}, but {rest} to {quoted(common) if majority else targets}{supposed}",
            place=value_of(server, option),
            label="another queue",
            help="send the endpoint to the same Interaction Queue on every Chat Server"
            + _how_they_differ(option.value, others[0][1].value)
            + own,
            related=tuple(
                Note(f"{peer.name} leads to {quoted(other.value)}", value_of(peer, other)) for peer, other in others
            ),
            at_most="warning" if doubtful and doubtful.of(server, option) else None,
        )


class _Doubt:
    """Whether Chat Servers that a client is assumed to reach, and that send its endpoint elsewhere, are its own.

    Each one is compared with those of the most common queue. These are compared with those of the next one.
    """

    def __init__(self, membership: Membership, link: Link, answers: tuple[tuple[Application, Option], ...]) -> None:
        self._membership = membership
        self._named = link.section, link.endpoint
        by_queue: dict[str, list[Application]] = {}
        for server, option in answers:
            by_queue.setdefault(option.value, []).append(server)
        common = sorted(by_queue.items(), key=lambda item: -len(item[1]))[:2]
        self._peers = [(queue, membership.answers(servers, *self._named)) for queue, servers in common]

    def of(self, server: Application, option: Option) -> bool:
        """True where each queue is that of another client, or the server has endpoints of its own beside this one."""
        queue, peers = next(each for each in self._peers if each[0] != option.value)
        apart = self._membership.is_apart(*self._named, {queue, option.value})
        return apart or self._membership.work(server, peers) != "same"
