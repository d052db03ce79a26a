"""Applications that may have more than their exports show, so that nobody knows what became of a difference there."""

from typing import NamedTuple

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.estate.conditions import integer_of
from gwe_lint.estate.effective import absence_unproved
from gwe_lint.estate.model import FACETS, Application
from gwe_lint.estate.said import says_part


class PartlyShown(NamedTuple):
    """An application whose export proves nothing by what it lacks. ``estate`` and ``name`` are those of findings."""

    estate: str
    name: str
    application: Application
    catalogue: Catalogue

    def may_have(self, section: str, name: str, text: str | None) -> bool:
        """True where the export lacks an option, or a part of the object, that may be there all the same.

        ``text`` is a value that it had. One that is no number is stored as a string, which all exports show.
        """
        application = self.application
        if section in FACETS:
            return not says_part(application, section, name)
        if application.option(section, name):
            return False
        fact = self.catalogue.fact(application.type, section, name)
        is_string = text is not None and integer_of(text) is None
        kind = "string" if is_string else fact.type if fact else "any"
        return absence_unproved(application, section, name, kind, fact.values if fact else ()) is not None


def is_partly_shown(application: Application) -> bool:
    """True where what the export lacks may be there all the same."""
    export = application.export
    return export is None or bool(export.unread) or application.completeness != "complete"
