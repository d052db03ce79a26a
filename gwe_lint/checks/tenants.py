"""Tenants: those that references name exist and are served by both sides, and no application has too many."""

from collections.abc import Iterable, Iterator
from typing import Literal

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.checks.endpoint_references import Link, links_of
from gwe_lint.estate.effective import short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of, header_of, value_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Place, Prose
from gwe_lint.estate.selectors import AppType, Selector
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.records import Target
from gwe_lint.text import listed, quoted


def _dbids(application: Application) -> frozenset[int] | NotEvaluated:
    """The DBIDs of the tenants of an application; or that not all of them are known."""
    tenants = application.tenants
    if not tenants or not all(tenant.dbid for tenant in tenants):
        return _unknown(application)
    return frozenset(tenant.dbid for tenant in tenants if tenant.dbid)


def _unknown(application: Application) -> NotEvaluated:
    return NotEvaluated(f"{application.name}: its tenants are not in the exports")


def _name(estate: Estate, dbid: int) -> str:
    """A tenant as people know it: ``101 (Acme)``."""
    name = next((tenant.name for tenant in estate.tenants if tenant.dbid == dbid and tenant.name), "")
    return f"{dbid} ({name})" if name else str(dbid)


def _names(estate: Estate, dbids: Iterable[int]) -> str:
    return listed([_name(estate, dbid) for dbid in sorted(dbids)])


class _Named:
    """A tenant that an application names by its DBID, and where; None for a tenant that is no DBID."""

    def __init__(
        self, application: Application, place: Place, tenant: int | None, section: str, link: Link | None = None
    ) -> None:
        self.application = application
        self.place = place
        self.tenant = tenant
        self.section = section
        self.link = link  # None: an endpoints section names it

    @property
    def is_answered(self) -> bool:
        """False for a reference to an endpoint that no Chat Server has, as far as they are known."""
        return not self.link or bool(self.link.having) or not self.link.lacking


def _named(estate: Estate, servers: tuple[AppType, ...], keys: tuple[Selector, ...]) -> Iterator[_Named]:
    for application in [each for type in servers for each in estate.of_type(type)]:
        for name in application.sections:
            if tenant := tenant_of(name):
                yield _Named(application, header_of(application, name), int(tenant), name)
    for link in links_of(estate, keys):
        tenant = tenant_of(link.section)
        place = value_of(link.client, link.key)
        yield _Named(link.client, place, int(tenant) if tenant else None, link.section, link)


def tenant_served(
    estate: Estate, *, keys: tuple[Selector, ...] = (), servers: tuple[AppType, ...] = ()
) -> Iterator[Outcome]:
    """A client names an endpoint, or a server has endpoints, of a tenant to which it is not assigned."""
    for named in _named(estate, servers, keys):
        dbids = _dbids(named.application)
        if isinstance(dbids, NotEvaluated):
            yield dbids
        elif named.tenant is None or named.tenant in dbids:
            yield Pass()
        elif named.is_answered:  # else it is said already that nobody has the endpoint
            yield _unassigned(named, _name(estate, named.tenant), _names(estate, dbids))


def _unassigned(named: _Named, tenant: str, tenants: str) -> Hit:
    who, link = named.application.name, named.link
    if not link:
        return Hit(
            f"[{named.section}] is for tenant {tenant}, and {who} is assigned to tenant {tenants}",
            named.place,
            label="another tenant",
            help="assign the application to the tenant, or remove the section",
        )
    return Hit(
        f"{short(link.key.name)} is {quoted(link.key.value)}, an endpoint of tenant {tenant}, "
        f"and {who} is assigned to tenant {tenants}",
        named.place,
        label="another tenant",
        help=f"name an endpoint of tenant {tenants}, or assign the application to the tenant",
        discriminator="" if link.whole else link.endpoint,
    )


def tenant_known_to_servers(
    estate: Estate, *, clients: tuple[AppType, ...], servers: tuple[AppType, ...], because: Prose
) -> Iterator[Outcome]:
    """An application has endpoints of a tenant that no server of a type has to which it is connected."""
    reported: set[tuple[Place, str]] = set()  # several applications may be connected to one server
    for client in estate.whole_of_type(*clients):
        sections = [name for name in client.sections if estate.membership.may_serve(name)]
        named = {int(tenant) for name in sections if (tenant := tenant_of(name))}
        own = _dbids(client)
        connected = estate.topology.connected_to(client)
        if not named:
            continue
        if isinstance(own, NotEvaluated):
            yield own
        elif isinstance(connected, NotEvaluated):
            yield connected
        else:
            for type in servers:
                found = [each for each in connected.applications if each.type == type]
                off = connected.behind(type)
                for outcome in _known_to(estate, client, named & own, found, off, because) if found else ():
                    key = (outcome.place, outcome.discriminator) if isinstance(outcome, Hit) else None
                    if key is None or key not in reported:
                        yield outcome
                    reported |= {key} if key else set()


