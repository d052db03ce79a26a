"""JSON of the REST interface of GAX, which ``genesys-tools dump`` keeps as it is: objects with flat lists of options.

Every key is in lower case and nearly every value a text. It is not known whether options that are numbers
are written at all. So only the absence of a text proves anything.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeGuard

from gwe_lint.exports.readers.bulk_builder import BulkBuilder, runs_of
from gwe_lint.exports.readers.config_objects import by_dbid, connection_of, identity_of, port_of
from gwe_lint.exports.readers.json_objects import Objects
from gwe_lint.exports.readers.json_tables import Table
from gwe_lint.exports.readers.json_values import Items, Json
from gwe_lint.exports.records import Identity, Kind, Section, Target

Run = tuple[str, Sequence[str], Sequence[str]]  # a section, and the names and values of options that follow each other


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


def _properties(objects: Objects, value: Json | None) -> BulkBuilder:
    """The flat list of options, each at its value."""
    return _Properties(objects, (value.parts("property") or ()) if value else ()).builder


class _Properties:
    """The options of a list, those of a section as a whole where many are written in one form."""

    def __init__(self, objects: Objects, parts: Sequence[Json | Items]) -> None:
        self.objects = objects
        self.builder = objects.builder()
        self._sections: dict[str, Section] = {}
        runs = {number: list(_runs(part)) for number, part in enumerate(parts) if _is_of_options(part)}
        self.builder.judge(list(chain.from_iterable(runs.values())))
        for number, part in enumerate(parts):
            if isinstance(part, Json):
                self._add(part)
            elif _is_of_options(part):
                self._add_table(part, runs[number])
            else:
                for item in part.each():
                    self._add(item)

    def _add_table(self, table: Table, runs: Iterable[Run]) -> None:
        start, lines = 0, self.objects.json.lines
        for section, names, values in runs:
            numbers = range(start, start + len(names))
            own = dict(zip(names, values, strict=True))
            at = lines.span(*table.span(start))  # which comes first: places are told from the one before
            places = table.places(lines, numbers, "key", "value")
            if not (places and len(own) == len(names) and self.builder.takes(section, own, places, at)):
                for item in table.each(numbers):
                    self._add(item)
            start = numbers.stop

    def _add(self, item: Json) -> None:
        name, key, value = item.text("section"), item.text("key"), item.get("value")
        if name is None or key is None:
            message = "an option without a section or a key, so these were not all read"
            self.builder.report("malformed-line", message, "export it again", self.objects.at(item)[0])
            return
        section = self._sections.get(name)
        if not section:
            section = self._sections[name] = self.builder.section_of(name, *self.objects.at(item))
        kind: Kind = "unknown" if value and value.is_structure else "string"
        self.builder.option(section, key, item.text("value"), kind, self.objects.at(value or item))


def _runs(table: Table) -> Iterator[Run]:
    """The options of a section that follow each other, by names and values."""
    names, values = table.column("key"), table.column("value")
    for section, (start, end) in runs_of(table.column("section")):
        yield section, names[start:end], values[start:end]


def _is_of_options(part: Json | Items) -> TypeGuard[Table]:
    return isinstance(part, Table) and set(part.form.keys) == {"section", "key", "value"}


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
