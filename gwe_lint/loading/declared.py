"""Refine applications by what the configuration declares, and add those that are only declared."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gwe_lint.catalogue.fact import WEB_ENGAGEMENT
from gwe_lint.config.model import ApplicationConfig, EstateConfig
from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Connection, Target
from gwe_lint.paths import on_disk
from gwe_lint.suggest import meant, near_miss
from gwe_lint.text import listed

if TYPE_CHECKING:
    from gwe_lint.toml.document import Spot


def declared(
    plan: EstateConfig, read: tuple[Application, ...], folder: Path, *, is_former: bool = False
) -> tuple[Application, ...]:
    """The applications that were read, refined by what is declared, and those that are only declared.

    ``folder`` is the folder of the configuration, relative to the folder where the paths of exports start. In a former
    state, entries that do not fit are left out. Raises ``Untrusted`` for mistakes in today's state.
    """
    problems: list[str] = []
    owners: dict[int, ApplicationConfig] = {}
    refined = list(read)
    extra: list[Application] = []
    for entry in plan.applications:
        positions = _positions(entry, plan, read, folder, problems)
        for position in positions:
            owner = owners.setdefault(position, entry)
            if owner is not entry:
                name = refined[position].name
                problems.append(f"{entry.place}: estate {plan.name!r}: {name!r} has an entry already, at {owner.place}")
            refined[position] = _refined(refined[position], entry)
        if not entry.file and not positions:
            extra.append(_declared_only(entry))
    applications = (*refined, *extra)
    problems += _mistaken_names(plan, applications)
    if problems and not is_former:
        raise Untrusted(problems)
    return applications


def _positions(
    entry: ApplicationConfig, plan: EstateConfig, read: tuple[Application, ...], folder: Path, problems: list[str]
) -> list[int]:
    """The positions of the applications that the entry is about. Where its file is ambiguous, none and a problem."""
    positions = [i for i, application in enumerate(read) if _is_meant(entry, application, folder)]
    if not entry.file:
        return positions
    if not positions:
        names = [path.rpartition("/")[2] for application in read for path in sorted(application.paths)]
        problems.append(f"{entry.place}: estate {plan.name!r} has no export {entry.file!r}{meant(entry.file, names)}")
    if len({read[position].path for position in positions}) == len(positions):
        return positions
    named = [position for position in positions if read[position].name == entry.name]
    if len(named) == 1:
        return named
    names = [read[position].name for position in positions]
    problems.append(
        f"{entry.place}: estate {plan.name!r}: {entry.file!r} holds {len(positions)} applications "
        f"({listed(names)}): say which one with name"
    )
    return []


def _declared_only(entry: ApplicationConfig) -> Application:
    """The application of an entry that no export has."""
    return Application(
        name=entry.name or f"DBID {entry.dbid}",
        type=entry.type or "other",
        because="declared",
        certain=entry.type is not None,
        export=None,
        dbid=entry.dbid,
        release=entry.release,
        release_declared=entry.release is not None,
        tenants=_tenants(entry),
        connections=_connections(entry),
        backup=Target(entry.backup) if entry.backup else None,
        exported=entry.exported,
    )


def _mistaken_names(plan: EstateConfig, applications: tuple[Application, ...]) -> Iterator[str]:
    """Problems: unknown names in the configuration that are close to known ones. They would switch checks off."""
    names = {application.name for application in applications}
    servers = {application.name for application in applications if application.type != "application-cluster"}
    for number, cluster in enumerate(plan.clusters):
        if cluster.name in servers:
            spot = _spot(plan.place, "cluster", number, "name")
            yield f"{spot}: estate {plan.name!r}: {cluster.name!r} is the name of an application too"
    used = [(_spot(e.place, "connects-to"), "connects-to", e.connects_to or ()) for e in plan.applications]
    used += [(_spot(e.place, "backup"), "backup", (e.backup,)) for e in plan.applications if e.backup]
    used += [
        (_spot(plan.place, "cluster", number, "members"), f"cluster {cluster.name!r}", cluster.members)
        for number, cluster in enumerate(plan.clusters)
    ]
    known = names | {cluster.name for cluster in plan.clusters}
    for spot, what, given in used:
        for name in given:
            suggestion = None if name in known else _same_but_for_zeros(name, known) or near_miss(name, sorted(known))
            if suggestion:
                yield (
                    f"{spot}: estate {plan.name!r}: {what} names {name!r}, which is no application or cluster of the "
                    f"estate (did you mean {suggestion!r}? if not, declare it with [[estate.application]])"
                )


def _spot(place: "Spot | None", *key: str | int) -> "Spot | None":
    """The place of a key in the table that stands at a place."""
    return place._replace(where=(*place.where, *key)) if place else None


def _same_but_for_zeros(name: str, known: Iterable[str]) -> str | None:
    """The known name that is the same without zeros before numbers: Chat_1 for Chat_01."""
    bare = re.sub(r"0+(?=[0-9])", "", name)
    return next((other for other in sorted(known) if re.sub(r"0+(?=[0-9])", "", other) == bare), None)


def _is_meant(entry: ApplicationConfig, application: Application, folder: Path) -> bool:
    if not entry.file:
        return application.name == entry.name or (entry.dbid is not None and application.dbid == entry.dbid)
    wanted = Path(entry.file).as_posix()
    paths = (Path(os.path.relpath(on_disk(path), folder)).as_posix() for path in application.paths)
    return any(path == wanted or path.endswith(f"/{wanted}") for path in paths)


def _refined(application: Application, entry: ApplicationConfig) -> Application:
    export = application.export
    if export and entry.partial:
        export = export._replace(completeness="selection")
    return application._replace(
        name=entry.name or application.name,
        named_by_file=application.named_by_file and not entry.name,
        type=entry.type or application.type,
        because="declared" if entry.type else application.because,
        certain=application.certain or entry.type is not None,
        export=export,
        dbid=entry.dbid or application.dbid,
        release=entry.release or application.release,
        release_declared=bool(entry.release) or application.release_declared,
        tenants=application.tenants if entry.tenants is None else _tenants(entry),
        connections=application.connections if entry.connects_to is None else _connections(entry),
        backup=Target(entry.backup) if entry.backup else application.backup,
    )


def _tenants(entry: ApplicationConfig) -> tuple[Target, ...] | None:
    return None if entry.tenants is None else tuple(Target("", dbid) for dbid in entry.tenants)


def _connections(entry: ApplicationConfig) -> tuple[Connection, ...] | None:
    return None if entry.connects_to is None else tuple(Connection(Target(name)) for name in entry.connects_to)


def assumptions(estate: str, applications: tuple[Application, ...]) -> Iterator[str]:
    """What the loader assumed, one sentence each."""
    for application in applications:
        if application.export and not application.certain and application.type != "other":
            what = f"the {application.type} {application.name} ({application.because})"
            yield f"{estate}: {application.path} is {what}"
    clients = [a for a in applications if a.type in WEB_ENGAGEMENT and a.connections is None]
    servers = [a.name for a in applications if a.type == "chat-server"]
    for client in clients:
        if servers:
            everyone = f"every Chat Server of the estate ({listed(servers)})"
            yield f"{estate}: {client.name} talks to {everyone}: connections are unknown"
