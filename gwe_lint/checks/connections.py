"""Connections: from the client to a Chat Server, from a Chat Server to Universal Contact Server."""

from collections.abc import Iterator, Sequence

from gwe_lint.checks.phrases import assumed, counted_names, doubts, enabling, may_be_taken_over, switched_off
from gwe_lint.estate.effective import absence_unproved, short, value_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import connection_of, file_of, header_of, value_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Place
from gwe_lint.estate.reach import Reach
from gwe_lint.estate.selectors import Selector, of_application
from gwe_lint.exports.records import Option
from gwe_lint.text import listed, quoted

_Without = dict[tuple[str, ...], list[Application]]  # Chat Servers, by what is disabled of what they are connected to


def reaches_chat_server(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """A client of Chat Server is connected to no Chat Server and to no cluster of them."""
    topology = estate.topology
    for key in keys:
        for client in estate.of_type(key.app):
            reach = topology.reach(client)
            if isinstance(reach, NotEvaluated):
                yield reach
            elif reach.servers or reach.unexported:
                yield Pass()
            elif gap := reach.gap(client):
                yield gap
            elif reach.skipped:
                yield _skipped_only(estate, client, reach)
            else:
                known = f"only to {listed(client.connects_to)}" if client.connects_to else "to nothing"
                yield Hit(
                    message=f"{client.name} is connected {known}: no Chat Server and no cluster of Chat Servers",
                    place=file_of(client),
                    help="add a connection to the Chat Server, or to the Application Cluster of the Chat Servers",
                )


def _skipped_only(estate: Estate, client: Application, reach: Reach) -> Outcome:
    """That all Chat Servers of a client are disabled; not evaluated where some do not count for another reason."""
    names = listed(dict.fromkeys(each.who for each in reach.skipped))
    if backups := [
        each.backup for skipped in reach.skipped for each in estate.topology.named(skipped.who) if each.backup
    ]:
        return NotEvaluated(
            f"{client.name}: {names} do not count, and whether {listed(backups)} takes over is not known"
        )
    if any(each.reason != "disabled" for each in reach.skipped):
        return NotEvaluated(f"{client.name}: it is only connected to what does not count: {names}")
    first, *others = reach.skipped
    one = not others
    return Hit(
        message=f"no Chat Server takes the chats of {client.name}: {names} {'is' if one else 'are'} disabled",
        place=connection_of(client, first.connection) if first.owner is client else file_of(client),
        help=f"enable {'it' if one else 'one of them'}, or connect {client.name} to a Chat Server that runs",
        related=tuple(
            Note(f"{each.who} is disabled", connection_of(each.owner, each.connection))
            for each in reach.skipped
            if each.owner is not client
        ),
    )


def contact_server_reached(
    estate: Estate, *, keys: tuple[Selector, ...], contacts: tuple[Selector, ...]
) -> Iterator[Outcome]:
    """Contacts are asked for, and a Chat Server that takes the chats is not connected to Universal Contact Server."""
    for key in keys:
        for client in estate.of_type(key.app):
            selector = of_application(contacts, client)
            option = selector.find(client) if selector else None
            if option and option.value.strip() == "1":
                yield Pass()
            elif not selector:
                continue
            elif option and option.why_unknown:
                yield NotEvaluated(value_unknown(client, option))
            elif not option and (reason := absence_unproved(client, selector.section, selector.option, "enum")):
                yield NotEvaluated(reason)
            else:
                yield from _without_contact_server(estate, client, selector, option)


def _without_contact_server(
    estate: Estate, client: Application, selector: Selector, option: Option | None
) -> Iterator[Outcome]:
    reach = estate.reach_of(client)
    place = value_of(client, option) if option else header_of(client, selector.section, selector.option)
    without: _Without = {}
    for server in reach.servers:
        connected = estate.topology.connected_to(server)
        if isinstance(connected, NotEvaluated):
            yield connected
        elif connected.has("contact-server"):
            yield Pass()
        elif gap := connected.gap(server):
            yield gap
        elif unsure := may_be_taken_over(server, connected, "contact-server"):
            yield unsure
        else:
            without.setdefault(switched_off(connected, "contact-server"), []).append(server)
    yield from doubts(client, reach)
    for name in reach.unseen:
        yield NotEvaluated(f"{client.name}: the connections of {name} are not in the exports")
    if not reach.servers and not reach.unseen:
        yield NotEvaluated(f"{client.name}: no Chat Server is known that takes its chats")
    if without:
        asked = f"is {quoted(option.value)}" if option else "is not set, which acts as 3"
        said = f"{short(selector.option)} {asked}, so contacts are asked for"
        yield _lacking(said, place, without, selector, reach)


def _lacking(said: str, place: Place, without: _Without, selector: Selector, reach: Reach) -> Hit:
    """A warning where there are connections, and nothing but disabled servers behind them."""
    groups = sorted(without.items(), key=lambda each: len(each[0]))  # first those that are connected to none
    nothing = "not connected to Universal Contact Server"
    servers = [(f"connected to {listed(off)}" if off else nothing, each) for off, found in groups for each in found]
    off = [names for names, _ in groups if names]
    enabled = [enabling(off)] if off else []
    parts = [f"connect {counted_names(without[()])} to Universal Contact Server"] if () in without else []
    return Hit(
        message=f"{said}, but {_clauses(groups)}{assumed(reach)}",
        place=place,
        label="asks for contact identification",
        help=f"{', and '.join((*parts, *enabled))}, or set {selector.option} to 1",
        related=tuple(Note(label, file_of(server)) for label, server in servers),
        at_most=None if () in without else "warning",
    )


def _clauses(groups: Sequence[tuple[tuple[str, ...], list[Application]]]) -> str:
    """Which servers lack what, by what they are connected to instead."""
    clauses = []
    for number, (off, servers) in enumerate(groups):
        lacking = "none" if number else "no connection to Universal Contact Server"
        but = f" but to {listed(off)}, which {'is' if len(off) == 1 else 'are'} disabled" if off else ""
        clauses.append(f"{counted_names(servers)} {'has' if len(servers) == 1 else 'have'} {lacking}{but}")
    return ", and ".join(clauses)
