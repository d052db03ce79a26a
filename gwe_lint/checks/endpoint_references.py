"""Links: what a client names as its endpoint, followed to the Chat Servers, and how each of them answers it."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.estate.effective import absence_unproved, is_used, part_unread, use_unread, value_unknown
from gwe_lint.estate.endpoint_names import endpoints_in
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, NotEvaluated
from gwe_lint.estate.reach import Reach
from gwe_lint.estate.selectors import Selector
from gwe_lint.exports.records import Option, Target
from gwe_lint.exports.tenants import tenant_named
from gwe_lint.text import listed, quoted


class Link(NamedTuple):
    """One client's reference to an endpoint, well formed, and how each Chat Server it reaches answers it."""

    client: Application
    key: Option
    section: str  # the endpoints section it asks for
    endpoint: str
    reach: Reach
    having: tuple[tuple[Application, Option], ...]
    lacking: tuple[Application, ...]
    unknown: tuple[str, ...]  # names of the Chat Servers that cannot be judged
    doubtful: tuple[
        Application, ...
    ] = ()  # lack it, and are only assumed to be reached: they have endpoints of their own
    unread: bool = False  # True: one of these was not read whole, or more of them may not have been read
    whole: bool = True  # False: one of several that the option lists
    tenant: str = ""  # as the client writes it: a DBID, or the name of the tenant


def links_of(estate: Estate, keys: tuple[Selector, ...]) -> Iterator[Link]:
    """Every well-formed reference of the estate to an endpoint, followed to the Chat Servers."""
    topology = estate.topology
    followed: dict[tuple[str, str, int], Link] = {}  # many clients may ask the same servers for the same endpoint
    for key in keys:
        for client, option in key.matches(estate):
            if option.kind != "string" or is_used(estate, client, option) is False:
                continue
            if use_unread(estate, client, option):
                continue
            named = list(endpoints_named(estate, client, option))
            for tenant, endpoint in named:
                section = f"endpoints:{tenant}"
                if client.option(section, endpoint) or (client.section(section) and part_unread(client)):
                    continue  # an endpoint of its own, or perhaps, which is no business of Chat Server
                reach = topology.chat_servers_of(client)
                same = (section, endpoint, id(reach))
                if same not in followed:
                    followed[same] = _follow(estate, client, option, (section, endpoint), reach)
                link = followed[same]._replace(client=client, key=option)
                written = tenant if endpoint_type(estate, client, option) == "endpoint-list" else option.value
                yield link._replace(whole=len(named) == 1, tenant=written.partition(":")[0])


def keys_unknown(estate: Estate, keys: tuple[Selector, ...]) -> Iterator[NotEvaluated]:
    """References that were not read, and those that name a tenant by its name, where its DBID is not known."""
    if estate.unread:
        yield NotEvaluated(f"there may be other clients in {listed(estate.unread)}")
    for key in keys:
        for client in key.applications(estate):
            if (reason := part_unread(client)) and (key.is_open or not key.find(client)):
                yield NotEvaluated(reason)
        for client, option in key.matches(estate):
            if reason := value_unknown(client, option) or use_unread(estate, client, option):
                yield NotEvaluated(reason)
            if option.kind != "string" or endpoint_type(estate, client, option) != "endpoint-by-tenant-name":
                continue
            name, colon, _ = option.value.partition(":")
            if colon and name.strip() and not tenant_named(Target(name), estate.tenants).dbid:
                yield NotEvaluated(f"{client.name}: the DBID of tenant {quoted(name)} is not in the exports")


def endpoint_type(estate: Estate, client: Application, option: Option) -> str:
    """The notation in which an option refers to endpoints, as the catalogue calls it."""
    fact = estate.catalogue.fact(client.type, option.section, option.name)
    return fact.type if fact else "endpoint-reference"


def endpoints_named(estate: Estate, client: Application, option: Option) -> Iterator[tuple[str, str]]:
    """Tenant DBID and endpoint name of each well-formed reference in an option, in the notation of its product."""
    return endpoints_in(option.value, endpoint_type(estate, client, option), estate.tenants)


def _follow(estate: Estate, client: Application, key: Option, named: tuple[str, str], reach: Reach) -> Link:
    section, endpoint = named
    having, lacking, unknown = [], [], list(reach.unseen)
    for server in reach.servers:
        option = server.option(section, endpoint)
        if option:
            having.append((server, option))
        elif absence_unproved(server, section, endpoint, "queue-name"):
            unknown.append(server.name)
        else:
            lacking.append(server)
    unread = reach.unread or any(part_unread(each) for each in reach.servers if each.name in unknown)
    link = Link(client, key, section, endpoint, reach, tuple(having), tuple(lacking), tuple(unknown), unread=unread)
    return _with_evidence(estate, link) if reach.assumed and having and lacking else link


def _with_evidence(estate: Estate, link: Link) -> Link:
    """The link without Chat Servers that serve somebody else, as their endpoints show; nobody knows who uses them."""
    membership = estate.membership
    answers = membership.answers(link.reach.servers, link.section, link.endpoint)
    works = [(server, membership.work(server, answers)) for server in link.lacking]
    lacking = tuple(server for server, work in works if work == "same")
    return link._replace(lacking=lacking, doubtful=tuple(server for server, work in works if work == "own"))


def gaps(link: Link) -> Iterator[NotEvaluated]:
    """Why some Chat Servers of a link, or all, could not be judged."""
    if not link.reach.servers and not link.unknown and link.reach.assumed:
        yield NotEvaluated(f"{link.client.name}: the estate holds no export of a Chat Server")
    elif not link.reach.servers and not link.unknown:
        yield NotEvaluated(f"{link.client.name}: it is connected to no Chat Server")
    for name in link.unknown:
        yield NotEvaluated(f"{link.client.name}: whether {name} defines the endpoint is not in the exports")
