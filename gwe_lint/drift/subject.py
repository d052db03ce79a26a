"""What is compared of an application: its options, and its facets.

What its facets are is in ``facets.py``.
"""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.drift.facets import Facets, facets_of
from gwe_lint.drift.side_value import SideValue
from gwe_lint.estate.effective import absence_unproved, effective
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import connection_of, deleted_at, file_of, header_of, value_of
from gwe_lint.estate.model import FACETS, Application, NotEvaluated, Place
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.records import Deleted, Export

Key = tuple[str, str]  # section and name


def is_comparable(export: Export) -> bool:
    """True for an export that shows options or their absence. A list of changes does not, nor does an empty file.

    A file for one application without any section is what an export leaves that failed.
    """
    if export.completeness in ("delta", "none"):
        return False
    return bool(export.sections) or not FORMATS[export.format].one_application


class Subject(NamedTuple):
    """An application on one side of a comparison; ``label`` is put before its paths, such as ``main:``."""

    estate: Estate
    application: Application
    label: str = ""

    @property
    def path(self) -> str:
        """The path of its export, as reports show it."""
        return f"{self.label}{self.application.path}"

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
            place = value_of(self.application, side.option)._replace(section=section, option=name)
        elif side.connection:
            place = connection_of(self.application, side.connection)._replace(section=section, option=name)
        elif section in FACETS:
            place = file_of(self.application, section, name)
        elif deleted := self.must_stay_unset(section, name):
            place = deleted_at(self.application, deleted)
        else:
            place = header_of(self.application, section, name)
        return place._replace(path=f"{self.label}{place.path}")

    def facets(self, *, of_hosts: bool = True) -> Facets:
        """What the export says beside options, by section; ``of_hosts``: also what each host has for itself."""
        return facets_of(self.application, of_hosts=of_hosts)
