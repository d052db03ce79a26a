"""CSV: the option export of GAX, and rows of the Configuration Database. The header names the columns.

Only the column Action is documented for the option export. So columns are found by name, in any order. A file without
Section, Option or Value is refused.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence

from gwe_lint.exports.detect import NO_OPTION, NotAnExport, identity_in_file_name
from gwe_lint.exports.placed_options import KnownPlaces
from gwe_lint.exports.readers.builder import TooMuch, not_read
from gwe_lint.exports.readers.bulk_builder import runs_of
from gwe_lint.exports.readers.csv_options import OptionRows
from gwe_lint.exports.readers.csv_rows import CsvRows, Row
from gwe_lint.exports.readers.database_rows import Rows, table_of
from gwe_lint.exports.readers.decode import read_text
from gwe_lint.exports.readers.unread import CUT, Undecodable
from gwe_lint.exports.records import Document, Problem
from gwe_lint.exports.redactor import Redactor

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
_NEEDED = ("section", "option", "value")
_DUMP = ["dbid", "name", "type", "version", "host", "ports", "status", "backup"]  # of genesys-tools
_ADVICE = "export the options of the application as CSV or CFG; a sample of this form would help to have it read"


def read_csv(data: bytes, path: str, redactor: Redactor, code_page: str = "") -> Document:
    """The options in a CSV export. Raises ``NotAnExport`` for CSV with other columns."""
    text = read_text(data, code_page)
    reading = CsvRows(text.lines, damaged=bool(text.unread) or b"\0" in data)
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


def _database_document(
    reading: CsvRows, rows: Iterator[Row], header: list[str], collected: Rows, table: str
) -> Document:
    try:
        for block in reading.blocks(rows):
            if block[0][1][0] == reading.open_row:
                break
            _add_rows(block, header, collected, table)
    except TooMuch as reason:
        collected.problems.append(not_read(reason))
    collected.cut = bool(reading.problems)
    return collected.document()


def _add_rows(block: Sequence[Row], header: list[str], collected: Rows, table: str) -> None:
    """Add these rows of the database: rows of options that follow each other at once."""
    for is_whole, (start, end) in runs_of([len(row) >= len(header) for row, _ in block]):
        rows = block[start:end]
        if is_whole and table == "cfg_app_option":
            cells = zip(*(row[: len(header)] for row, _ in rows), strict=True)
            places = KnownPlaces(*(array("I", numbers) for numbers in zip(*(at for _, at in rows), strict=True)))
            if collected.add_options(dict(zip(header, cells, strict=True)), places):
                continue
        for row, at in rows:  # one that breaks off may not have the columns of its table
            collected.add(dict(zip(header, row, strict=False)), at, table if is_whole else None)


def _options_document(
    reading: CsvRows,
    width: int,
    rows: Iterator[Row],
    columns: Mapping[str, int],
    path: str,
    redactor: Redactor,
) -> Document:
    options = OptionRows(reading, columns, width, redactor)
    builder = options.builder
    try:
        for block in reading.blocks(rows):
            options.add_all(block)
    except TooMuch as reason:
        builder.problems.append(not_read(reason))
        builder.unread = CUT
    if not builder.records and not builder.problems and not reading.problems:
        builder.problems.append(NO_OPTION)
    identity, completeness = identity_in_file_name(path)
    return Document(path, "csv", (builder.export(path, "csv", identity, "delta" if options.delta else completeness),))
