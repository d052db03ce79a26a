"""Exports that failed: nothing, or not all, of them can be compared, so that nobody knows their applications."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from gwe_lint.drift.pairing import is_same_object
from gwe_lint.drift.subject import is_comparable
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.detect import EMPTY_FILE, plain_name
from gwe_lint.exports.records import Export


class FailedExport(NamedTuple):
    """An export that failed, and why. ``empty`` is True where nothing of it is known, whatever the other side has."""

    estate: str
    place: str  # the estate, by a name that both sides have
    name: str  # of the application, as far as the export or the name of its file tells
    path: str
    reason: str
    empty: bool
    application: Application | None = None

    def is_of(self, application: Application) -> bool:
        """True for the application of this name, of this object, or from this file."""
        if self.name == application.name or source_of(application) == self.path:
            return True
        return self.application is not None and is_same_object(application, self.application)

    def may_be_of(self, application: Application) -> bool:
        """True for an application from a file of this name, wherever it lies."""
        return _file_name(source_of(application)) == _file_name(self.path)


EstateOf = Callable[[str], str]


def failed_in(estates: Iterable[Estate], estate_of: EstateOf = str) -> Iterator[FailedExport]:
    """The exports of these estates that failed, in the order of the estates."""
    for estate in estates:
        where = estate_of(estate.name)
        others = [each for each in estate.exports if not is_comparable(each[1])]
        if not (others or estate.left_out or any(document.unread for document in estate.documents)):
            continue
        comparable = {application.name for application, export in estate.exports if is_comparable(export)}
        for file in estate.left_out:
            stem = PurePosixPath(file.path).stem
            if stem not in comparable and file.kind != "unopened":
                empty = file.what == EMPTY_FILE
                yield FailedExport(estate.name, where, stem, file.path, f"{file.path} is {file.what}", empty)
        for document in estate.documents:
            if document.unread:
                stem = PurePosixPath(document.path).stem
                reason = f"it may be in the unread part of {document.path}"
                yield FailedExport(estate.name, where, stem, document.path, reason, empty=not document.exports)
        for application, export in others:
            if application.name not in comparable:
                empty = export.completeness not in ("delta", "none")
                name, path = application.name, export.path
                yield FailedExport(estate.name, where, name, path, _reason(export), empty, application)


def failed_of(application: Application, place: str, failed: Sequence[FailedExport]) -> FailedExport | None:
    """The failed export that is, or may be, the one of an application of the estate at this place."""
    here = [each for each in failed if each.place == place]
    sure = next((each for each in here if each.is_of(application)), None)
    return sure or next((each for each in here if each.may_be_of(application)), None)


def source_of(application: Application) -> str:
    """The path of the export: for an application of a baseline file the one that it was written from."""
    export = application.export
    return (export.source or export.path) if export else ""


def _file_name(path: str) -> str:
    return plain_name(PurePosixPath(path).name)


def _reason(export: Export) -> str:
    if export.completeness == "delta":
        return "the export holds changes only"
    if export.completeness == "none":
        return "the export holds no options"
    damaged = any(problem.kind != "empty-file" for problem in export.problems)
    return f"nothing of {export.path} could be read" if damaged else f"its export {export.path} is empty"
