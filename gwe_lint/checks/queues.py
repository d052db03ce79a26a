"""Interaction Queues: the endpoint's and the client's are the same, on every member; they exist; one strategy each."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice

from gwe_lint.checks.endpoint_references import Link, gaps, keys_unknown, links_of
from gwe_lint.checks.look_alike import blanks_shown, both_shown, how_they_differ
from gwe_lint.checks.related_places import Shared
from gwe_lint.checks.spelling import is_placeholder
from gwe_lint.estate.correction import Correction
from gwe_lint.estate.edits import Corrections, edit_of, with_value
from gwe_lint.estate.effective import short, value_unknown
from gwe_lint.estate.endpoint_names import parts_of
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import value_of
from gwe_lint.estate.membership import Membership
from gwe_lint.estate.model import MOST_RELATED, Application, Hit, Note, NotEvaluated, Outcome, Pass, Place
from gwe_lint.estate.selectors import Selector, name_set, of_application
from gwe_lint.exports.records import Option
from gwe_lint.text import listed, quoted

_Answers = tuple[tuple[Application, Option], ...]  # the Chat Servers that have an endpoint, and what each has
_MOST_QUEUES = 6  # that a message names


def usable(option: Option) -> bool:
    """True for a value that can be compared: neither empty nor a placeholder, which have rules of their own."""
    return bool(option.value.strip()) and not is_placeholder(option.value) and option.kind == "string"


def _answers(link: Link) -> _Answers:
    return tuple((server, option) for server, option in link.having if usable(option))


def _queue_option(link: Link, queues: tuple[Selector, ...]) -> Option | None:
    """The client's own queue option, when it is set to something that can be compared."""
    option = name_set(queues, link.client)
    return option if option and usable(option) else None


def _own_queue_unknown(link: Link, queues: tuple[Selector, ...]) -> str:
    """Why the queue that the client names is not known; empty where it is."""
    selector = of_application(queues, link.client)
    return value_unknown(link.client, selector.find(link.client) if selector else None)


def queues_agree(estate: Estate, *, keys: tuple[Selector, ...], queues: tuple[Selector, ...]) -> Iterator[Outcome]:
    """The Chat Servers send an endpoint to one queue, and the client's own queue option names another."""
    places = Shared()
    led: dict[tuple[int, str], Corrections] = {}
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
            ends = places.of(link.having, partial(_places, link.having))
            same = (id(link.having), queue.value)  # many clients may ask the same servers
            if same not in led:
                led[same] = _led_to(link, answers, queue.value)
            yield _mismatch(link, queue, answers)._replace(
                ends=ends, corrections=(*_named(link, queue, answers), *led[same])
            )


def _named(link: Link, queue: Option, answers: _Answers) -> Corrections:
    """The client names the queue of the endpoint, which decides where its chats go."""
    unsure = link.reach.assumed or len(answers) < len(link.having)
    return with_value(link.client, queue, answers[0][1].value, chosen=unsure)


def _led_to(link: Link, answers: _Answers, queue: str) -> Corrections:
    """All Chat Servers send the endpoint to the queue that the client names, which is as likely to be meant."""
    if parts_of(queue.strip()):
        return ()  # which is no queue
    edits = tuple(edit_of(server, option.section, option.name, queue) for server, option in answers)
    return (Correction(edits, chosen=True),) if len(answers) == len(link.having) else ()


def _mismatch(link: Link, queue: Option, answers: _Answers) -> Hit:
    target = answers[0][1].value
    own, theirs = both_shown(queue.value, target)
    return Hit(
        message=f"{short(queue.name)} is {own}, but endpoint {quoted(link.endpoint)} of "
        f"{short(link.key.name)} {quoted(link.key.value)} leads to {theirs}",
        place=value_of(link.client, queue),
        label="not the queue of the endpoint",
        help=_one_queue(link, queue, target),
        related=_leading(answers[:MOST_RELATED]),
        more=max(len(answers) - MOST_RELATED, 0),
    )


def _places(answers: _Answers) -> tuple[Place, ...]:
    """The places of all answers where there are more than a finding shows; else its notes have them."""
    return tuple(value_of(*answer) for answer in answers) if len(answers) > MOST_RELATED else ()


def _one_queue(link: Link, queue: Option, target: str) -> str:
    """How to make both queues one; where the queue option holds a reference to an endpoint, what belongs there."""
    if parts_of(queue.value.strip()):
        what = f"a reference to an endpoint, as {short(link.key.name)} does"
        return f"set {short(queue.name)} to {quoted(target)}: it holds {what}, where the name of a queue belongs"
    return f"set both to the same Interaction Queue{how_they_differ(queue.value, target)}"


