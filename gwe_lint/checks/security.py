"""Security: credentials that belong together and agree on both sides, TLS on both ends of a connection."""

from collections.abc import Iterator

from gwe_lint.checks.ports import port_of
from gwe_lint.checks.wording import NO_CONNECTIONS
from gwe_lint.conditions import Condition
from gwe_lint.display import listed
from gwe_lint.effective import Effective, effective, short
from gwe_lint.groups import groups_of
from gwe_lint.model import Application, Estate, Hit, Note, Outcome, Pass, Prose, Unjudged
from gwe_lint.places import file_of
from gwe_lint.records import Port
from gwe_lint.selectors import AppType, Selector
from gwe_lint.topology import Topology


def set_together(estate: Estate, *, options: tuple[Selector, ...], because: Prose) -> Iterator[Outcome]:
    """Some of these options of one application are set, and some are not."""
    for application in options[0].applications(estate):
        values = [effective(estate, application, each.section, each.option) for each in options]
        known = [each for each in values if isinstance(each, Effective)]
        there = [each for each in known if each.is_set]
        lacking = [each for each in known if not each.is_set]
        unknown = next((each.reason for each in values if isinstance(each, Unjudged)), None)
        if not there:
            continue
        if lacking:
            names = listed([short(each.name) for each in lacking])
            yield Hit(
                message=f"{listed([short(each.name) for each in there])} {_is(there)} set, and {names} {_is(lacking)} "
                f"not: {because}",
                place=there[0].place,
                help=f"set {names} too, or remove the others",
            )
        elif unknown:
            yield Unjudged(unknown)
        else:
            yield Pass()


def _is(values: list[Effective]) -> str:
    return "is" if len(values) == 1 else "are"


def same_on_both_sides(
    estate: Estate, *, options: tuple[Selector, ...], others: tuple[Selector, ...], because: Prose
) -> Iterator[Outcome]:
    """An option of one application differs from its counterpart on another one; values are not shown."""
    for mine, theirs in zip(options, others, strict=True):
        for application in mine.applications(estate):
            for other in theirs.applications(estate):
                yield from _same(estate, application, mine, other, theirs, because)


def _same(
    estate: Estate, application: Application, mine: Selector, other: Application, theirs: Selector, because: Prose
) -> Iterator[Outcome]:
    left = effective(estate, application, mine.section, mine.option)
    right = effective(estate, other, theirs.section, theirs.option)
    for value in (left, right):
        if isinstance(value, Unjudged):
            yield value
            return
        if value.option and value.option.kind == "suppressed":
            yield Unjudged(f"{value.application.name}: the value of {value.name} is not in the export")
            return
    if isinstance(left, Unjudged) or isinstance(right, Unjudged) or not (left.is_set or right.is_set):
        return
    if left.text == right.text:
        yield Pass()
        return
    point, far = (left, right) if left.is_set else (right, left)
    how = "has another value" if far.is_set else "is not set"
    yield Hit(
        message=f"{short(point.name)} is set on {point.application.name}, and {far.name} {how} on "
        f"{far.application.name}: {because}",
        place=point.place,
        help="set the same value on both",
        related=(Note(f"{short(far.name)} on {far.application.name}", far.place),),
        discriminator=far.application.name,
    )


def is_secure(port: Port) -> bool:
    """True where the port's own transport parameters switch TLS on."""
    return any(part.replace(" ", "").lower() == "tls=1" for part in port.transport.split(";"))


def needs_secure_port(estate: Estate, *, when: Condition, because: Prose) -> Iterator[Outcome]:
    """An option has a value that needs a port with TLS, and the application has none."""
    for application in when.option.applications(estate):
        for each in when.found_in(estate, application):
            if isinstance(each, Unjudged) or not each[1]:
                continue
            if not application.ports:
                yield Unjudged(f"{application.name}: its ports are not in the exports")
            elif any(is_secure(port) or port.protocol.lower() == "https" for port in application.ports):
                yield Pass()
            else:
                ports = listed([port.id for port in application.ports])
                what = f"none of the ports of {application.name} ({ports}) is secure"
                yield Hit(
                    message=f"{each[0].said}, and {what}: {because}",
                    place=each[0].place,
                    help="add a port with tls=1 in its transport parameters, and have clients use it",
                )


def tls_on_both_ends(
    estate: Estate, *, option: Selector, because_off: Prose, because_unused: Prose
) -> Iterator[Outcome]:
    """A client selects a secure port while its TLS is off, or has TLS on and selects no secure port."""
    topology = Topology(estate)
    for application in option.applications(estate):
        value = effective(estate, application, option.section, option.option)
        if isinstance(value, Unjudged):
            yield value
            continue
        if application.connections is None:
            if value.is_set:
                yield Unjudged(f"{application.name}: connections are unknown ({NO_CONNECTIONS})")
            continue
        secure, unknown = _selected(topology, application)
        if unknown and not (secure and not value.is_set):
            yield Unjudged(f"{application.name}: the ports of {listed(unknown)} are not in the exports")
        elif value.is_set == bool(secure):
            yield Pass()
        elif secure:
            yield _tls(value, f"{application.name} is connected to the secure port of {listed(secure)}", because_off)
        else:
            yield _tls(value, f"no connection of {application.name} selects a secure port", because_unused)


def _tls(value: Effective, what: str, because: Prose) -> Hit:
    return Hit(
        message=f"{value.said}, and {what}: {because}",
        place=value.place,
        label="" if value.option else "not set here",
        help="set up TLS on both ends: certificates, these options, and connections to secure ports",
    )


def _selected(topology: Topology, client: Application) -> tuple[list[str], list[str]]:
    """The servers whose secure port a client selects, and those whose ports are not known."""
    secure, unknown = [], []
    for connection in client.connections or ():
        for server in topology.named(connection.target.name):
            port = port_of(server, connection)
            if port is None:
                unknown.append(server.name)
            elif is_secure(port):
                secure.append(server.name)
        if not topology.named(connection.target.name):
            unknown.append(str(connection.target))
    return secure, unknown


def ports_agree_in_tls(estate: Estate, *, server: AppType, port: str, because: Prose) -> Iterator[Outcome]:
    """A port is secure on some members of a group and not on others."""
    for group in groups_of(estate, server):
        ports = [(each, next((p for p in each.ports or () if p.id == port), None)) for each in group.members]
        if any(found is None for _, found in ports) or group.unseen:
            yield Unjudged(f"{group.name}: not all of their ports {port} are in the exports")
            continue
        secure = [each for each, found in ports if found and is_secure(found)]
        plain = [each for each, found in ports if found and not is_secure(found)]
        if not (secure and plain):
            yield Pass()
            continue
        fewer = plain if len(plain) <= len(secure) else secure
        yield Hit(
            message=f"port {port} is secure on {listed([each.name for each in secure])} and plain on "
            f"{listed([each.name for each in plain])}: {because}",
            place=file_of(fewer[0]),
            help="set tls=1 in the transport parameters of the port on all of them, or on none",
            related=tuple(Note("another one", file_of(each)) for each in (*secure, *plain) if each is not fewer[0]),
            discriminator=group.name,
        )
