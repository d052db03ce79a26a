"""A builder that takes the options of a section as a whole, where nothing in them is odd."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, compress, count, islice, pairwise
from operator import ne
from typing import TypeVar

from gwe_lint.exports.placed_options import Place, PlacedOptions, Places
from gwe_lint.exports.readers.builder import StructuredBuilder, TooMuch
from gwe_lint.exports.readers.counted import Counted
from gwe_lint.exports.records import Header, Section
from gwe_lint.exports.redactor import Redactor
from gwe_lint.exports.secret_names import is_section_of_secrets

_Value = TypeVar("_Value")


def runs_of(values: Sequence[_Value]) -> Iterator[tuple[_Value, tuple[int, int]]]:
    """The same values that follow each other: where they begin, and where others do."""
    changes = compress(count(1), map(ne, values, islice(values, 1, None)))
    for start, end in pairwise((0, *changes, len(values)) if values else ()):
        yield values[start], (start, end)


class BulkBuilder(StructuredBuilder):
    """Collects the options of one tree. What is odd is left to be added one by one."""

    def __init__(self, redactor: Redactor, counted: Counted | None = None, *, damaged: bool = False) -> None:
        super().__init__(redactor, counted, damaged=damaged)
        self._odd_names: set[str] = set()
        self._odd_values: set[str] = set()

    def judge(self, lists: Collection[tuple[str, Collection[str], Collection[str]]]) -> None:
        """Find out what is odd in these sections, names and values, before any of them is taken.

        No value is remembered of a section in which anything else may make it a secret.
        """
        plain = self.redactor.plain
        sections, names = (section for section, _, _ in lists), (names for _, names, _ in lists)
        self._odd_names, _ = plain.judge(chain(sections, chain.from_iterable(names)), ())
        values = (values for section, names, values in lists if self._is_plain(section, names))
        _, self._odd_values = plain.judge((), chain.from_iterable(values))

    def takes(self, section: str, values: dict[str, str], places: Places, at: Place) -> bool:
        """Open a section with these options, which were judged; False where any of it has to be looked at alone.

        ``places`` are those of the options, and ``at`` is that of the section.
        """
        if section in self.sections or not section.strip() or not self._is_plain(section, values):
            return False
        if self._odd_values and not self._odd_values.isdisjoint(values.values()):
            return False
        before = self._counted.number
        self._counted.skip(len(values))
        try:
            self._count()
        except TooMuch:
            self._counted.number = before  # whoever adds them one by one comes to the limit, too
            return False
        header = Header(section, *at)
        options = PlacedOptions(section, values, places)
        self.records.append(header)
        self.sections[section] = Section(header, options)
        self.records.add(options)
        return True

    def _is_plain(self, section: str, names: Collection[str]) -> bool:
        """True where nothing but a value itself makes it a secret."""
        if (self._odd_names and not self._odd_names.isdisjoint(names)) or is_section_of_secrets(section):
            return False
        return section not in self._odd_names or self.redactor.plain.shows(section, self.redactor.shows)
