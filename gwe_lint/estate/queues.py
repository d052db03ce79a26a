"""Script objects: which Interaction Queues exist, and which routing strategies take interactions from them.

Up to Composer 8.1.3 a queue names its strategy itself, in the annex option ``[Orchestration] application``. From 8.1.4
on, a View of the queue and a Submitter link the two. The names of the linking options are not published. So a value
that is the name of a queue, View or strategy counts as a reference to it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.estate.model import Application, Strategy
from gwe_lint.exports.records import Document, Script, Target
from gwe_lint.exports.tenants import ENVIRONMENT, tenant_named


def queues_led_to(servers: Iterable[Application]) -> list[str]:
    """The values of all endpoints of these Chat Servers, once each, in order."""
    queues = [
        option.value
        for server in servers
        for name, section in server.sections.items()
        if name.startswith("endpoints:")
        for option in section.options.values()
        if option.value.strip() and option.kind == "string"
    ]
    return list(dict.fromkeys(queues))


class Taker(NamedTuple):
    """A strategy that takes interactions from a queue, by way of these objects; ``exists`` is None where unknown."""

    strategy: str
    way: tuple[Script, ...] = ()  # the queue, or its View and the Submitter
    script: Script | None = None
    exists: bool | None = None


class Takers(NamedTuple):
    """The strategies that take interactions from a queue. Without any, ``unknown`` says why there may be one."""

    found: tuple[Taker, ...]
    unknown: str = ""


class Queues:
    """The Interaction Queues of an estate, from its Script objects and its configuration.

    Names belong to a tenant. Where the tenant of an object is unknown, names are compared without tenants.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        declared_queues: frozenset[str] | None,
        declared_strategies: tuple[Strategy, ...] | None,
    ) -> None:
        self.declared_queues = declared_queues
        self.declared_strategies = declared_strategies
        tenants = [tenant for document in documents for tenant in document.tenants]
        scripts = [script for document in documents for script in document.scripts if script.kind in KINDS]
        owners = [(script, self._owner(script, tenants)) for script in scripts]
        self.by_tenant = all(owner is not None for _, owner in owners)
        self._groups: dict[int | None, _Group] = {}
        for script, owner in owners:
            self._groups.setdefault(owner if self.by_tenant else None, _Group()).add(script)
        in_complete_documents = {
            script for document in documents if document.lists_all for script in map(id, document.scripts)
        }
        for script, owner in owners:
            if id(script) in in_complete_documents:
                self._groups[owner if self.by_tenant else None].complete_kinds.add(script.kind)

    @staticmethod
    def _owner(script: Script, tenants: list[Target]) -> int | None:
        return tenant_named(script.tenant, [*tenants, ENVIRONMENT]).dbid if script.tenant else None

    @property
    def empty(self) -> bool:
        """True when nothing is known of any strategy: no Script objects, and none declared."""
        return self.declared_strategies is None and not self._groups

    @property
    def names(self) -> frozenset[str]:
        """The names of all Interaction Queues, of whichever tenant."""
        names = [name for group in self._groups.values() for name in group.names["queue"]]
        return frozenset(names) | (self.declared_queues or frozenset())

    def owners_of(self, queue: str) -> tuple[int, ...]:
        """The DBIDs of the tenants that have a queue of this name, as far as the exports say."""
        return tuple(dbid for dbid, group in self._groups.items() if dbid is not None and queue in group.names["queue"])

    def queue(self, name: str, tenant: str | None = None) -> Script | None:
        """The object of an Interaction Queue, of this tenant DBID if there is one, else of any; or None."""
        group = self._group_of(name, tenant)
        return group.names["queue"].get(name) if group else None

    def exists(self, queue: str, tenant: str | None = None) -> bool | None:
        """Whether there is an Interaction Queue of this name; None where the exports do not tell."""
        if queue in self.names:
            return True
        group = self._groups.get(int(tenant) if tenant and self.by_tenant else None)
        complete = self.declared_queues is not None or (group is not None and "queue" in group.complete_kinds)
        return False if complete else None

    def takers(self, queue: str, tenant: str | None = None) -> Takers:
        """The strategies that take interactions from the queue of this name."""
        takers = {
            each.name: Taker(each.name, exists=True) for each in self.declared_strategies or () if queue in each.queues
        }
        group = self._group_of(queue, tenant)
        for taker in group.takers(queue) if group else ():
            takers.setdefault(taker.strategy, taker)
        return Takers(tuple(takers.values()), "" if takers else self._why_unknown(queue, group))

    def _group_of(self, queue: str, tenant: str | None) -> "_Group | None":
        of_tenant = self._groups.get(int(tenant) if tenant and self.by_tenant else None)
        if of_tenant and queue in of_tenant.names["queue"]:
            return of_tenant
        return next((group for group in self._groups.values() if queue in group.names["queue"]), None)

    def _why_unknown(self, queue: str, group: "_Group | None") -> str:
        if self.declared_strategies is not None:
            return ""  # the configuration says which strategies there are
        if not group:
            return "its Script object is not in the exports, and no [[estate.strategy]] is declared"
        return group.why_unknown(queue)


