"""Rows of the Configuration Database: options, applications and connections, from a query saved as CSV or JSON.

``cfg_app_option`` holds the options; a long value is cut over several rows, which ``part`` numbers. ``cfg_application``
holds their applications, and ``cfg_app_server`` the connections. All three are joined by DBID. A query may also join
the options with the names of their applications.
"""

from collections.abc import Iterable, Mapping
from itertools import count, repeat
from sys import intern
from typing import Any, NamedTuple

from gwe_lint.exports.records import Connection, Document, Export, Identity, Kind, Problem, Target
from tests.former.readers.builder import MOST_OPTIONS, StructuredBuilder, TooMuch
from tests.former.readers.config_objects import number_of, state_of
from tests.former.readers.decode import is_readable
from tests.former.readers.unread import ROWS_MISSING
from tests.former.redactor import Redactor

_OPTION_COLUMNS = frozenset({"section", "opt", "val"})
_OWNER_COLUMNS = (
    "object_dbid",
    "name",
    "app_name",
    "application",
)  # of an option: by DBID, or by name in a joined query
_APPLICATION_COLUMNS = frozenset({"dbid", "name", "type", "version"})
_SERVER_COLUMNS = frozenset({"app_dbid", "app_server_dbid"})
_APPLICATION = "9"  # object_type; 20 is a template

_CONFLICTING_ROW = "another value for an option, or a part of one, that an earlier row has; this row was not read"

Place = tuple[int, int, int]  # line, column and end column


class _Part(NamedTuple):
    """The kept part of a row of options: a value, or a part of one."""

    section: str
    option: str
    number: int
    value: str
    at: Place


def table_of(columns: Iterable[str]) -> str | None:
    """The table whose rows have these columns, or None."""
    known = {column.strip().lower() for column in columns}
    if known >= _OPTION_COLUMNS and known.intersection(_OWNER_COLUMNS):
        return "cfg_app_option"
    if known >= _SERVER_COLUMNS:
        return "cfg_app_server"
    # A list of applications without the state and the kind of each may be anything that has names.
    return "cfg_application" if known >= _APPLICATION_COLUMNS and "is_server" in known else None


def is_row(data: Any) -> bool:
    """True for a JSON object that is a row of one of these tables."""
    return isinstance(data, dict) and table_of(data) is not None


