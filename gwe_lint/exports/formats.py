"""The formats of exports, one row each: how a file of it is known and read, what it proves, and how it looks."""

from collections.abc import Callable
from functools import cache
from typing import Literal, NamedTuple

from gwe_lint.exports.detect import (
    CFG_ENDINGS,
    EMPTY_FILE,
    FileHead,
    NotAnExport,
    cfg_look_alike,
    has_ending,
    head_of,
    is_cfg,
    is_json,
    is_log,
    is_xml,
    refuse_look_alikes,
)
from gwe_lint.exports.records import BASELINE, Completeness, Document
from gwe_lint.exports.source_lines import BASELINE as BASELINE_LINES
from gwe_lint.exports.source_lines import CFG, JSON_LIST, JSON_MAP, ROWS, XML, Lines
from gwe_lint.lazy import imported

Reader = Callable[..., Document]  # of bytes, path and redactor; and of a code page where it takes one


class Format(NamedTuple):
    """All facts of a format. A format without a reader of its own is found inside of another format.

    ``detect`` is told the beginning of a file, and whether the file has one of the ``endings``.
    """

    name: str  # as records have it, and what show prints
    title: str  # as people know it
    completeness: Completeness  # how much of an application an export shows, where its reader says nothing else
    lines: Lines  # for code frames
    read: str = ""  # module:function of its reader, which is imported when a file is read
    alone: str = ""  # module:function that cuts one section out of a file, with the lines where they were
    detect: Callable[[FileHead, bool], bool] | None = None
    endings: tuple[str, ...] = ()  # of files that are read whatever they hold
    searched: tuple[str, ...] = ()  # endings of files that may hold it anywhere
    language: str = "text"  # of a block of code in Markdown
    columns: Literal["name and value", "element"] = "element"  # what the columns of an option say
    reads_empty: bool = False  # False: an empty file with one of the endings is no export
    common: bool = False  # True: files of other endings often look like it, and are read only when they are named
    look_alike: Callable[[Document], tuple[str, str] | None] | None = None  # what a file is instead, and what to do
    one_application: bool = False  # True: a file is one application, which is called after the file
    options_apart: bool = False  # True: options are in a table of their own, and objects without any in other ones
    lists_tenants: bool = False  # True: the tenants of a whole document are all that there are
    code_pages: bool = False  # True: it does not say its encoding, so that its reader is told the declared one
    recorded: bool = False  # True: its secrets are tokens of an earlier run
    most_bytes: int = 64 << 20  # of a file: a larger one is refused before it is decoded


_READERS = "gwe_lint.exports.readers"
UNKNOWN_IS = "cfg"  # what a file is read as that somebody names and that shows no format

# In the order in which they are tried. What is found inside of others comes behind them.
_ROWS = (
    Format(
        name="xml",
        title="XML",
        completeness="none",
        lines=XML,
        read=f"{_READERS}.xml_objects:read_xml",
        detect=is_xml,
        endings=(".xml",),
        language="xml",
        most_bytes=256 << 20,  # a whole database, of which applications are a part; it is read piece by piece
    ),
    Format(
        name="json",
        title="JSON",
        completeness="none",
        lines=JSON_MAP,
        read=f"{_READERS}.json_dispatch:read_json",
        detect=is_json,
        endings=(".json",),
        language="json",
        code_pages=True,
    ),
    Format(
        name="csv",
        title="CSV",
        completeness="strings-only",
        lines=ROWS,
        read=f"{_READERS}.csv:read_csv",
        detect=has_ending,
        endings=(".csv",),
        language="csv",
        code_pages=True,
        one_application=True,
    ),
    Format(
        name="log",
        title="XML inside of a text",
        completeness="none",
        lines=XML,
        read=f"{_READERS}.xml_log:read_log",
        detect=is_log,
        searched=(".log", ".txt"),
        code_pages=True,
        most_bytes=256 << 20,  # of which objects are a part, too
    ),
    Format(
        name="cfg",
        title="CFG, CONF",
        completeness="strings-only",
        lines=CFG,
        read=f"{_READERS}.cfg:read_cfg",
        alone=f"{_READERS}.cfg_section:section_alone",
        detect=is_cfg,
        endings=CFG_ENDINGS,
        language="ini",
        code_pages=True,
        columns="name and value",
        reads_empty=True,
        common=True,
        look_alike=cfg_look_alike,
        one_application=True,
    ),
    # In XML.
    Format(name="cfgdata", title="CfgData XML", completeness="complete", lines=XML),
    Format(name="confdata", title="ConfData XML", completeness="complete", lines=XML, lists_tenants=True),
    # In JSON. Whether GAX writes options that are numbers is not known.
    Format(name="gax-json", title="GAX JSON", completeness="strings-only", lines=JSON_LIST, lists_tenants=True),
    Format(name="mutagen-json", title="mutagen JSON", completeness="complete", lines=JSON_MAP, lists_tenants=True),
    Format(name="mutagen-raw", title="mutagen RAW", completeness="complete", lines=JSON_LIST, lists_tenants=True),
    # In CSV and JSON.
    Format(name="database", title="database rows", completeness="complete", lines=ROWS, options_apart=True),
    # Written by snapshot; each file says how much it shows.
    Format(name=BASELINE, title="baseline file", completeness="none", lines=BASELINE_LINES, recorded=True),
)
FORMATS = {row.name: row for row in _ROWS}
FRAGMENTS_ARE = next(row.name for row in _ROWS if row.columns == "name and value")  # what is written to be imported
MOST_OF_EXPORTS = max(row.most_bytes for row in _ROWS)  # bytes of a file whose format is not known yet


def format_of(data: bytes, file_name: str) -> str | None:
    """The format of a file; None when nothing in it shows one. Raises ``NotAnExport`` for a known look-alike."""
    file = head_of(data, file_name)
    refuse_look_alikes(file)
    for row in FORMATS.values():
        if file.ending in row.endings and not row.reads_empty and file.is_empty:
            raise NotAnExport(EMPTY_FILE, "export it again, or remove it")
    detected = (row.name for row in FORMATS.values() if row.detect and row.detect(file, file.ending in row.endings))
    return next(detected, None)


def reader_of(name: str) -> Reader:
    """The reader of a format, imported only now that it is used."""
    reader: Reader = imported(FORMATS[name].read)
    return reader


def section_alone(name: str, data: bytes, section: str) -> bytes | None:
    """A file of a format with nothing but one section; None where it has to be read whole.

    Raises ``KeyError`` where the section is not there.
    """
    cut: Callable[[bytes, str], bytes | None] | None = imported(FORMATS[name].alone) if FORMATS[name].alone else None
    return cut(data, section) if cut else None


@cache
def endings() -> tuple[str, ...]:
    """The endings of files that are read whatever they hold, each with its dot and in lower case."""
    return tuple(ending for row in FORMATS.values() for ending in row.endings)


@cache
def searched_endings() -> tuple[str, ...]:
    """The endings of files that may hold objects anywhere, and are looked at to their end."""
    return tuple(ending for row in FORMATS.values() for ending in row.searched)