class _Group:
    """The Script objects of one tenant."""

    def __init__(self) -> None:
        self.names: dict[str, dict[str, Script]] = {kind: {} for kind in KINDS}
        self.mentions: dict[str, dict[str, list[Script]]] = {kind: {} for kind in KINDS}  # by a value in the annex
        self.complete_kinds: set[str] = set()  # kinds of which all objects are in the exports

    def add(self, script: Script) -> None:
        """Add a Script object."""
        self.names[script.kind].setdefault(script.name, script)
        for value in set(_annex_values(script)) if script.enabled is not False else ():
            self.mentions[script.kind].setdefault(value, []).append(script)

    def takers(self, queue: str) -> Iterator[Taker]:
        """The strategies of a queue: of its own annex, and of the Submitters of its Views."""
        script = self.names["queue"][queue]
        yield from self._direct(script)
        for view in self._linked("view", queue, "queue"):
            for submitter in self._linked("submitter", view.name, "view"):
                yield from self._strategies(submitter, (view, submitter))

    def _linked(self, kind: str, name: str, to: str) -> list[Script]:
        """The objects of a kind that refer to this one: whose annex names it, and no other of its kind."""
        mentioning = self.mentions[kind].get(name, ())
        return [each for each in mentioning if len(self._named(each, to)) == 1]

    def _named(self, script: Script, kind: str) -> set[str]:
        return set(_annex_values(script)) & self.names[kind].keys()

    def _direct(self, queue: Script) -> Iterator[Taker]:
        """The strategy in the annex of the queue, by the documented option."""
        applications = [
            (option.name.lower(), option.value)
            for section, content in queue.annex.items()
            if section.lower() == "orchestration"
            for option in content.options.values()
            if option.value.strip() and option.kind == "string"
        ]
        unconditional = [value for name, value in applications if name == "application"]
        for value in unconditional or [value for name, value in applications if name.startswith("application@")]:
            yield self._taker(value.strip(), (queue,))

    def _taker(self, value: str, way: tuple[Script, ...]) -> Taker:
        """The strategy behind a value: ``script:NAME``, or the address of a document; a second one is a fallback."""
        name = value.removeprefix("script:").strip()
        if name == value or not name:
            return Taker(value.split(maxsplit=1)[0], way, exists=True)
        script = self.names["strategy"].get(name)
        exists = script.enabled is not False if script else False if "strategy" in self.complete_kinds else None
        return Taker(name, way, script, exists)

    def _strategies(self, owner: Script, way: tuple[Script, ...]) -> Iterator[Taker]:
        """The strategy that the annex of a Submitter names, of either kind."""
        for kind in ("strategy", "routing"):
            for name in sorted(self._named(owner, kind)):
                script = self.names[kind][name]
                yield Taker(name, way, script, script.enabled is not False)

    def why_unknown(self, queue: str) -> str:
        """Why a queue without a known strategy may have one all the same; empty where it has none."""
        missing = [KINDS[kind] for kind in ("view", "submitter") if not self.names[kind]]
        if not self.names["strategy"] and not self.names["routing"]:
            missing.append("strategies")
        if missing:
            return f"no {' and no '.join(missing)} are in the exports"
        if not self.complete_kinds >= {"view", "submitter"}:
            return "not all Views and Submitters are in the exports"
        if self.names["queue"].keys().isdisjoint(self.mentions["view"]):
            return "no View in the exports names a queue in its annex"
        views = self.mentions["view"].get(queue, ())
        if any(len(self._named(view, "queue")) > 1 for view in views):
            return "a View names several queues in its annex, and which one it is of is not known"
        if views and self.names["view"].keys().isdisjoint(self.mentions["submitter"]):
            return "no Submitter in the exports names a View in its annex"
        if any(view.name in self.mentions["submitter"] for view in views):
            return "its Submitter names no strategy, or several Views, in its annex"
        return ""


KINDS = {
    "queue": "Interaction Queues",
    "view": "Views",
    "submitter": "Submitters",
    "strategy": "strategies of Orchestration Server",
    "routing": "strategies of Universal Routing Server",
}


def _annex_values(script: Script) -> Iterator[str]:
    """Every text in the annex of an object, without the prefix of a reference."""
    for section in script.annex.values():
        for option in section.options.values():
            if option.kind == "string" and option.value.strip():
                yield option.value.strip().removeprefix("script:").strip()
