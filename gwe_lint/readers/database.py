"""Rows of the Configuration Database: options, applications and connections, from a query saved as CSV or JSON.

``cfg_app_option`` holds the options; a long value is cut over several rows, which ``part`` numbers. ``cfg_application``
and ``cfg_app_server`` say whose they are, and who is connected to whom. All three are joined by DBID.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from gwe_lint.readers.building import StructuredBuilder, TooMuch, not_read
from gwe_lint.readers.objects import number_of, state_of
from gwe_lint.records import Connection, Document, Export, Identity, Problem, Target
from gwe_lint.secrets import Redactor

OPTION_COLUMNS = frozenset({"object_dbid", "section", "opt", "val"})
_APPLICATION_COLUMNS = frozenset({"dbid", "name", "type", "version"})
_SERVER_COLUMNS = frozenset({"app_dbid", "app_server_dbid"})
_APPLICATION = "9"  # object_type; 20 is a template

_TWICE = "another value for an option, or a part of one, that an earlier row has; this row was not read"

Row = tuple[Mapping[str, str], tuple[int, int, int]]  # values by column, and line, column and end column


def table_of(columns: Iterable[str]) -> str | None:
    """The table whose rows have these columns, or None."""
    known = {column.strip().lower() for column in columns}
    if known >= OPTION_COLUMNS:
        return "cfg_app_option"
    if known >= _SERVER_COLUMNS:
        return "cfg_app_server"
    # A list of applications without the state and the kind of each may be anything that has names.
    return "cfg_application" if known >= _APPLICATION_COLUMNS and "is_server" in known else None


def is_row(data: Any) -> bool:
    """True for a JSON object that is a row of one of these tables."""
    return isinstance(data, dict) and table_of(data) is not None


def read_rows(rows: Iterable[Row], path: str, redactor: Redactor, table: str | None = None) -> Document:
    """What the rows say of each application, in the order of their DBIDs' first rows.

    ``table`` is the table of all rows, whose columns are then in lower case; None where each row has its own.
    """
    options: dict[int, list[Row]] = {}
    identities: dict[int, tuple[Identity, tuple[int, int, int]]] = {}
    connections: dict[int, list[Connection]] = {}
    problems: list[Problem] = []
    for given, at in rows:
        row = given if table else {key.strip().lower(): value for key, value in given.items()}
        kind = table or table_of(row)
        if kind == "cfg_app_option":
            dbid = number_of(row["object_dbid"])
            if row.get("object_type", _APPLICATION).strip() not in (_APPLICATION, ""):
                continue
            if not dbid:
                problems.append(_unread("a row whose object_dbid is no DBID", at))
            else:
                options.setdefault(dbid, []).append((row, at))
        elif kind == "cfg_app_server":
            client, server = number_of(row["app_dbid"]), number_of(row["app_server_dbid"])
            if client and server:
                line, column, end_column = at
                connection = Connection(Target("", server), line=line, column=column, end_column=end_column)
                connections.setdefault(client, []).append(connection)
            else:
                problems.append(_unread("a row whose app_dbid or app_server_dbid is no DBID", at))
        elif kind == "cfg_application" and (dbid := number_of(row["dbid"])):
            identities[dbid] = (_identity(row, dbid, redactor), at)
        else:
            problems.append(_unread("a row that belongs to none of the known tables", at))
    exports = [_options(dbid, found, path, redactor) for dbid, found in options.items()]
    exports += [_bare(path, identity, at) for identity, at in identities.values()]
    exports += [
        _bare(
            path, Identity(dbid=dbid, connections=tuple(found)), (found[0].line, found[0].column, found[0].end_column)
        )
        for dbid, found in connections.items()
    ]
    return Document(path, "database", tuple(exports), problems=tuple(problems))


def _unread(what: str, at: tuple[int, int, int]) -> Problem:
    return Problem("malformed-line", f"{what}; it was not read", "export the rows again", at[0], column=at[1])


def _identity(row: Mapping[str, str], dbid: int, redactor: Redactor) -> Identity:
    version = row.get("version", "")
    return Identity(
        name=redactor.text(row["name"]) or None,
        dbid=dbid,
        number=number_of(row["type"]),
        release=redactor.text(version) or None,
        enabled=state_of(row.get("state")),
    )


def _bare(path: str, identity: Identity, at: tuple[int, int, int]) -> Export:
    """An application of which these rows hold no option."""
    return Export(path, "database", "none", (), {}, (), 0, identity, {}, *at)


def _options(dbid: int, rows: list[Row], path: str, redactor: Redactor) -> Export:
    """The options of one application, the parts of each value joined in their order."""
    builder = StructuredBuilder(redactor)
    parts: dict[tuple[str, str], dict[int, tuple[str, tuple[int, int, int]]]] = {}
    for row, at in rows:
        key, number = (row["section"], row["opt"]), number_of(row.get("part")) or 0
        found = parts.setdefault(key, {})
        if number in found and found[number][0] != row["val"]:  # of a value in parts, a part alone may be half a secret
            builder.report("malformed-line", _TWICE, "export the rows of this query alone", at[0])
        found.setdefault(number, (row["val"], at))
    try:
        for (name, option), found in parts.items():
            ordered = [found[number] for number in sorted(found)]
            at = ordered[0][1]
            builder.option(builder.section_of(name, *at), option, "".join(value for value, _ in ordered), "string", at)
    except TooMuch as reason:
        builder.problems.append(not_read(reason))
    return builder.export(path, "database", "complete", Identity(dbid=dbid), at=rows[0][1])
