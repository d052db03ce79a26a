"""CfgData and ConfData, the two XML forms of configuration objects.

In CfgData every scalar is an attribute, and objects refer to each other by ids of the document. In ConfData every
scalar is a child with a ``value``, and objects refer to each other by DBID; it also comes without its root.
"""

import re
from collections.abc import Callable, Iterable

from gwe_lint.exports.detect import GENESYS_XML, NotAnExport
from gwe_lint.exports.readers.builder import NotReadable, TooMuch, not_read
from gwe_lint.exports.readers.config_objects import (
    connection_of,
    identity_of,
    number_of,
    port_of,
    reference_of,
    script_of,
)
from gwe_lint.exports.readers.counted import Counted
from gwe_lint.exports.readers.unread import repaired
from gwe_lint.exports.readers.xml_lists import Source
from gwe_lint.exports.readers.xml_pairs import ElementBuilder
from gwe_lint.exports.readers.xml_position import either, moved
from gwe_lint.exports.readers.xml_stream import Nodes
from gwe_lint.exports.readers.xml_text import Node, as_utf8
from gwe_lint.exports.records import Completeness, Deleted, Document, Export, Identity, Problem, Script, Target
from gwe_lint.exports.redactor import Redactor

_CONTAINERS = ("CfgData", "CfgReference", "CfgCreate", "CfgUpdate", "CfgRemove", "CfgResponse")
_APPLICATIONS = ("CfgApplication", "CfgServer")
_NAMES_THE_OBJECT = ("DBIDref", "DBID", "dbid", "name")
_UPDATES = ("CfgApplicationUpdate", "CfgServerUpdate")
ADVICE = "export the applications as CfgData or ConfData XML, or their options as CFG, to have them checked"


def read_xml(data: bytes, path: str, redactor: Redactor) -> Document:
    """The objects of a CfgData or ConfData document. Raises ``NotAnExport`` for XML that is neither."""
    try:
        text, encoding, bom = as_utf8(data)
    except NotReadable as reason:
        if not re.search(GENESYS_XML, data.replace(b"\0", b"")):
            raise NotAnExport("an XML file that is no export of configuration objects", ADVICE) from None
        return Document(path, "xml", problems=(not_read(reason),), unread=True)
    document = either(lambda source_of: _document(text, source_of, path, redactor), redactor.plain)
    return document._replace(encoding=encoding, bom=bom)


def _document(text: bytes, source_of: Callable[[bytes], Source], path: str, redactor: Redactor) -> Document:
    objects = Objects(path, redactor)
    problems: tuple[Problem, ...] = ()
    stopped = _read(source_of(text), objects)
    fixed = repaired(text, declares=True) if isinstance(stopped, NotReadable) else None
    if fixed:
        objects, text, problems = Objects(path, redactor, damaged=True), fixed[0].encode(), fixed[1]
        stopped = _read(source_of(text), objects)
    if stopped:
        if not objects.known and not re.search(GENESYS_XML, text):
            raise NotAnExport("an XML file that is no export of configuration objects", ADVICE) from None
        problems = (*problems, not_read(stopped))
        objects.unread = True
    if not problems and not objects.known:
        raise NotAnExport(objects.what(text), ADVICE)
    return objects.document(problems)


def _read(source: Source, objects: "Objects") -> NotReadable | TooMuch | None:
    """Read the objects of the document; the reason why it was not read to its end, or None."""
    text = source.data
    start = len(text) - len(text.lstrip())
    try:
        objects.nodes(source, start, moved(text, 0, start, 1, 1)).read()
    except (NotReadable, TooMuch) as reason:
        return reason
    return None


def _is_object(name: str) -> bool:
    return name.startswith("Cfg") and name not in _CONTAINERS


def _beside(update: Node) -> tuple[str, ...]:
    """What a list of changes changes beside options, by element: none of it is read."""
    removals = update.annex and any(isinstance(each, Deleted) for each in update.annex.records)
    others = (child.name for child in update.children if child.name not in _NAMES_THE_OBJECT)
    return tuple(dict.fromkeys((*others, *(["userProperties"] if removals else []))))


