"""The options of one application from rows of the Configuration Database, each value joined from its parts."""

from array import array
from collections import Counter
from collections.abc import Iterable
from sys import intern

from gwe_lint.exports.placed_options import KnownPlaces
from gwe_lint.exports.readers.bulk_builder import BulkBuilder, runs_of
from gwe_lint.exports.readers.counted import Counted
from gwe_lint.exports.readers.decode import is_readable
from gwe_lint.exports.records import Export, Identity, Kind
from gwe_lint.exports.redactor import Redactor

_CONFLICTING_ROW = "another value for an option, or a part of one, that an earlier row has; this row was not read"


class OptionRows:
    """The rows of the options of one application: what is kept of each."""

    def __init__(self) -> None:
        self.sections: list[str] = []
        self.names: list[str] = []
        self.parts: list[int] = []
        self.values: list[str] = []
        self.places = KnownPlaces(array("I"), array("I"), array("I"))

    def add(self, sections: Iterable[str], names: Iterable[str], values: Iterable[str], parts: Iterable[int]) -> None:
        """Add rows without their places."""
        self.sections.extend(map(intern, sections))  # names come again and again
        self.names.extend(map(intern, names))
        self.values.extend(values)
        self.parts.extend(parts)


def options_of(owner: int | str, rows: OptionRows, path: str, redactor: Redactor) -> Export:
    """The options of one application, the parts of each value joined in their order."""
    builder = BulkBuilder(redactor, Counted(0))  # the rows are counted already
    keys = list(zip(rows.sections, rows.names, strict=True))
    several = (
        {section for (section, _), number in Counter(keys).items() if number > 1}
        if len(set(keys)) < len(keys)
        else set()
    )
    joined = _Joined(rows, several, builder)
    runs = list(runs_of(rows.sections))
    builder.judge(
        [
            (section, rows.names[start:end], rows.values[start:end])
            for section, (start, end) in runs
            if section not in several
        ]
    )
    for section, (start, end) in runs:
        if section not in several:
            values = dict(zip(rows.names[start:end], rows.values[start:end], strict=True))
            if builder.takes(section, values, rows.places.part(start, end), rows.places.at(start)):
                continue
        for number in range(start, end):
            joined.add(number)
    identity = Identity(name=redactor.object_name(owner)) if isinstance(owner, str) else Identity(dbid=owner)
    return builder.export(path, "database", identity, at=rows.places.at(0))


class _Joined:
    """Adds options one by one, each with all parts of its value where its first row is."""

    def __init__(self, rows: OptionRows, several: set[str], builder: BulkBuilder) -> None:
        """``several`` are the sections in which an option may have several rows."""
        self._rows = rows
        self._builder = builder
        self._unknown: set[tuple[str, str]] = set()
        self._parts: dict[tuple[str, str], dict[int, int]] = {}  # numbers of rows by part
        for number, section in enumerate(rows.sections):
            if section in several:
                self._note(number, (section, rows.names[number]))

    def _note(self, number: int, key: tuple[str, str]) -> None:
        rows = self._rows
        parts = self._parts.setdefault(key, {})
        first = parts.setdefault(rows.parts[number], number)
        # Of a value in parts, a part alone may be half a secret, so that nothing is shown.
        if rows.values[first] != rows.values[number]:
            help = "export the rows of this query alone"
            self._builder.report("malformed-line", _CONFLICTING_ROW, help, rows.places.lines[number], hides=False)
            self._unknown.add(key)

    def add(self, number: int) -> None:
        """Add the option of this row, unless it is there."""
        rows, builder = self._rows, self._builder
        section, name = key = rows.sections[number], rows.names[number]
        parts = self._parts.get(key) or {0: number}
        if next(iter(parts.values())) != number:
            return
        ordered = [parts[part] for part in sorted(parts)]
        at, value = rows.places.at(ordered[0]), "".join(rows.values[each] for each in ordered)
        kind: Kind = "unknown" if key in self._unknown or not is_readable(value) else "string"
        if "\0" in value:
            builder.report("nul-byte", "NUL byte in this row; its value was not read", "export the rows again", at[0])
        builder.option(builder.section_of(section, *at), name, value, kind, at)
