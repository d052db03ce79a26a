"""The rows of a CSV file, each with its place."""

import csv
import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice

from gwe_lint.exports.placed_options import KnownPlaces, Place
from gwe_lint.exports.records import Problem
from gwe_lint.text import utf16_length

_SEPARATOR = re.compile(r"\"?sep=([^\w\"\r])\"?\r?$", re.I).match  # the first line that Excel writes, and obeys
_ROWS_AT_ONCE = 8192

Row = tuple[list[str], Place]  # its cells, the line it begins in, and the columns of that line


class CsvRows:
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

    def blocks(self, rows: Iterator[Row]) -> Iterator[list[Row]]:
        """The rest of the rows, many at once; one whose quote is not closed is alone."""
        while block := list(islice(rows, _ROWS_AT_ONCE)):
            *whole, last = block
            if last[1][0] != self.open_row:
                whole = block
            if whole:
                yield whole
            if len(whole) < len(block):
                yield [last]

    def rows(self) -> Iterator[Row]:
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
                elif any(map(str.strip, row)):
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

    def places(self, rows: Sequence[Row], index: int) -> KnownPlaces:
        """The places of a cell of each row."""
        lines, columns, ends = array("I"), array("I"), array("I")
        for row, (line, _, _) in rows:
            text = self.lines[line - 1]
            if '"' in text or not text.isascii():
                place = self.place(row, line, index)
                start, end = place[1:]
            else:
                start = sum(map(len, row[:index])) + index + 1
                end = start + len(row[index])
            lines.append(line)
            columns.append(start)
            ends.append(end)
        return KnownPlaces(lines, columns, ends)
