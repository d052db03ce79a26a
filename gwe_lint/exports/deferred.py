"""Options that are read only when somebody asks for them: those of an export that a baseline knows byte for byte."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, overload

from gwe_lint.exports.records import Export, Record, Section

PLAIN, UNDER_KEY = "sha256:", "hmac-sha256:"  # how seals begin


class KnownExport(NamedTuple):
    """What a baseline knows of an export that it was made of: how it was read, and what comparing both gave.

    ``seal`` binds all this to the bytes of the export and to those of the baseline file. ``unchanged``, ``known`` and
    ``parts`` are the counts of a pair without a difference.
    """

    seal: str
    format: str
    newline: str
    type: str  # that the sections show; empty where they show none
    clue: str  # by which it was recognised
    size: int  # how many options the export has
    unchanged: int
    known: int
    parts: int
    said: str  # a digest of what else was said of the application; empty where the configuration says nothing of it
    beside: str = ""  # what may be guessed by a plain digest though it is no secret by its looks: comments

    @property
    def is_under_key(self) -> bool:
        """True where the seal is under the key."""
        return not self.seal.startswith(PLAIN)

    @property
    def is_secret(self) -> bool:
        """True where the export may hold a secret, so that no report tells a plain digest of it."""
        return self.is_under_key and not self.beside


Alone = Callable[[str], Section | None]
"""Reads one section without the others; None where all has to be read. Raises ``KeyError`` where it is not there."""


def _not_alone(name: str) -> None:
    """Nothing: all is read at once."""


class Deferred:
    """The options of one export, which are read once, when somebody asks for them."""

    __slots__ = ("_alone", "_export", "_read", "_sections")

    def __init__(self, read: Callable[[], Export], alone: Alone = _not_alone) -> None:
        self._read = read
        self._alone = alone
        self._export: Export | None = None
        self._sections: dict[str, Section] = {}

    @property
    def export(self) -> Export:
        """The export as it is read."""
        if self._export is None:
            self._export = self._read()
        return self._export

    def section(self, name: str) -> Section:
        """One section, which is read alone where that is possible. Raises ``KeyError`` where it is not there."""
        if self._export is None and name not in self._sections and (section := self._alone(name)):
            self._sections[name] = section
        return self._sections[name] if name in self._sections else self.export.sections[name]


class Names(Protocol):
    """The names of the options of an export, without their values."""

    def hold(self, section: str, name: str) -> bool:
        """True where the option is there."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The section and the name of each option."""


class DeferredSections(Mapping[str, Section]):
    """The sections of an export, of which there are some. ``names`` tell of its options, unread."""

    __slots__ = ("_deferred", "known", "names")

    def __init__(self, known: KnownExport, deferred: Deferred, names: Names | None = None) -> None:
        self.known = known
        self.names = names
        self._deferred = deferred

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, name: str) -> Section:
        return self._deferred.section(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._deferred.export.sections)

    def __len__(self) -> int:
        return len(self._deferred.export.sections)

    def __repr__(self) -> str:
        return repr(dict(self))


class DeferredRecords(Sequence[Record]):
    """The records of an export, in the order of its file."""

    __slots__ = ("_deferred",)

    def __init__(self, deferred: Deferred) -> None:
        self._deferred = deferred

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | Sequence[Record]:
        return self._deferred.export.records[index]

    def __len__(self) -> int:
        return len(self._deferred.export.records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._deferred.export.records)

    def __repr__(self) -> str:
        return repr(self._deferred.export.records)


def known_of(export: Export | None) -> KnownExport | None:
    """What a baseline knows of an export that was not read; None for one that was."""
    sections = export.sections if export else None
    return sections.known if isinstance(sections, DeferredSections) else None
