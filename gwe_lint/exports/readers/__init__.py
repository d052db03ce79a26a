"""From the bytes of a file to what an export says: one module a format. Secrets die here."""

from collections.abc import Callable

from gwe_lint.exports.records import Document
from gwe_lint.exports.redactor import Redactor
from gwe_lint.lazy import LazyTable

Reader = Callable[[bytes, str, Redactor], Document]

READERS: LazyTable[Reader] = LazyTable(
    {
        "cfg": "gwe_lint.exports.readers.cfg:read_cfg",
        "csv": "gwe_lint.exports.readers.csv:read_csv",
        "xml": "gwe_lint.exports.readers.xml_objects:read_xml",
        "log": "gwe_lint.exports.readers.xml_objects:read_log",
        "json": "gwe_lint.exports.readers.json_dispatch:read_json",
    }
)
CFG_ENDINGS = (".cfg", ".conf")
ENDINGS = (*CFG_ENDINGS, ".csv", ".xml", ".json")  # of files that are read whatever they hold


def reader_of(format: str) -> Reader:
    """The reader of a format, imported only now that it is used."""
    return READERS[format]
