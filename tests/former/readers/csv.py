"""CSV: the option export of GAX, and rows of the Configuration Database. The header names the columns.

Only the column Action is documented for the option export. So columns are found by name, in any order. A file without
Section, Option or Value is refused.
"""

import csv
import re
from collections.abc import Iterator, Mapping

from gwe_lint.exports.detect import NO_OPTION, NotAnExport, identity_in_file_name
from gwe_lint.exports.records import Document, Kind, Problem, Section
from gwe_lint.text import counted, utf16_length
from tests.former.readers.builder import StructuredBuilder, TooMuch, not_read
from tests.former.readers.database_rows import Place, Rows, table_of
from tests.former.readers.decode import is_readable, read_text
from tests.former.readers.unread import CUT, Undecodable
from tests.former.redactor import Redactor

_NAMES = {
    "action": "action",
    "section": "section",
    "option": "option",
    "key": "option",
    "opt": "option",
    "name": "option",
    "value": "value",
    "val": "value",
    "type": "type",
}
_SEPARATOR = re.compile(r"\"?sep=([^\w\"\r])\"?\r?$", re.I).match  # the first line that Excel writes, and obeys
_NEEDED = ("section", "option", "value")
_DUMP = ["dbid", "name", "type", "version", "host", "ports", "status", "backup"]  # of genesys-tools
_KINDS: dict[str, Kind] = {"int": "integer", "integer": "integer", "bin": "binary", "binary": "binary"}
_ADVICE = "export the options of the application as CSV or CFG; a sample of this form would help to have it read"


def read_csv(data: bytes, path: str, redactor: Redactor, code_page: str = "") -> Document:
    """The options in a CSV export. Raises ``NotAnExport`` for CSV with other columns."""
    text = read_text(data, code_page)
    reading = _Rows(text.lines, damaged=bool(text.unread) or b"\0" in data)
    rows = reading.rows()
    header = [name.strip().lower() for name in next(rows, ([], (1, 1, 1)))[0]]
    if not header:
        what = (
            "a CSV file whose lines end in a carriage return alone" if reading.problems else "a CSV file without a row"
        )
        raise NotAnExport(what, _ADVICE)
    table = table_of(header)
    if table:
        document = _database_document(reading, rows, header, Rows(path, redactor, damaged=reading.damaged), table)
    else:
        document = _options_document(reading, len(header), rows, _columns(header), path, redactor)
    undecodable = Undecodable((each.raw for each in text.unread.values()), text.encoding)
    unread = [
        Problem("undecodable", undecodable.message(each.offset), undecodable.help(), number)
        for number, each in text.unread.items()
    ]
    problems = (*text.problems, *unread, *document.problems, *reading.problems)
    if any(problem.kind == "not-read" for problem in problems):
        document = document._replace(exports=tuple(each._replace(unread=CUT) for each in document.exports))
    return document._replace(problems=problems, encoding=text.encoding, bom=text.bom, newline=text.newline)


def _columns(header: list[str]) -> Mapping[str, int]:
    """The index of each column by name. Raises ``NotAnExport`` where a needed column is missing."""
    if header == _DUMP:
        raise NotAnExport("a list of applications by genesys-tools, without their options", "keep its Application.json")
    columns: dict[str, int] = {}
    for index, name in enumerate(header):
        if name in _NAMES:
            columns.setdefault(_NAMES[name], index)
    missing = [name.capitalize() for name in _NEEDED if name not in columns]
    if missing:
        what = f"a CSV file whose first row does not name the columns {' and '.join(missing)}"
        if header and header[0] == "action":
            what = f"a CSV file of other objects: its first row does not name the columns {' and '.join(missing)}"
        raise NotAnExport(what, _ADVICE)
    return columns


