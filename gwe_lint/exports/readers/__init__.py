"""From the bytes of a file to what an export says: one module a format. Secrets die here."""

from collections.abc import Callable
from importlib import import_module

from gwe_lint.exports.records import Document
from gwe_lint.exports.redactor import Redactor

Reader = Callable[[bytes, str, Redactor], Document]

READERS = {
    "cfg": ("cfg", "read_cfg"),
    "csv": ("csv", "read_csv"),
    "xml": ("xml_objects", "read_xml"),
    "log": ("xml_objects", "read_log"),
    "json": ("json_dispatch", "read_json"),
}
CFG_ENDINGS = (".cfg", ".conf")
ENDINGS = (*CFG_ENDINGS, ".csv", ".xml", ".json")  # of files that are read whatever they hold


def reader_of(format: str) -> Reader:
    """The reader of a format, imported only now that it is used."""
    module, function = READERS[format]
    reader: Reader = getattr(import_module(f"gwe_lint.exports.readers.{module}"), function)
    return reader