class Objects:
    """The objects of one document. References are resolved at the end, since their targets may come last."""

    def __init__(self, path: str, redactor: Redactor, *, damaged: bool = False) -> None:
        self.path = path
        self.damaged = damaged  # True: marks stand for what could not be decoded
        self.redactor = redactor
        self.exports: list[Export] = []
        self.scripts: list[Script] = []
        self.tenants: list[Target] = []
        self.ids: dict[str, Target] = {}
        self.others: set[str] = set()
        self.removed: list[str] = []  # what the document removes
        self.format = ""
        self.counted = Counted()  # of the options of the document
        self.whole = True  # False: objects that are there for themselves, not the list of all
        self.unread = False  # True: there may be objects that were not read

    @property
    def known(self) -> bool:
        """True when there is an object that this reader knows."""
        return bool(self.exports or self.scripts or self.tenants)

    def nodes(self, source: Source, start: int, place: tuple[int, int]) -> Nodes:
        """One pass over an element of the text, whose objects are added."""
        counted, damaged = self.counted, self.damaged
        return Nodes(
            source, self.redactor, _is_object, self.add, start=start, place=place, counted=counted, damaged=damaged
        )

    def add(self, node: Node, around: list[str]) -> None:
        """One object, and the names of the elements around it."""
        form = "cfgdata" if around and around[0] in ("CfgData", "CfgResponse") else "confdata"
        self.format = self.format or form
        if "errorInfo" in around:
            return
        self.whole = self.whole and bool(around) and "CfgCreate" not in around
        name = node.scalar("name")
        target = Target(self.redactor.object_name(name) if name else "", number_of(node.scalar("DBID")))
        if form == "cfgdata" and "id" in node.attributes:
            self.ids[node.attributes["id"]] = target
        if node.name in _UPDATES:
            self.exports.append(self._update(node, form))
        elif node.name.endswith("Ref") or "CfgRemove" in around:
            if "Tenant" in node.name:
                self.tenants.append(target)
            if "CfgRemove" in around:
                self.removed.append(str(target))
        elif node.name in _APPLICATIONS:
            self.exports.append(self._export(node, form, self._identity(node, form)))
        elif node.name == "CfgScript":
            self.scripts.append(self._script(node, form))
        elif node.name == "CfgTenant":
            self.tenants.append(target)
        else:
            self.others.add(node.name)

    def what(self, text: bytes) -> str:
        """The kind of a file that holds no known object, as a phrase."""
        if self.others:
            return f"an XML file of other configuration objects ({', '.join(sorted(self.others))})"
        if re.search(rb"<(?:\w+:)?errorInfo\b", text):
            return "an answer of the configuration layer that holds an error and no objects"
        if re.search(GENESYS_XML, text):
            return "an XML file of configuration objects without an application in it"
        return "an XML file that is no export of configuration objects"

    def _update(self, node: Node, form: str) -> Export:
        reference = node.scalar("DBIDref", "DBID", "dbid") or ""
        dbid = number_of(reference)
        identity = Identity(name=reference)  # of CfgData, resolved in document()
        if form != "cfgdata":
            identity = Identity(dbid=dbid) if dbid else Identity(name=self.redactor.object_name(reference) or None)
        return self._export(node, form, identity, "delta")._replace(beside=_beside(node))

    def _export(self, node: Node, form: str, identity: Identity, completeness: Completeness | None = None) -> Export:
        options = node.options or ElementBuilder(self.redactor)
        annex = node.annex or (None if completeness else ElementBuilder(self.redactor))  # what is empty is left out
        return options.export(self.path, form, identity, completeness, annex=annex, at=node.at)

    def _identity(self, node: Node, form: str) -> Identity:
        info = node.first("CfgServerInfo", "serverInfo").first("CfgServerInfo")
        return identity_of(
            node.scalar,
            self.redactor,
            tenants=[reference_of(each.scalar, form, "linkDBID", "value") for each in node.inside("tenantDBIDs")],
            connections=[
                connection_of(target, each.scalar, each.at, self.redactor)
                for each in node.inside("appServerDBIDs")
                if (target := reference_of(each.scalar, form, "linkDBID", "appServerDBID"))
            ],
            ports=[port_of(each.scalar, self.redactor) for each in node.inside("portInfos")],
            backup=reference_of(info.scalar, form, "backupServerDBID"),
            host=reference_of(info.scalar, form, "hostDBID"),
        )

    def _script(self, node: Node, form: str) -> Script:
        return script_of(
            node.scalar,
            self.redactor,
            kind=node.scalar("type"),
            tenant=reference_of(node.scalar, form, "tenantDBID", "ownerDBID"),
            annex=node.annex.sections if node.annex else {},
            path=self.path,
            format=form,
            at=node.at,
        )

    def keep_last(self) -> None:
        """Of objects of the same kind and name only the last one stays."""
        keys = ((each.identity.dbid or each.identity.name, each.completeness) for each in self.exports)
        self.exports = list(dict(zip(keys, self.exports, strict=True)).values())
        self.scripts = list({(each.kind, each.name, each.tenant): each for each in self.scripts}.values())

    def document(self, problems: Iterable[Problem]) -> Document:
        """The document of all objects. References to ids of the document are resolved to names and DBIDs."""
        tenants = {target.name or target.dbid: target for target in self.tenants if target.name or target.dbid}
        return Document(
            path=self.path,
            format=self.format or "xml",
            exports=tuple(self._resolved(export) for export in self.exports),
            scripts=tuple(each._replace(tenant=self._named(each.tenant)) for each in self.scripts),
            tenants=tuple(tenants.values()),
            problems=tuple(problems),
            whole=self.whole,
            unread=self.unread,
            removes=tuple(self.removed),
        )

    def _resolved(self, export: Export) -> Export:
        if export.format != "cfgdata":
            return export
        own = export.identity
        if export.completeness == "delta":
            target = self._named(Target(own.name or "")) or Target("")
            return export._replace(identity=Identity(name=target.name or None, dbid=target.dbid))
        return export._replace(
            identity=own._replace(
                tenants=tuple(filter(None, map(self._named, own.tenants or ()))),
                connections=tuple(
                    each._replace(target=self._named(each.target) or each.target) for each in own.connections or ()
                ),
                backup=self._named(own.backup),
                host=self._named(own.host),
            )
        )

    def _named(self, target: Target | None) -> Target | None:
        """The object behind an id of the document; a number that is no id is a DBID; other ids are kept as names."""
        if not target or not target.name:
            return target
        known = self.ids.get(target.name)
        if known:
            return known
        dbid = number_of(target.name)
        if dbid is not None:
            return Target("", dbid) if dbid else None  # 0 means none
        return target._replace(name=self.redactor.object_name(target.name))
