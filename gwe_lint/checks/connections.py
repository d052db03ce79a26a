"""Connections: from the client to a Chat Server, from a Chat Server to Universal Contact Server."""

from collections.abc import Iterator

from gwe_lint.checks.phrases import assumed, doubts
from gwe_lint.estate.effective import absence_unproved, short, value_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of, header_of, value_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass
from gwe_lint.estate.selectors import Selector, of_application
from gwe_lint.exports.records import Option
from gwe_lint.text import listed, quoted


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
            elif reach.skipped:
                names = listed([each.who for each in reach.skipped])
                yield NotEvaluated(f"{client.name}: it is only connected to what does not count: {names}")
            elif gap := reach.gap(client):
                yield gap
            else:
                known = f"only to {listed(client.connects_to)}" if client.connects_to else "to nothing"
                yield Hit(
                    message=f"{client.name} is connected {known}: no Chat Server and no cluster of Chat Servers",
                    place=file_of(client),
                    help="add a connection to the Chat Server, or to the Application Cluster of the Chat Servers",
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
    without = []
    for server in reach.servers:
        connected = estate.topology.connected_to(server)
        if isinstance(connected, NotEvaluated):
            yield connected
        elif connected.has("contact-server"):
            yield Pass()
        elif gap := connected.gap(server):
            yield gap
        else:
            without.append(server)
    yield from doubts(client, reach)
    for name in reach.unseen:
        yield NotEvaluated(f"{client.name}: the connections of {name} are not in the exports")
    if not reach.servers and not reach.unseen:
        yield NotEvaluated(f"{client.name}: no Chat Server is known that takes its chats")
    if without:
        names = listed([server.name for server in without])
        asked = f"is {quoted(option.value)}" if option else "is not set, which acts as 3"
        yield Hit(
            message=f"{short(selector.option)} {asked}, so contacts are asked for, but {names} "
            f"{'has' if len(without) == 1 else 'have'} no connection to Universal Contact Server{assumed(reach)}",
            place=place,
            label="asks for contact identification",
            help=f"connect {names} to Universal Contact Server, or set {selector.option} to 1",
            related=tuple(Note("not connected to Universal Contact Server", file_of(server)) for server in without),
        )
