"""Tenants: those that references name exist and are served by both sides, and no application has too many."""

from collections.abc import Iterable, Iterator

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.checks.endpoint_references import links_of
from gwe_lint.estate.effective import short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of, header_of, value_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Place, Prose
from gwe_lint.estate.selectors import AppType, Selector
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.records import Target
from gwe_lint.text import listed, quoted


def _dbids(application: Application) -> frozenset[int] | None:
    """The DBIDs of the tenants of an application; None where not all of them are known."""
    tenants = application.tenants
    if not tenants or not all(tenant.dbid for tenant in tenants):
        return None
    return frozenset(tenant.dbid for tenant in tenants if tenant.dbid)


def _name(estate: Estate, dbid: int) -> str:
    """A tenant as people know it: ``101 (Acme)``."""
    name = next((tenant.name for tenant in estate.tenants if tenant.dbid == dbid and tenant.name), "")
    return f"{dbid} ({name})" if name else str(dbid)


def _names(estate: Estate, dbids: Iterable[int]) -> str:
    return listed([_name(estate, dbid) for dbid in sorted(dbids)])


def tenant_served(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """A client refers to an endpoint of a tenant that it is not assigned to itself."""
    for link in links_of(estate, keys):
        client, tenant = link.client, tenant_of(link.section)
        dbids = _dbids(client)
        if dbids is None:
            yield NotEvaluated(f"{client.name}: its tenants are not in the exports")
        elif tenant is None or int(tenant) in dbids:
            yield Pass()
        elif link.having or not link.lacking:  # else GWE202 says that nobody has the endpoint
            yield Hit(
                message=f"{short(link.key.name)} is {quoted(link.key.value)}, an endpoint of tenant "
                f"{_name(estate, int(tenant))}, and {client.name} is assigned to tenant {_names(estate, dbids)}",
                place=value_of(client, link.key),
                label="another tenant",
                help=f"name an endpoint of tenant {_names(estate, dbids)}, or assign the application to the tenant",
                discriminator="" if link.whole else link.endpoint,
            )


def endpoints_of_tenants(estate: Estate, *, server: AppType) -> Iterator[Outcome]:
    """A server has endpoints of a tenant that it is not assigned to."""
    for application in estate.of_type(server):
        sections = {name: int(dbid) for name in application.sections if (dbid := tenant_of(name))}
        dbids = _dbids(application)
        if dbids is None:
            if sections:
                yield NotEvaluated(f"{application.name}: its tenants are not in the exports")
            continue
        for name, tenant in sections.items():
            if tenant in dbids:
                yield Pass()
                continue
            yield Hit(
                message=f"[{name}] is for tenant {_name(estate, tenant)}, and {application.name} is assigned to "
                f"tenant {_names(estate, dbids)}",
                place=header_of(application, name),
                label="another tenant",
                help="assign the application to the tenant, or remove the section",
            )


def tenant_exists(estate: Estate, *, servers: tuple[AppType, ...], keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """A reference or an endpoints section names a tenant that is not among all tenants, which the exports list."""
    all_listed = any(each.tenants and each.whole and FORMATS[each.format].lists_tenants for each in estate.documents)
    certain = all_listed and all(tenant.dbid for tenant in estate.tenants)
    known = {tenant.dbid for tenant in _seen(estate) if tenant.dbid}
    for what, place, tenant in _named(estate, servers, keys):
        if tenant in known:
            yield Pass()
        elif not certain:
            yield NotEvaluated("the tenants are not in the exports, or not all with their DBIDs")
        else:
            yield Hit(
                message=f"{what} names tenant {tenant}, and no tenant has that DBID",
                place=place,
                label="no such tenant",
                help=f"the tenants are {_names(estate, known)}",
                discriminator=str(tenant),
            )


def _seen(estate: Estate) -> Iterator[Target]:
    """Every tenant that is listed, or that an application is assigned to."""
    yield from estate.tenants
    for application in estate.applications:
        yield from application.tenants or ()


def _named(
    estate: Estate, servers: tuple[AppType, ...], keys: tuple[Selector, ...]
) -> Iterator[tuple[str, Place, int]]:
    """Every tenant that is named by its DBID, with what names it and where."""
    for application in [each for type in servers for each in estate.of_type(type)]:
        for name in application.sections:
            tenant = tenant_of(name)
            if tenant:
                yield f"section [{name}]", header_of(application, name), int(tenant)
    for link in links_of(estate, keys):
        tenant = tenant_of(link.section)
        if tenant and (link.having or not link.lacking):  # else no Chat Server has the endpoint, which is said already
            yield f"{short(link.key.name)} {quoted(link.key.value)}", value_of(link.client, link.key), int(tenant)


def one_tenant(estate: Estate, *, types: tuple[AppType, ...], because: Prose) -> Iterator[Outcome]:
    """An application of one of these types is assigned to several tenants."""
    for application in [each for type in types for each in estate.of_type(type)]:
        if not application.tenants:
            yield NotEvaluated(f"{application.name}: its tenants are not in the exports")
        elif len(application.tenants) == 1:
            yield Pass()
        else:
            yield Hit(
                message=f"{application.name} is assigned to {len(application.tenants)} tenants, "
                f"{listed(_known(estate, application.tenants))}: {because}",
                place=file_of(application),
                help="assign it to one tenant on the Tenants tab, and have another application for each other tenant",
            )


def _known(estate: Estate, tenants: tuple[Target, ...]) -> list[str]:
    return [_name(estate, tenant.dbid) if tenant.dbid else tenant.name for tenant in tenants]


def one_endpoints_section(estate: Estate, *, server: AppType, because: Prose) -> Iterator[Outcome]:
    """A server has several endpoints sections; each one behind the first is a hit."""
    for application in estate.of_type(server):
        sections = [name for name in application.sections if tenant_of(name)]
        if len(sections) == 1:
            yield Pass()
        for name in sections[1:]:
            yield Hit(
                message=f"[{name}] is an endpoints section beside [{sections[0]}]: {because}",
                place=header_of(application, name),
                label="another endpoints section",
                help="keep the section of the tenant that the server is assigned to",
                related=(Note("the first one", header_of(application, sections[0])),),
            )
