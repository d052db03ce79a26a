"""Transport security: secure ports, and TLS on both ends of a connection."""

from collections.abc import Iterable, Iterator

from gwe_lint.checks.phrases import assumed
from gwe_lint.checks.ports import port_of
from gwe_lint.estate.conditions import Condition
from gwe_lint.estate.effective import Effective, effective, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Prose
from gwe_lint.estate.reach import connections_of
from gwe_lint.estate.selectors import AppType, Selector
from gwe_lint.estate.topology import CLUSTER, Topology
from gwe_lint.exports.records import Connection, Port
from gwe_lint.text import listed


def is_secure(port: Port) -> bool:
    """True where the port's own transport parameters switch TLS on."""
    return any(part.replace(" ", "").lower() == "tls=1" for part in port.transport.split(";"))


def needs_secure_port(estate: Estate, *, when: Condition, because: Prose) -> Iterator[Outcome]:
    """An option has a value that needs a port with TLS, and the application has none."""
    for application in when.option.applications(estate):
        value = effective(estate, application, when.option.section, when.option.option)
        if isinstance(value, Effective) and not value.is_set:
            continue
        for each in when.found_in(estate, application):
            if isinstance(each, NotEvaluated):
                yield each
            elif not each[1] or any(is_secure(port) or _is_https(port) for port in application.ports or ()):
                yield Pass()
            elif not application.ports:
                yield NotEvaluated(f"{application.name}: its ports are not in the exports")
            else:
                ports = listed([port.id for port in application.ports])
                what = f"none of the ports of {application.name} ({ports}) is secure"
                yield Hit(
                    message=f"{each[0].said}, and {what}: {because}",
                    place=each[0].place,
                    help="add a port with tls=1 in its transport parameters, and have clients use it",
                )


def _is_https(port: Port) -> bool:
    return port.protocol.lower() == "https" or port.id.lower() == "https"


def tls_on_both_ends(
    estate: Estate, *, option: Selector, because_off: Prose, because_unused: Prose
) -> Iterator[Outcome]:
    """A client selects a secure port while its TLS is off, or has TLS on and selects no secure port."""
    topology = estate.topology
    for application in option.applications(estate):
        value = effective(estate, application, option.section, option.option)
        if isinstance(value, NotEvaluated):
            yield value
            continue
        connections = connections_of(application)
        if isinstance(connections, NotEvaluated):
            yield from (connections,) if value.is_set else ()
            continue
        secure, plain, unknown = _selected(topology, connections)
        if secure and not value.is_set:
            what = f"{application.name} is connected to the secure port of {listed(secure)}"
            yield _tls(value, f"{what}: {because_off}", f"set {short(value.name)}, and what belongs to it")
        elif secure or not (unknown or value.is_set):
            yield Pass()
        elif unknown and (value.is_set or plain):  # where no port is known, nothing tells of TLS
            yield NotEvaluated(f"{application.name}: the ports of {listed(unknown)} are not in the exports")
        elif value.is_set:
            what = f"no connection of {application.name} selects a secure port"
            instead = "select the secure ports in the connections, unless only Configuration Server is reached by TLS"
            yield _tls(value, f"{what}: {because_unused}", instead)


def _tls(value: Effective, what: str, instead: str) -> Hit:
    return Hit(
        message=f"{value.said}, and {what}",
        place=value.place,
        label=value.label,
        help=f"{instead}: TLS takes certificates, these options, and connections to secure ports",
    )


def _selected(topology: Topology, connections: Iterable[Connection]) -> tuple[list[str], list[str], list[str]]:
    """The servers whose secure port is selected, those of a plain one, and those whose ports are not known."""
    secure: list[str] = []
    plain: list[str] = []
    unknown: list[str] = []
    for connection, server in _ends(topology, connections):
        port = port_of(server, connection) if server else None
        (unknown if port is None else secure if is_secure(port) else plain).append(str(connection.target))
    return list(dict.fromkeys(secure)), plain, list(dict.fromkeys(unknown))


def _ends(topology: Topology, connections: Iterable[Connection]) -> Iterator[tuple[Connection, Application | None]]:
    """Each connection with its server, that of a cluster replaced by those to its members; None: it is not known."""
    for connection in connections:
        servers = topology.named(connection.target.name)
        if not servers:
            yield connection, None
        for server in servers:
            inner = server.connections if server.type == CLUSTER else None
            for each in inner or ():
                yield from ((each, member) for member in topology.named(each.target.name) or (None,))
            if not inner:
                yield connection, server


def ports_agree_in_tls(estate: Estate, *, server: AppType, port: str, because: Prose) -> Iterator[Outcome]:
    """A port is secure on some members of a group and not on others."""
    for group in estate.redundancy.groups(server):
        ports = [(each, next((p for p in each.ports or () if p.id == port), None)) for each in group.members]
        if any(found is None for _, found in ports) or group.unseen:
            yield NotEvaluated(f"{group.name}: not all of their ports {port} are in the exports")
            continue
        secure = [each for each, found in ports if found and is_secure(found)]
        plain = [each for each, found in ports if found and not is_secure(found)]
        if not (secure and plain):
            yield Pass()
            continue
        fewer = plain if len(plain) <= len(secure) else secure
        yield Hit(
            message=f"port {port} is secure on {listed([each.name for each in secure])} and plain on "
            f"{listed([each.name for each in plain])}: {because}{assumed(group)}",
            place=file_of(fewer[0]),
            help="set tls=1 in the transport parameters of the port on all of them, or on none",
            related=tuple(Note("another one", file_of(each)) for each in (*secure, *plain) if each is not fewer[0]),
            discriminator=group.name,
        )
