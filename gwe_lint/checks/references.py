"""References between servers: queueKey is well formed and names an endpoint on every Chat Server."""

from collections.abc import Iterable, Iterator

from gwe_lint.catalogue import tenant_of
from gwe_lint.checks.links import Link, links_of, near_endpoint, parts_of, unjudged
from gwe_lint.checks.wording import ASSUMED
from gwe_lint.display import counted, escaped, listed, quoted
from gwe_lint.effective import is_used, short
from gwe_lint.model import Application, Estate, Hit, Note, Outcome, Pass, Unjudged
from gwe_lint.places import file_of, header_of, name_of, value_of
from gwe_lint.records import Option
from gwe_lint.selectors import AppType, Selector
from gwe_lint.spelling import near_miss

_MOST_NAMES = 8  # endpoints listed at one section


def queue_key_form(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """QueueKey is not of the form tenant DBID, colon, endpoint name."""
    for key in keys:
        for client, option in key.matches(estate):
            if option.kind not in ("string", "absent"):
                yield Unjudged(f"{client.name}: the value of {short(option.name)} is not in the export")
                continue
            if not option.value.strip() or is_used(estate, client, option) is False:
                continue  # GWE102 judges the first
            wrong = next((value for value in _keys_in(estate, client, option) if not parts_of(value)), None)
            if wrong is None:
                yield Pass()
                continue
            yield Hit(
                message=f"{short(option.name)} is {quoted(option.value)}, {_what_is_wrong(wrong)}",
                place=value_of(client, option),
                label="expected tenant DBID:endpoint",
                help="write tenant DBID, colon, endpoint name: 1:webme is endpoint webme of the Environment tenant",
            )


def _keys_in(estate: Estate, client: Application, option: Option) -> list[str]:
    fact = estate.catalogue.fact(client.type, option.section, option.name)
    return (
        [each.strip() for each in option.value.split(",")] if fact and fact.type == "endpoint-list" else [option.value]
    )


def _what_is_wrong(key: str) -> str:
    tenant, colon, endpoint = key.partition(":")
    if parts_of(f"{tenant.strip()}{colon}{endpoint.strip()}"):
        return "with blanks that belong to neither part"
    if not colon:
        return "without a colon between tenant DBID and endpoint name"
    if not endpoint.strip():
        return "without an endpoint name after the colon"
    if not tenant.strip():
        return "without a tenant DBID before the colon"
    return f"where {quoted(tenant)} is not the DBID of a tenant in decimal digits"


def names_an_endpoint(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """QueueKey names an endpoint that no Chat Server the client reaches defines."""
    for link in links_of(estate, keys):
        if link.having:
            yield Pass()
        elif not link.lacking:
            yield from unjudged(link)
        else:
            tenant = link.section.partition(":")[2]
            unseen = f" (what {listed(link.unknown)} defines is unknown)" if link.unknown else ""
            yield Hit(
                message=f"{short(link.key.name)} {quoted(link.key.value)} names endpoint {quoted(link.endpoint)}, "
                f"which no connected Chat Server defines for tenant {tenant}{unseen}",
                place=value_of(link.client, link.key),
                label="not defined",
                help=_suggestion(link),
                related=tuple(note for server in link.lacking for note in _defined_here(server, link.section)),
                discriminator="" if link.whole else link.endpoint,
            )


def tenant_by_name(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """A client that refers to endpoints by the name of the tenant has a number there, or no tenant."""
    for key in keys:
        for client, option in key.matches(estate):
            if option.value.strip() in ("", "gms_builtin") or option.kind != "string":
                continue  # the second is what the product has in place of none
            tenant, colon, endpoint = option.value.partition(":")
            if colon and endpoint.strip() and tenant.strip() and not tenant.strip().isdigit():
                yield Pass()
                continue
            known = next((each.name for each in estate.tenants if tenant == str(each.dbid) and each.name), None)
            wrong = f"where {quoted(tenant)} is not the name of a tenant" if colon else "without a colon"
            yield Hit(
                message=f"{short(option.name)} is {quoted(option.value)}, {wrong}",
                place=value_of(client, option),
                label="expected tenant name:endpoint",
                help=f"write {known}:{endpoint}" if known else "write tenant name, colon, endpoint name",
            )


def _suggestion(link: Link) -> str:
    tenant = link.section.partition(":")[2]
    offered = {
        (dbid, name)
        for server in link.lacking
        for section in server.sections.values()
        if (dbid := tenant_of(section.header.section))
        for name in section.options
    }
    near = near_miss(link.endpoint, sorted(name for dbid, name in offered if dbid == tenant))
    if near:
        return f"did you mean '{tenant}:{near}'?"
    led = sorted(
        option.name for server in link.lacking for option in _endpoints(server, link) if option.value == link.endpoint
    )
    if led:
        return f"{link.endpoint} is the queue that endpoint {led[0]} leads to: did you mean '{tenant}:{led[0]}'?"
    elsewhere = sorted(dbid for dbid, name in offered if name == link.endpoint)
    if elsewhere:
        return f"did you mean '{elsewhere[0]}:{link.endpoint}'? tenant {elsewhere[0]} has an endpoint of that name"
    return f"define {link.endpoint} in [{link.section}] on each Chat Server, or name an endpoint that they define"


def _endpoints(server: Application, link: Link) -> Iterable[Option]:
    section = server.section(link.section)
    return section.options.values() if section else ()


def _defined_here(server: Application, section: str) -> Iterator[Note]:
    """Where a Chat Server has the endpoints of the tenant, or else of other tenants; or its file."""
    tenant = section.partition(":")[2]
    found = server.section(section)
    if found:
        names = ", ".join(escaped(name) for name in list(found.options)[:_MOST_NAMES]) or "none"
        more = f" and {len(found.options) - _MOST_NAMES} more" if len(found.options) > _MOST_NAMES else ""
        yield Note(f"endpoints of tenant {tenant} are defined here", header_of(server, section), names + more)
        if "default" in found.options:
            caught = value_of(server, found.options["default"])
            yield Note("endpoint default may take the chats instead, as documented for E-mail Server", caught)
        return
    others = [name for name in server.sections if name.startswith("endpoints:")]
    for name in others:
        yield Note(f"there is no section [{section}]; this is the section of another tenant", header_of(server, name))
    if not others:
        yield Note(f"there is no section [{section}] in this file", file_of(server, section))


def endpoint_on_every_member(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """Some of the Chat Servers that a client reaches define its endpoint, and some do not."""
    for link in links_of(estate, keys):
        if not link.having or not link.lacking:
            if link.having and not link.unknown:
                yield Pass()
            elif not link.lacking:
                yield from unjudged(link)
            continue
        total = len(link.having) + len(link.lacking)
        names = [server.name for server in link.lacking]
        lack = [
            Note(
                f"no endpoint {quoted(link.endpoint)} here{near_endpoint(server, link.section, link.endpoint)}",
                header_of(server, link.section, link.endpoint),
            )
            for server in link.lacking
        ]
        server, option = link.having[0]
        yield Hit(
            message=f"endpoint {quoted(link.endpoint)} of {short(link.key.name)} {quoted(link.key.value)} is missing "
            f"on {len(link.lacking)} of {counted(total, 'connected Chat Server')}: {listed(names)}",
            place=value_of(link.client, link.key),
            label="not defined everywhere",
            help=f"set {link.endpoint} in [{link.section}] of {listed(names)}, as on {server.name}"
            + (ASSUMED if link.reach.assumed else ""),
            related=(*lack, Note(f"{server.name} has it", value_of(server, option))),
            discriminator="" if link.whole else link.endpoint,
        )


def endpoint_used(estate: Estate, *, server: AppType, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """No client of the estate names an endpoint; judged where the estate has a client that names any."""
    links = list(links_of(estate, keys))
    named = {(link.section, link.endpoint) for link in links}
    for application in estate.of_type(server):
        for name, section in application.sections.items() if links else ():
            for option in section.options.values() if tenant_of(name) else ():
                if (name, option.name) in named:
                    yield Pass()
                elif option.name != "default":  # which is there for everybody
                    yield Hit(
                        message=f"endpoint {quoted(option.name)} of [{name}] is named by no client in the exports",
                        place=name_of(application, option),
                        help="remove it, unless a client that is not exported uses it",
                    )
