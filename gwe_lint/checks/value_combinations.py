"""Values that do not go together, or that nobody should have: most rules about behaviour are rows of this check.

Behaviour in production: the default channel of engagement and what it switches off.
"""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.catalogue.releases import ALL, Releases
from gwe_lint.checks.phrases import as_released, assumed, doubts, leading, release_unknown
from gwe_lint.checks.right_values import used_instead
from gwe_lint.estate.conditions import Condition, Held, all_hold, some_hold
from gwe_lint.estate.effective import Effective, is_used, part_unread, short, use_unread, value_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import header_of, value_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Prose, Severity
from gwe_lint.estate.reach import Reach
from gwe_lint.estate.selectors import AppType, Selector
from gwe_lint.exports.records import Option
from gwe_lint.text import listed

_NO_LABEL = Prose("")


class _Words:
    """What a row says of a value that is wrong."""

    def __init__(self, because: Prose, instead: Prose, label: Prose) -> None:
        self.because = because
        self.instead = instead
        self.label = label


class _Around(NamedTuple):
    """What has to hold beside the value: all conditions ``beside``, and one at least of ``either`` where there are."""

    beside: tuple[Condition, ...]
    either: tuple[Condition, ...]

    def held(self, estate: Estate, application: Application) -> Held | None:
        """By what it holds in an application; None where it does not."""
        others = all_hold(estate, application, self.beside)
        if not self.either or others is None:
            return others
        one = some_hold(estate, application, self.either)
        return one and Held((*others.values, *one.values), others.unknown or one.unknown)


def unwise(
    estate: Estate,
    *,
    options: tuple[Condition, ...],
    because: Prose,
    instead: Prose,
    label: Prose = _NO_LABEL,
    beside: tuple[Condition, ...] = (),
    either: tuple[Condition, ...] = (),
    elsewhere: tuple[AppType, ...] = (),
    respectively: bool = False,
    releases: Releases = ALL,
    with_backup: bool = False,
    only_where_shown: bool = False,
    use: tuple[str, ...] = (),
) -> Iterator[Outcome]:
    """An option has a value it should not have, or not beside others; ``with_backup``: of a server that has one.

    ``respectively``: the first option beside the first condition, the second beside the second, all beside the rest.
    ``either``: one of these holds at least. ``elsewhere``: not of servers that are connected to one of these types;
    where nothing is known of connections, that they are not is assumed, and said.
    ``only_where_shown``: of an option that the export does not show nothing is said, unless its default is certain.
    ``use``: for each of the options, in their order, the value to set instead; an empty one to remove it.
    """
    words = _Words(because, instead, label)
    for number, option in enumerate(options):
        right = use[number] if number < len(use) else None
        around = _Around((*beside[number : number + 1], *beside[len(options) :]) if respectively else beside, either)
        for application in option.option.applications(estate):
            connected = bool(elsewhere) and _is_connected(estate, application, elsewhere)
            if (with_backup and not application.backup) or connected is True:
                continue
            silent = only_where_shown and not option.option.find(application)
            for outcome in _unwise(estate, application, option, words, around, releases, right):
                if isinstance(outcome, Hit) and isinstance(connected, NotEvaluated):
                    known = application.connections is not None
                    yield connected if known else outcome._replace(message=f"{outcome.message}{_NO_CONNECTIONS}")
                elif not (silent and isinstance(outcome, NotEvaluated)):
                    yield outcome


_NO_CONNECTIONS = " (assumed: its connections are not known)"


def _is_connected(estate: Estate, application: Application, types: tuple[AppType, ...]) -> bool | NotEvaluated:
    """Whether an application is connected to one of these types, be it disabled; or why that is not known."""
    connected = estate.topology.connected_to(application)
    if isinstance(connected, NotEvaluated):
        return connected
    return any(connected.has(type) or connected.behind(type) for type in types) or connected.gap(application) or False


def _unwise(
    estate: Estate,
    application: Application,
    option: Condition,
    words: _Words,
    around: _Around,
    releases: Releases,
    right: str | None,
) -> Iterator[Outcome]:
    for found in option.found_in(estate, application):
        held = isinstance(found, NotEvaluated) or (found[1] and not _is_idle(estate, found[0]))
        others = _of_release(estate, application, around, releases) if held else None
        if isinstance(found, NotEvaluated):
            if others:
                yield found
        elif others is None:
            yield Pass()
        elif unknown := others.unknown or _use_unread(estate, found[0]):
            yield NotEvaluated(unknown)
        else:
            hit = _hit(found[0], others.values, words).resting_on(others.at_most, _of_basis(found[0]))
            yield as_released(application, releases, hit._replace(corrections=used_instead(found[0], option, right)))


