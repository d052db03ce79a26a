"""JSON exports: dispatch to the reader of GAX, mutagen or database rows, and mistakes of the document."""

import re

from gwe_lint.exports.detect import NotAnExport
from gwe_lint.exports.readers.builder import NotReadable, TooMuch, not_read
from gwe_lint.exports.readers.database_rows import Rows, is_row
from gwe_lint.exports.readers.decode import encoding_of
from gwe_lint.exports.readers.gax_json import read_gax
from gwe_lint.exports.readers.json_objects import Objects
from gwe_lint.exports.readers.json_parser import JsonText
from gwe_lint.exports.readers.mutagen_json import read_mutagen
from gwe_lint.exports.records import Document, Problem
from gwe_lint.exports.redactor import Redactor
from gwe_lint.text import quoted

_ADVICE = "export the applications with their options, or their options as CFG, to have them checked"
_HINTS = r'"(?:CfgApplication|CFGApplication|conninfo|appservers|__metadata__|property|appServers)"'


def read_json(data: bytes, path: str, redactor: Redactor) -> Document:
    """The objects of a JSON export. Raises ``NotAnExport`` for JSON that is none."""
    mark, encoding = encoding_of(data)
    try:
        text = data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError as error:
        if not re.search(_HINTS.encode(), data.replace(b"\0", b"")):
            raise NotAnExport(
                f"a JSON file that is not {encoding.upper()}, and holds nothing of an export", _ADVICE
            ) from None
        message = f"the file was not read: it is not valid {encoding.upper()} (byte offset {error.start + len(mark)})"
        problem = Problem("not-read", message, "save the file as UTF-8, or export it again", 1)
        return Document(path, "json", problems=(problem,), encoding=encoding)
    objects = Objects(path, redactor, JsonText(text))
    rows = Rows(path, redactor)
    try:
        _read(objects, rows)
    except (NotReadable, TooMuch) as reason:
        if not (objects.exports or objects.scripts or rows.known) and not re.search(_HINTS, text):
            raise NotAnExport("a file that is not valid JSON, and holds nothing of an export", _ADVICE) from None
        objects.problems.append(not_read(reason))
    return _document(objects, rows)._replace(encoding=encoding, bom=bool(mark))


def _read(objects: Objects, rows: Rows) -> None:
    """Read every object, each as soon as its end is reached."""
    for value in objects.json.top():
        if value.get("__metadata__"):
            read_mutagen(objects, value)
        elif is_row(value.data):
            rows.add({key: value.text(key) or "" for key in value.data}, objects.at(value))
        else:
            read_gax(objects, value)
    for key, offset in objects.json.duplicates:
        message = f"the key {quoted(objects.shown(key))} stands twice in one object; the last one counts"
        objects.problem("duplicate-key", message, "export it again, or remove one", offset)


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
    )