def _leading(answers: _Answers) -> tuple[Note, ...]:
    return tuple(
        Note(f"{server.name} leads to {blanks_shown(option.value)}", value_of(server, option))
        for server, option in answers
    )


def members_agree_on_queue(
    estate: Estate, *, keys: tuple[Selector, ...], queues: tuple[Selector, ...], others: tuple[Selector, ...] = ()
) -> Iterator[Outcome]:
    """The Chat Servers that one client reaches send the same endpoint to different queues.

    What ``others`` name is left out: another rule judges it.
    """
    members: dict[int, frozenset[tuple[str, str]]] = {}
    groups: dict[tuple[str, str, frozenset[tuple[str, str]]], list[Link]] = {}
    left_out = {(link.section, link.endpoint) for link in links_of(estate, others)}
    unsure = next(keys_unknown(estate, others), None) if others else None  # of what else is left out
    for link in links_of(estate, keys):
        if (link.section, link.endpoint) in left_out:
            continue
        if id(link.having) not in members:  # which clients share, and a link keeps
            members[id(link.having)] = frozenset((server.path, server.name) for server, _ in link.having)
        groups.setdefault((link.section, link.endpoint, members[id(link.having)]), []).append(link)
    reported: set[Place] = set()
    for links in groups.values():
        answers = _answers(links[0])
        if len({option.value for _, option in answers}) < 2:
            yield from _agreement(links[0], answers)
            continue
        if unsure:
            yield unsure
            continue
        wanted = {queue.value for link in links if (queue := _queue_option(link, queues))}
        for hit in _disagreement(estate.membership, links[0], answers, wanted):
            if hit.place not in reported:  # two clients may reach the same Chat Server by different ways
                reported.add(hit.place)
                yield hit


def _agreement(link: Link, answers: _Answers) -> Iterator[Outcome]:
    """What is to be said where all known values are one; nothing of a single server."""
    unclear = next(filter(None, (value_unknown(*each) for each in link.having)), "")
    if unclear and len(link.having) > 1:
        yield NotEvaluated(unclear)
    elif len(answers) > 1:
        yield Pass()


def _disagreement(membership: Membership, link: Link, answers: _Answers, wanted: set[str]) -> Iterator[Hit]:
    """A hit for each endpoint outside the majority; without a majority, for each outside the clients' own queue."""
    counts = Counter(option.value for _, option in answers)
    common, most = counts.most_common(1)[0]
    majority = most * 2 > len(answers)
    right = {common} if majority else wanted
    own = f"; {link.client.name} names {listed(map(quoted, sorted(wanted)))}" if wanted else ""
    supposed = " (assumed to take the same chats)" if link.reach.assumed else ""
    doubtful = _Doubt(membership, link, answers) if link.reach.assumed else None
    queues = sorted(counts)
    ends = _places(answers)
    first_others: dict[str, _Answers] = {}  # by queue, since as many servers may have one
    for server, option in answers:
        if option.value in right:
            continue
        if option.value not in first_others:
            different = (each for each in answers if each[1].value != option.value)
            first_others[option.value] = tuple(islice(different, MOST_RELATED))
        others = first_others[option.value]
        this, that = both_shown(option.value, common if majority else others[0][1].value)
        targets = that if majority or len(queues) == 2 else _others(queues, option.value)
        rest = f"{most} of {len(answers)} Chat Servers send it" if majority else "another Chat Server sends it"
        wanted_queue = common if majority else next(iter(wanted)) if len(wanted) == 1 else option.value
        yield Hit(
            message=f"endpoint {quoted(option.name)} of {link.section} leads to {this} "
            f"on {server.name}, but {rest} to {targets}{supposed}",
            place=value_of(server, option),
            label="another queue",
            help="send the endpoint to the same Interaction Queue on every Chat Server"
            + how_they_differ(option.value, others[0][1].value)
            + own,
            related=_leading(others),
            more=len(answers) - counts[option.value] - len(others),
            ends=ends,
            at_most="warning" if doubtful and doubtful.of(server, option) else None,
            corrections=with_value(server, option, wanted_queue),
        )


def _others(queues: list[str], own: str) -> str:
    """The other queues as a phrase. Only those that it names are looked at, since there may be thousands."""
    shown = [quoted(queue) for queue in islice((each for each in queues if each != own), _MOST_QUEUES)]
    left = len(queues) - 1 - len(shown)
    return listed([*shown[:-1], f"{left + 1} more"] if left else shown)


class _Doubt:
    """Whether Chat Servers that a client is assumed to reach, and that send its endpoint elsewhere, are its own.

    Each one is compared with those of the most common queue. These are compared with those of the next one.
    """

    def __init__(self, membership: Membership, link: Link, answers: _Answers) -> None:
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
