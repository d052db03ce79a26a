"""Read one file as an export, or say what it is instead."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from gwe_lint.errors import Untrusted
from gwe_lint.estate.left_out import LeftOut, LeftOutKind
from gwe_lint.exports.deferred import KnownExport, known_of
from gwe_lint.exports.detect import NotAnExport, NotText, holds_objects
from gwe_lint.exports.formats import (
    FORMATS,
    MOST_OF_EXPORTS,
    UNKNOWN_IS,
    Format,
    endings,
    format_of,
    reader_of,
    searched_endings,
    section_alone,
)
from gwe_lint.exports.product import recognise
from gwe_lint.exports.records import Document, Export, Section
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.most_problems import limited
from gwe_lint.paths import read_at_most

if TYPE_CHECKING:  # digests are for reports that programs read, and what is known of exports for drift
    from gwe_lint.loading.known_exports import KnownExports
    from gwe_lint.loading.sources import Sources

_PEEK_BYTES = 1 << 16  # bytes that show whether a file of another ending holds objects
# Endings of copies that somebody put aside, and of texts that quote exports. Nobody expects these to be checked.
_PUT_ASIDE = (".bak", ".backup", ".orig", ".old", ".prev", ".save", ".sav", ".swp", ".tmp", ".rej", ".md", ".rst")
_HOLDS_AN_EXPORT = (".txt", ".ini")  # also behind the ending of an export


class _Misnamed(NotAnExport):
    """The file is an export of a known product, under a name that no export has."""


class FileReader(NamedTuple):
    """How files are read: where secrets end, how paths are shown, and what is read instead of a file.

    ``code_page`` is that of text which is not UTF-8, where one is declared. ``code_pages`` are those of some folders.
    """

    redactor: Redactor
    shown: Callable[[Path | str], str]
    stdin: tuple[Path, bytes] | None = None
    code_page: str = ""
    code_pages: tuple[tuple[Path, str], ...] = ()
    sources: "Sources | None" = None  # notes what is read, where somebody asks for it
    known: "KnownExports | None" = None  # need not be parsed

    def read(self, path: str, *, named: bool) -> Document | LeftOut | None:
        """The document in a file, or what the file is instead.

        None for a file that was not named and whose content is not that of an export. Raises ``Untrusted`` for one that
        cannot be opened.
        """
        shown = self.shown(path)
        expected = named or path.lower().endswith(endings())
        try:
            return self._document(path, shown, named=named, expected=expected)
        except NotAnExport as found:
            if not expected and isinstance(found, NotText) and found.script:
                return None  # as any other text that looks like no export
            return LeftOut(shown, found.what, found.advice, _kind(found, expected=expected))

    def _document(self, path: str, shown: str, *, named: bool, expected: bool) -> Document | None:
        data = self._bytes(path, expected=expected)
        if self.known and (not named or Path(path).is_file()):  # a pipe, which may be named, is read once only
            known = self._unparsed(self.known, path, shown, data)
            if known:
                return known
        return self.parsed(data, Path(path), shown, named=named, expected=expected)

    def _unparsed(self, known: "KnownExports", path: str, shown: str, data: bytes) -> Document | None:
        """The document of an export that a baseline knows; it is parsed when somebody asks for its options."""
        digest = sha256(data).digest()
        document = known.document(shown, digest, self.redactor, UnparsedFile(self, path, shown, digest))
        if document and self.sources:
            export = known_of(document.exports[0])
            self.sources.add_known(shown, data, self.redactor, is_secret=bool(export and export.is_secret))
        return document

    def parsed(self, data: bytes, path: Path, shown: str, *, named: bool, expected: bool) -> Document | None:
        """The document in these bytes; None for what shows no export. Raises ``NotAnExport`` for something else."""
        ending = path.suffix.lower()
        if ending == ".xml" and path.with_suffix(".apd").exists():
            raise NotAnExport("the metadata of an application template", "no specification of its form is known")
        format_name = format_of(data, path.name) or (UNKNOWN_IS if named else None)
        if format_name is None:
            return None
        format = FORMATS[format_name]
        if len(data) > format.most_bytes:
            self._refuse_size(path, format.most_bytes, f"{format.title} that is read", expected=expected)
        page = self.code_page or next((page for folder, page in self.code_pages if path.is_relative_to(folder)), "")
        told = (page,) if page and format.code_pages else ()
        before = self.redactor.replaced
        try:
            document = reader_of(format_name)(data, shown, self.redactor, *told)
        except NotAnExport:
            if not expected:
                return None
            raise
        alike = format.look_alike(document) if format.look_alike else None
        if alike:
            raise NotAnExport(*alike)
        if not named and ending not in format.endings and format.common:
            _refuse_name(path, format, document)
            return None
        if self.sources:
            redacted = self.redactor.replaced > before
            self.sources.add(shown, data, document, self.redactor, redacted=redacted)
        return limited(document)

    def _bytes(self, path: str, *, expected: bool) -> bytes:
        """The content of a file. Of one not expected to be an export, only the part that shows whether it is one."""
        if self.stdin and os.fspath(self.stdin[0]) == path:
            return self.stdin[1]
        limit = MOST_OF_EXPORTS if expected or path.lower().endswith(searched_endings()) else _PEEK_BYTES
        try:
            with open(path, "rb") as file:
                before = os.fstat(file.fileno())
                data = read_at_most(file, limit + 1, before.st_size)
                if len(data) > limit == _PEEK_BYTES and holds_objects(data):
                    data += file.read(MOST_OF_EXPORTS)
                changed = expected and not _is_as_it_was(before, os.fstat(file.fileno()))
        except OSError as error:
            if not expected:
                raise NotAnExport("a file that cannot be read", "allow it to be read, or exclude it") from None
            raise Untrusted([f"{self.shown(path)}: cannot be read: {error.strerror}"]) from None
        if changed:
            raise _changed(self.shown(path))
        if len(data) > MOST_OF_EXPORTS:
            self._refuse_size(path, MOST_OF_EXPORTS, "any export that is read", expected=expected)
        return data

    def _refuse_size(self, path: Path | str, most: int, of_what: str, *, expected: bool) -> NoReturn:
        """Raise what a file is refused with that is too large: an error where an export is expected, else a note."""
        size, advice = f"larger than {most >> 20} MiB", "cut out the part that holds the objects"
        if not expected:
            raise NotAnExport(f"a file {size}", advice)
        raise Untrusted([f"{self.shown(path)}: {size}, the most of {of_what}: {advice}"])


class UnparsedFile(NamedTuple):
    """A file that was not parsed up to now. Its content, of which few runs ask for any, is not kept."""

    reader: FileReader
    path: str
    shown: str
    digest: bytes

    def data(self) -> bytes:
        """The content. Raises ``Untrusted`` where it is not the same any more."""
        data = self.reader._bytes(self.path, expected=True)
        if sha256(data).digest() != self.digest:
            raise _changed(self.shown)
        return data

    def export(self) -> Export:
        """The export in it."""
        reader = self.reader._replace(known=None, sources=None)
        document = reader.parsed(self.data(), Path(self.path), self.shown, named=True, expected=True)
        assert document is not None
        return document.exports[0]

    def section(self, known: KnownExport, name: str) -> Section | None:
        """One section of it; None where it has to be read whole. Raises ``KeyError`` where it is not there."""
        alone = None if known.is_under_key else section_alone(known.format, self.data(), name)
        if alone is None:
            return None
        document: Document = reader_of(known.format)(alone, self.shown, self.reader.redactor)
        return document.exports[0].sections[name]


def _changed(shown: str) -> Untrusted:
    return Untrusted([f"{shown}: changed while it was read: run again when it is whole"])


def _is_as_it_was(before: os.stat_result, after: os.stat_result) -> bool:
    if not S_ISREG(before.st_mode):
        return True  # a pipe has its time from whoever writes it, and no size
    return (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)


def _kind(found: NotAnExport, *, expected: bool) -> LeftOutKind:
    if isinstance(found, _Misnamed):
        return "misnamed"
    return "unreadable" if expected and isinstance(found, NotText) else "look-alike"


def _refuse_name(path: Path, format: Format, document: Document) -> None:
    """Raise ``NotAnExport`` for what looks like an option export and is not called like one."""
    ending = path.suffix.lower()
    recognised = recognise(document.exports[0].sections)
    if not recognised and ending != ".ini":
        return
    what = f"a file that ends in {ending}" if ending else "a file without an ending"
    advice = f"if it is an option export, name it {' or '.join(format.endings)}"
    if not recognised or _is_put_aside(path):
        raise NotAnExport(what, advice)
    raise _Misnamed(f"{what} and holds {recognised.because}", advice)


def _is_put_aside(path: Path) -> bool:
    """True for the name of a copy that somebody put aside: ``Chat.cfg.bak``, ``Chat.cfg~``, ``Chat.cfg.20260101``."""
    ending = path.suffix.lower()
    copied = Path(path.stem).suffix.lower() in endings() and ending not in _HOLDS_AN_EXPORT
    return copied or ending in _PUT_ASIDE or path.name.endswith("~")
