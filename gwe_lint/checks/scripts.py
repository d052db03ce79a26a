"""Script objects: an endpoint's queue belongs to its tenant, and one strategy takes interactions from it."""

from collections.abc import Iterator
from typing import Literal

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.checks.queues import usable
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import script_at, value_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Place
from gwe_lint.estate.queues import Queues, Taker
from gwe_lint.estate.selectors import Selector
from gwe_lint.exports.records import Option, Script
from gwe_lint.text import listed, quoted

NO_STRATEGIES = "the routing strategies are unknown: no Script objects, and no [[estate.strategy]] is declared"


class _Queue:
    """An Interaction Queue of a tenant, and the endpoints that lead to it."""

    def __init__(
        self, name: str, tenant: str | None, script: Script | None, endpoints: tuple[tuple[Application, Option], ...]
    ) -> None:
        self.name = name
        self.tenant = tenant
        self.script = script
        self.endpoints = endpoints

    @property
    def place(self) -> Place:
        """The queue's own object, else the first endpoint that leads to it."""
        return script_at(self.script) if self.script else value_of(*self.endpoints[0])

    @property
    def leading(self) -> tuple[Note, ...]:
        """The endpoints that lead to it, but for the one that stands for it."""
        others = self.endpoints if self.script else self.endpoints[1:]
        return tuple(Note("leads to this queue", value_of(*each)) for each in others)


def _endpoints(estate: Estate, option: Selector) -> list[tuple[Application, Option, str | None]]:
    """Every endpoint that leads to a queue, and the DBID of its tenant."""
    found = option.matches(estate)
    return [(server, each, tenant_of(each.section)) for server, each in found if usable(each)]


def _queues(estate: Estate, scripts: Queues, option: Selector) -> Iterator[_Queue]:
    """Every queue that an endpoint leads to, once for each object that it is."""
    places: dict[tuple[str, str | None], list[tuple[Application, Option]]] = {}
    for server, endpoint, tenant in _endpoints(estate, option):
        places.setdefault((endpoint.value, tenant), []).append((server, endpoint))
    seen: dict[tuple[str, int], list[tuple[Application, Option]]] = {}
    for (name, tenant), endpoints in places.items():
        script = scripts.queue(name, tenant)
        known = seen.setdefault((name, id(script)), [])
        if not known:
            known += endpoints
            yield _Queue(name, tenant, script, tuple(endpoints))


def queue_of_tenant(estate: Estate, *, option: Selector) -> Iterator[Outcome]:
    """An endpoint of one tenant leads to a queue that only another tenant has."""
    scripts = estate.queues
    for server, endpoint, tenant in _endpoints(estate, option):
        owners = scripts.owners_of(endpoint.value)
        if not tenant or not owners:
            continue
        if int(tenant) in owners:
            yield Pass()
            continue
        script = scripts.queue(endpoint.value, tenant)
        yield Hit(
            message=f"endpoint {quoted(endpoint.name)} of tenant {tenant} leads to {quoted(endpoint.value)}, which is "
            f"an Interaction Queue of tenant {listed(owners)}",
            place=value_of(server, endpoint),
            label="a queue of another tenant",
            help="name a queue of the tenant, or move the endpoint to the section of the other tenant",
            related=(Note("the queue", script_at(script)),) if script else (),
        )


def strategy_of_queue(estate: Estate, *, option: Selector, quantifier: Literal["some", "one"]) -> Iterator[Outcome]:
    """A queue that an endpoint leads to has not ``some`` strategy that takes chats, or has more than ``one``."""
    scripts = estate.queues
    for queue in _queues(estate, scripts, option):
        if quantifier == "one":
            yield _several(estate, scripts, queue)
        elif scripts.empty:
            yield NotEvaluated(NO_STRATEGIES)
        elif scripts.exists(queue.name, queue.tenant) is not False:  # else it is said already that there is no queue
            yield _drained(scripts, queue)


def none_seen(scripts: Queues, queue: str) -> NotEvaluated:
    """Why no strategy of a queue is known."""
    return NotEvaluated(NO_STRATEGIES if scripts.empty else f"no strategy is seen on {quoted(queue)}")


def _several(estate: Estate, scripts: Queues, queue: _Queue) -> Outcome:
    takers = [taker for taker in scripts.takers(queue.name, queue.tenant).found if taker.exists is not False]
    names = sorted(taker.strategy for taker in takers)
    if not takers and estate.declared_strategies is None:
        return none_seen(scripts, queue.name)
    if len(names) < 2:
        return Pass()
    return Hit(
        f"Interaction Queue {quoted(queue.name)} has {len(names)} routing strategies: {listed(names)}",
        queue.place,
        label="more than one strategy",
        help="relate the queue to one strategy, of Orchestration Server or of Universal Routing Server",
        related=(*queue.leading, *(note for taker in takers for note in way_of(taker))),
        discriminator=f"{queue.tenant}:{queue.name}",
    )


def _drained(scripts: Queues, queue: _Queue) -> Outcome:
    takers = scripts.takers(queue.name, queue.tenant)
    name = quoted(queue.name)
    if queue.script and queue.script.enabled is False:
        return _undrained(queue, f"Interaction Queue {name} is disabled, so that nothing takes chats from it", ())
    if takers.unknown:
        return NotEvaluated(f"queue {name}: {takers.unknown}")
    if any(taker.exists for taker in takers.found):
        return Pass()
    unsure = [taker for taker in takers.found if taker.exists is None]
    if unsure:
        return NotEvaluated(f"queue {name}: whether strategy {quoted(unsure[0].strategy)} exists is not in the exports")
    if not takers.found:
        message = f"no strategy takes chats from queue {name}: neither directly nor by View and Submitter"
        return _undrained(queue, message, ())
    gone = takers.found[0]
    state = "is disabled" if gone.script else "does not exist"
    behind = tuple(script for script in gone.way if script.kind != "queue")
    message = f"chats in queue {name} are taken by strategy {quoted(gone.strategy)}, which {state}"
    return _undrained(queue, message, tuple(way_of(gone._replace(way=behind))))


def _undrained(queue: _Queue, message: str, notes: tuple[Note, ...]) -> Hit:
    return Hit(
        message=message,
        place=queue.place,
        label="chats stay here",
        help="relate the queue to a strategy: in Composer connect the queue block to the workflow, and publish",
        related=(*queue.leading, *notes),
        discriminator=f"{queue.tenant}:{queue.name}",
    )


def way_of(taker: Taker) -> Iterator[Note]:
    """The objects that lead from the queue to a strategy."""
    words = {"queue": "the queue names", "view": "a View of the queue leads to", "submitter": "its Submitter names"}
    for script in taker.way:
        yield Note(f"{words[script.kind]} strategy {quoted(taker.strategy)}", script_at(script))
