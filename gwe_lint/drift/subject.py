"""What is compared of an application: its options, and its facets.

Facets are connections, ports, tenants and properties, in the form of sections and names.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gwe_lint.estate.effective import absence_unproved, effective
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import connection_of, deleted_at, file_of, header_of, value_of
from gwe_lint.estate.model import CONNECTIONS, FACETS, OBJECT, PORTS, TENANTS, Application, NotEvaluated, Place
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.records import Connection, Deleted, Option, Port

Key = tuple[str, str]  # section and name


class SideValue(NamedTuple):
    """One value on one side. ``text`` is the value in effect, or None. ``unknown`` says why the value is unknown."""

    text: str | None
    option: Option | None = None
    unknown: str = ""
    default: bool = False  # True: not set, ``text`` is the documented default
    default_of: str = ""  # of which release it is, where that matters, as the end of a phrase
    object_says: bool = False  # True: nothing but the object's version says which release that is
    may_be: tuple[str, ...] = ()  # the defaults of all releases, where the release is not known
    connection: Connection | None = None  # where the value describes one

    @property
    def is_set(self) -> bool:
        """True where the export has the value."""
        return self.option is not None or (self.text is not None and not self.default)


class Subject(NamedTuple):
    """An application on one side of a comparison; ``label`` is put before its paths, such as ``main:``."""

    estate: Estate
    application: Application
    label: str = ""

    @property
    def recorded(self) -> bool:
        """True for an application of baseline files, whose secrets are tokens of an earlier run."""
        return bool(self.application.export) and FORMATS[self.application.format].recorded

    def must_stay_unset(self, section: str, name: str) -> Deleted | None:
        """The record by which a baseline file keeps this option unset, or None."""
        export = self.application.export
        if not export or not self.recorded:
            return None
        unset_records = (record for record in export.records if isinstance(record, Deleted))
        return next((each for each in unset_records if (each.section, each.name) == (section, name)), None)

    def keys(self) -> Iterator[Key]:
        """All options that are set, in the order of the export."""
        for name, section in self.application.sections.items():
            for option in section.options.values():
                if option.kind != "list":
                    yield name, option.name

    def value(self, section: str, name: str) -> SideValue:
        """The effective value of an option."""
        application = self.application
        option = application.option(section, name)
        acting = effective(self.estate, application, section, name)
        fact = self.estate.catalogue.fact(application.type, section, name)
        hidden = absence_unproved(application, section, name, fact.type if fact else "any", fact.values if fact else ())
        if isinstance(acting, NotEvaluated):
            unknown = acting.reason.removeprefix(f"{application.name}: ")
            return SideValue(None, None, unknown, may_be=fact.defaults if fact and not (option or hidden) else ())
        if option:
            return SideValue(option.value, option)
        return SideValue(
            acting.text,
            None,
            hidden or "",
            default=acting.text is not None,
            default_of=acting.default_of,
            object_says=acting.at_most is not None,
        )

    def place(self, section: str, name: str, side: SideValue) -> Place:
        """The place of a value, or of the section that would hold it."""
        if side.option:
            place = value_of(self.application, side.option)
        elif side.connection:
            place = connection_of(self.application, side.connection)._replace(section=section, option=name)
        elif section in FACETS:
            place = file_of(self.application, section, name)
        elif deleted := self.must_stay_unset(section, name):
            place = deleted_at(self.application, deleted)
        else:
            place = header_of(self.application, section, name)
        return place._replace(path=f"{self.label}{place.path}")

    def facets(self) -> Mapping[str, Mapping[str, SideValue]]:
        """What the export says beside options, by section. A section that it does not carry is left out."""
        application = self.application
        facets: dict[str, Mapping[str, SideValue]] = {OBJECT: dict(_object(application))}
        if application.connections is not None:
            facets[CONNECTIONS] = dict(_connections(application))
        if application.ports:
            facets[PORTS] = {port.id: SideValue(_port(port)) for port in application.ports}
        if application.tenants is not None:
            names = (tenant.name or f"DBID {tenant.dbid}" for tenant in application.tenants)
            facets[TENANTS] = {name: SideValue("assigned") for name in names}
        return facets


def _object(application: Application) -> Iterator[tuple[str, SideValue]]:
    properties = {
        "type": application.type if application.type != "other" else None,
        "release": application.release,
        "state": None if application.enabled is None else "enabled" if application.enabled else "disabled",
        "backup": str(application.backup) if application.backup else None,
    }
    for name, text in properties.items():
        if text is not None:
            yield name, SideValue(text)


def _connections(application: Application) -> Iterator[tuple[str, SideValue]]:
    for connection in application.connections or ():
        yield str(connection.target), SideValue(_connection(connection), connection=connection)


def _connection(connection: Connection) -> str:
    """A connection as text, its parts in a fixed order."""
    parts = {
        "port": connection.port or "default",
        "protocol": connection.protocol,
        "local timeout": connection.local_timeout or "",
        "remote timeout": connection.remote_timeout or "",
        "transport": connection.transport,
        "parameters": connection.parameters,
    }
    return ", ".join(f"{name} {value}" for name, value in parts.items() if value != "")


def _port(port: Port) -> str:
    parts = {"number": port.number, "protocol": port.protocol, "transport": port.transport}
    return ", ".join(f"{name} {value}" for name, value in parts.items() if value) or "there"
