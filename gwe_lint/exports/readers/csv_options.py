"""Rows of the option export of GAX as CSV, which become options."""

from collections.abc import Mapping, Sequence

from gwe_lint.exports.placed_options import Place
from gwe_lint.exports.readers.bulk_builder import BulkBuilder, runs_of
from gwe_lint.exports.readers.csv_rows import CsvRows, Row
from gwe_lint.exports.readers.decode import is_readable
from gwe_lint.exports.records import Kind, Section
from gwe_lint.exports.redactor import Redactor
from gwe_lint.text import counted

_FEW = 8  # rows that are read one by one
_SETTING = ("", "ADD", "UPDATE")  # actions of rows that set an option
_KINDS: dict[str, Kind] = {"int": "integer", "integer": "integer", "bin": "binary", "binary": "binary"}


class OptionRows:
    """The rows of an option export, which become options."""

    def __init__(self, reading: CsvRows, columns: Mapping[str, int], width: int, redactor: Redactor) -> None:
        self.reading = reading
        self.columns = columns
        self.width = width
        self.builder = BulkBuilder(redactor)
        self.delta = False  # True: rows remove options
        self._sections: dict[str, Section] = {}  # by their names in the file
        self._last_name = max(columns["section"], columns["option"])

    def add_all(self, rows: Sequence[Row]) -> None:
        """Read many rows; those that set options of a section in the common way as a whole."""
        flags = [self._is_common(row) for row, _ in rows]
        for is_common, (start, end) in runs_of(flags):
            if is_common and end - start >= _FEW:
                self._add_common(rows[start:end])
            else:
                for row, at in rows[start:end]:
                    self.add(row, at)

    def _is_common(self, row: list[str]) -> bool:
        """True for a row that sets a text, and has all its cells."""
        if len(row) != self.width or self.reading.damaged:
            return False
        action, type = self.columns.get("action"), self.columns.get("type")
        if action is not None and row[action].strip().upper() not in _SETTING:
            return False
        return type is None or row[type].strip().lower() not in _KINDS

    def _add_common(self, rows: Sequence[Row]) -> None:
        columns = list(zip(*(row for row, _ in rows), strict=True))
        sections, names, values = (columns[self.columns[name]] for name in ("section", "option", "value"))
        runs = list(runs_of(sections))
        self.builder.judge([(section, names[start:end], values[start:end]) for section, (start, end) in runs])
        for section, (start, end) in runs:
            own = dict(zip(names[start:end], values[start:end], strict=True))
            if len(own) == end - start:
                places = self.reading.places(rows[start:end], self.columns["value"])
                if self.builder.takes(section, own, places, rows[start][1]):
                    continue
            for row, at in rows[start:end]:
                self.add(row, at)

    def add(self, row: list[str], at: Place) -> None:
        """Read one row. One whose section or option cannot be read may hide any."""
        columns, builder = self.columns, self.builder
        broken = at[0] == self.reading.open_row
        if len(row) - broken <= self._last_name or len(row) > self.width:
            self._misshapen(row, at, broken=broken)
            return
        action = self.reading.cell(row, columns.get("action")).strip().upper()
        section, name = row[columns["section"]], row[columns["option"]]
        if self.reading.damaged and not is_readable(f"{action}{section}{name}"):
            self._nul_byte(row, at)
            builder.hide(at[0])
        elif action == "DELETE":
            self.delta = True
            builder.deleted(section, name, self.reading.place(row, at[0], columns["option"]))
        elif action in _SETTING:
            value = self.reading.cell(row, columns["value"])
            kind = _KINDS.get(self.reading.cell(row, columns.get("type")).strip().lower(), "string")
            if not broken and len(row) <= columns["value"]:
                self._broken_off(row, at)
                kind = "unknown"
            elif broken or (self.reading.damaged and not is_readable(value)):
                self._nul_byte(row, at)
                kind = "unknown"
            self._option(row, value, kind, at)
        else:
            message = "the action of this row is not known, so that the row was not read"
            builder.report("malformed-line", message, "use ADD, UPDATE or DELETE", at[0], hides=False)
            self._option(row, "", "unknown", at)

    def _option(self, row: list[str], value: str, kind: Kind, at: Place) -> None:
        section, name = row[self.columns["section"]], row[self.columns["option"]]
        opened = self._sections.get(section)
        if not opened:
            opened = self._sections[section] = self.builder.section_of(section, *at)
        self.builder.option(opened, name, value, kind, self.reading.place(row, at[0], self.columns["value"]))

    def _broken_off(self, row: list[str], at: Place) -> None:
        """A row that ends before its value. Where the file ends with it, more rows may be missing."""
        message = f"a row of {counted(len(row), 'cell')} below {self.width} columns; its value was not read"
        cut = at[0] == len(self.reading.lines)
        self.builder.report("malformed-line", message, "export it again", at[0], hides=cut)

    def _misshapen(self, row: list[str], at: Place, *, broken: bool) -> None:
        """A row of too few cells or too many. It keeps its option where only what is behind the names is wrong."""
        named = len(row) > self.width and self._last_name < self.columns["value"] and "action" not in self.columns
        named = named and is_readable(f"{row[self.columns['section']]}{row[self.columns['option']]}")
        if not broken:
            message = f"a row of {counted(len(row), 'cell')} below {self.width} columns; it was not read"
            self.builder.report("malformed-line", message, "export it again", at[0], hides=not named)
        if named:
            self._option(row, "", "unknown", at)

    def _nul_byte(self, row: list[str], at: Place) -> None:
        if any("\0" in cell for cell in row):
            message = "NUL byte in this row; what it sets was not read"
            self.builder.report("nul-byte", message, "export the file again", at[0])
