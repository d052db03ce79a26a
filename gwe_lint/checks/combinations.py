"""Values that do not go together, or that nobody should have: most rules about behaviour are rows of this check."""

from collections.abc import Iterator

from gwe_lint.checks.wording import ASSUMED
from gwe_lint.conditions import Condition
from gwe_lint.display import listed
from gwe_lint.effective import Effective
from gwe_lint.model import Application, Estate, Hit, Note, Outcome, Pass, Prose, Unjudged
from gwe_lint.releases import ALL, Releases
from gwe_lint.topology import topology_of
from gwe_lint.ways import Reach


def unwise(
    estate: Estate,
    *,
    options: tuple[Condition, ...],
    because: Prose,
    instead: Prose,
    beside: tuple[Condition, ...] = (),
    releases: Releases = ALL,
    with_backup: bool = False,
) -> Iterator[Outcome]:
    """An option has a value it should not have, or not beside others; ``with_backup``: of a server that has one."""
    for option in options:
        for application in option.option.applications(estate):
            if application.backup or not with_backup:
                yield from _unwise(estate, application, option, because, instead, beside, releases)


def _unwise(
    estate: Estate,
    application: Application,
    option: Condition,
    because: Prose,
    instead: Prose,
    beside: tuple[Condition, ...],
    releases: Releases,
) -> Iterator[Outcome]:
    others: tuple[list[Effective], str | None] | None = None
    for found in option.found_in(estate, application):
        if isinstance(found, Unjudged):
            if _all_hold(estate, application, beside, releases) is not None:
                yield found
            continue
        value, held = found
        if not held:
            yield Pass()
            continue
        others = _all_hold(estate, application, beside, releases)
        if others is None:
            yield Pass()
        elif others[1]:
            yield Unjudged(others[1])
        else:
            yield _hit(value, others[0], because, instead)


def _all_hold(
    estate: Estate, application: Application, beside: tuple[Condition, ...], releases: Releases
) -> tuple[list[Effective], str | None] | None:
    """What makes all conditions hold, with the first reason why that cannot be said; None where one does not hold."""
    values: list[Effective] = []
    of_release = releases.hold(application.release)
    if of_release is False:
        return None
    reason = None if of_release else release_unknown(application)
    for condition in beside:
        judged = list(condition.found_in(estate, application))
        holding = [each[0] for each in judged if not isinstance(each, Unjudged) and each[1]]
        unknown = [each.reason for each in judged if isinstance(each, Unjudged)]
        if not holding and not unknown:
            return None
        values += holding
        reason = reason or (None if holding else unknown[0])
    return values, reason


def release_unknown(application: Application) -> str:
    """Why it cannot be said whether a range of releases holds."""
    if application.release:
        return f"{application.name}: its release, {application.release}, is not told far enough"
    return f"{application.name}: its release is unknown"


def _hit(value: Effective, others: list[Effective], because: Prose, instead: Prose) -> Hit:
    beside = f" while {listed([each.said for each in others])}" if others else ""
    return Hit(
        message=f"{value.said}{beside}: {because}",
        place=value.place,
        label="" if value.option else "not set here",
        help=instead,
        related=tuple(Note(each.said, each.place) for each in others if each.option),
        takes_effect=value.fact.takes_effect if value.fact else None,
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
    topology = topology_of(estate)
    for condition in client:
        for application in condition.option.applications(estate):
            asked = next(condition.found_in(estate, application), None)
            if asked is None or (not isinstance(asked, Unjudged) and not asked[1]):
                continue
            if isinstance(asked, Unjudged):
                yield asked
                continue
            reach = topology.chat_servers_of(application, server.option.app)
            if not alone or len(reach.servers) == 1:
                yield from _failing(estate, asked[0], reach, server, because, instead)


def _failing(
    estate: Estate, asked: Effective, reach: Reach, server: Condition, because: Prose, instead: Prose
) -> Iterator[Outcome]:
    for name in reach.unseen:
        yield Unjudged(f"{asked.application.name}: the options of {name} are not in the exports")
    failing: list[Effective] = []
    for each in reach.servers:
        for found in server.found_in(estate, each):
            if isinstance(found, Unjudged):
                yield found
            elif found[1]:
                failing.append(found[0])
            else:
                yield Pass()
    if failing:
        names = listed([value.application.name for value in failing])
        yield Hit(
            message=f"{asked.said}, and on {names} {failing[0].said}: {because}",
            place=asked.place,
            label="" if asked.option else "not set here",
            help=instead + (ASSUMED if reach.assumed else ""),
            related=tuple(Note(f"on {value.application.name} {value.said}", value.place) for value in failing),
        )
