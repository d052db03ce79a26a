"""References between servers: an endpoint that a client names is defined on every Chat Server it uses."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Literal, NamedTuple

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.checks.corrected_reference import Meant, corrected
from gwe_lint.checks.endpoint_references import Link, gaps, keys_unknown, links_of
from gwe_lint.checks.lacking_servers import defined_instead, lacking_it
from gwe_lint.checks.look_alike import folded, in_what, odd_shown, prints_like
from gwe_lint.checks.queues import usable
from gwe_lint.checks.related_places import Related, Shared
from gwe_lint.checks.stands_elsewhere import is_meant_for
from gwe_lint.estate.correction import Correction
from gwe_lint.estate.edits import Corrections, edit_of, section_moved
from gwe_lint.estate.effective import set_value, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import name_of, value_of
from gwe_lint.estate.model import Application, Hit, Outcome, Pass
from gwe_lint.estate.selectors import AppType, Selector
from gwe_lint.exports.records import Option
from gwe_lint.suggest import near_miss
from gwe_lint.text import counted, listed, quoted

Quantifier = Literal["some", "every"]
_Offered = frozenset[tuple[str, str]]


def names_an_endpoint(
    estate: Estate, *, keys: tuple[Selector, ...], quantifier: Quantifier = "some"
) -> Iterator[Outcome]:
    """A reference to an endpoint that not one of the Chat Servers a client reaches defines; or ``every``: not all."""
    yield from keys_unknown(estate, keys)
    related, offers, defining = Shared(), Shared(), Shared()
    for link in links_of(estate, keys):
        if quantifier == "every":
            yield from _on_every(link, related, defining)
        elif link.having:
            yield Pass()
        elif link.lacking and not link.unread:
            offered = offers.of(link.lacking, partial(_offered, link))
            yield _undefined(estate, link, offered, related.of(link.lacking, partial(defined_instead, link)))
        else:
            yield from gaps(link)


def _undefined(estate: Estate, link: Link, offered: _Offered, related: Related) -> Hit:
    tenant = link.section.partition(":")[2]
    nobody = "no Chat Server of the estate" if link.reach.assumed else "no connected Chat Server"
    if link.unknown:
        unseen = f" (what {listed(link.unknown)} defines is unknown)"
    else:
        unseen = " (or is the export of another one missing?)" if link.reach.assumed else ""
    suggested = _suggestion(link, offered)
    return Hit.at(
        set_value(estate, link.client, link.key),
        f"{short(link.key.name)} {quoted(link.key.value)} names endpoint {quoted(link.endpoint)}, "
        f"which {nobody} defines for tenant {tenant}{unseen}",
        label="not defined",
        help=suggested.help,
        related=related.notes,
        discriminator="" if link.whole else link.endpoint,
    )._replace(more=related.more, ends=related.ends, corrections=suggested.corrections)


def _offered(link: Link) -> _Offered:
    """The endpoints of all tenants on the Chat Servers that lack the one: tenant and name."""
    return frozenset(
        (dbid, name)
        for server in link.lacking
        for section in server.sections.values()
        if (dbid := tenant_of(section.header.section))
        for name in section.options
    )


class _Suggestion(NamedTuple):
    """What to do about an endpoint that is not defined, in words and as data."""

    help: str
    corrections: Corrections = ()


def _suggestion(link: Link, offered: _Offered) -> _Suggestion:
    tenant = link.section.partition(":")[2]
    alone = link.key.value == _written(link)
    meant = corrected(link.key.value, short(link.key.name)) if alone and link.tenant.isdigit() else None
    if meant:
        return _Suggestion(meant.help, meant.instead_of(link.client, link.key, link.key.value))
    names = sorted(name for dbid, name in offered if dbid == tenant)
    near = prints_like(link.endpoint, names) or near_miss(link.endpoint, names)
    if near:
        reference, chosen = f"{link.tenant}:{near}", folded(near) != folded(link.endpoint)
        help = f"did you mean {quoted(reference)}?{in_what(link.endpoint, near)}"
        return _Suggestion(help, _referring(link, (reference,), chosen=chosen))
    led = sorted(
        option.name for server in link.lacking for option in _endpoints(server, link) if option.value == link.endpoint
    )
    if led:
        reference = f"{link.tenant}:{led[0]}"
        help = f"{link.endpoint} is the queue that endpoint {led[0]} leads to: did you mean {quoted(reference)}?"
        return _Suggestion(help, _referring(link, (f"{link.tenant}:{name}" for name in dict.fromkeys(led))))
    elsewhere = sorted(dbid for dbid, name in offered if name == link.endpoint and not dbid.startswith("0"))
    if elsewhere:
        which = f"tenant {elsewhere[0]} has an endpoint of that name"
        if link.tenant != tenant:
            return _Suggestion(which)
        references = [f"{dbid}:{link.endpoint}" for dbid in elsewhere]
        return _Suggestion(f"did you mean {quoted(references[0])}? {which}", _referring(link, references))
    return _defining(link, tenant)


def _referring(link: Link, references: Iterable[str], *, chosen: bool = True) -> Corrections:
    """The corrections of the client's option, so that it names one of these endpoints."""
    return Meant(tuple(references), (), chosen).instead_of(link.client, link.key, _written(link))


