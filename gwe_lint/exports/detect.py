"""Detection of formats and of files that only look like an export. ``formats.py`` has the order."""

import re
from typing import NamedTuple

from gwe_lint.exports.product import recognise
from gwe_lint.exports.records import Completeness, Document, Identity, Malformed, Option, Problem
from gwe_lint.exports.signatures import is_binary, other_file

# GAX names its export after the object: type, a word, DBID. Which word an application has is not documented, so any is
# taken. Files of other types are refused, so their names must be clear. "-2" is a second download of Safari.
_GAX_OBJECT = r"(?:(CfgApplication)_(.+)|(Cfg[A-Za-z]+)_([A-Za-z]+))_(\d{1,9})(?:-\d{1,2})?"
# What browsers add to the name of a second download, and file managers to that of a copy.
_COPY_BEFORE = r"(?:(?:copy|kopie)(?: \(\d+\))? (?:of|von) )?"
_COPY_BEHIND = r"(?: ?\(\d{1,3}\))?(?: - (?:copy|kopie|copie|copia)(?: ?\(\d{1,3}\))?| copy(?: \d{1,3})?)?"
_MAY_BE_COPY = re.compile(r"(?i)[(]|cop|kopie").search  # true for all names that these change, and quick to tell
# The beginning of configuration objects in XML, with or without what is around them.
GENESYS_XML = rb"<(?:\w+:)?(?:ConfData|CfgData|CfgResponse|CfgApplication|CfgServer|CfgScript|CfgTenant)[\s/>]"
_JSON = rb"\s*(?:\{\s*(?:\"|\})|\[\s*\{\s*\")"
_XML = rb"<(?:\?xml|!|(?:\w+:)?(?:ConfData|Cfg[A-Z]\w+)\b)"
_SEPARATORS = bytes(range(0x17, 0x20))  # of the one-line dump
_EXPORT_INSTEAD = "export the options of the application in Genesys Administrator instead"
_START_UP = {"dbserver": "a Configuration Server", "lca": "a Local Control Agent"}  # each by a section of its own
CFG_ENDINGS = (".cfg", ".conf")
EMPTY_FILE = "an empty file"  # what a file of blanks is, where its format does not read it
NO_OPTION = Problem("empty-file", "the file holds no option", "export it again, or remove it", 1)
_UNNAMED = Identity()
_HEAD = 4096  # bytes that are looked at


class NotAnExport(Exception):
    """The file is no export. ``what`` says what it is, and ``advice`` what to do."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what, self.advice = what, advice


class NotText(NotAnExport):
    """The file is no text of an export, whatever its name. ``script`` is True for a text that is a program."""

    def __init__(self, what: str, advice: str, *, script: bool = False) -> None:
        super().__init__(what, advice)
        self.script = script


class GaxName(NamedTuple):
    """What the name of a file says that GAX wrote: the object's type, a word for what was exported, and the DBID."""

    type: str
    word: str
    dbid: int

    @property
    def stem(self) -> str:
        """The name that GAX gave, without the ending, and without what was added to it later."""
        return f"{self.type}_{self.word}_{self.dbid}"


def gax_name(file_name: str) -> GaxName | None:
    """The object that GAX named this file after, or None; a download's or a copy's name is that of the file."""
    if "Cfg" not in file_name:
        return None
    stem, _, ending = plain_name(file_name).rpartition(".")
    match = re.fullmatch(_GAX_OBJECT, stem) if ending in ("cfg", "csv") else None
    return GaxName(match[1] or match[3], match[2] or match[4], int(match[5])) if match else None


def plain_name(file_name: str) -> str:
    """The name of a file without what browsers and file managers add to that of a copy."""
    if not _MAY_BE_COPY(file_name):
        return file_name
    stem, dot, ending = file_name.rpartition(".")
    match = re.fullmatch(f"(?i){_COPY_BEFORE}(.*?){_COPY_BEHIND}", stem)
    return f"{match[1]}{dot}{ending}" if match and match[1] else file_name


def identity_in_file_name(path: str) -> tuple[Identity, Completeness | None]:
    """The identity and completeness that a file's name shows. GAX exports a selection of one object's options."""
    gax = gax_name(path.rpartition("/")[2])
    return (Identity(dbid=gax.dbid), "selection") if gax else (_UNNAMED, None)


class FileHead:
    """What a file shows before it is read. ``head`` is its beginning, without marks, NUL bytes and blanks before it."""

    def __init__(self, name: str, ending: str, head: bytes, data: bytes) -> None:
        self.name = name
        self.ending = ending  # of the name, in lower case, with its dot
        self.head = head
        self.data = data

    @property
    def is_empty(self) -> bool:
        """True where there is nothing but blanks."""
        return not self.head and not self.data.strip()

    @property
    def first(self) -> bytes:
        """The first character; of a list of objects in JSON, that of the first object."""
        first = self.head[:1]
        return b"{" if first == b"[" and self.head[1:64].lstrip()[:1] == b"{" else first


