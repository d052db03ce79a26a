"""The estate: the subject of every lint rule, with derived facts such as topology, queues and redundancy."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.catalogue.fact import Catalogue, Fact
from gwe_lint.estate.endpoint_names import all_references_read, endpoint_clients
from gwe_lint.estate.left_out import Excluded, LeftOut, Pattern
from gwe_lint.estate.membership import Membership
from gwe_lint.estate.model import Application, Cluster, Strategy
from gwe_lint.estate.queues import Queues
from gwe_lint.estate.reach import Reach
from gwe_lint.estate.redundancy import Redundancy
from gwe_lint.estate.running import running_by_type
from gwe_lint.estate.topology import Topology
from gwe_lint.exports.records import NOT_WHOLE, Document, Export, Script, Section, Target
from gwe_lint.exports.tenants import ENVIRONMENT

if TYPE_CHECKING:  # expectations are rare
    from gwe_lint.estate.expectation import Expectation


class EstateParts(NamedTuple):
    """What an estate is made of. None means unknown, never empty."""

    name: str
    applications: tuple[Application, ...]
    catalogue: Catalogue
    clusters: tuple[Cluster, ...] = ()
    production: bool | None = None
    peak: int | None = None  # simultaneous chat sessions that are planned for, as the configuration says
    declared_queues: frozenset[str] | None = None  # names of the Interaction Queues, as the configuration says
    declared_strategies: tuple[Strategy, ...] | None = None
    documents: tuple[Document, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    paths: tuple[str, ...] = ()  # where its exports were looked for
    assumptions: tuple[str, ...] = ()
    grouping: str = ""  # how what lay below a path was split into estates, or why not
    patterns: tuple[Pattern, ...] = ()  # of files that the configuration excludes
    expectations: "tuple[Expectation, ...]" = ()  # where chats are to go, as the configuration says


class Estate(EstateParts):
    """Everything that belongs together: its parts, and what is derived from them.

    Nobody changes it: ``_replace`` makes another one, which derives everything anew.
    """

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name}: an estate is never changed")

    @cached_property
    def exports(self) -> tuple[tuple[Application, Export], ...]:
        """The applications that have an export, each with it, in order."""
        return tuple((application, application.export) for application in self.applications if application.export)

    @cached_property
    def active(self) -> tuple[tuple[Application, Export], ...]:
        """The same without the applications that are disabled: nothing runs that would read their options."""
        return tuple(each for each in self.exports if each[0].enabled is not False)

    @cached_property
    def documented(self) -> tuple[tuple[Application, str, Section, Mapping[str, Fact]], ...]:
        """The sections of active applications of which the catalogue knows options, with their names and facts."""
        return tuple(
            (application, name, section, facts)
            for application, export in self.active
            for name, section in export.sections.items()
            if (facts := self.catalogue.every(application.type, name))
        )

    @cached_property
    def scripts(self) -> tuple[Script, ...]:
        """The Script objects of all documents, in order."""
        return tuple(script for document in self.documents for script in document.scripts)

    @cached_property
    def newlines(self) -> Mapping[str, str]:
        """How the lines of each document end, by path: ``lf``, ``crlf``, ``mixed`` or ``none``."""
        return {document.path: document.newline for document in self.documents}

    @cached_property
    def tenants(self) -> tuple[Target, ...]:
        """The tenants that the documents name, with the one that every installation has."""
        return (*(tenant for document in self.documents for tenant in document.tenants), ENVIRONMENT)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """What there is of objects that were not read, in words: the end of a document, applications of any type."""
        parts = [f"the unread part of {document.path}" for document in self.documents if document.unread]
        unknown = (each for each, _ in self.exports if each.type == "other" and not each.certain)
        return (*parts, *(each.name for each in unknown if each.export and each.export.unread))

    @cached_property
    def partly_read(self) -> frozenset[str]:
        """The paths of documents in which something could not be read, be it one value."""
        problems = (
            (document.path, (*document.problems, *(each for export in document.exports for each in export.problems)))
            for document in self.documents
        )
        return frozenset(path for path, found in problems if any(each.kind in NOT_WHOLE for each in found))

    @cached_property
    def topology(self) -> Topology:
        """Who is connected to whom."""
        return Topology(self.applications, self.clusters, self.unread)

    @cached_property
    def queues(self) -> Queues:
        """Which Interaction Queues exist, and which strategies take interactions from them."""
        return Queues(self.documents, self.declared_queues, self.declared_strategies)

    @cached_property
    def redundancy(self) -> Redundancy:
        """Which servers stand in for each other."""
        return Redundancy(self.applications, self.clusters, self.topology, self.membership)

    @cached_property
    def membership(self) -> Membership:
        """Which Chat Servers do the same work, where their connections are assumed."""
        clients = endpoint_clients(self.applications, self.catalogue, self.tenants)
        complete = not self.unread and all_references_read(self.applications, self.catalogue)
        return Membership(clients, complete=complete)

    def sharing(self, reference: str) -> tuple[str, ...]:
        """The names of the objects that have the DBID of a reference such as ``DBID 111``; none unless several have it.

        Nobody knows which of them is meant.
        """
        names = dict.fromkeys(each.name for each in self.applications if each.dbid and f"DBID {each.dbid}" == reference)
        return tuple(names) if len(names) > 1 else ()

    def reach_of(self, client: Application, type: str = "chat-server") -> Reach:
        """The servers of a type that probably take the client's chats, as far as connections and endpoints tell."""
        reach = self.topology.chat_servers_of(client, type)
        return self.membership.likely(client, reach) if type == "chat-server" else reach

    @cached_property
    def _by_type(self) -> Mapping[str, tuple[Application, ...]]:
        return running_by_type(self.applications)

    def of_type(self, type: str) -> tuple[Application, ...]:
        """The applications of this type that have an export and are not disabled, in order."""
        return self._by_type.get(type, ())

    def whole_of_type(self, *types: str) -> tuple[Application, ...]:
        """The same for one or more types, without lists of changes, which have no connections."""
        found = (application for type in types for application in self.of_type(type))
        return tuple(application for application in found if application.completeness != "delta")
