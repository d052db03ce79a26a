"""CSV: the option export of GAX, and rows of the Configuration Database. The header names the columns.

Only the column Action is documented for the option export. So columns are found by name, in any order. A file without
Section, Option or Value is refused.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from gwe_lint.exports.detect import NotAnExport, identity_in_file_name
from gwe_lint.exports.readers.builder import StructuredBuilder, TooMuch, not_read
from gwe_lint.exports.readers.database_rows import Place, Rows, table_of
from gwe_lint.exports.readers.decode import read_text
from gwe_lint.exports.records import Document, Kind, Problem, Section
from gwe_lint.exports.redactor import Redactor
from gwe_lint.text import counted, utf16_length

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


def read_csv(data: bytes, path: str, redactor: Redactor) -> Document:
    """The options in a CSV export. Raises ``NotAnExport`` for CSV with other columns."""
    text = read_text(data)
    reading = _Rows(text.lines)
    rows = reading.rows()
    header = [name.strip().lower() for name in next(rows, ([], (1, 1, 1)))[0]]
    if not header:
        what = (
            "a CSV file whose lines end in a carriage return alone" if reading.problems else "a CSV file without a row"
        )
        raise NotAnExport(what, _ADVICE)
    table = table_of(header)
    if table:
        document = _database_document(rows, header, Rows(path, redactor), table)
    else:
        document = _options_document(reading, len(header), rows, _columns(header), path, redactor)
    problems = (*text.problems, *document.problems, *reading.problems)
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

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
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
    rows: Iterator[tuple[list[str], Place]], header: list[str], collected: Rows, table: str
) -> Document:
    try:
        for row, at in rows:
            collected.add(dict(zip_longest(header, row[: len(header)], fillvalue="")), at, table)
    except TooMuch as reason:
        collected.problems.append(not_read(reason))
    return collected.document()


def _options_document(
    reading: _Rows,
    width: int,
    rows: Iterator[tuple[list[str], Place]],
    columns: Mapping[str, int],
    path: str,
    redactor: Redactor,
) -> Document:
    builder = StructuredBuilder(redactor)
    sections: dict[str, Section] = {}
    delta = False
    try:
        for row, at in rows:
            if len(row) <= max(columns["section"], columns["option"]) or len(row) > width:
                message = f"a row of {counted(len(row), 'cell')} below {width} columns; it was not read"
                builder.report("malformed-line", message, "export it again", at[0])
                continue
            action = reading.cell(row, columns.get("action")).strip().upper()
            section, name = row[columns["section"]], row[columns["option"]]
            place = reading.place(row, at[0], columns["value"])
            if action == "DELETE":
                delta = True
                builder.deleted(section, name, reading.place(row, at[0], columns["option"]))
            elif action in ("", "ADD", "UPDATE"):
                kind = _KINDS.get(reading.cell(row, columns.get("type")).strip().lower(), "string")
                value = reading.cell(row, columns["value"])
                opened = sections.get(section)
                if not opened:
                    opened = sections[section] = builder.section_of(section, *at)
                builder.option(opened, name, value, kind, place)
            else:
                message = "the action of this row is not known, so that the row was not read"
                builder.report("malformed-line", message, "use ADD, UPDATE or DELETE", at[0])
    except TooMuch as reason:
        builder.problems.append(not_read(reason))
    if not builder.records and not builder.problems and not reading.problems:
        builder.report("empty-file", "the file holds no option", "export it again, or remove it", 1)
    identity, completeness = identity_in_file_name(path)
    return Document(path, "csv", (builder.export(path, "csv", identity, "delta" if delta else completeness),))