def head_of(data: bytes, file_name: str) -> FileHead:
    """What shows the format of a file with this content and name."""
    head = data[:_HEAD].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    _, dot, ending = file_name.lower().rpartition(".")
    return FileHead(file_name, dot + ending if dot else "", head, data)


def holds_objects(data: bytes) -> bool:
    """True where configuration objects in XML begin somewhere in this text."""
    return re.search(GENESYS_XML, data) is not None


# How each format is known; ``own`` is true for a file with one of its endings. The first character is looked at first:
# nearly every file is CFG, and an expression takes longer to compile than a small file to read.


def has_ending(file: FileHead, own: bool) -> bool:  # noqa: ARG001  as all of them are called
    """The ending alone decides."""
    return own


def is_xml(file: FileHead, own: bool) -> bool:
    """Any XML by its ending; without it, XML that declares itself or begins with a configuration object."""
    return file.first == b"<" and (own or re.match(_XML, file.head) is not None)


def is_json(file: FileHead, own: bool) -> bool:
    """Anything by its ending; without it, what begins with an object that has a member or none."""
    return own or (file.first == b"{" and re.match(_JSON, file.head) is not None)


def is_log(file: FileHead, own: bool) -> bool:  # noqa: ARG001  as all of them are called
    """Any text that holds configuration objects in XML, unless its name or its beginning says that it is CFG."""
    if file.ending in CFG_ENDINGS or file.first in (b"[", b"#", b";"):
        return False
    return holds_objects(file.data.replace(b"\0", b"") if b"\0" in file.data[:_HEAD] else file.data)


def is_cfg(file: FileHead, own: bool) -> bool:
    """Anything by its ending; without it, what begins with a section, behind comments or not."""
    return own or re.match(rb"(?:[#;][^\n]*\n\s*)*\[[^\]\n]+\]\s*\r?\n", file.head) is not None


def refuse_look_alikes(file: FileHead) -> None:
    """Raise ``NotAnExport`` for a file whose name or beginning shows a known look-alike of an export.

    Raises ``NotText`` for what is known by its first bytes.
    """
    if other := other_file(file.data):
        raise NotText(other.what, other.advice, script=other.script)
    head = file.head
    if file.ending == ".apd":
        raise NotAnExport(
            "an application template", "no specification of its form is known: a sample would help; " + _EXPORT_INSTEAD
        )
    if file.name.lower() == "gax.properties":
        raise NotAnExport("the settings of a GAX installation", _EXPORT_INSTEAD)
    if file.ending == ".sql" or head[:16].lower().startswith((b"select distinct ", b"insert into ")):
        raise NotAnExport(
            "SQL text", "export the rows of the query as CSV, with the names of the columns in the first row"
        )
    if b"\n## Options (" in b"\n" + head and not _has_section(head):
        raise NotAnExport(
            "a Markdown dump, which has already merged duplicates", "keep the JSON of the same dump instead"
        )
    if head.startswith(b"<script>"):
        raise NotAnExport("an answer of GAX to an import", _EXPORT_INSTEAD)
    if not _has_section(head) and is_binary(file.data):
        raise NotText("a binary file", _EXPORT_INSTEAD)
    if len(head) - len(head.translate(None, _SEPARATORS)) > 8 and not _has_section(head):
        raise NotAnExport("an internal one-line dump of Configuration Server", _EXPORT_INSTEAD)
    gax = gax_name(file.name)
    if gax and gax.type != "CfgApplication":
        raise NotAnExport(f"an export of a {gax.type} object by GAX", "export the options of the applications instead")


def _has_section(head: bytes) -> bool:
    return re.search(rb"(?m)^\[[^\n]*\]\s*$", head) is not None


def cfg_look_alike(document: Document) -> tuple[str, str] | None:
    """What a CFG file is when it only looks like an option export, and what to export instead; else None."""
    (export,) = document.exports
    folded = {name.lower(): section for name, section in export.sections.items()}
    server = next((section for section in _START_UP if section in folded), None)
    if server == "dbserver" or (server and not recognise(export.sections)):
        return f"the start-up file of {_START_UP[server]} (it has a section [{server}])", _EXPORT_INSTEAD
    answers = {name.lower() for name in folded["configserver"].options} if "configserver" in folded else set()
    if "ipcommon" in folded or {"host", "port"} <= answers:
        return "an installer's answer file (genesys_silent.ini)", _EXPORT_INSTEAD
    if export.sections:
        return None
    malformed = sum(isinstance(record, Malformed) for record in export.records)
    options = sum(isinstance(record, Option) for record in export.records)
    if malformed > options:
        return "a file without any [section], written by something else", "exclude it, or export the options again"
    return None
