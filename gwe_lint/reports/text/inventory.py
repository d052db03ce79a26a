"""The inventory of estates that ``show`` prints, as a table with details and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from gwe_lint import __version__
from gwe_lint.catalogue.fact import APPLICATION_TYPES
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.explore.inventory import Inventory, InventoryEntry, Queue
from gwe_lint.explore.route import Trace, worst_of
from gwe_lint.exports.records import Connection, Target
from gwe_lint.reports.json_text import dumped
from gwe_lint.reports.layout import Layout, columns
from gwe_lint.reports.text.trace import connection_as_json
from gwe_lint.text import counted, escaped

_COMPLETENESS = {
    "complete": "complete",
    "strings-only": "strings only",
    "selection": "a selection",
    "delta": "changes only",
    "none": "no options",
}
_HEADS = ("APPLICATION", "TYPE", "RELEASE", "OPTIONS", "SHOWN")
_LABEL = 12


def inventories_as_text(inventories: Sequence[Inventory], layout: Layout) -> str:
    """A row for each application, and below it what else is known of it."""
    return "".join(f"{line}\n" for inventory in inventories for line in _inventory(inventory, layout))


def _inventory(inventory: Inventory, layout: Layout) -> Iterator[str]:
    estate = inventory.estate
    options = sum(export.size for _, export in estate.exports)
    what = (
        f"{counted(len(estate.documents), 'file')}, {counted(len(estate.applications), 'application')}, "
        f"{counted(options, 'option')}"
    )
    production = {None: "", True: ", production", False: ", not production"}[estate.production]
    yield layout.paint("bold", escaped(f"estate {estate.name}")) + f": {what}{production}"
    yield ""
    rows = [_row(entry.application) for entry in inventory.applications]
    widths = [max(columns(row[at]) for row in (_HEADS, *rows)) for at in range(len(_HEADS))]
    while len(widths) > 1 and sum(widths) + 2 * len(widths) - 2 > layout.width:
        widths.pop()  # what has no room in the table stands below it
    if rows:
        yield layout.paint("bold", _line(_HEADS, widths))
    for row, entry in zip(rows, inventory.applications, strict=True):
        yield _line(row, widths)
        below = zip(_HEADS[len(widths) :], row[len(widths) :], strict=True)
        for label, text in (*((head.lower(), cell) for head, cell in below), *_details(entry)):
            yield from _detail(label, text, layout)
    if inventory.queues:
        yield ""
        yield layout.paint("bold", "INTERACTION QUEUES")
    for queue in inventory.queues:
        yield f"{escaped(queue.name)}"
        yield from _detail("object", _exists(queue), layout)
        yield from _detail("taken by", _takers(queue), layout)
    yield ""
    remarks = list(_remarks(estate))
    for label, text in remarks:
        yield from _detail(label, text, layout)
    if remarks:
        yield ""


def _remarks(estate: Estate) -> Iterator[tuple[str, str]]:
    """What was taken for granted, which files are in another encoding than UTF-8, and which were left out."""
    if estate.grouping:
        yield "grouped", estate.grouping
    yield from (("assumed", assumption.removeprefix(f"{estate.name}: ")) for assumption in estate.assumptions)
    yield from (("encoding", f"{path} was read as {encoding}") for path, encoding in _encodings(estate).items())
    yield from (("left out", f"{file.path}: {file.what}") for file in estate.left_out)


def _encodings(estate: Estate) -> dict[str, str]:
    """The encodings of files that are not UTF-8, by their paths."""
    return {each.path: each.encoding for each in estate.documents if each.encoding != "utf-8"}


def _row(application: Application) -> tuple[str, ...]:
    export = application.export
    shown = _COMPLETENESS[export.completeness] if export else "not exported"
    size = str(export.size) if export else "-"
    return application.name, application.type, application.release or "?", size, shown


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """The cells for which there are widths; numbers are aligned at their end."""
    cells = []
    for at, (cell, width) in enumerate(zip(row, widths, strict=False)):
        gap = " " * (width - columns(cell))
        cells.append(gap + escaped(cell) if _HEADS[at] == "OPTIONS" else escaped(cell) + gap)
    return "  ".join(cells).rstrip()


def _detail(label: str, text: str, layout: Layout) -> Iterator[str]:
    yield from layout.wrapped(f"  {layout.paint('frame', f'{label:<{_LABEL}}')} ", text, _LABEL + 3)


def _details(entry: InventoryEntry) -> Iterator[tuple[str, str]]:
    application = entry.application
    export = application.export
    what = APPLICATION_TYPES[application.type]
    yield "known by", f"{what}: {application.because}{'' if application.certain else ' (taken for granted)'}"
    for part in export.files if export else ():
        yield "read from", f"{part.path}:{part.line}:{part.column} ({part.format})"
        if part.unread:
            yield "not whole", f"an export {part.unread}: what it lacks proves nothing"
    if application.dbid:
        yield "DBID", str(application.dbid)
    if application.enabled is False:
        yield "state", "disabled: not checked, and no chat goes there"
    yield from _connected(application)
    if entry.member_of:
        yield "member of", ", ".join(entry.member_of)
    if entry.members:
        yield "members", ", ".join(entry.members)
    for trace in entry.traces:
        yield from _chats(trace)


def _connected(application: Application) -> Iterator[tuple[str, str]]:
    if application.tenants is not None:
        yield "tenants", ", ".join(map(tenant_shown, application.tenants)) or "none"
    if application.connections is not None:
        yield "connects to", ", ".join(map(_connection, application.connections)) or "nothing"
    elif application.export:
        yield "connects to", "not in the export"
    if application.ports:
        yield "ports", ", ".join(f"{port.id} {port.number}".strip() for port in application.ports)
    if application.backup:
        yield "backup", str(application.backup)


def _chats(trace: Trace) -> Iterator[tuple[str, str]]:
    """The outcome of chats, by Chat Server."""
    if trace.key.status != "ok":
        yield "chats", f"{trace.key.status}: {trace.key.message}"
    for route in trace.routes:
        last = next((hop for hop in route.hops if hop.status == "lost"), route.hops[-1])
        why = f" at the {last.step}: {last.message}" if route.outcome == "lost" else ""
        words = {
            "unknown": f"not followed: {last.message}" if last.step == "endpoint" else "not known to the end",
            "not-exported": f"not followed: {last.message}",
            "skipped": f"none: {last.message}",
        }.get(route.outcome, route.outcome)
        yield "chats", f"{route.server or 'nowhere'}: {words}{why}"


def tenant_shown(tenant: Target) -> str:
    """The name and the DBID of a tenant, as far as they are known."""
    return f"{tenant.name} (DBID {tenant.dbid})" if tenant.name and tenant.dbid else str(tenant)


def _connection(connection: Connection) -> str:
    return f"{connection.target}{f' (port {connection.port})' if connection.port else ''}"


def _exists(queue: Queue) -> str:
    if queue.path:
        return f"{queue.path}:{queue.line}"
    return {True: "declared", False: "does not exist", None: "not in the exports"}[queue.exists]


def _takers(queue: Queue) -> str:
    if queue.takers.found:
        return ", ".join(taker.strategy for taker in queue.takers.found)
    return f"not known: {queue.takers.unknown}" if queue.takers.unknown else "nothing"


def inventories_as_json(inventories: Sequence[Inventory]) -> str:
    """The inventories as JSON, format ``gwe-lint-inventory/1``."""
    return dumped(
        {
            "format": "gwe-lint-inventory/1",
            "tool": {"name": "gwe-lint", "version": __version__},
            "command": "show",
            "estates": [_estate(inventory) for inventory in inventories],
        }
    )


def _estate(inventory: Inventory) -> dict[str, Any]:
    estate = inventory.estate
    return {
        "name": estate.name,
        "production": estate.production,
        "files": len(estate.documents),
        "applications": [_application(entry) for entry in inventory.applications],
        "interaction_queues": [
            {
                "name": queue.name,
                "exists": queue.exists,
                "strategies": [taker.strategy for taker in queue.takers.found],
                "unknown": queue.takers.unknown or None,
                "path": queue.path or None,
                "line": queue.line or None,
            }
            for queue in inventory.queues
        ],
        "assumptions": [*filter(None, [estate.grouping]), *estate.assumptions],
        "left_out": [file._asdict() for file in estate.left_out],
        "encodings": _encodings(estate),
    }


def _application(entry: InventoryEntry) -> dict[str, Any]:
    application = entry.application
    export = application.export
    connections = application.connections
    return {
        "name": application.name,
        "dbid": application.dbid,
        "type": application.type,
        "because": application.because,
        "certain": application.certain,
        "release": application.release,
        "release_declared": application.release_declared,
        "enabled": application.enabled,
        "tenants": None if application.tenants is None else [tenant._asdict() for tenant in application.tenants],
        "options": export.size if export else None,
        "completeness": export.completeness if export else None,
        "unread": export.unread or None if export else None,
        "format": export.format if export else None,
        "path": export.path if export else None,
        "paths": sorted(application.paths),
        "line": export.line if export else None,
        "connections": None if connections is None else [connection_as_json(each) for each in connections],
        "ports": None if application.ports is None else [port._asdict() for port in application.ports],
        "backup": str(application.backup) if application.backup else None,
        "member_of": list(entry.member_of),
        "members": list(entry.members),
        "chats": None
        if not entry.traces
        else {
            "outcome": worst_of(trace.outcome for trace in entry.traces),
            "routes": [
                {"chat_server": route.server or None, "outcome": route.outcome}
                for trace in entry.traces
                for route in trace.routes
            ],
        },
    }
