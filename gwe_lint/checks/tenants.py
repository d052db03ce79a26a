"""Tenants: those that references name exist and are served by both sides, and no application has too many."""

from collections.abc import Iterator

from gwe_lint.catalogue import tenant_of
from gwe_lint.checks.links import endpoints_named
from gwe_lint.display import listed
from gwe_lint.model import Application, Estate, Hit, Outcome, Pass, Place, Prose, Unjudged
from gwe_lint.places import file_of, header_of, value_of
from gwe_lint.records import Target
from gwe_lint.selectors import AppType, Selector
from gwe_lint.topology import Topology


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


def tenant_served(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """A reference names a tenant that the client itself, or a Chat Server it uses, is not assigned to."""
    topology = Topology(estate)
    for key in keys:
        for client, option in key.matches(estate):
            for tenant in dict.fromkeys(int(dbid) for dbid, _ in endpoints_named(estate, client, option)):
                servers = topology.chat_servers_of(client).servers
                known = [(each, dbids) for each in (client, *servers) if (dbids := _dbids(each)) is not None]
                without = [each.name for each, dbids in known if tenant not in dbids]
                if len(known) < len(servers) + 1 and not without:
                    yield Unjudged(f"{client.name}: the tenants of it, or of its Chat Servers, are not in the exports")
                elif not without:
                    yield Pass()
                else:
                    yield Hit(
                        message=f"{option.name} names tenant {_name(estate, tenant)}, which {listed(without)} "
                        f"{'is' if len(without) == 1 else 'are'} not assigned to",
                        place=value_of(client, option),
                        label="another tenant",
                        help="assign the tenant on the Tenants tab, or name a tenant that both sides have",
                        discriminator=str(tenant),
                    )


def endpoints_of_tenants(estate: Estate, *, server: AppType) -> Iterator[Outcome]:
    """A server has endpoints of a tenant that it is not assigned to."""
    for application in estate.of_type(server):
        sections = {name: int(dbid) for name in application.sections if (dbid := tenant_of(name))}
        dbids = _dbids(application)
        if dbids is None:
            if sections:
                yield Unjudged(f"{application.name}: its tenants are not in the exports")
            continue
        for name, tenant in sections.items():
            if tenant in dbids:
                yield Pass()
                continue
            own = listed([_name(estate, dbid) for dbid in sorted(dbids)])
            yield Hit(
                message=f"[{name}] is for tenant {_name(estate, tenant)}, which {application.name} is not assigned to; "
                f"it has {own}",
                place=header_of(application, name),
                label="another tenant",
                help="assign the tenant on the Tenants tab, or remove the section",
            )


def tenant_exists(estate: Estate, *, servers: tuple[AppType, ...], keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """A reference or an endpoints section names a tenant that is not among all tenants, which the exports list."""
    whole = [document for document in estate.documents if document.whole and document.tenants]
    known = {tenant.dbid for tenant in estate.tenants}
    for application, place, tenant in _named(estate, servers, keys):
        if tenant in known:
            yield Pass()
        elif not whole or not all(tenant.dbid for tenant in estate.tenants):
            yield Unjudged("the tenants are not in the exports, or not all with their DBIDs")
        else:
            yield Hit(
                message=f"{application.name} names tenant {tenant}, and no tenant has that DBID",
                place=place,
                label="no such tenant",
                help=f"the tenants are {listed([_name(estate, each) for each in sorted(filter(None, known))])}",
            )


def _named(
    estate: Estate, servers: tuple[AppType, ...], keys: tuple[Selector, ...]
) -> Iterator[tuple[Application, Place, int]]:
    """Every tenant that is named by its DBID, with who names it and where."""
    for application in [each for type in servers for each in estate.of_type(type)]:
        for name in application.sections:
            tenant = tenant_of(name)
            if tenant:
                yield application, header_of(application, name), int(tenant)
    for key in keys:
        for client, option in key.matches(estate):
            for dbid, _ in endpoints_named(estate, client, option):
                yield client, value_of(client, option), int(dbid)


def one_tenant(estate: Estate, *, types: tuple[AppType, ...], because: Prose) -> Iterator[Outcome]:
    """An application of one of these types is assigned to several tenants."""
    for application in [each for type in types for each in estate.of_type(type)]:
        if not application.tenants:
            yield Unjudged(f"{application.name}: its tenants are not in the exports")
        elif len(application.tenants) == 1:
            yield Pass()
        else:
            yield Hit(
                message=f"{application.name} is assigned to {listed(_known(application.tenants))}: {because}",
                place=file_of(application),
                help="assign it to one tenant on the Tenants tab, and have another application for each other tenant",
            )


def _known(tenants: tuple[Target, ...]) -> list[str]:
    return [tenant.name or f"tenant {tenant.dbid}" for tenant in tenants]


def one_endpoints_section(estate: Estate, *, server: AppType, because: Prose) -> Iterator[Outcome]:
    """A server has several endpoints sections; each one behind the first is a hit."""
    for application in estate.of_type(server):
        sections = [name for name in application.sections if tenant_of(name)]
        if len(sections) == 1:
            yield Pass()
        for name in sections[1:]:
            yield Hit(
                message=f"[{name}] is a second endpoints section beside [{sections[0]}]: {because}",
                place=header_of(application, name),
                help="keep the section of the server's own tenant",
            )
