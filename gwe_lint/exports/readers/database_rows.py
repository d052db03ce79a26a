"""Rows of the Configuration Database: options, applications and connections, from a query saved as CSV or JSON.

``cfg_app_option`` holds the options; a long value is cut over several rows, which ``part`` numbers. ``cfg_application``
holds their applications, and ``cfg_app_server`` the connections. All three are joined by DBID. A query may also join
the options with the names of their applications.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from gwe_lint.exports.placed_options import KnownPlaces, Place
from gwe_lint.exports.readers.builder import MOST_OPTIONS, TooMuch
from gwe_lint.exports.readers.bulk_builder import runs_of
from gwe_lint.exports.readers.config_objects import number_of, state_of
from gwe_lint.exports.readers.counted import Counted
from gwe_lint.exports.readers.database_options import OptionRows, options_of
from gwe_lint.exports.readers.decode import is_readable
from gwe_lint.exports.readers.unread import ROWS_MISSING
from gwe_lint.exports.records import Connection, Document, Export, Identity, Problem, Target
from gwe_lint.exports.redactor import Redactor

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


def table_of(columns: Iterable[str]) -> str | None:
    """The table whose rows have these columns, or None."""
    known = {column.strip().lower() for column in columns}
    if known >= _OPTION_COLUMNS and known.intersection(_OWNER_COLUMNS):
        return "cfg_app_option"
    if known >= _SERVER_COLUMNS:
        return "cfg_app_server"
    # A list of applications without the state and the kind of each may be anything that has names.
    return "cfg_application" if known >= _APPLICATION_COLUMNS and "is_server" in known else None


class Rows:
    """Collects the rows of each application. Only the columns that make an option are kept."""

    def __init__(self, path: str, redactor: Redactor, *, damaged: bool = False) -> None:
        self.path = path
        self.redactor = redactor
        self.damaged = damaged  # True: some cells may hold what cannot be read
        self.problems: list[Problem] = []
        self.cut = False  # True: there may be more rows
        self._options: dict[int | str, OptionRows] = {}  # by DBID, or by name
        self._identities: dict[int, tuple[Identity, Place]] = {}
        self._connections: dict[int, list[Connection]] = {}
        self._sections: set[tuple[int | str, str]] = set()  # with their owners
        self._counted = Counted()  # rows, and sections

    @property
    def known(self) -> bool:
        """True when there was a row."""
        return bool(self._options or self._identities or self._connections or self.problems)

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
        options = self._options.setdefault(owner, OptionRows())
        options.add([row["section"]], [row["opt"]], [row["val"]], [number_of(row.get("part")) or 0])
        options.places.extend([at[0]], [at[1]], [at[2]])

    def add_options(self, columns: Mapping[str, Sequence[str]], places: KnownPlaces) -> bool:
        """Many rows of options at once, by columns, which are in lower case; False where any has to be looked at."""
        column = next(column for column in _OWNER_COLUMNS if column in columns)
        types = set(columns.get("object_type", ()))
        owners = {text: number_of(text) for text in set(columns[column])}
        if column != _OWNER_COLUMNS[0] or self.damaged or not all(owners.values()):
            return False
        pairs = set(zip(columns[column], columns["section"], strict=True))
        sections = {(owners[owner] or 0, section) for owner, section in pairs} - self._sections
        count = len(places.lines)
        if (
            not {each.strip() for each in types} <= {_APPLICATION, ""}
            or self._counted.number + count + len(sections) > MOST_OPTIONS
        ):
            return False
        self._counted.skip(count + len(sections))
        self._sections |= sections
        numbers = {text: number_of(text) or 0 for text in set(columns.get("part", ()))}
        for owner, (start, end) in runs_of(columns[column]):
            options = self._options.setdefault(owners[owner] or 0, OptionRows())
            section, name, value = (columns[name][start:end] for name in ("section", "opt", "val"))
            parts = [numbers[text] for text in columns["part"][start:end]] if numbers else repeat(0, end - start)
            options.add(section, name, value, parts)
            part = places.part(start, end)
            options.places.extend(part.lines, part.columns, part.ends)
        return True

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
        exports = [options_of(owner, self._options.pop(owner), path, self.redactor) for owner in tuple(self._options)]
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
