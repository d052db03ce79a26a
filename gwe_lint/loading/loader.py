"""Load estates from paths and configuration: find files, detect formats, read, merge exports, add what is declared."""

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.config.model import Config, EstateConfig
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import LeftOut, Pattern
from gwe_lint.exports.detect import NotAnExport, holds_objects
from gwe_lint.exports.formats import FORMATS, UNKNOWN_IS, endings, format_of, reader_of, searched_endings
from gwe_lint.exports.product import recognise
from gwe_lint.exports.records import Document
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.declared import assumptions, declared
from gwe_lint.loading.merge_exports import applications_of, with_reference_names
from gwe_lint.paths import shown

_SINGLE_FILES = "files"  # the estate of files that are given singly
_MOST_BYTES = 1 << 30
_PEEK_BYTES = 1 << 16  # bytes that show whether a file of another ending holds objects
_NEVER_EXPORTS = (".toml", ".pyc")  # configurations and packs are TOML, and look like CFG


class Loader(NamedTuple):
    """Loads estates. Paths are shown from ``root``, the working directory; ``stdin`` is read instead of a file."""

    root: Path
    catalogue: Catalogue
    redactor: Redactor
    stdin: tuple[Path, bytes] | None = None

    def estates(self, config: Config, paths: tuple[Path, ...]) -> tuple[Estate, ...]:
        """Load the configured estates. Without any, one estate for each folder given and one for all single files.

        Raises ``Untrusted`` for a path that cannot be read.
        """
        missing = [f"{path.as_posix()}: no such file or folder" for path in paths if not self._exists(path)]
        if missing:
            raise Untrusted(missing)
        plans = config.estates or self._plans(paths)
        folder = config.folder if config.estates else self.root
        return tuple(self._estate(plan, folder)._replace(peak=config.peak) for plan in plans)

    def _exists(self, path: Path) -> bool:
        try:
            return path.exists() or bool(self.stdin and self.stdin[0] == path)
        except (OSError, ValueError):  # a name that no file can have
            return False

    def _plans(self, paths: tuple[Path, ...]) -> tuple[EstateConfig, ...]:
        folders = {self.shown(path): path for path in paths if path.is_dir()}
        names = [self.absolute(folder).name or "root" for folder in folders.values()]
        plans = [
            _plan(name if names.count(name) == 1 and name != _SINGLE_FILES else shown, (folder.as_posix(),))
            for name, (shown, folder) in sorted(zip(names, folders.items(), strict=True), key=lambda item: item[1][0])
        ]
        inside = [self.absolute(folder) for folder in folders.values()]
        singles = tuple(
            path.as_posix()
            for path in paths
            if not path.is_dir() and not any(self.absolute(path).is_relative_to(folder) for folder in inside)
        )
        return (*plans, _plan(_SINGLE_FILES, singles)) if singles else tuple(plans)

    def absolute(self, path: Path) -> Path:
        """The absolute path. A link is followed only where its target is below ``root`` and the path given is not."""
        plain = Path(os.path.abspath(self.root / path))
        real = Path(os.path.realpath(plain))
        return real if not plain.is_relative_to(self.root) and real.is_relative_to(self.root) else plain

    def shown(self, path: Path) -> str:
        """The path as reports show it: POSIX, relative to the working directory."""
        return shown(Path(os.path.relpath(self.absolute(path), self.root)).as_posix())

    def _estate(self, plan: EstateConfig, folder: Path) -> Estate:
        documents: list[Document] = []
        left_out: list[LeftOut] = []
        fitting: set[str] = set()
        for path, named in self._files(plan, folder, fitting):
            shown = self.shown(path)
            try:
                document = self._document(path, shown, named=named)
            except NotAnExport as not_export:
                left_out.append(LeftOut(shown, not_export.what, not_export.advice))
                continue
            if document:
                documents.append(document)
        given = (Path(os.path.abspath(folder / path)) for path in plan.paths)
        read = applications_of(documents, {self.shown(path) for path in given if path.is_dir()})
        applications = with_reference_names(
            declared(plan, read, Path(os.path.relpath(folder, self.root))),
            [tenant for document in documents for tenant in document.tenants],
        )
        return Estate(
            name=plan.name,
            applications=applications,
            catalogue=self.catalogue,
            clusters=plan.clusters,
            production=plan.production,
            declared_queues=None if plan.queues is None else frozenset(plan.queues),
            declared_strategies=plan.strategies,
            documents=tuple(documents),
            left_out=tuple(left_out),
            paths=plan.paths,
            assumptions=tuple(assumptions(plan.name, applications)),
            patterns=tuple(_patterns(plan, fitting)),
        )

    def _document(self, path: Path, shown: str, *, named: bool) -> Document | None:
        """The document in the file; None for a file that was not named and whose content is not that of an export.

        Raises ``NotAnExport`` for one that is known to be something else, ``Untrusted`` for one that cannot be read.
        """
        ending = path.suffix.lower()
        expected = named or ending in endings()
        data = self._read(path, expected=expected)
        if ending == ".xml" and path.with_suffix(".apd").exists():
            raise NotAnExport("the metadata of an application template", "no specification of its form is known")
        format_name = format_of(data, path.name) or (UNKNOWN_IS if named else None)
        if format_name is None:
            return None
        try:
            document = reader_of(format_name)(data, shown, self.redactor)
        except NotAnExport:
            if not expected:
                return None
            raise
        format = FORMATS[format_name]
        alike = format.look_alike(document) if format.look_alike else None
        if alike:
            raise NotAnExport(*alike)
        if named or ending in format.endings or not format.common:
            return document
        if ending == ".ini" or recognise(document.exports[0].sections):
            what = f"a file that ends in {ending}" if ending else "a file without an ending"
            raise NotAnExport(what, f"if it is an option export, name it {' or '.join(format.endings)}")
        return None

    def _read(self, path: Path, *, expected: bool) -> bytes:
        """The content of a file. Of one not expected to be an export, only the part that shows whether it is one."""
        if self.stdin and self.stdin[0] == path:
            return self.stdin[1]
        limit = _MOST_BYTES if expected or path.suffix.lower() in searched_endings() else _PEEK_BYTES
        try:
            with path.open("rb") as file:
                data = file.read(limit + 1)
                if len(data) > limit == _PEEK_BYTES and holds_objects(data):
                    data += file.read(_MOST_BYTES)
        except OSError as error:
            if not expected:
                raise NotAnExport("a file that cannot be read", "allow it to be read, or exclude it") from None
            raise Untrusted([f"{self.shown(path)}: cannot be read: {error.strerror}"]) from None
        if len(data) > _MOST_BYTES:
            size = f"larger than {_MOST_BYTES >> 20} MiB"
            if not expected:
                raise NotAnExport(f"a file {size}", "cut out the part that holds the objects")
            raise Untrusted([f"{self.shown(path)}: {size}, which no option export is"])
        return data

    def _files(self, plan: EstateConfig, folder: Path, fitting: set[str]) -> Iterator[tuple[Path, bool]]:
        """Every file of an estate once, sorted, each with whether the configuration or a flag names it.

        Patterns that leave a file out are added to ``fitting``.
        """
        files: dict[Path, bool] = {}
        real_paths: set[str] = set()

        def add(file: Path, named: bool) -> None:
            if os.path.realpath(file) not in real_paths:
                real_paths.add(os.path.realpath(file))
                files[file] = named

        for text in plan.paths:
            path = Path(os.path.abspath(folder / text))
            if path.is_dir():
                for file in _walk(path, self.stdin[0] if self.stdin else None):
                    excluding = _excluding(file.relative_to(path).as_posix(), plan.exclude)
                    fitting.update(excluding)
                    if not excluding:
                        add(file, False)
            elif self._exists(path):
                add(path, True)
            else:
                spot = plan.place._replace(where=(*plan.place.where, "paths")) if plan.place else None
                raise Untrusted([f"{spot}: estate {plan.name!r}: {text}: no such file or folder"])
        return iter(sorted(files.items(), key=lambda item: item[0].as_posix()))


