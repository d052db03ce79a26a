"""Queues that clients name beside the endpoints: they exist, and which strategy takes interactions from them."""

from collections.abc import Iterator

from gwe_lint.checks.queues import usable
from gwe_lint.checks.scripts import NO_QUEUES, NO_STRATEGIES, by_last_part, way_of
from gwe_lint.estate.effective import set_value, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import value_of
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass, Prose
from gwe_lint.estate.queues import Queues
from gwe_lint.estate.selectors import Selector
from gwe_lint.exports.records import Option
from gwe_lint.suggest import near_miss
from gwe_lint.text import listed, quoted


def _named_queues(estate: Estate, option: Selector) -> Iterator[tuple[Application, Option]]:
    """Every option of these that names a queue."""
    return ((application, found) for application, found in option.matches(estate) if usable(found))


def _tenant(application: Application) -> str | None:
    """The DBID of the one tenant of an application; None where it has several, or they are not known."""
    tenants = application.tenants or ()
    return str(tenants[0].dbid) if len(tenants) == 1 and tenants[0].dbid else None


def _why_unknown(application: Application, scripts: Queues) -> str:
    if not scripts.names:
        return NO_QUEUES
    if scripts.by_tenant and not _tenant(application):
        return f"{application.name}: of which tenant its queues are is not known"
    return "not all Interaction Queues are in the exports"


def own_strategy(
    estate: Estate, *, queues: tuple[Selector, ...], strategy: str, because: Prose, instead: Prose
) -> Iterator[Outcome]:
    """The queue that a client names as the start of routing is taken by another strategy than by the shipped one."""
    scripts = estate.queues
    for selector in queues:
        for client, option in _named_queues(estate, selector):
            takers = scripts.takers(option.value, _tenant(client)).found
            takers = tuple(taker for taker in takers if taker.exists is not False)
            if not takers:
                yield NotEvaluated(NO_STRATEGIES if scripts.empty else f"no strategy is seen on {quoted(option.value)}")
                continue
            others = [taker for taker in takers if strategy.casefold() not in taker.strategy.casefold()]
            if not others:
                yield Pass()
                continue
            taker = quoted(others[0].strategy)
            yield Hit(
                message=f"chats in {quoted(option.value)} are taken by strategy {taker}: {because}",
                place=value_of(client, option),
                label="another strategy",
                help=instead,
                related=tuple(note for taker in others for note in way_of(taker)),
            )


def queue_named_exists(estate: Estate, *, options: tuple[Selector, ...]) -> Iterator[Outcome]:
    """An option names an Interaction Queue that does not exist."""
    scripts = estate.queues
    names = sorted(scripts.names)
    for selector in options:
        for application, option in _named_queues(estate, selector):
            exists = scripts.exists(option.value, _tenant(application))
            if exists:
                yield Pass()
            elif exists is None:
                yield NotEvaluated(_why_unknown(application, scripts))
            else:
                near = near_miss(option.value.strip(), names) or by_last_part(option.value, names)
                yield Hit.at(
                    set_value(estate, application, option),
                    f"{short(option.name)} is {quoted(option.value)}, and no Interaction Queue has that name",
                    label="no such queue",
                    help=f"did you mean {quoted(near)}?" if near else f"known Interaction Queues: {listed(names)}",
                )
