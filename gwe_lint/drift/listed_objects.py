"""Objects without options in exports that have the options of all objects in a table of their own.

There an application without options, such as an Application Cluster, is known by other tables only. Where the table of
options was read, it is compared as one without options: its connections and its release can differ all the same.
"""

from collections.abc import Iterable, Sequence

from gwe_lint.drift.incomplete import Former
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.records import Export


def listed_on_both_sides(former: Former, estates: Sequence[Estate]) -> tuple[Former, tuple[Estate, ...]]:
    """Both sides of a comparison, with the objects of each that have no options on either side."""
    then = tuple(with_listed_objects(each, _namesakes(each, estates)) for each in former.estates)
    now = tuple(with_listed_objects(each, _namesakes(each, former.estates)) for each in estates)
    return former._replace(estates=then), now


def _namesakes(estate: Estate, others: Sequence[Estate]) -> list[Application]:
    """The applications of the estate of this name on the other side; where there is none, those of all estates."""
    named = [each for each in others if each.name == estate.name] or others
    return [application for each in named for application in each.applications]


def with_listed_objects(estate: Estate, others: Iterable[Application]) -> Estate:
    """The estate, with its objects without options as exports that can be compared.

    An object that has options among the ``others`` stays as it is: whether its rows were exported is not known.
    """
    if not _reads_options_apart(estate):
        return estate
    with_options = [each for each in others if any(section.options for section in each.sections.values())]
    names = {each.name for each in with_options}
    dbids = {each.dbid for each in with_options} - {None}
    return estate._replace(
        applications=tuple(
            each if each.name in names or each.dbid in dbids else _as_complete(each) for each in estate.applications
        )
    )


def _reads_options_apart(estate: Estate) -> bool:
    """True where the table of options was read, and there are objects that it has no row of."""
    exports = [export for _, export in estate.exports if FORMATS[export.format].options_apart]
    return any(map(_is_listed_only, exports)) and any(export.completeness == "complete" for export in exports)


def _as_complete(application: Application) -> Application:
    export = application.export
    if not export or not _is_listed_only(export):
        return application
    return application._replace(export=export._replace(completeness="complete"))


def _is_listed_only(export: Export) -> bool:
    """True for an object that other tables have, read to their end, and the table of options has not."""
    return export.completeness == "none" and FORMATS[export.format].options_apart and not export.unread
