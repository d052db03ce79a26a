"""One estate in the terms of another: its applications, tenants and values under the names that they have there."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.catalogue.fact import Fact, is_dbid, tenant_of
from gwe_lint.config.compare_tables import Both, Comparison, ValueMap, mapped
from gwe_lint.drift.diff import Drift
from gwe_lint.drift.difference import DRIFT, Difference
from gwe_lint.drift.equality import likeness
from gwe_lint.drift.pairing import names_of
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Export, Section, Target

_WITH_TENANT = ("endpoint-reference", "endpoint-by-tenant-name", "endpoint-list")  # types of values: 101:webme


class Translation(NamedTuple):
    """How a comparison reads the first estate; ``tenants`` are those of the second."""

    comparison: Comparison | None = None
    tenants: tuple[Target, ...] = ()

    def names(self, subjects: Sequence[Subject]) -> list[tuple[str, str]]:
        """What the applications are called in the other estate."""
        pairs = self.comparison.applications if self.comparison else ()
        return [(mapped(pairs, name) or name, estate) for name, estate in names_of(subjects)]

    def subject(self, subject: Subject) -> Subject:
        """The application with its sections, connections, tenants and backup server under the names there."""
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
        """Sections of tenants under the DBIDs there; one that would be met by another keeps apart from it."""
        assert self.comparison
        pairs = self.comparison.tenants
        taken = {there for name in export.sections if (there := _section(pairs, name)) != name}
        sections: dict[str, Section] = {}
        for name, section in export.sections.items():
            there = _section(pairs, name)
            sections[f"{name} ({self.comparison.here})" if there == name and name in taken else there] = section
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
        """True for an option that must differ, so that it is looked at where it does not."""
        return any(each.must_differ and each.is_about(app, section, name) for each in self._values)

    @property
    def _values(self) -> tuple[ValueMap, ...]:
        return self.comparison.values if self.comparison else ()

    def meant(self, difference: Difference) -> tuple[Difference, str]:
        """The class that the table gives a difference, with its reason; as it is where the table says nothing."""
        app = difference.after.application.type
        about = [each for each in self._values if each.is_about(app, difference.section, difference.name)]
        if difference.is_alike:
            apart = next((each for each in about if each.must_differ and _concerns(each, difference)), None)
            return (difference._replace(kind="must-differ"), apart.reason) if apart else (difference, "")
        old, new = difference.old.text, difference.new.text
        if difference.kind not in DRIFT or old is None or new is None:
            return difference, ""
        reason = next((each.reason for each in about if _explains(each, old, new, difference)), "")
        reason = reason or self._called(old, new, difference.fact)
        return (difference._replace(kind="expected"), reason) if reason else (difference, "")

    def _called(self, old: str, new: str, fact: Fact | None) -> str:
        """Why two values name the same: a tenant, or an application that is paired."""
        if not self.comparison:
            return ""
        if fact and fact.type in _WITH_TENANT:
            there = ",".join(_of_tenant(self.comparison.tenants, item) for item in old.split(","))
            return "the tenant has another DBID or name there" if likeness(there, new, fact) != "changed" else ""
        return "the application has another name there" if mapped(self.comparison.applications, old) == new else ""

    def unused(self, before: Iterable[Subject], after: Iterable[Subject], drift: Drift) -> Iterator[str]:
        """What the table says of nothing: names that neither estate has, and options that no pair has."""
        if not self.comparison:
            return
        names = {each.application.name for each in (*before, *after)}
        for pair in self.comparison.applications:
            if not any(pair.concerns(name) for name in names):
                yield f"{pair.place}: compare.applications: {pair.here!r} and {pair.there!r} fit no application"
        sides = [side for pair in drift.pairs for side in (pair.before, pair.after)]
        keys = {(side.application.type, *key) for side in sides for key in Subject.keys(side)}
        for each in self.comparison.values:
            if not any(each.is_about(*key) for key in keys) and not _is_of_objects(each):
                yield f"{each.place}: compare.values ({each.reason}): fits no option of the applications compared"


def _is_of_objects(each: ValueMap) -> bool:
    return any(selector.section.startswith("(") for selector in each.options)


def translation_of(comparisons: Iterable[Comparison], here: str, there: Estate) -> Translation:
    """What the configuration says of these two estates, in this direction."""
    for each in comparisons:
        if (each.here, each.there) == (here, there.name):
            return Translation(each, there.tenants)
        if (each.there, each.here) == (here, there.name):
            return Translation(each.turned, there.tenants)
    return Translation()


def _section(tenants: tuple[Both, ...], name: str) -> str:
    dbid = tenant_of(name)
    there = mapped(tenants, dbid) if dbid else None
    return f"endpoints:{there}" if there else name


def _of_tenant(tenants: tuple[Both, ...], item: str) -> str:
    """``101:webme`` with the tenant as it is called there."""
    head, colon, tail = item.partition(":")
    there = mapped(tenants, head.strip())
    return f"{there}{colon}{tail}" if colon and there else item


def _explains(each: ValueMap, old: str, new: str, difference: Difference) -> bool:
    """True where the new value is what the map makes of the old one; of a list, of each item."""
    if each.pattern is None:
        return difference.kind == "changed"
    whole = each.pattern.mapped(old)
    if whole is not None and likeness(whole, new, difference.fact) != "changed":
        return True
    items = [item.strip() for item in old.split(",")]
    there = ",".join(each.pattern.mapped(item) or item for item in items)
    return (
        len(items) > 1
        and likeness(there, ",".join(item.strip() for item in new.split(",")), difference.fact) != "changed"
    )


def _concerns(each: ValueMap, difference: Difference) -> bool:
    """True where the value is one that belongs to one of the estates."""
    text = difference.new.text or ""
    return each.pattern is None or each.pattern.concerns(text)
