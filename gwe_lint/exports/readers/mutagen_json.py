"""JSON and RAW exports of mutagen.

JSON has maps of maps with typed values, and no type, release or DBID of an application. RAW is the XML of Configuration
Server turned into JSON. Texts that looked like numbers or truth values became such, and lists of one became objects.
"""

import re
from collections.abc import Iterator, Mapping

from gwe_lint.exports.readers.builder import StructuredBuilder
from gwe_lint.exports.readers.bulk_builder import BulkBuilder
from gwe_lint.exports.readers.config_objects import by_dbid, connection_of, identity_of, port_of
from gwe_lint.exports.readers.json_members import PlainMembers, PlainPairs
from gwe_lint.exports.readers.json_objects import Objects
from gwe_lint.exports.readers.json_values import Json, Number
from gwe_lint.exports.records import Kind, Section, Target
from gwe_lint.text import counted, quoted

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
    offsets = [each.start() for each in re.finditer(_VARIABLE, objects.json.text)] if objects.holds_variables else []
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


def _maps(objects: Objects, value: Json | None) -> BulkBuilder:
    """Sections of options, each a map: a text, a number, or a binary value in a list of one."""
    builder = objects.builder()
    members = (value.members or {}) if value else {}
    plain = {
        section: whole
        for section, each in members.items()
        if isinstance(whole := each.data, PlainMembers) and not (objects.holds_variables and whole.has("${"))
    }
    builder.judge([(section, each.values, each.values.values()) for section, each in plain.items()])
    for section, options in members.items():
        whole, at = plain.get(section), objects.at(options)
        if whole and builder.takes(section, whole.values, whole.places(at), at):
            continue
        if options.members is None:
            message = f"section {quoted(objects.shown(section))} is no map of options"
            builder.report("malformed-line", message, "export it again", at[0])
            continue
        _members(objects, options.members, (), builder.section(section, *at), builder)
    return builder


def _members(
    objects: Objects, members: Mapping[str, Json], lists: tuple[str, ...], section: Section, builder: StructuredBuilder
) -> None:
    for key, member in members.items():
        name, at = "/".join((*lists, key)), objects.at(member)
        if member.members is not None:
            builder.option(section, name, "", "list", at)
            _members(objects, member.members, (*lists, key), section, builder)
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


def _lists(objects: Objects, value: Json | None) -> BulkBuilder:
    builder, lines = objects.builder(), objects.json.lines
    sections = (value.items("list_pair") or ()) if value else ()
    named = [(section.text("key") or "", section, _whole(section)) for section in sections]
    builder.judge([(name, whole.names, whole.texts) for name, _, whole in named if whole])
    for name, section, whole in named:
        at = objects.at(section)
        if whole:
            values = dict(zip(whole.names, whole.texts, strict=True))
            if len(values) == len(whole) and builder.takes(name, values, whole.places(lines), at):
                continue
        _section(objects, builder, section, builder.section(name, *at))
    return builder


def _whole(section: Json) -> PlainPairs | None:
    """All options of a section that has nothing but pairs of a text and a value."""
    parts = section.parts("str_pair") or []
    if len(parts) != 1 or not isinstance(parts[0], PlainPairs) or (section.members or {}).keys() != {"key", "str_pair"}:
        return None
    return parts[0]


def _section(objects: Objects, builder: BulkBuilder, section: Json, opened: Section) -> None:
    """The options of a section, one by one."""
    for name, element, kind in _pairs(section, ()):
        value = element.get("value")
        unknown = kind != "list" and value and value.is_structure
        text = element.text("value") if kind != "list" else ""
        builder.option(opened, name, text, "unknown" if unknown else kind, objects.at(value or element))


def _pairs(value: Json, lists: tuple[str, ...]) -> Iterator[tuple[str, Json, Kind]]:
    for element, kind in _PAIRS:
        for each in value.items(element) or ():
            yield "/".join((*lists, each.text("key") or "")), each, kind
    for each in value.items("list_pair") or ():
        key = each.text("key") or ""
        yield "/".join((*lists, key)), each, "list"
        yield from _pairs(each, (*lists, key))
