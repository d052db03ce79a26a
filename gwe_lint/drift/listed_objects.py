"""Objects in exports that have the options, and the connections, of all objects in a table of their own.

There an object without options, such as an Application Cluster, is known by other tables only. One without connections
has no row of them. Where the table was read, both are compared as what they are.
"""

from collections.abc import Iterable, Sequence

from gwe_lint.drift.incomplete import Former
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.records import Export


def listed_on_both_sides(former: Former, estates: Sequence[Estate]) -> tuple[Former, tuple[Estate, ...]]:
    """Both sides of a comparison, with the objects of each that have no options on either side."""
    if not any(_apart(each) for each in (*former.estates, *estates)):
        return former, tuple(estates)
    then = tuple(with_listed_objects(each, _namesakes(each, estates)) for each in former.estates)
    now = tuple(with_listed_objects(each, _namesakes(each, former.estates)) for each in estates)
    return former._replace(estates=then), now


def _namesakes(estate: Estate, others: Sequence[Estate]) -> list[Application]:
    """The applications of the estate of this name on the other side; where there is none, those of all estates."""
    named = [each for each in others if each.name == estate.name] or others
    return [application for each in named for application in each.applications]


def with_listed_objects(estate: Estate, others: Iterable[Application]) -> Estate:
    """The estate, with its objects without options or connections as exports that can be compared.

    An object that has options among the ``others`` stays as it is: whether its rows were exported is not known. One
    that has connections there, and no row of any here, is connected to nothing.
    """
    others = tuple(others)
    return _without_connections(_without_options(estate, others), others)


def _without_options(estate: Estate, others: Sequence[Application]) -> Estate:
    exports = [application.export for application in _apart(estate) if application.export]
    if not any(map(_is_listed_only, exports)) or all(export.completeness != "complete" for export in exports):
        return estate
    having = _Named(each for each in others if any(section.options for section in each.sections.values()))
    return estate._replace(
        applications=tuple(each if having.has(each) else _as_complete(each) for each in estate.applications)
    )


def _without_connections(estate: Estate, others: Sequence[Application]) -> Estate:
    apart = _apart(estate)
    if not any(each.connections for each in apart):
        return estate
    having = _Named(each for each in others if each.connections)
    lacking = {id(each) for each in apart if each.connections is None and _is_whole(each) and having.has(each)}
    if not lacking:
        return estate
    return estate._replace(
        applications=tuple(
            each._replace(connections=()) if id(each) in lacking else each for each in estate.applications
        )
    )


class _Named:
    """The names and DBIDs of some applications."""

    def __init__(self, applications: Iterable[Application]) -> None:
        every = tuple(applications)
        self._names = {each.name for each in every}
        self._dbids = {each.dbid for each in every} - {None}

    def has(self, application: Application) -> bool:
        """True where one of them is called so, or has this DBID."""
        return application.name in self._names or application.dbid in self._dbids


def _as_complete(application: Application) -> Application:
    export = application.export
    if not export or not _is_listed_only(export):
        return application
    return application._replace(export=export._replace(completeness="complete"))


def _is_listed_only(export: Export) -> bool:
    """True for an object that other tables have, read to their end, and the table of options has not."""
    return export.completeness == "none" and FORMATS[export.format].options_apart and not export.unread


def _apart(estate: Estate) -> list[Application]:
    return [application for application, export in estate.exports if FORMATS[export.format].options_apart]


def _is_whole(application: Application) -> bool:
    """True where all rows of the object were read, and no other export contradicts them about its connections."""
    export = application.export
    if not export or export.unread:
        return False
    return all(each.name != "connections" for each in export.contradictions)
