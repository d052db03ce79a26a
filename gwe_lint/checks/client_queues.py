"""Queues that endpoints and other options name: they exist, and which strategy takes interactions from them."""

from collections.abc import Iterator

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.checks.look_alike import both_shown, folded, in_what, prints_like
from gwe_lint.checks.queues import usable
from gwe_lint.checks.scripts import none_seen, way_of
from gwe_lint.estate.edits import with_value
from gwe_lint.estate.effective import set_value, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import value_of
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass, Prose, Severity
from gwe_lint.estate.queues import Queues
from gwe_lint.estate.selectors import Selector
from gwe_lint.exports.records import Option
from gwe_lint.suggest import near_miss
from gwe_lint.text import listed, quoted

_UNSURE: Severity = "warning"
_OTHERS = ("view", "workbin")  # Script objects that a queue is taken for
NO_QUEUES = "the Interaction Queues are unknown: no Script objects, and no interaction-queues is declared"


def _named_queues(estate: Estate, option: Selector) -> Iterator[tuple[Application, Option]]:
    """Every option of these that names a queue."""
    return ((application, found) for application, found in option.matches(estate) if usable(found))


def _tenant(application: Application) -> str | None:
    """The DBID of the one tenant of an application; None where it has several, or they are not known."""
    tenants = application.tenants or ()
    return str(tenants[0].dbid) if len(tenants) == 1 and tenants[0].dbid else None


def _is_endpoint(option: Option) -> bool:
    return option.section.startswith("endpoints:")


def own_strategy(
    estate: Estate, *, queues: tuple[Selector, ...], strategy: str, because: Prose, instead: Prose
) -> Iterator[Outcome]:
    """Another strategy than the shipped one takes the queue that a client names as the start of routing."""
    scripts = estate.queues
    for selector in queues:
        for client, option in _named_queues(estate, selector):
            takers = scripts.takers(option.value, _tenant(client)).found
            takers = tuple(taker for taker in takers if taker.exists is not False)
            if not takers:
                yield none_seen(scripts, option.value)
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


def queue_exists(estate: Estate, *, options: tuple[Selector, ...]) -> Iterator[Outcome]:
    """An endpoint leads to an Interaction Queue that does not exist, or another option names one."""
    scripts = estate.queues
    names = sorted(scripts.names)
    for selector in options:
        for application, option in _named_queues(estate, selector):
            tenant = tenant_of(option.section) if _is_endpoint(option) else _tenant(application)
            exists = scripts.exists(option.value, tenant)
            if exists:
                yield Pass()
            elif exists is None:
                yield NotEvaluated(_why_unknown(application, option, tenant, scripts))
            else:
                yield _no_such_queue(estate, application, option, names)


def _why_unknown(application: Application, option: Option, tenant: str | None, scripts: Queues) -> str:
    if not scripts.names:
        return NO_QUEUES
    if _is_endpoint(option):
        return f"not all Interaction Queues of tenant {tenant} are in the exports"
    if scripts.by_tenant and not tenant:
        return f"{application.name}: of which tenant its queues are is not known"
    return "not all Interaction Queues are in the exports"


def _no_such_queue(estate: Estate, application: Application, option: Option, names: list[str]) -> Hit:
    """The hit; not an error where nothing but the export says that these are all queues, and none is close to it.

    An export of Script objects does not say by which filter they were chosen.
    """
    value = option.value.strip()
    taken = next((each.kind for each in estate.scripts if each.name == value and each.kind in _OTHERS), "")
    near = None if taken else _meant(option.value, names)
    sure = near or estate.declared_queues is not None
    has = (
        "no Interaction Queue has that name"
        if sure
        else "no Interaction Queue in the exports has that name (assumed to be all)"
    )
    help = f"known Interaction Queues: {listed(names)}"
    if near:
        help = f"did you mean {quoted(near)}?{in_what(option.value, near)}"
    help = help if sure else f"{help}; if there are more, say so by interaction-queues in gwe-lint.toml"
    queue, at_most = both_shown(option.value, near or "")[0], None if sure else _UNSURE
    has = f"that is the name of a {taken}: {has}" if taken else has
    meant = with_value(application, option, near, chosen=folded(near) != folded(value)) if near else ()
    if _is_endpoint(option):
        message = f"endpoint {quoted(option.name)} leads to {queue}, and {has}"
        place = value_of(application, option)
        return Hit(message, place, "no such queue", help, at_most=at_most, corrections=meant)
    message = f"{short(option.name)} is {queue}, and {has}"
    hit = Hit.at(set_value(estate, application, option), message, label="no such queue", help=help)
    return hit._replace(at_most=at_most, corrections=meant)


def _meant(value: str, names: list[str]) -> str | None:
    """The queue that a value probably means."""
    return prints_like(value, names) or near_miss(value.strip(), names) or _by_last_part(value, names)


def _by_last_part(value: str, names: list[str]) -> str | None:
    """The one queue that Composer named after project, diagram and a block of this name, or the other way round.

    Two names with a project are two queues, however their blocks are called.
    """
    before, _, last = value.rpartition(".")
    parts = [(name, *name.rpartition(".")[::2]) for name in names]
    found = [name for name, project, block in parts if block == last and not (before and project)]
    return found[0] if len(found) == 1 else None
