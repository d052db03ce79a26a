"""Endpoint names: what clients call the endpoints of their chats, each in the notation of its product."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.catalogue.fact import Catalogue, is_dbid
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Target
from gwe_lint.exports.tenants import tenant_named

NOTATIONS = ("endpoint-reference", "endpoint-by-tenant-name", "endpoint-list")  # types of facts that name endpoints


class EndpointClient(NamedTuple):
    """A client, the endpoints that it names as section and endpoint, and the Interaction Queues that it names."""

    application: Application
    endpoints: frozenset[tuple[str, str]]
    queues: frozenset[str]


def parts_of(key: str) -> tuple[str, str] | None:
    """Tenant DBID and endpoint name of a queueKey, or None when it is not of that form."""
    tenant, colon, endpoint = key.partition(":")
    well_formed = is_dbid(tenant) and endpoint and endpoint == endpoint.strip()
    return (tenant, endpoint) if colon and well_formed else None


def endpoints_in(value: str, notation: str, tenants: Sequence[Target]) -> Iterator[tuple[str, str]]:
    """Tenant DBID and endpoint name of each well-formed reference in a value."""
    if notation == "endpoint-by-tenant-name":
        name, colon, endpoint = value.partition(":")
        tenant = tenant_named(Target(name), tenants)
        if colon and endpoint and endpoint == endpoint.strip() and tenant.dbid:
            yield str(tenant.dbid), endpoint
        return
    # Of a list, the first one takes messages that are not part of a chat.
    values = value.split(",")[1:] if notation == "endpoint-list" else [value]
    for each in values:
        parts = parts_of(each.strip() if notation == "endpoint-list" else each)
        if parts:
            yield parts


def endpoint_clients(
    applications: Iterable[Application], catalogue: Catalogue, tenants: Sequence[Target]
) -> tuple[EndpointClient, ...]:
    """The applications that run and name an endpoint, in order, each with what it names."""
    of_clients = {fact.app for fact in catalogue if fact.type in NOTATIONS}
    running = (each for each in applications if each.type in of_clients and each.enabled is not False)
    clients = (_client(application, catalogue, tenants) for application in running)
    return tuple(client for client in clients if client.endpoints)


def all_references_read(applications: Iterable[Application], catalogue: Catalogue) -> bool:
    """False where one of these may name an endpoint that was not read."""
    of_clients = {fact.app for fact in catalogue if fact.type in NOTATIONS}
    running = (each for each in applications if each.type in of_clients and each.enabled is not False)
    return not any((each.export and each.export.unread) or _has_unknown(each, catalogue) for each in running)


def _has_unknown(application: Application, catalogue: Catalogue) -> bool:
    known = (each for name, each in application.sections.items() if catalogue.every(application.type, name))
    options = (option for section in known for option in section.options.values())
    unknown = (option for option in options if option.why_unknown)
    facts = (catalogue.fact(application.type, option.section, option.name) for option in unknown)
    return any(fact and fact.type in NOTATIONS for fact in facts)


def _client(application: Application, catalogue: Catalogue, tenants: Sequence[Target]) -> EndpointClient:
    endpoints: set[tuple[str, str]] = set()
    queues: set[str] = set()
    for name, section in application.sections.items():
        facts = catalogue.options(application.type, name)
        for option in section.options.values() if facts else ():
            fact = facts.get(option.name)
            if fact and fact.type in NOTATIONS and option.kind == "string":
                named = endpoints_in(option.value, fact.type, tenants)
                endpoints.update((f"endpoints:{tenant}", endpoint) for tenant, endpoint in named)
            elif fact and fact.type == "queue-name" and option.value.strip() and not option.why_unknown:
                queues.add(option.value)
    return EndpointClient(application, frozenset(endpoints), frozenset(queues))
