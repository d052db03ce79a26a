"""One baseline file as read: each mistake has its file and line, and typed secrets become tokens."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar, cast, get_args

from gwe_lint.baseline.writer import FORMAT, kind_of
from gwe_lint.catalogue.fact import APPLICATION_TYPES
from gwe_lint.drift.subject import Key
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import PROPERTIES, Completeness, Connection, Deleted, Kind, Option, Port, Target
from gwe_lint.exports.redactor import Redactor, is_token
from gwe_lint.exports.secret_shapes import suspicious
from gwe_lint.toml.document import TomlFile
from gwe_lint.toml.table import Table

T = TypeVar("T")
KINDS: tuple[Kind, ...] = get_args(Kind)
_COMPLETE = ("complete", "strings-only", "selection")
_ADVICE = "correct it, or write the baseline anew with snapshot"


class BaselineFile(NamedTuple):
    """One file. ``application`` has no export yet, and is None for a profile of shared options."""

    file: TomlFile
    application: Application | None
    options: dict[Key, Option]
    unset: dict[Key, Deleted]
    annex: dict[Key, Option] | None = None  # None: it is not said
    completeness: Completeness = "complete"
    estate: str = ""
    cluster: str = ""
    profile: str = ""  # the name of its file


def is_removed(file: TomlFile) -> bool:
    """True for a file that says that nobody needs it any more, since copying removes none."""
    return file.data == {"format": FORMAT, "removed": True}


def has_format(file: TomlFile, problems: list[str]) -> bool:
    """True for a file of the known format. Another format is a problem."""
    declared = file.data.get("format")
    if declared == FORMAT:
        return True
    problem = "format is missing" if declared is None else f"unknown format {declared!r}"
    problems.append(f"{file.path}:{file.line(('format',))}: {problem}: this version reads {FORMAT!r}; {_ADVICE}")
    return False


def parse_baseline_file(file: TomlFile, redactor: Redactor, problems: list[str]) -> BaselineFile | None:
    """The content of a file; None for another format. Mistakes are added to the problems."""
    if not has_format(file, problems):
        return None
    top = Table(file, file.data, (), problems)
    top.text("format")
    content = BaselineFile(file, None, _options(top, redactor, "options", "kinds"), {})
    content.unset.update(_unset(top))
    for section, name in content.unset.keys() & content.options.keys():
        problem = f"{name!r} is set in this file and has to stay unset: remove one of both"
        Table(file, {}, ("unset",), problems).problem(problem, section)
    if "shared-by" in file.data:
        top.required("shared-by")
    else:
        content = _application(top, content)
        annex = _options(top, redactor, "annex", "annex-kinds")
        content = content._replace(annex=annex if "annex" in top.data else None)
    top.done()
    return content


def _application(top: Table, content: BaselineFile) -> BaselineFile:
    type = top.choice("type", APPLICATION_TYPES, "application type")
    state = top.choice("state", ("enabled", "disabled"), "state")
    host, properties = _server(top)
    application = Application(
        name=top.required("application", r"(?s).*"),
        type=type or "other",
        because="as the baseline says",
        certain=type is not None,
        export=None,
        dbid=top.integer("dbid"),
        release=top.text("release"),
        release_declared=top.boolean("release-declared") or False,
        enabled=None if state is None else state == "enabled",
        tenants=_list_of(top, "tenant", _target),
        connections=_list_of(top, "connection", _connection),
        ports=_list_of(top, "port", _port),
        backup=_backup(top),
        host=host,
        properties=properties,
    )
    return content._replace(
        application=application,
        completeness=_completeness(top),
        estate=top.text("estate") or "",
        cluster=top.text("cluster") or "",
        profile=top.text("profile") or "",
    )


def _completeness(top: Table) -> Completeness:
    """How much of the application the original export showed."""
    if "completeness" not in top.data:
        top.problem(f"completeness is missing: it must be one of {', '.join(_COMPLETE)}")
    return cast(Completeness, top.choice("completeness", _COMPLETE, "completeness") or "complete")


def _server(top: Table) -> tuple[Target | None, dict[str, str] | None]:
    """The host and the other properties of the server; None for both where the file does not say them."""
    table = top.table("server")
    if table is None:
        return None, None
    name, dbid = table.text("host"), table.integer("host-dbid")
    properties = {key: text for key in PROPERTIES if (text := table.text(key)) is not None}
    table.done()
    return Target(name or "", dbid) if name or dbid else None, properties


def _options(top: Table, redactor: Redactor, name_of_tables: str, name_of_kinds: str) -> dict[Key, Option]:
    kinds = _kinds(top, name_of_kinds)
    options: dict[Key, Option] = {}
    for section, table in _tables(top, name_of_tables):
        for name in table.data:
            value = table.text(name)
            line = table.file.line((*table.where, name))
            if value is not None:
                kind = kinds.pop((section, name), None) or kind_of(value)
                harmless = redactor.harmless_names(section).get(name)
                key = section, name if harmless else redactor.text(name)  # somebody may have typed anything
                options[key] = _redacted(Option(*key, value, line, 1, 1, kind), redactor)
    for section, name in kinds:
        problem = f"has a kind, and no value under {name_of_tables}"
        Table(top.file, {}, (name_of_kinds, section), top.problems).problem(problem, name)
    return options


def _redacted(option: Option, redactor: Redactor) -> Option:
    """The option, with a token in place of a secret that somebody typed in clear text."""
    if option.kind not in ("string", "integer", "binary", "secret") or is_token(option.value):
        return option
    if redactor.harmless_names(option.section).get(option.name) and option.value and not suspicious(option.value):
        return option  # as the readers do it
    value, kind = redactor.value(option.section, option.name, option.value)
    return option if kind == "string" and option.kind != "secret" else option._replace(value=value, kind=kind)


def _kinds(top: Table, name_of_tables: str) -> dict[Key, Kind]:
    kinds: dict[Key, Kind] = {}
    for section, table in _tables(top, name_of_tables):
        for name in table.data:
            kind = table.choice(name, KINDS, "kind")
            if kind:
                kinds[section, name] = cast(Kind, kind)
    return kinds


def _unset(top: Table) -> Iterator[tuple[Key, Deleted]]:
    table = top.table("unset")
    for section in table.data if table else ():
        assert table
        line = table.file.line((*table.where, section))
        for name in table.texts(section) or ():
            yield (section, name), Deleted(section, name, line, 1, 1)


def _tables(top: Table, key: str) -> Iterator[tuple[str, Table]]:
    """The tables inside a table, by name."""
    outer = top.table(key)
    for name in outer.data if outer else ():
        inner = outer.table(name) if outer else None
        if inner:
            yield name, inner


def _list_of(top: Table, key: str, make: Callable[[Table], T]) -> tuple[T, ...] | None:
    """The values of the tables of this name; None where the key is absent, which differs from an empty list."""
    values = []
    for table in top.tables(key):
        values.append(make(table))
        table.done()
    return tuple(values) if key in top.data else None


def _target(table: Table) -> Target:
    name, dbid = table.text("name"), table.integer("dbid")
    if name is None and dbid is None:
        table.problem("needs a name or a dbid")
    return Target(name or "", dbid)


def _backup(top: Table) -> Target | None:
    table = top.table("backup")
    found = _target(table) if table else None
    if table:
        table.done()
    return found


def _connection(table: Table) -> Connection:
    return Connection(
        _target(table),
        port=table.text("port") or "",
        protocol=table.text("protocol") or "",
        local_timeout=table.integer("local-timeout"),
        remote_timeout=table.integer("remote-timeout"),
        trace=table.text("trace") or "",
        transport=table.text("transport") or "",
        parameters=table.text("parameters") or "",
        line=table.file.line(table.where),
    )


def _port(table: Table) -> Port:
    rest = (table.text(key) or "" for key in ("number", "protocol", "transport"))
    return Port(table.text("id") or "", *rest)
