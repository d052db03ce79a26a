"""Values that do not go together, or that nobody should have: most rules about behaviour are rows of this check."""

from collections.abc import Iterator

from gwe_lint.conditions import Condition
from gwe_lint.display import listed
from gwe_lint.effective import Effective
from gwe_lint.model import Application, Estate, Hit, Note, Outcome, Pass, Unjudged
from gwe_lint.releases import ALL, Releases


def unwise(
    estate: Estate,
    *,
    option: Condition,
    because: str,
    instead: str,
    beside: tuple[Condition, ...] = (),
    releases: Releases = ALL,
) -> Iterator[Outcome]:
    """An option has a value that it should not have, or not beside the values of other options."""
    for application in option.option.applications(estate):
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
    reason = None if of_release else _release_unknown(application)
    for condition in beside:
        judged = list(condition.found_in(estate, application))
        holding = [each[0] for each in judged if not isinstance(each, Unjudged) and each[1]]
        unknown = [each.reason for each in judged if isinstance(each, Unjudged)]
        if not holding and not unknown:
            return None
        values += holding
        reason = reason or (None if holding else unknown[0])
    return values, reason


def _release_unknown(application: Application) -> str:
    if application.release:
        return f"{application.name}: its release, {application.release}, is not told far enough"
    return f"{application.name}: its release is unknown"


def _hit(value: Effective, others: list[Effective], because: str, instead: str) -> Hit:
    beside = f" while {listed([each.said for each in others])}" if others else ""
    return Hit(
        message=f"{value.said}{beside}: {because}",
        place=value.place,
        label="" if value.option else "not set here",
        help=instead,
        related=tuple(Note(each.said, each.place) for each in others if each.option),
        takes_effect=value.fact.takes_effect if value.fact else None,
    )
