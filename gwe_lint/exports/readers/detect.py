"""What a file is, by its content: which reader it needs, or which look-alike it is."""

import re
from typing import NamedTuple

from gwe_lint.exports.records import Completeness, Document, Header, Identity, Malformed, Option

# GAX names its export after the object: type, a word, DBID; browsers add " (1)" to a second download. Which word an
# application has is not documented, so any is taken. Files of other types are refused, so their names must be clear.
_GAX_OBJECT = r"(?:(CfgApplication)_.+|(Cfg[A-Za-z]+)_[A-Za-z]+)_(\d{1,9})(?: ?\(\d+\))?\.(?:cfg|csv)"
# The beginning of configuration objects in XML, with or without what is around them.
GENESYS_XML = rb"<(?:\w+:)?(?:ConfData|CfgData|CfgResponse|CfgApplication|CfgServer|CfgScript|CfgTenant)[\s/>]"
_JSON = rb"\s*(?:\{\s*(?:\"|\})|\[\s*\{\s*\")"
_XML = rb"<(?:\?xml|!|(?:\w+:)?(?:ConfData|Cfg[A-Z]\w+)\b)"
_SEPARATORS = bytes(range(0x17, 0x20))  # of the one-line dump
_INSTEAD = "export the options of the application in Genesys Administrator instead"
_HEAD = 4096  # bytes that are looked at


class NotAnExport(Exception):
    """The file is something else; ``what`` it is, and ``advice`` what to do."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what, self.advice = what, advice


class GaxName(NamedTuple):
    """What the name of a file says that GAX wrote: the object's type and DBID."""

    type: str
    dbid: int


def gax_name(file_name: str) -> GaxName | None:
    """The object that GAX named this file after, or None."""
    found = re.fullmatch(_GAX_OBJECT, file_name) if file_name.startswith("Cfg") else None
    return GaxName(found[1] or found[2], int(found[3])) if found else None


def said_by_name(path: str) -> tuple[Completeness, Identity]:
    """What the name of a file says of the options in it: those that GAX exports are a selection of one object's."""
    gax = gax_name(path.rpartition("/")[2])
    return ("selection", Identity(dbid=gax.dbid)) if gax else ("strings-only", Identity())


def format_of(data: bytes, file_name: str) -> str | None:
    """The format of a file; None when nothing in it shows one. Raises ``NotAnExport`` for a known look-alike."""
    head = data[:_HEAD].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    ending = file_name.lower().rpartition(".")[2] if "." in file_name else ""
    _refuse(head, file_name, ending)
    if not head and not data.strip() and ending in ("xml", "json", "csv"):
        raise NotAnExport("an empty file", "export it again, or remove it")
    begins = _beginning(head)  # without an expression to compile, since nearly every file is CFG, and starting is slow
    if begins == "<" and (ending == "xml" or re.match(_XML, head)):
        return "xml"
    if (begins == "{" and re.match(_JSON, head)) or ending == "json":
        return "json"
    if ending == "csv":
        return "csv"
    if ending in ("cfg", "conf"):
        return "cfg"
    if begins not in ("[", "#", ";") and re.search(
        GENESYS_XML, data.replace(b"\0", b"") if b"\0" in data[:_HEAD] else data
    ):
        return "log"
    return "cfg" if re.match(rb"(?:[#;][^\n]*\n\s*)*\[[^\]\n]+\]\s*\r?\n", head) else None


def _beginning(head: bytes) -> str:
    """The first character; of a list of objects in JSON, that of the first object."""
    first = head[:1]
    if first == b"[" and head[1:64].lstrip()[:1] == b"{":
        first = b"{"
    return first.decode("latin-1")


def _refuse(head: bytes, file_name: str, ending: str) -> None:
    """Raise ``NotAnExport`` where name or beginning show something that looks like an export and is none."""
    if ending == "apd":
        raise NotAnExport(
            "an application template", "no specification of its form is known: a sample would help; " + _INSTEAD
        )
    if file_name.lower() == "gax.properties":
        raise NotAnExport("the settings of a GAX installation", _INSTEAD)
    if ending == "sql" or head[:16].lower().startswith((b"select distinct ", b"insert into ")):
        raise NotAnExport(
            "SQL text", "export the rows of the query as CSV, with the names of the columns in the first row"
        )
    if b"\n## Options (" in b"\n" + head and not _has_section(head):
        raise NotAnExport(
            "a Markdown dump, which has already merged duplicates", "keep the JSON of the same dump instead"
        )
    if head.startswith(b"<script>"):
        raise NotAnExport("an answer of GAX to an import", _INSTEAD)
    if len(head) - len(head.translate(None, _SEPARATORS)) > 8 and not _has_section(head):
        raise NotAnExport("an internal one-line dump of Configuration Server", _INSTEAD)
    gax = gax_name(file_name)
    if gax and gax.type != "CfgApplication":
        raise NotAnExport(f"an export of a {gax.type} object by GAX", "export the options of the applications instead")


def _has_section(head: bytes) -> bool:
    return re.search(rb"(?m)^\[[^\n]*\]\s*$", head) is not None


def look_alike(document: Document) -> tuple[str, str] | None:
    """What the file is when it only looks like an option export, and what to export instead; else None."""
    if document.format != "cfg":
        return None
    (export,) = document.exports
    folded = {name.lower(): section for name, section in export.sections.items()}
    if "dbserver" in folded:
        what = "the start-up file of a Configuration Server (it has a section [dbserver])"
        return what, _INSTEAD
    answers = {name.lower() for name in folded["configserver"].options} if "configserver" in folded else set()
    if "ipcommon" in folded or {"host", "port"} <= answers:
        return "an installer's answer file (genesys_silent.ini)", _INSTEAD
    malformed = sum(isinstance(record, Malformed) for record in export.records)
    options = sum(isinstance(record, Option) for record in export.records)
    if malformed > options and not any(isinstance(record, Header) for record in export.records):
        return "a file without any [section], written by something else", "exclude it, or export the options again"
    return None
