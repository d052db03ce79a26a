"""Why chats are lost: the smallest set of differences without which they would not be."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from typing import Any, NamedTuple

from gwe_lint.changes.chats import Side
from gwe_lint.changes.overlay import with_change
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.topology import CLUSTER
from gwe_lint.explore.clients import ChatOptions
from gwe_lint.exports.records import Deleted, Export, Option, Section
from gwe_lint.findings.chats import ChatChange, Chats

_MOST = 25  # lost ways of which the reasons are looked for; the others are at the same places as a rule
_MOST_TOGETHER = 2  # differences that are taken back at once


class _Difference(NamedTuple):
    """Something that was otherwise, and how it is taken back in the state after."""

    name: str
    application: Application  # as it is after
    back: Callable[[Application], Application]


def with_reasons(chats: Chats, before: Sequence[Estate], after: Sequence[Estate], chat_options: ChatOptions) -> Chats:
    """The chats; each lost way with the smallest set of differences that explains it, where one does."""
    former = {each.name: each for each in before}
    now = {each.name: each for each in after}
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    tried: dict[tuple[str, ...], Side] = {}
    lost: list[ChatChange] = []
    for number, change in enumerate(chats.lost):
        one, other = former[change.estate], now[change.estate]
        key = (change.estate, change.chat_server, change.endpoint, change.hop)
        because = known.get(key, ())
        if number < _MOST and not because:
            because = _because(change, one, other, chat_options, tried)
            about_server = [each for each in because if not each.startswith(f"{change.client}: ")]
            known |= {key: because} if because and len(about_server) == len(because) else {}
        lost.append(change._replace(because=because))
    return chats._replace(lost=tuple(lost))


def _because(
    change: ChatChange, before: Estate, after: Estate, chat_options: ChatOptions, tried: dict[tuple[str, ...], Side]
) -> tuple[str, ...]:
    """The names of the fewest differences that have to be taken back; none where no few of them do it."""
    differences = list(_differences(change, before, after))
    for size in range(1, _MOST_TOGETHER + 1):
        for chosen in islice(combinations(differences, size), 200):
            names = tuple(each.name for each in chosen)
            key = (after.name, *names)
            side = tried[key] = tried.get(key) or Side(_without(after, chosen), chat_options)
            if not side.loses(change.client, change.chat_server):
                return names
    return ()


def _without(estate: Estate, differences: Sequence[_Difference]) -> Estate:
    """The estate in which these differences are taken back."""
    applications = list(estate.applications)
    for difference in differences:
        for position, each in enumerate(estate.applications):
            if each is difference.application:
                applications[position] = difference.back(applications[position])
    return estate._replace(applications=tuple(applications))


def _differences(change: ChatChange, before: Estate, after: Estate) -> Iterator[_Difference]:
    """What is otherwise on the way of the chats: of the client, of the Chat Server, and of clusters between them."""
    names = dict.fromkeys(filter(None, (change.client, change.chat_server)))
    names |= dict.fromkeys(each.name for each in after.applications if each.type == CLUSTER)
    for name in names:
        (now, *_), (then, *_) = after.topology.named(name) or (None,), before.topology.named(name) or (None,)
        if now and then and now is not then:
            yield from _of_application(then, now)


def _of_application(then: Application, now: Application) -> Iterator[_Difference]:
    for field, word in (("connections", "connections"), ("enabled", "the state"), ("ports", "ports")):
        value = getattr(then, field)
        if value is not None and value != getattr(now, field):
            yield _Difference(f"{now.name}: {word}", now, _field_back(field, value))
    sections = dict.fromkeys((*now.sections, *then.sections))
    for section in sections:
        mine, theirs = _options(now, section), _options(then, section)
        for name in dict.fromkeys((*mine, *theirs)):
            one, other = mine.get(name), theirs.get(name)
            if (one and (one.value, one.kind)) != (other and (other.value, other.kind)):
                yield _Difference(f"{now.name}: [{section}] {name}", now, _option_back(then, section, name, other))


def _options(application: Application, section: str) -> Mapping[str, Option]:
    found = application.section(section)
    return found.options if found else {}


def _field_back(field: str, value: object) -> Callable[[Application], Application]:
    kept: dict[str, Any] = {field: value}
    return lambda application: application._replace(**kept)


def _option_back(
    then: Application, section: str, name: str, option: Option | None
) -> Callable[[Application], Application]:
    """What sets an option to its former value, or removes it."""

    def back(application: Application) -> Application:
        former = then.section(section)
        header = former.header if former else application.sections[section].header
        change = Export(
            path=then.path,
            format=then.format or application.format,
            completeness="delta",
            records=() if option else (Deleted(section, name, 1, 1, 1),),
            sections={section: Section(header, {name: option})} if option else {},
            problems=(),
            size=int(option is not None),
        )
        return application._replace(export=with_change(application.export, change, "merge"))

    return back