def _plan(name: str, paths: tuple[str, ...]) -> EstateConfig:
    return EstateConfig(None, name, paths, (), None, None, None, (), ())


def _walk(folder: Path, stdin: Path | None) -> Iterator[Path]:
    """The files below a folder that may be exports. Hidden files, links to folders, pipes and devices are skipped."""

    def unreadable(error: OSError) -> None:
        raise Untrusted([f"{Path(error.filename).as_posix()}: cannot be read: {error.strerror}"])

    for base, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(base, name)
            if name.startswith(".") or name.lower().endswith(_NEVER_EXPORTS):
                continue
            if path.is_file() or (name.lower().endswith(endings()) and not path.exists()):
                yield path
    if stdin and stdin.is_relative_to(folder):
        yield stdin


def _excluding(relative: str, patterns: Iterable[str]) -> list[str]:
    """The ``exclude`` patterns that fit the path or a folder above it; ``**/`` also stands for no folder at all."""
    parts = relative.split("/")
    prefixes = ["/".join(parts[: length + 1]) for length in range(len(parts))]
    excluding = []
    for pattern in patterns:
        plain = pattern.removeprefix("./").rstrip("/")
        forms = (plain, plain.removeprefix("**/"))
        if any(fnmatchcase(prefix, form) for form in forms for prefix in prefixes):
            excluding.append(pattern)
    return excluding


def _patterns(plan: EstateConfig, fitting: set[str]) -> Iterator[Pattern]:
    """The ``exclude`` patterns of an estate, each with whether it leaves a file out."""
    if plan.exclude and plan.place:
        spot = plan.place._replace(where=(*plan.place.where, "exclude"))
        line = spot.file.line(spot.where)
        yield from (Pattern(pattern, spot.file.path, line, pattern in fitting) for pattern in plan.exclude)
