"""JSON of the REST interface of GAX, which ``genesys-tools dump`` keeps as it is: objects with flat lists of options.

Every key is in lower case and nearly every value a text. It is not known whether options that are numbers
are written at all. So only the absence of a text proves anything.
"""

import re

from gwe_lint.exports.records import Identity, Kind, Section, Target
from tests.former.readers.builder import StructuredBuilder
from tests.former.readers.config_objects import by_dbid, connection_of, identity_of, port_of
from tests.former.readers.json_objects import Objects
from tests.former.readers.json_parser import Json


def read_gax(objects: Objects, value: Json) -> None:
    """One object of the answer: an application, a Script object, a tenant, or something else."""
    kind = value.text("type") or ""
    if kind not in ("CfgApplication", "CfgScript", "CfgTenant"):
        objects.others.add(kind if re.fullmatch("Cfg[A-Za-z]{1,40}", kind) else "of an unknown type")
        return
    objects.format = "gax-json"
    if kind == "CfgApplication":
        _application(objects, value)
    elif kind == "CfgScript":
        annex = _properties(objects, value.get("userproperties"))
        tenants = _tenants(value) or [by_dbid(value.text("tenantdbid"))]
        objects.script(value, value.text("subtype", "scripttype"), tenants[0], annex)
    else:
        objects.tenant(value, "dbid")


def _application(objects: Objects, value: Json) -> None:
    options = value.get("options")
    objects.application(
        value,
        _properties(objects, options),
        _properties(objects, value.get("userproperties")) if value.get("userproperties") else None,
        _identity(objects, value),
        None if options else "none",  # brief=true leaves them out
    )


def _properties(objects: Objects, value: Json | None) -> StructuredBuilder:
    """The flat list of options, each at its value."""
    builder = objects.builder()
    sections: dict[str, Section] = {}
    for item in (value.items("property") or ()) if value else ():
        name, key, value_of_item = item.text("section"), item.text("key"), item.get("value")
        if name is None or key is None:
            message = "an option without a section or a key, so these were not all read"
            builder.report("malformed-line", message, "export it again", objects.at(item)[0])
            continue
        section = sections.get(name)
        if not section:
            section = sections[name] = builder.section_of(name, *objects.at(item))
        kind: Kind = "unknown" if value_of_item and isinstance(value_of_item.data, dict | list) else "string"
        builder.option(section, key, item.text("value"), kind, objects.at(value_of_item or item))
    return builder


def _identity(objects: Objects, value: Json) -> Identity:
    connections, ports = value.get("appservers"), value.get("portinfos")
    return identity_of(
        value.text,
        objects.redactor,
        tenants=_tenants(value),
        connections=[
            connection_of(target, each.text, objects.at(each), objects.redactor)
            for each in connections.items("conninfo") or ()
            if (target := by_dbid(each.text("appserverdbid")))
        ]
        if connections
        else None,
        ports=[port_of(each.text, objects.redactor) for each in ports.items("portinfo") or ()] if ports else None,
        backup=by_dbid(value.text("backupserverdbid")),
        host=by_dbid(value.text("hostdbid")),
    )


def _tenants(value: Json) -> list[Target | None] | None:
    tenants = value.get("tenantdbids")
    return [by_dbid(each.text("dbid")) for each in tenants.items("id") or ()] if tenants else None
