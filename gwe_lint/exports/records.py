"""Records, the results of readers: options with their places, and all else that an export says. All immutable."""

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Literal, NamedTuple

# How much of an application an export shows: all of it, its string options, some options, changes, or no option at all.
Completeness = Literal["complete", "strings-only", "selection", "delta", "none"]
BASELINE = "baseline"  # the format of the files that snapshot writes
Kind = Literal["string", "integer", "binary", "list", "absent", "suppressed", "secret", "unknown"]
UNKNOWN = "[unknown]"  # the text of a value of the kind "unknown": for people, and never to be compared
_WHY_UNKNOWN: Mapping[str, str] = {"suppressed": "is not in the export", "unknown": "is not known"}
# Kinds of problems that say that a part of a file is not known.
NOT_WHOLE = ("not-read", "undecodable", "nul-byte", "malformed-line", "outside-section", "no-export")


class Header(NamedTuple):
    """A section header as read; columns count UTF-16 code units from 1, ``end_column`` is exclusive."""

    section: str
    line: int
    column: int
    end_column: int


class Option(NamedTuple):
    """One option as read. A secret's ``value`` is a token that keeps equality and nothing else (``redactor.py``).

    ``column`` is that of the name, or where the element or value that carries the option begins; ``value_column`` is
    that of the value, or where this element or value ends (exclusive). An ``absent`` value is none at all, not an empty
    one. A ``list`` is a list inside the section, whose members follow as options named ``list/member``. Of a
    ``suppressed`` value the export shows a mask only. An ``unknown`` one is set, and what it is could not be read, or
    is contradicted.
    """

    section: str
    name: str
    value: str
    line: int
    column: int
    value_column: int
    kind: Kind = "string"

    @property
    def why_unknown(self) -> str:
        """Why nothing may be said of the value, to go on after "its value"; empty where the value is known."""
        return _WHY_UNKNOWN.get(self.kind, "")


class Deleted(NamedTuple):
    """An option, or with an empty ``name`` a whole section, that a list of changes removes."""

    section: str
    name: str
    line: int
    column: int
    end_column: int


class Disabled(NamedTuple):
    """A line that begins with ``#`` or ``;``: a comment or a switched-off option, the file does not say which."""

    section: str | None
    name: str | None
    value: str | None
    text: str
    line: int


class Malformed(NamedTuple):
    """A line that is neither section nor option; ``text`` is cut where a secret could begin."""

    section: str | None
    text: str
    line: int


Record = Header | Option | Deleted | Disabled | Malformed


class Section(NamedTuple):
    """All options of one section by name. Where an option stands twice, the last one is here."""

    header: Header
    options: MutableMapping[str, Option]


class Problem(NamedTuple):
    """Something wrong with a file itself, seen by its reader; ``kind`` says which rule of the GWE0xx family it is."""

    kind: str
    message: str
    help: str
    line: int
    record: Record | None = None  # what stands there, where it could be read
    part: Literal["name", "value"] = "name"  # of an option
    column: int = 1  # of a problem without a record


class Target(NamedTuple):
    """A reference to another object: by name, by DBID, or both. An unknown name is empty."""

    name: str
    dbid: int | None = None

    def __str__(self) -> str:
        return self.name or f"DBID {self.dbid}"


class Connection(NamedTuple):
    """A connection from an application to a server or a cluster. Unknown parts are empty, or None."""

    target: Target
    port: str = ""  # the id of the target's port that is used
    protocol: str = ""  # of the keep-alive: addp
    local_timeout: int | None = None  # seconds
    remote_timeout: int | None = None  # seconds
    trace: str = ""
    transport: str = ""  # key=value;key=value
    parameters: str = ""  # key=value;key=value
    line: int = 0  # where the export has it; 0: the configuration says it
    column: int = 1
    end_column: int = 1
    path: str = ""  # of the file that has it, where that is another one than the file of the options


PROPERTIES = (  # of a server beside its host, as the tab Server Info has them
    "redundancy",
    "primary",
    "start-up",
    "auto-restart",
    "command-line",
    "arguments",
    "working-directory",
    "start-up-timeout",
    "shutdown-timeout",
)


class Port(NamedTuple):
    """A port that a server listens on; connections name it by its id."""

    id: str
    number: str = ""
    protocol: str = ""
    transport: str = ""  # key=value;key=value


class Identity(NamedTuple):
    """What an export says of an application beside its options. None means that the format does not say it."""

    name: str | None = None
    dbid: int | None = None
    number: int | None = None  # CfgApplication.type
    subtype: str | None = None  # the same in words, as GAX has it: CFGChatServer
    release: str | None = None
    enabled: bool | None = None
    tenants: tuple[Target, ...] | None = None
    connections: tuple[Connection, ...] | None = None
    ports: tuple[Port, ...] | None = None
    backup: Target | None = None
    host: Target | None = None
    properties: Mapping[str, str] | None = None  # the rest of the tab Server Info, by property


class Contradiction(NamedTuple):
    """Two exports of one object that contradict each other about an option, or about another part of the object.

    For the latter ``section`` is empty, and ``name`` is a field of ``Identity``. An option is None where its export
    proves that it is not set.
    """

    section: str
    name: str
    first: "Export"
    second: "Export"
    one: Option | None = None
    other: Option | None = None


class Export(NamedTuple):
    """The options of one application as one file has them, or as several do that are put together.

    ``records`` keep the order of the file; ``sections`` is the same by name. ``annex`` is the second tree of options
    that every object has, None where the format does not say it. ``line`` and the columns are those of the whole
    object: 1 where it is the file. ``parts`` are several that were put together.
    """

    path: str
    format: str
    completeness: Completeness
    records: Sequence[Record]
    sections: Mapping[str, Section]
    problems: tuple[Problem, ...]
    size: int  # how many options
    identity: Identity = Identity()
    annex: Mapping[str, Section] | None = None
    line: int = 1
    column: int = 1
    end_column: int = 1
    unread: str = ""  # what may hide an option, to go on after "the export, "; empty where all of it was read
    source: str = ""  # of a baseline file: the path of the export that it was written from
    parts: tuple["Export", ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    deletions: tuple[Deleted, ...] = ()  # what a change that was laid over it removes
    beside: tuple[str, ...] = ()  # of a change: what it changes that is not laid over

    @property
    def files(self) -> "tuple[Export, ...]":
        """The export of each file: its parts, or itself."""
        return self.parts or (self,)


class Script(NamedTuple):
    """A Script object: an Interaction Queue, a View of one, a Submitter, a strategy."""

    name: str
    kind: str  # queue, view, workbin, submitter, strategy (Orchestration), routing (Universal Routing), or other
    enabled: bool | None
    tenant: Target | None
    annex: Mapping[str, Section]
    path: str
    format: str
    line: int
    column: int
    end_column: int


class Document(NamedTuple):
    """One file as read: the applications, Script objects and tenants in it, and what is wrong with the file as a whole.

    Not ``whole``: its objects are those that somebody happened to ask for, as in a log. ``unread``: it may hold more.
    """

    path: str
    format: str
    exports: tuple[Export, ...] = ()
    scripts: tuple[Script, ...] = ()
    tenants: tuple[Target, ...] = ()
    problems: tuple[Problem, ...] = ()
    encoding: str = "utf-8"
    bom: bool = False
    newline: str = "lf"
    whole: bool = True
    unread: bool = False
    removes: tuple[str, ...] = ()  # objects that a list of changes removes, by name

    @property
    def lists_all(self) -> bool:
        """True where the file has all objects of each kind that it holds."""
        return self.whole and not self.unread
