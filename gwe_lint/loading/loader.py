"""Load estates from paths and configuration: find files, read them, split, merge exports, add what is declared."""

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.config.model import Config, EstateConfig
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Document
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.content import Content, content_of
from gwe_lint.loading.declared import assumptions, declared
from gwe_lint.loading.folder_names import names_of_folders
from gwe_lint.loading.import_files import ImportFiles, files_to_import
from gwe_lint.loading.merge_exports import applications_of, with_reference_names
from gwe_lint.loading.outside import exports_outside
from gwe_lint.loading.part import Part, patterns_of, plan_of
from gwe_lint.loading.portions import SINGLE_FILES, Portion, name_of, without_same_names
from gwe_lint.loading.read_file import FileReader
from gwe_lint.loading.shown_path import absolute_path, shown_path
from gwe_lint.loading.split import division_of
from gwe_lint.loading.walk import Search, spot_of
from gwe_lint.progress import steps

if TYPE_CHECKING:  # few runs need these
    from gwe_lint.loading.known_exports import KnownExports
    from gwe_lint.loading.sources import Sources


class Loader(NamedTuple):
    """Loads estates. Paths are shown from ``root``, the working directory; ``stdin`` is read instead of a file.

    ``exclude`` has patterns of files to leave out of every estate, and ``skipped`` such files themselves.
    ``code_page`` replaces those that estates declare; ``code_pages`` are those of folders. ``is_former`` is True for
    an earlier state: that what is declared today is not there is no mistake then.
    """

    root: Path
    catalogue: Catalogue
    redactor: Redactor
    stdin: tuple[Path, bytes] | None = None
    exclude: tuple[str, ...] = ()
    code_page: str = ""  # of text exports that are not UTF-8
    is_former: bool = False
    code_pages: tuple[tuple[Path, str], ...] = ()
    skipped: frozenset[Path] = frozenset()
    sources: "Sources | None" = None  # notes what is read, where somebody asks for it
    known: "KnownExports | None" = None  # those of a baseline, which are not parsed

    def estates(
        self, config: Config, paths: tuple[Path, ...], known: Collection[str] | None = None
    ) -> tuple[Estate, ...]:
        """Load the configured estates. Without any, those below each folder given, and one of all single files.

        ``known`` has the names of the estates in a baseline, which are kept where possible. Raises ``Untrusted`` for a
        path that cannot be read.
        """
        self._refuse_missing(paths)
        if config.estates:
            plans = steps(config.estates, len(config.estates), "estate")
            parts = [Part(plan, self._content(plan, config.folder)) for plan in plans]
            return self._estates(parts, config.folder, config)
        return self._estates(self._parts(paths, known), self.root, config)

    def portions(self, config: Config, paths: tuple[Path, ...]) -> tuple[Portion, ...]:
        """What can be loaded one by one, in the order of the estates. Raises ``Untrusted`` for a path not there."""
        self._refuse_missing(paths)
        if config.estates:
            return tuple(Portion(number, plan.name) for number, plan in enumerate(config.estates))
        if config.expectations:  # which estate each is about is known when all are there
            return (Portion(None, "all"),)
        folders, singles = self._given(paths)
        given = [Portion(None, name_of(self.absolute(path)), path) for path in folders]
        return (*without_same_names(given), *([Portion(None, SINGLE_FILES, singles=singles)] if singles else ()))

    def load(self, portion: Portion, config: Config) -> tuple[tuple[str, Estate], ...]:
        """The estates of a portion, each behind the name that it has where no other one has it."""
        folder = config.folder if portion.plan is not None else self.root
        if portion.plan is not None:
            plan = config.estates[portion.plan]
        elif portion.path is not None:
            parts = tuple(self._split(portion.path, None))
            estates = self._estates([self._called(part, portion.taken) for part in parts], folder, config)
            return tuple((part.plan.name, estates[number]) for number, part in enumerate(parts))
        else:
            plan = plan_of(portion.name, portion.singles)
        (estate,) = self._estates([Part(plan, self._content(plan, folder))], folder, config)
        return ((plan.name, estate),)

    def _estates(self, parts: Sequence[Part], folder: Path, config: Config) -> tuple[Estate, ...]:
        """The estates of these parts, with what the configuration says of them."""
        beside = Path(os.path.relpath(folder, self.root))
        estates = tuple(self._estate(part, folder, beside)._replace(peak=config.peak) for part in parts)
        if not config.expectations:
            return estates
        from gwe_lint.loading.expectations import with_expectations  # noqa: PLC0415  expectations are rare

        return tuple(with_expectations(estates, config))

    def _refuse_missing(self, paths: tuple[Path, ...]) -> None:
        missing = [f"{path.as_posix()}: no such file or folder" for path in paths if not self._exists(path)]
        if missing:
            raise Untrusted(missing)

    def document(self, path: Path) -> Document:
        """The document in one file, whatever its name. Raises ``Untrusted`` where there is none to read."""
        if not self._exists(path):
            raise Untrusted([f"{path.as_posix()}: no such file"])
        found = self._reader().read(os.fspath(self.absolute(path)), named=True)
        if isinstance(found, Document):
            return found
        what = f"this is {found.what}: {found.advice}" if found else "no export"
        raise Untrusted([f"{self.shown(path)}: {what}"])

    def to_import(self, path: Path) -> ImportFiles:
        """The files of an import: this one, or those in this folder. Raises ``Untrusted`` for a folder without any."""
        return files_to_import(path, self.root, self.shown)

    def outside(self, config: Config, paths: tuple[Path, ...], estates: Sequence[Estate]) -> tuple[str, ...]:
        """Which folders below the paths hold exports that belong to no configured estate, as reasons."""
        folders = [self.absolute(path) for path in paths if (self.root / path).is_dir()]
        if not (config.estates and folders):
            return ()
        return exports_outside(folders, self._search(()), self._reader(), estates)

    def without(self, files: Iterable[Path]) -> "Loader":
        """The loader that leaves out these files, and no others of their names."""
        return self._replace(skipped=self.skipped | {spot_of(self.absolute(file)) for file in files})

    def _exists(self, path: Path) -> bool:
        try:
            os.stat(os.path.join(self.root, path))  # noqa: PTH116  in half of the time that pathlib takes
        except PermissionError:  # which is said when it is opened
            return True
        except (OSError, ValueError):  # a link to nowhere, or a name that no file can have
            return bool(self.stdin and self.stdin[0] == path)
        return True

    def _search(self, of_estate: tuple[str, ...]) -> Search:
        return Search(self.shown, self.stdin[0] if self.stdin else None, of_estate, self.exclude, self.skipped)

    def _reader(self, code_page: str | None = None) -> FileReader:
        page = self.code_page or code_page or ""
        return FileReader(self.redactor, self.shown, self.stdin, page, self.code_pages, self.sources, self.known)

    def _parts(self, paths: tuple[Path, ...], known: Collection[str] | None) -> list[Part]:
        """The estates of paths without a configuration, each with a name that no other one has."""
        folders, singles = self._given(paths)
        parts = [part for path in steps(folders, len(folders), "folder") for part in self._split(path, known)]
        names = Counter(part.plan.name for part in parts)
        taken = frozenset(name for name, count in names.items() if count > 1)
        named = [self._called(part, taken) for part in parts]
        if singles:
            plan = plan_of(SINGLE_FILES, singles)
            named.append(Part(plan, self._content(plan, self.root)))
        return named

    def _given(self, paths: tuple[Path, ...]) -> tuple[list[Path], tuple[str, ...]]:
        """The folders among the paths, as they are shown, and the files that lie in none of them."""
        folders = {self.shown(path): path for path in paths if (self.root / path).is_dir()}
        inside = [self.absolute(folder) for folder in folders.values()]
        singles = tuple(
            path.as_posix()
            for path in paths
            if self.shown(path) not in folders and not any(self.absolute(path).is_relative_to(each) for each in inside)
        )
        return [path for _, path in sorted(folders.items())], singles

    def _called(self, part: Part, taken: Collection[str]) -> Part:
        """The part with its own name, or that of its path where others have the name as well."""
        name = part.plan.name
        if name not in taken and name != SINGLE_FILES:
            return part
        return part._replace(plan=part.plan._replace(name=self.shown(Path(part.plan.paths[0]))))

    def _split(self, path: Path, known: Collection[str] | None) -> Iterator[Part]:
        """The estates of a folder: one, or one for each folder below it that is an estate of its own."""
        plan = plan_of(name_of(self.absolute(path)), (path.as_posix(),))
        content = self._content(plan, self.root)
        place = self.shown(path.joinpath(*content.common))
        division = division_of(content.by_folder(), place, self.catalogue, known)
        if not division.folders:
            yield Part(plan, content, division.sentence)
            return
        others, parts = content.split(division.folders)
        beside = [self.shown(path.joinpath(*content.common, name)) if name else file for name, file in others]
        for folder, part in parts.items():
            inside = self.shown(path.joinpath(*content.common, folder))
            yield Part(plan_of(folder, (inside, *dict.fromkeys(beside))), part, division.sentence)

    def _content(self, plan: EstateConfig, folder: Path) -> Content:
        """What is found for a plan. Raises ``Untrusted`` for a path that is not there or cannot be read."""
        bases = [Path(os.path.abspath(os.path.join(folder, text))) for text in plan.paths]
        for text, base in zip(plan.paths, bases, strict=True):
            if not self._exists(base):
                spot = plan.place._replace(where=(*plan.place.where, "paths")) if plan.place else None
                raise Untrusted([f"{spot}: estate {plan.name!r}: {text}: no such file or folder"])
        return content_of(self._search(plan.exclude).files(bases), self._reader(plan.encoding))

    def _estate(self, part: Part, folder: Path, beside: Path) -> Estate:
        plan, content, documents = part.plan, part.content, part.content.read
        given = (Path(os.path.abspath(folder / path)) for path in plan.paths)
        names = names_of_folders(documents, (self.shown(path) for path in given if path.is_dir()))
        applications = with_reference_names(
            declared(
                plan,
                applications_of(documents, names),
                beside,
                is_former=self.is_former,
            ),
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
            left_out=tuple(left_out for _, left_out in content.left_out),
            excluded=content.excluded,
            paths=plan.paths,
            grouping=part.grouping,
            assumptions=tuple(assumptions(plan.name, applications)),
            patterns=tuple(patterns_of(plan, content.excluded)),
        )

    def with_applications(self, estate: Estate, applications: tuple[Application, ...]) -> Estate:
        """The estate with other applications, and with what is assumed of these."""
        assumed = tuple(assumptions(estate.name, applications))
        return estate._replace(applications=applications, assumptions=assumed)

    def with_references(self, estate: Estate, applications: Iterable[Application]) -> tuple[Application, ...]:
        """The applications; each reference by DBID has a name where it is known among them or in the estate."""
        return with_reference_names(applications, [each for document in estate.documents for each in document.tenants])

    def absolute(self, path: Path) -> Path:
        """The absolute path. A link is followed only where its target is below ``root`` and the path given is not."""
        return absolute_path(self.root, path)

    def shown(self, path: Path | str) -> str:
        """The path as reports show it: POSIX, relative to the working directory."""
        return shown_path(self.root, path)
