"""Paths and configuration become estates: files are found, identified, read, and joined with what is declared."""

import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from gwe_lint.catalogue import Catalogue
from gwe_lint.config import ApplicationConfig, Config, EstateConfig
from gwe_lint.display import listed
from gwe_lint.errors import Untrusted
from gwe_lint.model import Application, Estate, Export, LeftOut
from gwe_lint.readers.cfg import read_cfg
from gwe_lint.readers.identify import look_alike, other_format, recognise
from gwe_lint.secrets import Redactor
from gwe_lint.spelling import near_miss
from gwe_lint.tables import meant
from gwe_lint.tomlfile import Spot, TomlFile

READERS = {"cfg": read_cfg}  # one a format
_EXPORTS = (".cfg", ".conf")
_SINGLE = "files"  # the estate of files that are given singly
_MOST_BYTES = 1 << 30
_MENTIONED = (".ini", ".xml", ".json", ".csv", ".apd")  # left out with a note; other files of a folder are not exports


class Loader(NamedTuple):
    """How to load: ``root`` is the working directory, from which paths are shown; ``stdin`` stands in for a file."""

    root: Path
    catalogue: Catalogue
    redactor: Redactor
    stdin: tuple[Path, bytes] | None = None

    def estates(self, config: Config, paths: tuple[Path, ...]) -> tuple[Estate, ...]:
        """The configured estates, whole; without any, one estate for each folder given and one for all single files.

        Raises ``Untrusted`` for a path that cannot be read.
        """
        missing = [f"{path.as_posix()}: no such file or folder" for path in paths if not self._exists(path)]
        if missing:
            raise Untrusted(missing)
        plans = config.estates or self._plans(paths)
        return tuple(self._estate(plan, config.folder if config.estates else self.root) for plan in plans)

    def _exists(self, path: Path) -> bool:
        try:
            return path.exists() or bool(self.stdin and self.stdin[0] == path)
        except (OSError, ValueError):  # a name that no file can have
            return False

    def _plans(self, paths: tuple[Path, ...]) -> tuple[EstateConfig, ...]:
        folders = {self.shown(path): path for path in paths if path.is_dir()}
        names = [self.absolute(folder).name or "root" for folder in folders.values()]
        plans = [
            _plan(name if names.count(name) == 1 and name != _SINGLE else shown, (folder.as_posix(),))
            for name, (shown, folder) in sorted(zip(names, folders.items(), strict=True), key=lambda item: item[1][0])
        ]
        inside = [self.absolute(folder) for folder in folders.values()]
        singles = tuple(
            path.as_posix()
            for path in paths
            if not path.is_dir() and not any(self.absolute(path).is_relative_to(folder) for folder in inside)
        )
        return (*plans, _plan(_SINGLE, singles)) if singles else tuple(plans)

    def absolute(self, path: Path) -> Path:
        """The path from the root of the file system; links are followed only where that leads below the root."""
        plain = Path(os.path.abspath(self.root / path))
        real = Path(os.path.realpath(plain))
        return real if not plain.is_relative_to(self.root) and real.is_relative_to(self.root) else plain

    def shown(self, path: Path) -> str:
        """The path as reports show it: POSIX, relative to the working directory."""
        relative = Path(os.path.relpath(self.absolute(path), self.root)).as_posix()
        return os.fsencode(relative).decode("utf-8", "surrogateescape")  # whatever the locale

    def _estate(self, plan: EstateConfig, folder: Path) -> Estate:
        read: list[Application] = []
        left_out: list[LeftOut] = []
        for path, named in self._files(plan, folder):
            data = self._read(path)
            shown = self.shown(path)
            other = other_format(data, path.name)
            export = None if other else READERS["cfg"](data, shown, self.redactor)
            alike = other or (look_alike(export) if export else None)
            if alike or not export:
                left_out.append(LeftOut(shown, *(alike or ("", ""))))
            elif named or path.suffix.lower() in _EXPORTS:
                read.append(_application(path.stem, export))
        applications = _declare(plan, tuple(read))
        return Estate(
            name=plan.name,
            applications=applications,
            catalogue=self.catalogue,
            clusters=plan.clusters,
            production=plan.production,
            queues=None if plan.queues is None else frozenset(plan.queues),
            strategies=plan.strategies,
            left_out=tuple(left_out),
            paths=plan.paths,
            assumptions=tuple(_assumptions(plan.name, applications)),
        )

    def _read(self, path: Path) -> bytes:
        if self.stdin and self.stdin[0] == path:
            return self.stdin[1]
        try:
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except OSError as error:
            raise Untrusted([f"{self.shown(path)}: cannot be read: {error.strerror}"]) from None
        if len(data) > _MOST_BYTES:
            raise Untrusted([f"{self.shown(path)}: larger than {_MOST_BYTES >> 20} MiB, which no option export is"])
        return data

    def _files(self, plan: EstateConfig, folder: Path) -> Iterator[tuple[Path, bool]]:
        """Every file of an estate once, sorted, and whether it was named singly."""
        found: dict[Path, bool] = {}
        for each in plan.paths:
            path = Path(os.path.abspath(folder / each))
            if path.is_dir():
                for file in _walk(path, self.stdin[0] if self.stdin else None):
                    if not _excluded(file.relative_to(path).as_posix(), plan.exclude):
                        found.setdefault(file, False)
            elif self._exists(path):
                found[path] = True
            else:
                raise Untrusted([f"{plan.place}: estate {plan.name!r}: {each}: no such file or folder"])
        return iter(sorted(found.items(), key=lambda item: item[0].as_posix()))


def on_disk(shown: str) -> Path:
    """The path behind one that a report shows, whatever the locale."""
    return Path(os.fsdecode(shown.encode("utf-8", "surrogateescape")))


def _plan(name: str, paths: tuple[str, ...]) -> EstateConfig:
    return EstateConfig(Spot(TomlFile("", "", {}), ()), name, paths, (), None, None, None, (), ())


def _walk(folder: Path, stdin: Path | None) -> Iterator[Path]:
    """The files below a folder that may be exports; what is hidden, links to folders, pipes and devices are skipped."""

    def unreadable(error: OSError) -> None:
        raise Untrusted([f"{Path(error.filename).as_posix()}: cannot be read: {error.strerror}"])

    endings = (*_EXPORTS, *_MENTIONED)
    for base, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(base, name)
            if name.lower().endswith(endings) and not name.startswith(".") and (path.is_file() or not path.exists()):
                yield path
    if stdin and stdin.is_relative_to(folder):
        yield stdin


def _excluded(relative: str, patterns: Iterable[str]) -> bool:
    """True where a pattern fits; ``**/`` also stands for no folder at all."""
    return any(
        fnmatchcase(relative, pattern) or (pattern.startswith("**/") and fnmatchcase(relative, pattern[3:]))
        for pattern in patterns
    )


def _application(stem: str, export: Export) -> Application:
    found = recognise(export.sections)
    return Application(
        name=stem,
        type=found.type if found else "other",
        because=found.because if found else "no section of a known application",
        declared=False,
        export=export,
    )


def _declare(plan: EstateConfig, read: tuple[Application, ...]) -> tuple[Application, ...]:
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


def _assumptions(estate: str, applications: tuple[Application, ...]) -> Iterator[str]:
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
