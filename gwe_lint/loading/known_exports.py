"""Exports that a baseline knows byte for byte: they are not parsed, unless somebody asks for their options."""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import NamedTuple, Protocol

from gwe_lint.errors import Untrusted
from gwe_lint.exports.deferred import Deferred, DeferredRecords, DeferredSections, KnownExport
from gwe_lint.exports.detect import identity_in_file_name
from gwe_lint.exports.formats import FORMATS, MOST_OF_EXPORTS
from gwe_lint.exports.records import Document, Export, Section
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.input_digest import plain_digest
from gwe_lint.paths import on_disk, read_small


class Later(Protocol):
    """An export that is read when somebody asks for its options."""

    def export(self) -> Export:
        """All of it."""

    def section(self, known: KnownExport, name: str) -> Section | None:
        """One section; None where all has to be read. Raises ``KeyError`` where it is not there."""


_MARK = "gwe-lint export as read 1"
_SAMPLE, _MOST = 16, 0.75  # how many exports are looked at, and which part of them has to be as it was
_TAILS = 3  # how many parts of a path are enough, where only one export has them


class KnownFile(NamedTuple):
    """A file of a baseline: its name and digest, the path of its export, and what is known of that."""

    name: str
    digest: str
    source: str
    known: KnownExport


class KnownExports:
    """The exports that a baseline knows. ``fingerprint`` stands for all that decides how exports are read.

    The paths of exports begin at ``root``. ``confirmed`` has the files of the baseline whose exports were met
    unchanged, by name.
    """

    def __init__(self, files: Iterable[KnownFile], fingerprint: str, root: Path) -> None:
        self._fingerprint = fingerprint
        self._root = root
        files = tuple(files)
        self._by_name = {file.name: file for file in files}
        self._by_path = {file.source: file for file in files}
        self.confirmed: dict[str, KnownFile] = {}
        self._refuted: set[str] = set()  # names of files whose exports were met, and are others now

    @cached_property
    def _by_tail(self) -> Mapping[str, KnownFile | None]:
        """The exports by the last parts of their paths; None where several have these."""
        by_tail: dict[str, KnownFile | None] = {}
        for file in self._by_name.values():
            for tail in _tails(file.source):
                by_tail[tail] = None if tail in by_tail else file
        return by_tail

    def document(self, path: str, digest: bytes, redactor: Redactor, later: Later) -> Document | None:
        """The document of an export that is as the baseline knows it, by its digest; None for any other one."""
        file = self._by_path.get(path) or next(
            (each for tail in _tails(path) if (each := self._by_tail.get(tail))), None
        )
        if not file:
            return None
        if not self._fits(file, digest, redactor):
            self._refuted.add(file.name)
            return None
        self.confirmed[file.name] = file
        return unread_document(file.known, path, later)

    def confirmed_file(self, name: str, redactor: Redactor) -> KnownFile | None:
        """The file of the baseline, if its export is as it was. One that was not met yet is looked for."""
        if name not in self.confirmed and name not in self._refuted and (file := self._by_name.get(name)):
            if self._is_there(file, redactor):
                self.confirmed[name] = file
            else:
                self._refuted.add(name)
        return self.confirmed.get(name)

    def fits_mostly(self, redactor: Redactor) -> bool:
        """True where most exports are as they were, by a sample of them. That tells how much work there is."""
        files = tuple(self._by_name.values())
        sample = files[:: max(1, len(files) // _SAMPLE)]
        return sum(self._is_there(each, redactor) for each in sample) > len(sample) * _MOST

    def _is_there(self, file: KnownFile, redactor: Redactor) -> bool:
        """True where the export lies where it lay, as it was."""
        try:
            data = read_small(os.path.join(self._root, on_disk(file.source)), most=MOST_OF_EXPORTS)
        except (Untrusted, ValueError):  # the latter for a name that no file can have
            return False
        return self._fits(file, sha256(data).digest(), redactor)

    def _fits(self, file: KnownFile, digest: bytes, redactor: Redactor) -> bool:
        name = file.source.rpartition("/")[2]
        seal = seal_of(file.known, file.digest, name, digest, self._fingerprint, redactor)
        return bool(seal) and compare_digest(seal, file.known.seal)


def _tails(path: str) -> Iterator[str]:
    """The last parts of a path, the most of them first; the last one is the name of the file."""
    parts = path.split("/")
    return ("/".join(parts[-length:]) for length in range(min(_TAILS, len(parts)), 0, -1))


def seal_of(known: KnownExport, digest: str, name: str, of_export: bytes, fingerprint: str, redactor: Redactor) -> str:
    """The seal of what is known: under the key where the one that it has is so, which is empty without a key.

    It binds all to the bytes of both files, and to the name of the export's.
    """
    text = repr((_MARK, fingerprint, digest, name, *known[1:]))
    body = text.encode("utf-8", "surrogatepass") + of_export
    if not known.is_under_key:
        return plain_digest(body)
    return redactor.digest(body, "seal")


def unread_document(known: KnownExport, path: str, later: Later | None = None) -> Document:
    """The document of an export as a reader would give it. Its options are read ``later``; else there are none."""
    identity, completeness = identity_in_file_name(path)
    deferred = Deferred(later.export, partial(later.section, known)) if later else None
    export = Export(
        path,
        known.format,
        completeness or FORMATS[known.format].completeness,
        DeferredRecords(deferred) if deferred else (),
        DeferredSections(known, deferred) if deferred else {},
        (),
        known.size,
        identity,
    )
    return Document(path, known.format, (export,), newline=known.newline)


def is_as_unread(document: Document, unread: Document) -> bool:
    """True where a document, as its reader gave it, is that which would be there unread, but for its options."""
    if len(document.exports) != 1 or document._replace(exports=()) != unread._replace(exports=()):
        return False
    (read,), (other,) = document.exports, unread.exports
    return without_options(read) == without_options(other)


def without_options(export: Export) -> Export:
    """The export without its options, read or not."""
    nothing: Mapping[str, Section] = {}
    return export._replace(records=(), sections=nothing)
