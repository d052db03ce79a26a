"""Files of a baseline that are not parsed: they are as a snapshot wrote them, and so are the exports that it read."""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

import tomli

from gwe_lint.baseline.profiled import ProfiledApplication, is_named_by_file, with_profile
from gwe_lint.baseline.reader import parse_baseline_file
from gwe_lint.baseline.writer import FORMAT
from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import Application
from gwe_lint.exports.deferred import Deferred, DeferredRecords, DeferredSections, KnownExport
from gwe_lint.exports.records import BASELINE, Export, Section
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.loader import Loader
from gwe_lint.paths import read_small
from gwe_lint.toml.document import TomlFile, parse_toml
from gwe_lint.toml.writer import key, visible_string

_FORMAT, _ANY = f'format = "{FORMAT}"\n', '"x"'
_NAMED = re.compile(
    _FORMAT + r'application = "(?P<name>[^"\\\n]+)"\n(?:estate = "(?P<estate>[^"\\\n]+)"\n)?'
)  # without an escape
LINE_OF_NAME = 2  # of the name of the application, in a file that a snapshot wrote


def unread_application(name: str, path: str, shown: str, loader: Loader) -> ProfiledApplication | None:
    """The application of a file, whose options are read when somebody asks for them; None where it must be read.

    It need not where it is as its snapshot wrote it, and its export was met unchanged.
    """
    known = loader.known.confirmed_file(name, loader.redactor) if loader.known else None
    if not known:
        return None
    try:
        data = read_small(path, shown)
    except Untrusted:
        return None  # which is said when it is read
    if sha256(data).hexdigest() != known.digest:
        return None
    application = unread_profiled(name, shown, data, known.source, known.known, loader.redactor)
    if application and loader.sources:
        loader.sources.add_baseline(shown, data.decode())
    return application


def says_options_only(data: bytes) -> bool:
    """True for a file that says nothing but its head and its options. Of any other one nothing is known unread."""
    return data.count(b"\n[") == data.count(b"\n[options.")


def unread_profiled(
    name: str, shown: str, data: bytes, source: str, known: KnownExport, redactor: Redactor
) -> ProfiledApplication | None:
    """The application of a file that a snapshot wrote, and that says options only. None for one without options."""
    end = data.find(b"\n[")
    of_head = _of_head(data[:end].decode()) if end >= 0 else None
    if not of_head:
        return None
    alike, named, estate = of_head
    application = alike.application
    assert application.export
    text = _Text(name, shown, data, source, redactor)
    deferred = Deferred(text.export, text.section)
    export = Export(
        *(shown, BASELINE, application.export.completeness, DeferredRecords(deferred)),
        *(DeferredSections(known, deferred, _Names(data)), (), known.unchanged - known.parts),
        source=source,
    )
    by_file = is_named_by_file(named, application.dbid)
    application = application._replace(name=named, named_by_file=by_file, export=export)
    return ProfiledApplication(name, estate, alike.cluster, application, alike.unset)


def _of_head(head: str) -> tuple[ProfiledApplication, str, str] | None:
    """An application like that of the head of a file, with its name and its estate there.

    None for a head that says more than fits into an export of options.
    """
    named = _NAMED.match(head)
    if not named:
        found = _parsed_head(head)
        return (found, found.application.name, found.estate) if found else None
    name, estate = named["name"], named["estate"]
    of_estate = f"estate = {_ANY}\n" if estate else ""
    found = _like(f"{_FORMAT}application = {_ANY}\n{of_estate}{head[named.end() :]}")
    return (found, name, estate or "") if found else None


def _parsed_head(head: str) -> ProfiledApplication | None:
    problems: list[str] = []
    file = parse_baseline_file(TomlFile("", head, tomli.loads(head)), Redactor(), problems)
    if not file or not file.application or file.profile or problems or not _is_bare(file.application):
        return None
    return with_profile("", file, None, "")


_like = lru_cache(maxsize=256)(_parsed_head)  # most heads are the same but for their names


def _is_bare(application: Application) -> bool:
    """True where nothing is known of the object that refers to another one, and nothing of how it is started."""
    parts = (application.tenants, application.connections, application.ports, application.backup)
    return parts == (None,) * 4 and (application.host, application.properties, application.enabled) == (None,) * 3


class _Text(NamedTuple):
    """A file that a snapshot wrote, and that was not parsed up to now."""

    name: str
    shown: str
    data: bytes
    source: str
    redactor: Redactor

    def export(self) -> Export:
        """The export as the whole file says it. Raises ``Untrusted`` for mistakes."""
        return self._parsed(self.data.decode())

    def section(self, name: str) -> Section:
        """One section, in the lines where it stands. Raises ``KeyError`` where it is not there."""
        header = _header(name)
        head, found, below = self.data.partition(header)
        if not found:
            raise KeyError(name)
        first = self.data.index(b"\n[")
        between = b"\n" * head.count(b"\n", first)
        return self._parsed(b"".join((head[:first], between, header, below.partition(b"\n[")[0])).decode()).sections[
            name
        ]

    def _parsed(self, text: str) -> Export:
        problems: list[str] = []
        file = parse_baseline_file(parse_toml(text, self.shown), self.redactor, problems)
        if problems or not file:
            raise Untrusted(problems)
        export = with_profile(self.name, file, None, self.source).application.export
        assert export
        return export


class _Names:
    """The names of the options in a file that a snapshot wrote: each in a line below that of its section."""

    __slots__ = ("_data",)

    def __init__(self, data: bytes) -> None:
        self._data = data

    def hold(self, section: str, name: str) -> bool:
        """True where the option stands in the file."""
        header, line = _header(section), _line_of(name)
        start = self._data.find(header)
        if start < 0:
            return False
        start += len(header) - 1  # at the end of the line
        end = self._data.find(b"\n\n[", start)
        return self._data.find(line, start, end if end >= 0 else len(self._data)) >= 0

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The section and the name of each option."""
        section: str | None = None
        for line in _LINES.finditer(self._data.decode()):
            if line["section"] is not None:
                section = _unquoted(line["section"])
            elif section is not None:  # else it is of the head
                yield section, _unquoted(line["name"])


@lru_cache(maxsize=64)  # all members of a matrix are asked for the same
def _header(section: str) -> bytes:
    return f"\n[options.{visible_string(section)}]\n".encode()


@lru_cache(maxsize=64)
def _line_of(name: str) -> bytes:
    return f"\n{key(name, visible_string)} = ".encode()


_KEY = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\]|\\.)*\")"
_LINES = re.compile(rf"^(?:\[options\.(?P<section>{_KEY})\]$|(?P<name>{_KEY}) = )", re.MULTILINE)


def _unquoted(key: str) -> str:
    return str(next(iter(tomli.loads(f"{key} = 0")))) if "\\" in key else key.strip('"')