def _known_to(
    estate: Estate,
    client: Application,
    tenants: Iterable[int],
    servers: list[Application],
    off: Iterable[Application],
    because: Prose,
) -> Iterator[Outcome]:
    """Tenants that no server has, be it ``off``. Those that the client lacks are for another rule."""
    known: set[int] = set()
    of_running: set[int] = set()
    for server in (*servers, *off):
        dbids = _dbids(server)
        if isinstance(dbids, NotEvaluated):
            yield dbids
            return
        known |= dbids
        of_running |= dbids if server in servers else set()
    names = listed([each.name for each in servers])
    for tenant in sorted(tenants):
        if tenant in known:
            yield Pass()
            continue
        yield Hit(
            f"{names} {'is' if len(servers) == 1 else 'are'} assigned to tenant {_names(estate, of_running)}, and "
            f"{client.name} has endpoints of tenant {_name(estate, tenant)}: {because}",
            file_of(servers[0]),
            help=f"assign {names} to tenant {_name(estate, tenant)} on the Tenants tab",
            related=(Note("the endpoints", header_of(client, f"endpoints:{tenant}")),),
            discriminator=str(tenant),
        )


def tenant_exists(estate: Estate, *, servers: tuple[AppType, ...], keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """A reference or an endpoints section names a tenant that is not among all tenants, which the exports list."""
    listing = (each for each in estate.documents if each.tenants and each.lists_all)
    all_listed = any(FORMATS[each.format].lists_tenants for each in listing)
    certain = all_listed and all(tenant.dbid for tenant in estate.tenants)
    known = {tenant.dbid for tenant in _seen(estate) if tenant.dbid}
    for named in _named(estate, servers, keys):
        if named.tenant is None or not named.is_answered:
            continue
        if named.tenant in known:
            yield Pass()
        elif not certain:
            yield NotEvaluated("the tenants are not in the exports, or not all with their DBIDs")
        else:
            link = named.link
            what = f"{short(link.key.name)} {quoted(link.key.value)}" if link else f"section [{named.section}]"
            yield Hit(
                f"{what} names tenant {named.tenant}, and no tenant has that DBID",
                named.place,
                label="no such tenant",
                help=f"the tenants are {_names(estate, known)}",
                discriminator=str(named.tenant),
            )


def _seen(estate: Estate) -> Iterator[Target]:
    """Every tenant that is listed, or that an application is assigned to."""
    yield from estate.tenants
    for application in estate.applications:
        yield from application.tenants or ()


def one_tenant(
    estate: Estate, *, types: tuple[AppType, ...], because: Prose, of: Literal["assignment", "endpoints"] = "assignment"
) -> Iterator[Outcome]:
    """An application of one of these types is assigned to several tenants, or has ``endpoints`` of several."""
    for application in [each for type in types for each in estate.of_type(type)]:
        if of == "endpoints":
            yield from _one_section(application, because)
        elif not application.tenants:
            yield _unknown(application)
        elif len(application.tenants) == 1:
            yield Pass()
        else:
            yield Hit(
                f"{application.name} is assigned to {len(application.tenants)} tenants, "
                f"{listed(_known(estate, application.tenants))}: {because}",
                file_of(application),
                help="assign it to one tenant on the Tenants tab, and have another application for each other tenant",
            )


def _known(estate: Estate, tenants: tuple[Target, ...]) -> list[str]:
    return [_name(estate, tenant.dbid) if tenant.dbid else tenant.name for tenant in tenants]


def _one_section(application: Application, because: Prose) -> Iterator[Outcome]:
    """One hit for each endpoints section behind the first."""
    sections = [name for name in application.sections if tenant_of(name)]
    if len(sections) == 1:
        yield Pass()
    for name in sections[1:]:
        yield Hit(
            f"[{name}] is an endpoints section beside [{sections[0]}]: {because}",
            header_of(application, name),
            label="another endpoints section",
            help="keep the section of the tenant that the server is assigned to",
            related=(Note("the first one", header_of(application, sections[0])),),
        )
