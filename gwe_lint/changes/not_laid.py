"""What a whole object that would be imported says beside options: none of that is laid over."""

from collections.abc import Iterable, Iterator, Mapping

from gwe_lint.changes.overlay import Change
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.model import CONNECTIONS, OBJECT, PORTS, TENANTS, Application
from gwe_lint.estate.said import says, with_said
from gwe_lint.exports.records import Export, Identity
from gwe_lint.loading.loader import Loader

_Texts = Mapping[str, Mapping[str, str | None]]  # by section and name
_SAYS_WHICH_OBJECT = ("type", "dbid")  # not what an import changes of it


def with_beside(changes: Iterable[Change], loader: Loader) -> tuple[Change, ...]:
    """The changes; that of a whole object says what of it is otherwise than in the exports."""
    return tuple(each._replace(export=_with_beside(each, loader)) for each in changes)


def _with_beside(change: Change, loader: Loader) -> Export:
    export = change.export
    if export.completeness == "delta":  # of which its reader says it
        return export
    former = change.application.export.identity if change.application.export else Identity()
    others = (each for each in change.estate.applications if each is not change.application)
    sides = (with_said(change.application, former), with_said(change.application, export.identity))
    *_, then, now = loader.with_references(change.estate, (*others, *sides))
    return export._replace(beside=(*export.beside, *_otherwise(_texts(change, then), _texts(change, now), now)))


def _otherwise(old: _Texts, new: _Texts, now: Application) -> Iterator[str]:
    """The parts that the new side says, and the old one does not say, or says otherwise."""
    for section in (CONNECTIONS, PORTS, TENANTS):
        if section in new and old.get(section) != new[section]:
            yield section.strip("()")
    for name in dict.fromkeys((*old[OBJECT], *new[OBJECT])):
        differs = old[OBJECT].get(name) != new[OBJECT].get(name)
        if differs and says(now, name) and name not in _SAYS_WHICH_OBJECT:
            yield name


def _texts(change: Change, application: Application) -> _Texts:
    """What is said beside options, as texts."""
    facets = Subject(change.estate, application).facets()
    return {section: {name: value.text for name, value in values.items()} for section, values in facets.items()}
