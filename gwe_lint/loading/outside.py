"""Exports below a path that belong to no estate of the configuration: nobody checks them."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.product import application_type
from gwe_lint.exports.records import Document
from gwe_lint.loading.read_file import FileReader
from gwe_lint.loading.walk import Search
from gwe_lint.text import counted, escaped, listed


def exports_outside(
    folders: Iterable[Path], search: Search, reader: FileReader, estates: Sequence[Estate]
) -> tuple[str, ...]:
    """A reason for each folder below these that holds exports of known products, of which no estate has one.

    A file that cannot be opened is no export that anybody knows of.
    """
    known = {document.path for estate in estates for document in estate.documents}
    known.update(each.path for estate in estates for each in estate.left_out)
    known.update(each.path for estate in estates for each in estate.excluded)
    strangers: dict[str, list[str]] = {}
    for file in search.files(folders).files:
        path = PurePosixPath(search.shown(file.path))
        if str(path) not in known and _is_export(file.path, reader):
            strangers.setdefault(str(path.parent), []).append(path.name)
    return tuple(
        f"{escaped(folder)}: {counted(len(names), 'export')} ({listed(names)}) of no [[estate]] of the configuration: "
        "add the folder to one, or exclude it"
        for folder, names in strangers.items()
    )


def _is_export(path: str, reader: FileReader) -> bool:
    """True where the file holds an application that is known by its type or its sections."""
    try:
        document = reader.read(path, named=False)
    except Untrusted:
        return False
    exports = document.exports if isinstance(document, Document) else ()
    return any(application_type(export)[0].type != "other" for export in exports)