class _Rows:
    """The rows of a CSV file with their places."""

    def __init__(self, lines: list[str], *, damaged: bool) -> None:
        self.lines = lines
        self.damaged = damaged  # True: some cells may hold what cannot be read
        self.problems: list[Problem] = []
        self.open_row = 0  # the line in which a row begins whose quote is not closed
        declared = _SEPARATOR(lines[0]) if lines else None
        self.first = 1 if declared else 0  # index of the line with the names of the columns
        head = lines[self.first] if len(lines) > self.first else ""
        self.delimiter = declared[1] if declared else max(",;\t", key=head.count)
        end = re.escape(self.delimiter)
        self._cells = re.compile(rf'(?:"(?:[^"]++|"")*+"|[^{end}"]*+)(?:{end}|$)').match

    def rows(self) -> Iterator[tuple[list[str], Place]]:
        """Every row that is not blank, with the line it begins in, and the column behind that line."""
        csv.field_size_limit(1 << 30)
        lines = (f"{line}\n" for line in self.lines[self.first :])
        reader = csv.reader(lines, delimiter=self.delimiter)
        begin = 1 + self.first
        try:
            for row in reader:
                if reader.line_num + self.first == len(self.lines) and self._is_open(begin):
                    message = "a quote is not closed, so that the file was not read from here on"
                    self.problems.append(Problem("not-read", message, "export it again", begin))
                    self.open_row = begin
                    yield row, (begin, 1, len(self.lines[begin - 1].rstrip("\r")) + 1)
                elif any(cell.strip() for cell in row):
                    yield row, (begin, 1, len(self.lines[begin - 1].rstrip("\r")) + 1)
                begin = reader.line_num + self.first + 1
        except csv.Error as error:
            message = f"the file was not read to its end: {error}"
            self.problems.append(Problem("not-read", message, "export it again", begin))

    def _is_open(self, begin: int) -> bool:
        """True where the last row, which begins in this line, ends inside of quotes."""
        return sum(line.count('"') for line in self.lines[begin - 1 :]) % 2 == 1

    def cell(self, row: list[str], index: int | None) -> str:
        """A cell of a row; empty where the row is too short, or the file has no such column."""
        return row[index] if index is not None and index < len(row) else ""

    def place(self, row: list[str], line: int, index: int) -> Place:
        """Line, column and end column of a cell; the row's whole first line for a cell that does not end there."""
        text = self.lines[line - 1].rstrip("\r")
        if '"' not in text and text.isascii():
            start = min(sum(map(len, row[:index])) + index, len(text)) + 1
            return line, start, start + len(self.cell(row, index))
        start = end = 0
        for _ in range(index + 1):
            cell = self._cells(text, end)
            if not cell:
                return line, 1, utf16_length(text) + 1
            start, end = end, cell.end()
        if end > start and text[end - 1] == self.delimiter:
            end -= 1
        return line, utf16_length(text[:start]) + 1, utf16_length(text[:end]) + 1


def _database_document(
    reading: _Rows, rows: Iterator[tuple[list[str], Place]], header: list[str], collected: Rows, table: str
) -> Document:
    try:
        for row, at in rows:
            if at[0] == reading.open_row:
                break
            whole = len(row) >= len(header)  # a row that breaks off may not have the columns of its table
            collected.add(dict(zip(header, row, strict=False)), at, table if whole else None)
    except TooMuch as reason:
        collected.problems.append(not_read(reason))
    collected.cut = bool(reading.problems)
    return collected.document()


class _OptionRows:
    """The rows of an option export, which become options."""

    def __init__(self, reading: _Rows, columns: Mapping[str, int], width: int, redactor: Redactor) -> None:
        self.reading = reading
        self.columns = columns
        self.width = width
        self.builder = StructuredBuilder(redactor)
        self.delta = False  # True: rows remove options
        self._sections: dict[str, Section] = {}  # by their names in the file
        self._last_name = max(columns["section"], columns["option"])

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
        elif action in ("", "ADD", "UPDATE"):
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


def _options_document(
    reading: _Rows,
    width: int,
    rows: Iterator[tuple[list[str], Place]],
    columns: Mapping[str, int],
    path: str,
    redactor: Redactor,
) -> Document:
    options = _OptionRows(reading, columns, width, redactor)
    builder = options.builder
    try:
        for row, at in rows:
            options.add(row, at)
    except TooMuch as reason:
        builder.problems.append(not_read(reason))
        builder.unread = CUT
    if not builder.records and not builder.problems and not reading.problems:
        builder.problems.append(NO_OPTION)
    identity, completeness = identity_in_file_name(path)
    return Document(path, "csv", (builder.export(path, "csv", identity, "delta" if options.delta else completeness),))
