"""What a baseline knows of its exports: that they need not be read again while they are the same bytes."""

from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from typing import NamedTuple

from gwe_lint.baseline.manifest import known_as_before
from gwe_lint.baseline.profiled import ProfiledApplication, with_profile
from gwe_lint.baseline.reader import parse_baseline_file
from gwe_lint.baseline.unread import says_options_only, unread_profiled
from gwe_lint.baseline.writer import Entry, Listed
from gwe_lint.drift.diff import Pair, pair_of
from gwe_lint.drift.known_pairs import said_beside
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.deferred import PLAIN, UNDER_KEY, KnownExport
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.lazy_options import beside_options
from gwe_lint.exports.product import recognise
from gwe_lint.exports.records import Document, Export, Header, Option
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.known_exports import KnownFile, is_as_unread, seal_of, unread_document, without_options
from gwe_lint.loading.sources import NotedExport, words_in
from gwe_lint.toml.document import TomlFile, Where, parse_toml


class _WithoutLines(TomlFile):
    """A file in which nothing has a line: to look each up takes longer than all else."""

    def line(self, where: Where) -> int:  # noqa: ARG002
        """The first line, whatever stands where."""
        return 1


class Sealing(NamedTuple):
    """What seals are made with: the files as they were read, by path, and the fingerprint; empty: none are made."""

    exports: dict[str, NotedExport]
    fingerprint: str
    redactor: Redactor
    former: Mapping[str, KnownFile] = {}  # what the baseline before knew, by the names of files

    def sealed(self, file: Listed, entry: Entry, estate: Estate) -> Listed:
        """The file with what is known of its export: where that holds options of one object, read whole.

        Only then nothing else decides what is compared: no other file, and no reference to another object. Without a
        key nothing is known of an export that may hold a secret. Nobody shall guess it.
        """
        export = entry.application.export
        if export and FORMATS[export.format].recorded:  # it stays as it was approved
            return known_as_before(file, self.former)
        noted = self.exports.get(export.path) if export else None
        if not export or not noted or not noted.kind or not self.fingerprint or _refers(entry):
            return file
        if not _is_whole(noted.document, export, file.source):
            return file
        digest = sha256(file.text.encode()).hexdigest()
        seal = partial(seal_of, digest=digest, name=PurePosixPath(file.source).name, of_export=noted.digest)
        seal = partial(seal, fingerprint=self.fingerprint, redactor=self.redactor)
        begun, former = _begun(noted, export, entry), self.former.get(file.name)
        if former and _is_of(former.known, begun) and seal(former.known) == former.known.seal:
            return file._replace(known=former.known)  # neither side has changed since they were compared
        if begun.seal == PLAIN and not _says_no_more(noted, export, file.text):
            begun = begun._replace(seal=UNDER_KEY if self.redactor.key_id else "", beside="comments")
        known = self._known(begun, noted.document, export, file, entry, estate) if begun.seal else None
        return file._replace(known=known._replace(seal=seal(known))) if known else file

    def _known(
        self, known: KnownExport, document: Document, export: Export, file: Listed, entry: Entry, estate: Estate
    ) -> KnownExport | None:
        """What is known, without its seal. None where that would not stand for the same as what was read."""
        if not is_as_unread(document, unread_document(known, export.path)):
            return None
        problems: list[str] = []
        text = _WithoutLines(*parse_toml(file.text, file.name))
        content = parse_baseline_file(text, self.redactor, problems)
        if not content or problems or content.profile:
            return None
        profiled = with_profile(file.name, content, None, file.source)
        before, after = Subject(estate, profiled.application), Subject(estate, entry.application)
        pair = pair_of(before, after, comparable=True)
        known = known._replace(unchanged=pair.unchanged, known=pair.known, parts=pair.parts)
        data = file.text.encode()
        unread = unread_profiled(file.name, file.name, data, file.source, known, self.redactor)
        same = unread and says_options_only(data) and _without_options(unread) == _without_options(profiled)
        return known if same and _is_settled(pair, before, after) else None


NO_SEALING = Sealing({}, "", Redactor())


def _refers(entry: Entry) -> bool:
    """True for an application that is said to have to do with others: their names would count."""
    application = entry.application
    return (application.connections, application.tenants, application.backup, application.host) != (None,) * 4


def _begun(noted: NotedExport, export: Export, entry: Entry) -> KnownExport:
    """What the export alone tells. In place of the seal stands its kind."""
    recognised = recognise(export.sections)
    type, clue = (recognised.type, recognised.because) if recognised else ("", "")
    said, document = said_beside(entry.application, type), noted.document
    return KnownExport(noted.kind, document.format, document.newline, type, clue, export.size, 0, 0, 0, said)


def _is_of(known: KnownExport, begun: KnownExport) -> bool:
    """True where something known may be of this export. No plain seal is kept for one that may hold a secret."""
    alike = known[1:6] == begun[1:6] and known.said == begun.said
    return alike and (begun.seal == PLAIN or known.is_under_key)


_OF_COLUMNS = words_in(b"Action Section Option Key Name Value Type ADD UPDATE string integer int binary")


def _says_no_more(noted: NotedExport, export: Export, text: str) -> bool:
    """True for an export without comments, each word of which stands in the file of the baseline, too."""
    if not all(isinstance(each, Header | Option) for each in beside_options(export.records)):
        return False
    return noted.words() <= words_in(text.encode()) | _OF_COLUMNS


def _is_whole(document: Document, export: Export, source: str) -> bool:
    """True for a file that is this export, as it was read, and whose name shows its format."""
    path = PurePosixPath(document.path)
    return (
        FORMATS[document.format].one_application
        and len(document.exports) == 1
        and document.exports[0].sections is export.sections
        and PurePosixPath(source).name == path.name
        and path.suffix.lower() in FORMATS[document.format].endings
        and bool(export.sections)
    )


def _is_settled(pair: Pair, before: Subject, after: Subject) -> bool:
    """True for a pair that does not differ in anything, and of which neither side completes the other one."""
    sides = ((pair.before, before), (pair.after, after))
    return not pair.differences and all(
        (one.application.type, one.application.release) == (read.application.type, read.application.release)
        and _names_in(one) == _names_in(read)
        for one, read in sides
    )


def _names_in(subject: Subject) -> dict[str, frozenset[str]]:
    return {name: frozenset(section.options) for name, section in subject.application.sections.items()}


def _without_options(profiled: ProfiledApplication) -> ProfiledApplication:
    export = profiled.application.export
    assert export
    return profiled._replace(application=profiled.application._replace(export=without_options(export)))
