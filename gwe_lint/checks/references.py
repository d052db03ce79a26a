"""References between servers: an endpoint that a client names is defined on every Chat Server it uses."""

from collections.abc import Iterable, Iterator
from typing import Literal

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.checks.endpoint_references import Link, gaps, keys_unknown, links_of, near_endpoint
from gwe_lint.estate.effective import set_value, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of, header_of, name_of, value_of
from gwe_lint.estate.model import Application, Hit, Note, Outcome, Pass
from gwe_lint.estate.selectors import AppType, Selector
from gwe_lint.exports.records import Option
from gwe_lint.suggest import near_miss
from gwe_lint.text import counted, escaped, listed, quoted

Quantifier = Literal["some", "every"]

_MOST_NAMES = 8  # endpoints listed at one section


def names_an_endpoint(
    estate: Estate, *, keys: tuple[Selector, ...], quantifier: Quantifier = "some"
) -> Iterator[Outcome]:
    """A reference to an endpoint that not one of the Chat Servers a client reaches defines; or ``every``: not all."""
    yield from keys_unknown(estate, keys)
    for link in links_of(estate, keys):
        if quantifier == "every":
            yield from _on_every(link)
        elif link.having:
            yield Pass()
        elif link.lacking and not link.unread:
            yield _undefined(estate, link)
        else:
            yield from gaps(link)


def _undefined(estate: Estate, link: Link) -> Hit:
    tenant = link.section.partition(":")[2]
    nobody = "no Chat Server of the estate" if link.reach.assumed else "no connected Chat Server"
    if link.unknown:
        unseen = f" (what {listed(link.unknown)} defines is unknown)"
    else:
        unseen = " (or is the export of another one missing?)" if link.reach.assumed else ""
    return Hit.at(
        set_value(estate, link.client, link.key),
        f"{short(link.key.name)} {quoted(link.key.value)} names endpoint {quoted(link.endpoint)}, "
        f"which {nobody} defines for tenant {tenant}{unseen}",
        label="not defined",
        help=_suggestion(link),
        related=(
            *(note for server in link.lacking for note in _defined_here(server, link.section)),
            *_caught(link),
        ),
        discriminator="" if link.whole else link.endpoint,
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
        return f"did you mean {quoted(f'{link.tenant}:{near}')}?"
    led = sorted(
        option.name for server in link.lacking for option in _endpoints(server, link) if option.value == link.endpoint
    )
    if led:
        meant = quoted(f"{link.tenant}:{led[0]}")
        return f"{link.endpoint} is the queue that endpoint {led[0]} leads to: did you mean {meant}?"
    elsewhere = sorted(dbid for dbid, name in offered if name == link.endpoint)
    if elsewhere:
        which = f"tenant {elsewhere[0]} has an endpoint of that name"
        by_dbid = link.tenant == tenant
        return f"did you mean {quoted(f'{elsewhere[0]}:{link.endpoint}')}? {which}" if by_dbid else which
    return f"define {link.endpoint} in [{link.section}] on each Chat Server, or name an endpoint that they define"


def _endpoints(server: Application, link: Link) -> Iterable[Option]:
    section = server.section(link.section)
    return section.options.values() if section else ()


def _caught(link: Link) -> Iterator[Note]:
    """Where the chats may land instead: endpoint ``default`` of the first Chat Server that has one."""
    for server in link.lacking:
        option = server.option(link.section, "default")
        if option:
            message = f"endpoint default of {server.name} may take the chats instead, as documented for E-mail Server"
            yield Note(message, value_of(server, option))
            return


def _defined_here(server: Application, section: str) -> Iterator[Note]:
    """Where a Chat Server has the endpoints of the tenant, or else of other tenants; or its file."""
    tenant = section.partition(":")[2]
    found = server.section(section)
    if found:
        names = ", ".join(escaped(name) for name in list(found.options)[:_MOST_NAMES]) or "none"
        more = f" and {len(found.options) - _MOST_NAMES} more" if len(found.options) > _MOST_NAMES else ""
        yield Note(f"endpoints of tenant {tenant} are defined here", header_of(server, section), names + more)
        return
    others = [name for name in server.sections if name.startswith("endpoints:")]
    for name in others:
        yield Note(f"there is no section [{section}]; this is the section of another tenant", header_of(server, name))
    if not others:
        yield Note(f"there is no section [{section}] in this file", file_of(server, section))


def _on_every(link: Link) -> Iterator[Outcome]:
    """Judged where one of the Chat Servers defines the endpoint; that none does is another matter."""
    if link.doubtful:
        yield _missing(link, link.doubtful)._replace(at_most="warning", discriminator=f"assumed:{link.endpoint}")
    if link.having and link.lacking:
        yield _missing(link, link.lacking)
    elif link.having and not link.unknown:
        yield Pass()
    elif not link.lacking:
        yield from gaps(link)


def _missing(link: Link, lacking: tuple[Application, ...]) -> Hit:
    total = len(link.having) + len(lacking)
    names = listed([server.name for server in lacking])
    lack = [
        Note(
            f"no endpoint {quoted(link.endpoint)} here{near_endpoint(server, link.section, link.endpoint)}",
            header_of(server, link.section, link.endpoint),
        )
        for server in lacking
    ]
    server, option = link.having[0]
    return Hit(
        f"endpoint {quoted(link.endpoint)} of {short(link.key.name)} {quoted(link.key.value)} is missing "
        f"on {len(lacking)} of {_those(link, total)}: {names}",
        value_of(link.client, link.key),
        label="not defined everywhere",
        help=f"set {link.endpoint} in [{link.section}] of {names}, as on {server.name}"
        + (f"; or, where {link.client.name} does not use it, say so" if lacking == link.doubtful else ""),
        related=(*lack, Note(f"{server.name} has it", value_of(server, option))),
        discriminator="" if link.whole else link.endpoint,
    )


def _those(link: Link, total: int) -> str:
    if link.reach.assumed:
        return f"{counted(total, 'Chat Server')} (assumed to take its chats)"
    return counted(total, "connected Chat Server")


def endpoint_used(estate: Estate, *, server: AppType, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """No client of the estate names an endpoint; judged where the estate has a client that names any."""
    named = {(link.section, link.endpoint) for link in links_of(estate, keys)}
    unsure = next(keys_unknown(estate, keys), None)
    for application in estate.of_type(server):
        for name, section in application.sections.items() if named else ():
            for option in section.options.values() if tenant_of(name) else ():
                if (name, option.name) in named:
                    yield Pass()
                elif option.name == "default":
                    continue  # which is there for everybody
                elif unsure:
                    yield unsure
                else:
                    yield _unused(application, option)


def _unused(application: Application, option: Option) -> Hit:
    return Hit(
        message=f"endpoint {quoted(option.name)} of [{option.section}] is named by no client in the exports",
        place=name_of(application, option),
        label="named by nobody",
        help="remove it, unless a client that is not exported uses it, or a web page does",
    )