def _of_basis(value: Effective) -> Severity | None:
    """What is found of an option whose name is inferred is a warning at most."""
    return "warning" if value.fact and value.fact.basis == "inferred" else None


def _is_idle(estate: Estate, value: Effective) -> bool:
    """True where the option is set and has no effect, since another one that it needs is off."""
    return value.option is not None and is_used(estate, value.application, value.option) is False


def _use_unread(estate: Estate, value: Effective) -> str:
    return use_unread(estate, value.application, value.option) if value.option else ""


def _of_release(estate: Estate, application: Application, around: _Around, releases: Releases) -> Held | None:
    """By what all conditions hold in an application of these releases; None where one does not hold."""
    of_release = releases.hold(application.running_release)
    others = around.held(estate, application) if of_release is not False else None
    return others._replace(unknown=release_unknown(application).reason) if others and of_release is None else others


def _hit(value: Effective, beside_it: tuple[Effective, ...], words: _Words) -> Hit:
    others = [
        other
        for other in beside_it
        if (other.section, other.name) != (value.section, value.name) and (other.is_set or other.text)
    ]
    beside = f" while {listed([other.said for other in others])}" if others else ""
    return Hit.at(
        value,
        f"{leading(value) if others else value.said}{beside}: {words.because}",
        label=words.label if words.label and value.option else None,
        help=words.instead,
        related=tuple(Note(other.said, other.place) for other in others if other.option),
    )


def servers_fail_client(
    estate: Estate,
    *,
    client: tuple[Condition, ...],
    server: Condition,
    because: Prose,
    instead: Prose,
    alone: bool = False,
) -> Iterator[Outcome]:
    """A client asks for something that a value of a Chat Server it uses prevents; ``alone``: where it uses one only."""
    for condition in client:
        for application in condition.option.applications(estate):
            asked = next(condition.found_in(estate, application), None)
            if asked is None:
                continue
            if not isinstance(asked, NotEvaluated) and not asked[1]:
                yield Pass()
                continue
            reach = estate.reach_of(application, server.option.app)
            if alone and reach.unread:
                yield NotEvaluated(f"{application.name}: it may use {listed((*reach.unseen, *reach.doubtful))} as well")
            if alone and (reach.unread or len(reach.servers) != 1):
                continue
            failing: list[Effective] = []
            yield from _judged(estate, application, reach, server, failing)
            if failing and isinstance(asked, NotEvaluated):
                yield asked
            elif failing and not isinstance(asked, NotEvaluated):
                yield _failing(asked[0], failing, reach, because, instead)


def _judged(
    estate: Estate, application: Application, reach: Reach, server: Condition, failing: list[Effective]
) -> Iterator[Pass | NotEvaluated]:
    """What is right or cannot be judged; the values that prevent it are added to ``failing``."""
    yield from doubts(application, reach)
    for name in reach.unseen:
        yield NotEvaluated(f"{application.name}: the options of {name} are not in the exports")
    for each in reach.servers:
        for found in server.found_in(estate, each):
            if isinstance(found, NotEvaluated):
                yield found
            elif found[1]:
                failing.append(found[0])
            else:
                yield Pass()


def _failing(asked: Effective, failing: list[Effective], reach: Reach, because: Prose, instead: Prose) -> Hit:
    names = listed([value.application.name for value in failing])
    return Hit(
        message=f"{leading(asked)} while on {names} {failing[0].said}: {because}{assumed(reach)}",
        place=asked.place,
        label=asked.label,
        help=instead,
        related=tuple(Note(f"on {value.application.name} {value.said}", value.place) for value in failing),
    ).resting_on(asked.at_most, *(value.at_most for value in failing))


def pacing_without_effect(estate: Estate, *, option: Selector, pacing: Selector) -> Iterator[Outcome]:
    """Pacing options are set beside a default channel of engagement, which makes them idle."""
    for application in estate.of_type(option.app):
        section = application.section(pacing.section)
        if not section or not section.options:
            continue
        channel = option.find(application)
        if channel and channel.kind == "unknown":
            yield NotEvaluated(value_unknown(application, channel))
        elif channel and channel.value.strip():
            yield _idle(application, channel, pacing.section, list(section.options))
        elif not channel and (reason := part_unread(application)):
            yield NotEvaluated(reason)
        else:
            yield Pass()


def _idle(application: Application, channel: Option, section: str, names: list[str]) -> Hit:
    return Hit(
        message=f"the options of [{section}] ({listed([short(name) for name in names])}) have no effect while "
        f"{short(channel.name)} is set",
        place=header_of(application, section),
        label="without effect",
        help=f"remove {channel.name} to have pacing work",
        related=(Note("this switches pacing off", value_of(application, channel)),),
    )
