"""Translation between estates: applications, tenants and values of one, under the names of the other."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.catalogue.fact import Fact, is_dbid, tenant_of
from gwe_lint.config.compare_tables import Both, Comparison, ValueMap, mapped
from gwe_lint.drift.diff import Drift
from gwe_lint.drift.difference import DRIFT, Difference
from gwe_lint.drift.pairing import names_of
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.equality import likeness
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Export, Section, Target

_WITH_TENANT = ("endpoint-reference", "endpoint-by-tenant-name", "endpoint-list")  # types of values: 101:webme


class Translation(NamedTuple):
    """The translation of the first estate into the second one's names. ``tenants`` are those of the second."""

    comparison: Comparison | None = None
    tenants: tuple[Target, ...] = ()

    def names(self, subjects: Sequence[Subject]) -> list[tuple[str, str]]:
        """The names of the applications in the other estate."""
        pairs = self.comparison.applications if self.comparison else ()
        return [(mapped(pairs, name) or name, estate) for name, estate in names_of(subjects)]

    def subject(self, subject: Subject) -> Subject:
        """The application with its sections, connections, tenants and backup server under the other estate's names."""
        return subject._replace(application=self._application(subject.application)) if self.comparison else subject

    def _application(self, application: Application) -> Application:
        links, tenants, export = application.connections, application.tenants, application.export
        return application._replace(
            export=self._export(export) if export else None,
            connections=None
            if links is None
            else tuple(each._replace(target=self._server(each.target)) for each in links),
            tenants=None if tenants is None else tuple(map(self._tenant, tenants)),
            backup=self._server(application.backup) if application.backup else None,
        )

    def _export(self, export: Export) -> Export:
        """The export with sections of tenants under the other DBIDs. A section that this would overwrite is renamed."""
        assert self.comparison
        pairs = self.comparison.tenants
        overwritten = {mapped_name for name in export.sections if (mapped_name := _mapped_section(pairs, name)) != name}
        sections: dict[str, Section] = {}
        for name, section in export.sections.items():
            mapped_name = _mapped_section(pairs, name)
            sections[
                f"{name} ({self.comparison.here})" if mapped_name == name and name in overwritten else mapped_name
            ] = section
        return export._replace(sections=sections)

    def _server(self, target: Target) -> Target:
        assert self.comparison
        return Target(
            mapped(self.comparison.applications, target.name) or target.name, None if target.name else target.dbid
        )

    def _tenant(self, target: Target) -> Target:
        assert self.comparison
        pairs = self.comparison.tenants
        name = mapped(pairs, target.name) if target.name else None
        if name:
            return Target(name)
        dbid = mapped(pairs, str(target.dbid)) if target.dbid is not None else None
        if dbid is None or not is_dbid(dbid):
            return target
        return next((each for each in self.tenants if each.dbid == int(dbid)), Target("", int(dbid)))

    def watched(self, app: str, section: str, name: str) -> bool:
        """True for an option that must differ, so that it is kept where both sides are the same."""
        return any(each.must_differ and each.is_about(app, section, name) for each in self._values)

    @property
    def _values(self) -> tuple[ValueMap, ...]:
        return self.comparison.values if self.comparison else ()

    def classify(self, difference: Difference) -> tuple[Difference, str]:
        """The difference with the class that the table gives it, and the reason; unchanged without a reason."""
        app = difference.after.application.type
        value_maps = [each for each in self._values if each.is_about(app, difference.section, difference.name)]
        if difference.is_alike:
            must_differ = next((each for each in value_maps if each.must_differ and _concerns(each, difference)), None)
            return (difference._replace(kind="must-differ"), must_differ.reason) if must_differ else (difference, "")
        old, new = difference.old.text, difference.new.text
        if difference.kind not in DRIFT or old is None or new is None:
            return difference, ""
        reason = next((each.reason for each in value_maps if _explains(each, old, new, difference)), "")
        reason = reason or self._same_object_reason(old, new, difference.fact)
        return (difference._replace(kind="expected"), reason) if reason else (difference, "")

    def _same_object_reason(self, old: str, new: str, fact: Fact | None) -> str:
        """Why two values name the same tenant or application; empty where they do not."""
        if not self.comparison:
            return ""
        if fact and fact.type in _WITH_TENANT:
            there = ",".join(_with_mapped_tenant(self.comparison.tenants, item) for item in old.split(","))
            return "the tenant has another DBID or name there" if likeness(there, new, fact) != "changed" else ""
        return "the application has another name there" if mapped(self.comparison.applications, old) == new else ""

    def unused(self, before: Iterable[Subject], after: Iterable[Subject], drift: Drift) -> Iterator[str]:
        """The entries of the table without use: names that neither estate has, and options that no pair has."""
        if not self.comparison:
            return
        names = {each.application.name for each in (*before, *after)}
        for pair in self.comparison.applications:
            if not any(pair.concerns(name) for name in names):
                yield f"{pair.place}: compare.applications: {pair.here!r} and {pair.there!r} fit no application"
        sides = [side for pair in drift.pairs for side in (pair.before, pair.after)]
        keys = {(side.application.type, *key) for side in sides for key in Subject.keys(side)}
        for entry in self.comparison.values:
            if not any(entry.is_about(*key) for key in keys) and not _is_of_objects(entry):
                yield f"{entry.place}: compare.values ({entry.reason}): fits no option of the applications compared"


def _is_of_objects(value_map: ValueMap) -> bool:
    return any(selector.section.startswith("(") for selector in value_map.options)


def translation_of(comparisons: Iterable[Comparison], here: str, there: Estate) -> Translation:
    """The translation that the configuration gives for these two estates, in this direction."""
    for comparison in comparisons:
        if (comparison.here, comparison.there) == (here, there.name):
            return Translation(comparison, there.tenants)
        if (comparison.there, comparison.here) == (here, there.name):
            return Translation(comparison.turned, there.tenants)
    return Translation()


def _mapped_section(tenants: tuple[Both, ...], name: str) -> str:
    dbid = tenant_of(name)
    mapped_dbid = mapped(tenants, dbid) if dbid else None
    return f"endpoints:{mapped_dbid}" if mapped_dbid else name


def _with_mapped_tenant(tenants: tuple[Both, ...], item: str) -> str:
    """``101:webme`` with the tenant's DBID or name in the other estate."""
    head, colon, tail = item.partition(":")
    mapped_tenant = mapped(tenants, head.strip())
    return f"{mapped_tenant}{colon}{tail}" if colon and mapped_tenant else item


def _explains(value_map: ValueMap, old: str, new: str, difference: Difference) -> bool:
    """True where the map turns the old value into the new one. In a list, the map applies to each item."""
    if value_map.pattern is None:
        return difference.kind == "changed"
    mapped_value = value_map.pattern.mapped(old)
    if mapped_value is not None and likeness(mapped_value, new, difference.fact) != "changed":
        return True
    items = [item.strip() for item in old.split(",")]
    mapped_items = ",".join(value_map.pattern.mapped(item) or item for item in items)
    return (
        len(items) > 1
        and likeness(mapped_items, ",".join(item.strip() for item in new.split(",")), difference.fact) != "changed"
    )


def _concerns(value_map: ValueMap, difference: Difference) -> bool:
    """True where the map is about this value."""
    text = difference.new.text or ""
    return value_map.pattern is None or value_map.pattern.concerns(text)
