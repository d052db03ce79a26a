"""The Chat Servers that lack an endpoint, as related places of a hit: what each of them has in its place."""

from collections.abc import Iterator

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.checks.endpoint_references import Link
from gwe_lint.checks.related_places import Related
from gwe_lint.checks.stands_elsewhere import stray_endpoint, whose_section
from gwe_lint.estate.locations import file_of, header_of, value_of
from gwe_lint.estate.model import MOST_RELATED, Application, Note, Place
from gwe_lint.text import escaped, quoted

_MOST_NAMES = 8  # endpoints listed at one section


def defined_instead(link: Link) -> Related:
    """What the Chat Servers define, where none of them defines the endpoint; and where its chats may land."""
    caught = list(_caught(link))
    notes: list[Note] = []
    shown = 0
    for server in _telling(link.lacking, link.section, MOST_RELATED - len(caught)):
        own = list(_defined_here(server, link.section, link.endpoint))
        if notes and len(notes) + len(own) + len(caught) > MOST_RELATED:
            break
        notes += own
        shown += 1
    return _related(link, link.lacking, (*notes, *caught), len(link.lacking) - shown)


def lacking_it(link: Link, lacking: tuple[Application, ...]) -> Related:
    """These Chat Servers, which lack the endpoint, and one that has it."""
    shown = _telling(lacking, link.section, MOST_RELATED - 1)
    server, option = link.having[0]
    notes = (*(_lacks(each, link) for each in shown), Note(f"{server.name} has it", value_of(server, option)))
    return _related(link, lacking, notes, len(lacking) - len(shown))


def _telling(servers: tuple[Application, ...], section: str, most: int) -> list[Application]:
    """As many servers as are shown, in order; of those that have the same in its place, one comes before the rest."""
    if len(servers) <= most:
        return list(servers)
    first: dict[tuple[str, ...], int] = {}
    for number, server in enumerate(servers):
        first.setdefault(_instead(server, section), number)
    order = dict.fromkeys((*first.values(), *range(len(servers))))
    return [servers[number] for number in sorted(list(order)[:most])]


def _instead(server: Application, section: str) -> tuple[str, ...]:
    """The endpoints of the tenant; without any, the names of all sections."""
    found = server.section(section)
    return tuple(found.options) if found else ("", *server.sections)


def _related(link: Link, lacking: tuple[Application, ...], notes: tuple[Note, ...], more: int) -> Related:
    places: tuple[Place, ...] = ()
    if more:
        headers = (header_of(server, link.section, link.endpoint) for server in lacking)
        places = (*(note.place for note in notes), *headers)
    return Related(notes, more, places)


def _lacks(server: Application, link: Link) -> Note:
    stray = stray_endpoint(server, link.section, link.endpoint)
    place = stray.place if stray else header_of(server, link.section, link.endpoint)
    return Note(f"no endpoint {quoted(link.endpoint)} here{f', but {stray.words}' if stray else ''}", place)


def _defined_here(server: Application, section: str, endpoint: str) -> Iterator[Note]:
    """Where a Chat Server has the endpoints of the tenant, or else of other tenants; or its file."""
    tenant = section.partition(":")[2]
    found = server.section(section)
    stray = stray_endpoint(server, section, endpoint)
    if found:
        names = ", ".join(escaped(name) for name in list(found.options)[:_MOST_NAMES]) or "none"
        more = f" and {len(found.options) - _MOST_NAMES} more" if len(found.options) > _MOST_NAMES else ""
        header = header_of(server, section)
        yield Note(f"endpoints of tenant {tenant} are defined here", header, names + more)
        if stray and stray.place.line != header.line:
            yield Note(f"no endpoint {quoted(endpoint)} in [{section}], but {stray.words}", stray.place)
        return
    if stray:
        yield Note(f"there is no section [{section}], but {stray.words}", stray.place)
        return
    others = [name for name in server.sections if tenant_of(name)]
    for name in others:
        yield Note(f"there is no section [{section}]; this is {whose_section(name, tenant)}", header_of(server, name))
    if not others:
        yield Note(f"there is no section [{section}] in this file", file_of(server, section))


def _caught(link: Link) -> Iterator[Note]:
    """Where the chats may land instead: endpoint ``default`` of the first Chat Server that has one."""
    for server in link.lacking:
        option = server.option(link.section, "default")
        if option:
            message = f"endpoint default of {server.name} may take the chats instead, as documented for E-mail Server"
            yield Note(message, value_of(server, option))
            return
