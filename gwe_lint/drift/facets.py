"""The facets of an object: what it holds beside its options, in the form of sections and names.

An export says some of them. What it does not say is unknown, which is not the same as an empty list.
"""

from collections.abc import Iterable, Iterator, Mapping

from gwe_lint.drift.side_value import SideValue
from gwe_lint.estate.model import ANNEX, CONNECTIONS, OBJECT, PORTS, TENANTS, Application
from gwe_lint.estate.reach import has_details
from gwe_lint.estate.said import says
from gwe_lint.exports.records import PROPERTIES, Connection, Port, Section, Target

ALL = "*"  # in place of a name: everything that one side says of a facet and the other one does not
_CONNECTED = "connected"  # all that is said of a connection of which only the target is known
_MAIN_PORT = "port default"  # what a connection uses of which nothing else is said


Facets = Mapping[str, Mapping[str, SideValue]]


# Parameters of transport that name the certificate of a host, or its key. What is in common is the trusted CA.
_OWN = ("certificate", "certificate-key")


def facets_of(application: Application, *, of_hosts: bool = True) -> Facets:
    """What the export says beside options, by section. A section that it does not say is left out.

    Without ``of_hosts`` numbers of ports and names of certificates are left out, which each host has for itself.
    """
    facets: dict[str, Mapping[str, SideValue]] = {OBJECT: dict(_object(application))}
    if application.connections is not None:
        facets[CONNECTIONS] = _by_name(
            (str(each.target), SideValue(_connection(each, of_hosts=of_hosts), connection=each))
            for each in application.connections
        )
    if application.ports is not None:
        facets[PORTS] = _by_name((each.id, SideValue(_port(each, of_hosts=of_hosts))) for each in application.ports)
    if application.tenants is not None:
        facets[TENANTS] = {
            tenant.name or f"DBID {tenant.dbid}": SideValue("assigned") for tenant in application.tenants
        }
    if application.annex is not None:
        facets[ANNEX] = dict(_annex(application.annex))
    return facets


def _by_name(values: Iterable[tuple[str, SideValue]]) -> dict[str, SideValue]:
    """The values by name. Several of one name, such as connections to two ports of one server, are one value.

    Their order means nothing.
    """
    by_name: dict[str, list[SideValue]] = {}
    for name, value in values:
        by_name.setdefault(name, []).append(value)
    return {
        name: each[0]
        if len(each) == 1
        else each[0]._replace(text="; ".join(sorted({side.text or "" for side in each})))
        for name, each in by_name.items()
    }


def unsaid(application: Application, other: Application) -> tuple[str, ...]:
    """What of the object itself the other export says and this one does not, in words."""
    names = ("release", "state", "dbid", "backup", "host")
    known = [name for name in names if says(other, name) and not says(application, name)]
    rest = application.properties is None and bool(other.properties)
    return (*known, *(("the rest of Server Info",) if rest else ()))


def is_silent(application: Application, other: Application, section: str) -> bool:
    """True where the other export says a facet and this one does not, or of the object itself not all."""
    if section == OBJECT:
        return bool(unsaid(application, other))
    return section in facets_of(other) and section not in facets_of(application)


def _object(application: Application) -> Iterator[tuple[str, SideValue]]:
    properties = {
        "type": application.type if application.type != "other" else None,
        "release": application.release,
        "state": None if application.enabled is None else "enabled" if application.enabled else "disabled",
        "dbid": None if application.dbid is None else str(application.dbid),
        "backup": _target(application.backup),
        "host": _target(application.host),
        **{name: (application.properties or {}).get(name) for name in PROPERTIES},
    }
    for name, text in properties.items():
        if text is not None:
            yield name, SideValue(text)


def _target(target: Target | None) -> str | None:
    return str(target) if target else None


def _annex(sections: Mapping[str, Section]) -> Iterator[tuple[str, SideValue]]:
    """The options of the annex, each called by its section too."""
    for name, section in sections.items():
        for option in section.options.values():
            if option.kind != "list":
                yield f"{name}/{option.name}", SideValue(option.value, option=option)


def _connection(connection: Connection, *, of_hosts: bool) -> str:
    """A connection as text, its parts in a fixed order."""
    if not has_details(connection):
        return _CONNECTED
    return _listed(
        {
            "port": connection.port or "default",
            "protocol": connection.protocol,
            "local timeout": connection.local_timeout,
            "remote timeout": connection.remote_timeout,
            "trace": _trace(connection.trace),
            "transport": connection.transport if of_hosts else _without_own(connection.transport),
            "parameters": connection.parameters,
        }
    )


def leads_only(value: SideValue) -> bool:
    """True for a connection of which nothing but the target is said, as in rows of a database."""
    return set((value.text or "").split("; ")) == {_CONNECTED}


def is_as_usual(value: SideValue) -> bool:
    """True for a connection to the main port, without anything else: what is left out may be just that."""
    return value.text == _MAIN_PORT


def _trace(mode: str) -> str:
    """The trace mode in one word, which formats write as a number or as two kinds of names; empty for none."""
    plain = mode.strip().lower().removeprefix("cfg").removeprefix("tm")
    return _TRACE_MODES.get(plain, plain)


# The numbers are inferred from the order of the names.
_TRACE_MODES = {"0": "", "1": "", "notracemode": "", "none": "", "2": "local", "3": "remote", "4": "both"}


def _port(port: Port, *, of_hosts: bool) -> str:
    number, transport = (port.number, port.transport) if of_hosts else ("", _without_own(port.transport))
    return _listed({"number": number, "protocol": port.protocol, "transport": transport}) or "there"


def _without_own(transport: str) -> str:
    """The parameters, of which the host's own have no value: that one has a certificate and another has none counts."""
    parts = [part.strip() for part in transport.split(";")]
    names = [part.partition("=")[0].strip() for part in parts]
    return ";".join(name if name in _OWN else part for name, part in zip(names, parts, strict=True))


def _listed(parts: Mapping[str, str | int | None]) -> str:
    return ", ".join(f"{name} {value}" for name, value in parts.items() if value not in ("", None))
