"""JSON exports: dispatch to the reader of GAX, mutagen or database rows, and mistakes of the document."""

import re

from gwe_lint.exports.detect import NotAnExport
from gwe_lint.exports.readers.builder import NotReadable, TooMuch, not_read
from gwe_lint.exports.readers.database_rows import Rows, table_of
from gwe_lint.exports.readers.decode import encoding_of
from gwe_lint.exports.readers.gax_json import read_gax
from gwe_lint.exports.readers.json_objects import Objects
from gwe_lint.exports.readers.json_parser import JsonText
from gwe_lint.exports.readers.json_tables import Table
from gwe_lint.exports.readers.json_values import Json
from gwe_lint.exports.readers.mutagen_json import read_mutagen
from gwe_lint.exports.readers.unread import repaired
from gwe_lint.exports.records import Document, Problem
from gwe_lint.exports.redactor import Redactor
from gwe_lint.text import quoted

_SAVE = "save the file as UTF-8, or export it again"
_ADVICE = "export the applications with their options, or their options as CFG, to have them checked"
_HINTS = (
    r'"(?:CfgApplication|CFGApplication|conninfo|appservers|__metadata__|property|appServers|object_dbid'
    r'|app_server_dbid)"'
)


def read_json(data: bytes, path: str, redactor: Redactor, code_page: str = "") -> Document:
    """The objects of a JSON export. Raises ``NotAnExport`` for JSON that is none."""
    mark, encoding = encoding_of(data)
    problems: tuple[Problem, ...] = ()
    try:
        text = data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError as error:
        if not re.search(_HINTS.encode(), data.replace(b"\0", b"")):
            what = f"a JSON file that is not {encoding.upper()}, and holds nothing of an export"
            raise NotAnExport(what, _ADVICE) from None
        if encoding != "utf-8":
            message = (
                f"the file was not read: it is not valid {encoding.upper()} (byte offset {error.start + len(mark)})"
            )
            problem = Problem("not-read", message, _SAVE, 1)
            return Document(path, "json", problems=(problem,), encoding=encoding, unread=True)
        text, encoding, problems = _decoded(data.removeprefix(mark), code_page if not mark else "")
    objects = Objects(path, redactor, JsonText(text, damaged=bool(problems)), damaged=bool(problems))
    rows = Rows(path, redactor, damaged=bool(problems))
    objects.problems += problems
    unread = False
    try:
        _read(objects, rows)
    except (NotReadable, TooMuch) as reason:
        if not (objects.exports or objects.scripts or rows.known) and not re.search(_HINTS, text):
            raise NotAnExport("a file that is not valid JSON, and holds nothing of an export", _ADVICE) from None
        rows.cut = unread = True
        objects.problems.append(not_read(reason))
    document = _document(objects, rows)
    return document._replace(encoding=encoding, bom=bool(mark), unread=unread or document.unread)


def _decoded(data: bytes, code_page: str) -> tuple[str, str, tuple[Problem, ...]]:
    """The text of a document that is not UTF-8, and its encoding: of the code page, or with marks and problems."""
    if code_page:
        try:
            return data.decode(code_page), code_page, ()
        except UnicodeDecodeError:
            pass
    text, problems = repaired(data) or ("", ())
    return text, "utf-8", problems


def _read(objects: Objects, rows: Rows) -> None:
    """Read every object, each as soon as its end is reached."""
    for value in objects.json.top():
        if isinstance(value, Json):
            _read_one(objects, rows, value)
        elif not _read_rows(objects, rows, value):
            for each in value.each():
                _read_one(objects, rows, each)
    for key, offset in objects.json.duplicates:
        message = f"the key {quoted(objects.shown(key))} stands twice in one object; the last one counts"
        objects.problem("duplicate-key", message, "export it again, or remove one", offset)


def _read_rows(objects: Objects, rows: Rows, table: Table) -> bool:
    """Read rows of options at once; False where this is something else, or anything in it has to be looked at."""
    columns = {key: table.column(key) for key in table.form.keys}
    if table_of(columns) != "cfg_app_option" or any(key != key.strip().lower() for key in columns):
        return False
    return rows.add_options(columns, table.spans(objects.json.lines))


def _read_one(objects: Objects, rows: Rows, value: Json) -> None:
    members = value.members
    if value.get("__metadata__"):
        read_mutagen(objects, value)
    elif members is not None and table_of(members):
        rows.add({key: value.text(key) or "" for key in members}, objects.at(value))
    else:
        read_gax(objects, value)


def _document(objects: Objects, rows: Rows) -> Document:
    """The document of all objects. Raises ``NotAnExport`` where no object is known."""
    format = objects.format or ("database" if rows.known else "json")
    table = rows.document()
    objects.exports += table.exports
    objects.problems += table.problems
    if not (objects.exports or objects.scripts or objects.tenants or objects.problems):
        kinds = f", of objects {' and '.join(sorted(objects.others))}" if objects.others else ""
        raise NotAnExport(f"a JSON file without an application in it{kinds}", _ADVICE)
    return Document(
        path=objects.path,
        format=format,
        exports=tuple(objects.exports),
        scripts=tuple(objects.scripts),
        tenants=tuple(objects.tenants),
        problems=tuple(objects.problems),
        unread=table.unread,
    )
