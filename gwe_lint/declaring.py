"""Exports become applications: recognised by their sections, refined by what the configuration declares."""

import re
from collections.abc import Iterable, Iterator

from gwe_lint.config import ApplicationConfig, EstateConfig
from gwe_lint.display import listed
from gwe_lint.errors import Untrusted
from gwe_lint.model import Application, Export
from gwe_lint.readers.identify import recognise
from gwe_lint.spelling import meant, near_miss


def recognised(stem: str, export: Export) -> Application:
    """The application whose options an export holds, called after its file; of type ``other`` where in doubt."""
    found = recognise(export.sections)
    return Application(
        name=stem,
        type=found.type if found else "other",
        because=found.because if found else "no section of a known application",
        declared=False,
        export=export,
    )


def declared(plan: EstateConfig, read: tuple[Application, ...]) -> tuple[Application, ...]:
    """The applications read, refined by what is declared, and those that are declared only."""
    problems: list[str] = []
    refined = list(read)
    extra: list[Application] = []
    for entry in plan.applications:
        positions = [i for i, application in enumerate(read) if _is_meant(entry, application)]
        if entry.file and not positions:
            names = [application.export.path.rpartition("/")[2] for application in read if application.export]
            problems.append(
                f"{entry.place}: estate {plan.name!r} has no export {entry.file!r}{meant(entry.file, names)}"
            )
        for position in positions:
            refined[position] = _refined(refined[position], entry)
        if not entry.file and not positions:
            extra.append(
                Application(
                    name=entry.name or "",
                    type=entry.type or "other",
                    because="declared",
                    declared=entry.type is not None,
                    export=None,
                    release=entry.release,
                    tenants=entry.tenants,
                    connects_to=entry.connects_to,
                    backup=entry.backup,
                )
            )
    applications = (*refined, *extra)
    problems += _mistaken_names(plan, applications)
    if problems:
        raise Untrusted(problems)
    return applications


def _mistaken_names(plan: EstateConfig, applications: tuple[Application, ...]) -> Iterator[str]:
    """Names in the configuration that are nobody's, and close to somebody's: they would switch checks off silently."""
    known = {application.name for application in applications} | {cluster.name for cluster in plan.clusters}
    used = [(entry.place, "connects-to", entry.connects_to or ()) for entry in plan.applications]
    used += [(entry.place, "backup", (entry.backup,)) for entry in plan.applications if entry.backup]
    used += [(plan.place, f"cluster {cluster.name!r}", cluster.members) for cluster in plan.clusters]
    for place, what, names in used:
        for name in names:
            meant = None if name in known else _same_but_for_zeros(name, known) or near_miss(name, sorted(known))
            if meant:
                yield (
                    f"{place}: estate {plan.name!r}: {what} names {name!r}, which is no application or cluster of the "
                    f"estate (did you mean {meant!r}? if not, declare it with [[estate.application]])"
                )


def _same_but_for_zeros(name: str, known: Iterable[str]) -> str | None:
    """The name that this one is once zeros before numbers are dropped: Chat_1 for Chat_01."""
    bare = re.sub(r"0+(?=[0-9])", "", name)
    return next((other for other in sorted(known) if re.sub(r"0+(?=[0-9])", "", other) == bare), None)


def _is_meant(entry: ApplicationConfig, application: Application) -> bool:
    path = application.export.path if application.export else ""
    if entry.file:
        return path == entry.file or path.endswith(f"/{entry.file}")
    return application.name == entry.name


def _refined(application: Application, entry: ApplicationConfig) -> Application:
    export = application.export
    if export and entry.partial:
        export = export._replace(completeness="selection")
    return application._replace(
        name=entry.name or application.name,
        type=entry.type or application.type,
        because="declared" if entry.type else application.because,
        declared=application.declared or entry.type is not None,
        export=export,
        release=entry.release,
        tenants=entry.tenants,
        connects_to=entry.connects_to,
        backup=entry.backup,
    )


def assumptions(estate: str, applications: tuple[Application, ...]) -> Iterator[str]:
    """What was taken for granted, a sentence each."""
    for application in applications:
        if application.export and not application.declared and application.type != "other":
            what = f"the {application.type} {application.name} ({application.because})"
            yield f"{estate}: {application.export.path} is {what}"
    clients = [a for a in applications if a.type in ("gwe-backend", "gwe-cluster") and a.connects_to is None]
    servers = [a.name for a in applications if a.type == "chat-server"]
    for client in clients:
        if servers:
            everyone = f"every Chat Server of the estate ({listed(servers)})"
            yield f"{estate}: {client.name} talks to {everyone}: connections are unknown"
