"""JSON and RAW exports of mutagen.

JSON has maps of maps with typed values, and no type, release or DBID of an application. RAW is the XML of Configuration
Server turned into JSON. Texts that looked like numbers or truth values became such, and lists of one became objects.
"""

import re
from collections.abc import Iterator

from gwe_lint.exports.records import Kind, Section, Target
from gwe_lint.text import counted, quoted
from tests.former.readers.builder import StructuredBuilder
from tests.former.readers.config_objects import by_dbid, connection_of, identity_of, port_of
from tests.former.readers.json_objects import Objects
from tests.former.readers.json_parser import Json, Number

_VARIABLE = r"\$\{[A-Za-z_][A-Za-z0-9_.]{0,80}\}"
_PAIRS: tuple[tuple[str, Kind], ...] = (("str_pair", "string"), ("int_pair", "integer"), ("bin_pair", "binary"))


def read_mutagen(objects: Objects, value: Json) -> None:
    """The whole of an export, of either form."""
    metadata = value.get("__metadata__")
    if metadata and (metadata.text("formatName") or "").upper() == "RAW":
        _read_raw(objects, value)
    else:
        _read_json(objects, value)
    objects.others.add("of mutagen")


def _read_json(objects: Objects, value: Json) -> None:
    objects.format = "mutagen-json"
    for each in value.items("applications") or ():
        _application(objects, each)
    for each in value.items("scripts") or ():
        tenant = each.text("tenant")
        annex = _maps(objects, each.get("userProperties"))
        target = objects.target(tenant) if tenant else None
        objects.script(each, f"cfg{(each.text('type') or '').lower()}", target, annex)
    offsets = [match.start() for match in re.finditer(_VARIABLE, objects.json.text)]
    if offsets:  # its values are not those of any server
        message = f"{counted(len(offsets), 'variable')} (${{…}}) will only be replaced at import"
        objects.problem("template-variable", message, "export the objects as they are in production", offsets[0])


def _application(objects: Objects, value: Json) -> None:
    def named(name: str | None) -> Target | None:
        return objects.target(name) if name else None

    connections, ports, tenants = value.items("appServers"), value.items("portInfos"), value.items("tenants")
    info = value.get("serverInfo")
    identity = identity_of(
        value.text,
        objects.redactor,
        tenants=None if tenants is None else [named(each.data) for each in tenants if isinstance(each.data, str)],
        connections=None
        if connections is None
        else [
            connection_of(target, each.text, objects.at(each), objects.redactor)
            for each in connections
            if (target := named(each.text("appServer")))
        ],
        ports=None if ports is None else [port_of(each.text, objects.redactor) for each in ports],
        backup=named(info.text("backupServer")) if info else None,
        host=named(info.text("host")) if info else None,
    )
    options = _maps(objects, value.get("options"))
    objects.application(value, options, _maps(objects, value.get("userProperties")), identity)


def _maps(objects: Objects, value: Json | None) -> StructuredBuilder:
    """Sections of options, each a map: a text, a number, or a binary value in a list of one."""
    builder = objects.builder()
    for section, options in value.data.items() if value and isinstance(value.data, dict) else ():
        if not isinstance(options.data, dict):
            message = f"section {quoted(objects.shown(section))} is no map of options"
            builder.report("malformed-line", message, "export it again", objects.at(options)[0])
            continue
        _members(objects, options, (), builder.section(section, *objects.at(options)), builder)
    return builder


def _members(
    objects: Objects, value: Json, lists: tuple[str, ...], section: Section, builder: StructuredBuilder
) -> None:
    for key, member in value.data.items():
        name, at = "/".join((*lists, key)), objects.at(member)
        if isinstance(member.data, dict):
            builder.option(section, name, "", "list", at)
            _members(objects, member, (*lists, key), section, builder)
        else:
            builder.option(section, name, *_typed(member), at)


def _typed(value: Json) -> tuple[str | None, Kind]:
    """A value as text, and its kind."""
    data = value.data
    if isinstance(data, list):
        binary = len(data) == 1 and isinstance(data[0].data, str)
        return (data[0].data, "binary") if binary else (None, "unknown")
    if data is None:
        return None, "absent"
    if isinstance(data, Number):
        return str(data), "integer"
    text = str(data)
    return (None, "suppressed") if re.search(_VARIABLE, text) else (text, "string")  # what it will be is not known


def _read_raw(objects: Objects, value: Json) -> None:
    objects.format = "mutagen-raw"
    message = "RAW of mutagen is lossy: values that look like numbers or truth values may have changed"
    objects.problem("lossy-format", message, "export with the format JSON instead", value.start)
    for each in value.items("CFGApplication") or ():
        _raw_application(objects, each)
    for each in value.items("CFGScript") or ():
        annex = _lists(objects, each.get("userProperties"))
        objects.script(each, each.text("type"), by_dbid(each.text("tenantDBID")), annex)
    for each in value.items("CFGTenant") or ():
        objects.tenant(each, "DBID")


def _raw_application(objects: Objects, value: Json) -> None:
    def inside(key: str, element: str) -> tuple[Json, ...]:
        around = value.get(key)
        return (around.items(element) or ()) if around else ()

    info = value.get("CfgServerInfo", "serverInfo")
    identity = identity_of(
        value.text,
        objects.redactor,
        tenants=[by_dbid(each.data) for each in inside("tenantDBIDs", "DBID") if isinstance(each.data, str)],
        connections=[
            connection_of(target, each.text, objects.at(each), objects.redactor)
            for each in inside("appServerDBIDs", "CfgConnectionInfo")
            if (target := by_dbid(each.text("appServerDBID")))
        ],
        ports=[port_of(each.text, objects.redactor) for each in inside("portInfos", "CfgPortInfo")],
        backup=by_dbid(info.text("backupServerDBID")) if info else None,
        host=by_dbid(info.text("hostDBID")) if info else None,
    )
    options = _lists(objects, value.get("options"))
    objects.application(value, options, _lists(objects, value.get("userProperties")), identity)


def _lists(objects: Objects, value: Json | None) -> StructuredBuilder:
    builder = objects.builder()
    for section in (value.items("list_pair") or ()) if value else ():
        opened = builder.section(section.text("key") or "", *objects.at(section))
        for name, element, kind in _pairs(section, ()):
            value = element.get("value")
            unknown = kind != "list" and value and isinstance(value.data, dict | list)
            text = element.text("value") if kind != "list" else ""
            builder.option(opened, name, text, "unknown" if unknown else kind, objects.at(value or element))
    return builder


def _pairs(value: Json, lists: tuple[str, ...]) -> Iterator[tuple[str, Json, Kind]]:
    for element, kind in _PAIRS:
        for each in value.items(element) or ():
            yield "/".join((*lists, each.text("key") or "")), each, kind
    for each in value.items("list_pair") or ():
        key = each.text("key") or ""
        yield "/".join((*lists, key)), each, "list"
        yield from _pairs(each, (*lists, key))