def _written(link: Link) -> str:
    """The reference as the client writes it, alone or as a part of a list."""
    return f"{link.tenant}:{link.endpoint}"


def _defining(link: Link, tenant: str) -> _Suggestion:
    """How to define the endpoint: by the right name of a section that has it, where one is meant for it."""
    wrong = [(server, name) for server in link.lacking for name in server.sections if is_meant_for(name, tenant)]
    if not wrong:
        help = f"define {link.endpoint} in [{link.section}] on each Chat Server, or name an endpoint that they define"
        return _Suggestion(help)
    having = [(server, name) for server, name in wrong if server.option(name, link.endpoint)]
    edits = tuple(edit for server, name in having for edit in section_moved(server, name, link.section))
    help = f"rename section [{odd_shown(wrong[0][1])}] to [{link.section}]"
    return _Suggestion(help, (Correction(edits, chosen=True),) if edits else ())


def _endpoints(server: Application, link: Link) -> Iterable[Option]:
    section = server.section(link.section)
    return section.options.values() if section else ()


def _on_every(link: Link, related: Shared, defining: Shared) -> Iterator[Outcome]:
    """Judged where one of the Chat Servers defines the endpoint; that none does is another matter."""
    if link.doubtful:
        doubtful = _missing(link, link.doubtful, related.of(link.doubtful, partial(lacking_it, link, link.doubtful)))
        doubtful = doubtful._replace(at_most="warning", discriminator=f"assumed:{link.endpoint}")
        yield doubtful._replace(corrections=defining.of(link.doubtful, partial(_defined_there, link, link.doubtful)))
    if link.having and link.lacking:
        missing = _missing(link, link.lacking, related.of(link.lacking, partial(lacking_it, link, link.lacking)))
        yield missing._replace(corrections=defining.of(link.lacking, partial(_defined_there, link, link.lacking)))
    elif link.having and not link.unknown:
        yield Pass()
    elif not link.lacking:
        yield from gaps(link)


def _missing(link: Link, lacking: tuple[Application, ...], related: Related) -> Hit:
    total = len(link.having) + len(lacking)
    names = listed([server.name for server in lacking])
    server, _ = link.having[0]
    twins = list(dict.fromkeys(name for each in lacking for name in _in_other_case(link, each)))
    instead = f", in place of {listed(twins)}" if twins else ""
    return Hit(
        f"endpoint {quoted(link.endpoint)} of {short(link.key.name)} {quoted(link.key.value)} is missing "
        f"on {len(lacking)} of {_those(link, total)}: {names}",
        value_of(link.client, link.key),
        label="not defined everywhere",
        help=f"set {link.endpoint} in [{link.section}] of {names}, as on {server.name}{instead}"
        + (f"; or, where {link.client.name} does not use it, say so" if lacking == link.doubtful else ""),
        related=related.notes,
        discriminator="" if link.whole else link.endpoint,
        more=related.more,
        ends=related.ends,
    )


def _defined_there(link: Link, lacking: tuple[Application, ...]) -> Corrections:
    """The endpoint on these Chat Servers too, with the queue that most of the others have; none where that is open."""
    counts = Counter(option.value for _, option in link.having if usable(option)).most_common(2)
    if not counts or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return ()
    edits = [edit_of(server, link.section, link.endpoint, counts[0][0]) for server in lacking]
    edits += [edit_of(server, link.section, name, None) for server in lacking for name in _in_other_case(link, server)]
    return (Correction(tuple(edits), chosen=link.reach.assumed or len(counts) > 1),)


def _in_other_case(link: Link, server: Application) -> list[str]:
    """The endpoints of the server that are the one in question but for capitals, and so stand in its place."""
    found = server.section(link.section)
    return [name for name in found.options if name.lower() == link.endpoint.lower()] if found else []


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