class Rows:
    """Collects the rows of each application. Only the columns that make an option are kept."""

    def __init__(self, path: str, redactor: Redactor, *, damaged: bool = False) -> None:
        self.path = path
        self.redactor = redactor
        self.damaged = damaged  # True: some cells may hold what cannot be read
        self.problems: list[Problem] = []
        self.cut = False  # True: there may be more rows
        self._parts: dict[int | str, list[_Part]] = {}  # by DBID, or by name
        self._identities: dict[int, tuple[Identity, Place]] = {}
        self._connections: dict[int, list[Connection]] = {}
        self._sections: set[tuple[int | str, str]] = set()  # with their owners
        self._counted = count(1)  # rows, and sections

    @property
    def known(self) -> bool:
        """True when there was a row."""
        return bool(self._parts or self._identities or self._connections or self.problems)

    def add(self, row: Mapping[str, str], at: Place, table: str | None = None) -> None:
        """One row, by columns, which are in lower case where its table is given. Raises ``TooMuch``."""
        self._count()
        if table is None:
            row = {key.strip().lower(): value for key, value in row.items()}
            table = table_of(row)
        if self.damaged and not is_readable("".join(value for column, value in row.items() if column != "val")):
            self._unread("a row with what cannot be read", at)
        elif table == "cfg_app_option":
            self._option(row, at)
        elif table == "cfg_app_server":
            self._connection(row, at)
        elif table == "cfg_application" and (dbid := number_of(row["dbid"])):
            self._identities[dbid] = (_identity(row, dbid, self.redactor), at)
        else:
            self._unread("a row that belongs to none of the known tables", at)

    def _option(self, row: Mapping[str, str], at: Place) -> None:
        if row.get("object_type", _APPLICATION).strip() not in (_APPLICATION, ""):
            return
        column = next(column for column in _OWNER_COLUMNS if column in row)
        by_name = column != _OWNER_COLUMNS[0]
        owner = row[column].strip() if by_name else number_of(row[column])
        if not owner:
            self._unread(f"a row whose {column} is {'empty' if by_name else 'no DBID'}", at)
            return
        if (owner, row["section"]) not in self._sections:
            self._sections.add((owner, row["section"]))
            self._count()
        # Names come again and again.
        part = _Part(intern(row["section"]), intern(row["opt"]), number_of(row.get("part")) or 0, row["val"], at)
        self._parts.setdefault(owner, []).append(part)

    def _connection(self, row: Mapping[str, str], at: Place) -> None:
        client, server = number_of(row["app_dbid"]), number_of(row["app_server_dbid"])
        if not (client and server):
            self._unread("a row whose app_dbid or app_server_dbid is no DBID", at)
            return
        line, column, end_column = at
        connection = Connection(Target("", server), line=line, column=column, end_column=end_column)
        self._connections.setdefault(client, []).append(connection)

    def _count(self) -> None:
        if next(self._counted) > MOST_OPTIONS:
            raise TooMuch(f"it holds more than {MOST_OPTIONS:,} rows and sections")

    def _unread(self, what: str, at: Place) -> None:
        message = f"{what}; it was not read"
        self.problems.append(Problem("malformed-line", message, "export the rows again", at[0], column=at[1]))

    def document(self) -> Document:
        """The document of all rows, the applications in the order of their first rows. The rows are gone afterwards."""
        path = self.path
        exports = [_options(owner, self._parts.pop(owner), path, self.redactor) for owner in tuple(self._parts)]
        exports += [_without_options(path, identity, at) for identity, at in self._identities.values()]
        for dbid, connections in self._connections.items():
            first = connections[0]
            identity = Identity(dbid=dbid, connections=tuple(connections))
            exports.append(_without_options(path, identity, (first.line, first.column, first.end_column)))
        problems = tuple(self.problems)
        if problems or self.cut:  # any of its rows may belong to any of the applications
            exports = [_not_whole(export) for export in exports]
        return Document(path, "database", tuple(exports), problems=problems, unread=bool(problems) or self.cut)


def _identity(row: Mapping[str, str], dbid: int, redactor: Redactor) -> Identity:
    version = row.get("version", "")
    return Identity(
        name=redactor.object_name(row["name"]) or None,
        dbid=dbid,
        number=number_of(row["type"]),
        release=redactor.text(version) or None,
        enabled=state_of(row.get("state")),
    )


def _not_whole(export: Export) -> Export:
    """The export of an application of which rows may be missing: it may have more options, and more connections."""
    return export._replace(unread=ROWS_MISSING, identity=export.identity._replace(connections=None))


def _without_options(path: str, identity: Identity, at: Place) -> Export:
    """An application of which these rows hold no option."""
    return Export(path, "database", "none", (), {}, (), 0, identity, None, *at)


def _options(owner: int | str, rows: list[_Part], path: str, redactor: Redactor) -> Export:
    """The options of one application, the parts of each value joined in their order."""
    builder = StructuredBuilder(redactor, repeat(0))  # the rows are counted already
    parts: dict[tuple[str, str], dict[int, _Part]] = {}
    unknown = set()
    for row in rows:
        key = row.section, row.option
        parts_of_value = parts.setdefault(key, {})
        # Of a value in parts, a part alone may be half a secret, so that nothing is shown.
        if row.number in parts_of_value and parts_of_value[row.number].value != row.value:
            help = "export the rows of this query alone"
            builder.report("malformed-line", _CONFLICTING_ROW, help, row.at[0], hides=False)
            unknown.add(key)
        parts_of_value.setdefault(row.number, row)
    for (section, option), parts_of_value in parts.items():
        ordered = [parts_of_value[number] for number in sorted(parts_of_value)]
        at, value = ordered[0].at, "".join(part.value for part in ordered)
        kind: Kind = "unknown" if (section, option) in unknown or not is_readable(value) else "string"
        if "\0" in value:
            builder.report("nul-byte", "NUL byte in this row; its value was not read", "export the rows again", at[0])
        builder.option(builder.section_of(section, *at), option, value, kind, at)
    identity = Identity(name=redactor.object_name(owner)) if isinstance(owner, str) else Identity(dbid=owner)
    return builder.export(path, "database", identity, at=rows[0].at)
