"""What an export says of an object beside its options. What it does not say is unknown, not absent."""

from gwe_lint.estate.model import ANNEX, CONNECTIONS, OBJECT, PORTS, TENANTS, Application
from gwe_lint.exports.records import Identity


def with_said(application: Application, identity: Identity) -> Application:
    """The application with what an export says of the object beside its name, its type and its DBID."""
    return application._replace(
        release=identity.release,
        enabled=identity.enabled,
        tenants=identity.tenants,
        connections=identity.connections,
        ports=identity.ports,
        backup=identity.backup,
        host=identity.host,
        properties=identity.properties,
    )


def says_part(application: Application, section: str, name: str) -> bool:
    """True where the export says a part of the object: its connections, ports, tenants, annex, or a property."""
    if section == OBJECT:
        return says(application, name)
    parts = {
        CONNECTIONS: application.connections,
        PORTS: application.ports,
        TENANTS: application.tenants,
        ANNEX: application.annex,
    }
    return parts[section] is not None


def says(application: Application, name: str) -> bool:
    """True where the export says a property of the object, be it that there is none.

    An export that has the tab Server Info says all of it, and leaves out what is empty.
    """
    whole = application.properties is not None
    known = {
        "type": application.type != "other",
        "release": application.release is not None,
        "state": application.enabled is not None,
        "dbid": application.dbid is not None,
        "backup": whole or application.backup is not None,
        "host": whole or application.host is not None,
    }
    return known.get(name, whole)
