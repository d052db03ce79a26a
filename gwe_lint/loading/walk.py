"""Find the files of an estate: what may be an export, what is left out before it is opened, and why."""

import os
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache, partial
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from gwe_lint.errors import Untrusted
from gwe_lint.estate.left_out import Excluded, LeftOut
from gwe_lint.exports.formats import endings
from gwe_lint.paths import WRITTEN_MARK, from_here

_NEVER_EXPORTS = (".toml", ".pyc")  # configurations and packs are TOML, and look like CFG
LINKED_FOLDER = "a link to a folder, which is not entered"
_LINK_OUT = "a link that leads out of the folder of its estate"
_OWN_FOLDER = "a folder that gwe-lint wrote, in which nothing is an export"


class FoundFile(NamedTuple):
    """A file that may be an export. ``named`` is True where the configuration or a flag names it."""

    path: str
    named: bool
    folders: tuple[str, ...] = ()  # in which it lies below the path of its estate, the outermost first


class Found(NamedTuple):
    """The files of an estate, each once and sorted, and what is left out unopened."""

    files: tuple[FoundFile, ...]
    left_out: tuple[tuple[tuple[str, ...], LeftOut], ...]  # each with its folders
    excluded: tuple[Excluded, ...]


class Search(NamedTuple):
    """How files are looked for: what is excluded, how paths are shown, and which file is standard input.

    Patterns of an estate are about what lies below its folders. Those of the whole run are about named files as well,
    and fit the path that is shown, too. Files in ``skipped`` are left out wherever they lie.
    """

    shown: Callable[[Path | str], str]
    stdin: Path | None = None
    of_estate: tuple[str, ...] = ()
    of_run: tuple[str, ...] = ()
    skipped: frozenset[Path] = frozenset()  # as ``spot_of`` has them

    def files(self, bases: Iterable[Path]) -> Found:
        """The files of an estate, below folders and named singly. Raises ``Untrusted`` where a folder cannot be read.

        A link counts where its target lies in one of the folders.
        """
        bases = tuple(bases)
        places = _Places()
        folders = frozenset(base for base in bases if base.is_dir())
        homes = [places.real_folder(os.fspath(base)) for base in bases if base in folders]
        files: dict[str, FoundFile] = {}
        real_paths: set[tuple[str, str]] = set()
        left_out: dict[str, tuple[tuple[str, ...], LeftOut]] = {}
        excluded: dict[str, Excluded] = {}
        for base in bases:
            folder = base if base in folders else None
            parts_below = lru_cache(maxsize=1)(partial(_parts_below, base))
            for place, name, why in self._walk(base, homes, places) if folder else ((*os.path.split(base), None),):
                below, path = parts_below(place) if folder else (), os.path.join(place, name)
                if patterns := self._excluding(path, folder):
                    excluded[self.shown(path)] = Excluded(self.shown(path), patterns)
                elif why:
                    left_out[self.shown(path)] = below, LeftOut(self.shown(path), *why, kind="unopened")
                elif (real := places.real_path(place, name)) not in real_paths:
                    real_paths.add(real)
                    files[path.replace(os.sep, "/")] = FoundFile(path, not folder, below)
        return Found(
            tuple(files[name] for name in sorted(files)),
            tuple(left_out.values()),
            tuple(excluded.values()),
        )

    def _excluding(self, place: str, folder: Path | None) -> tuple[str, ...]:
        """The patterns that leave out this file below a folder; without a folder, this file that is named."""
        if not (self.skipped or self.of_estate or self.of_run):
            return ()
        path = Path(place)
        if self.skipped and spot_of(path) in self.skipped:
            return (self.shown(path),)
        relative = path.relative_to(folder).as_posix() if folder else path.name
        fitting = _fitting(relative, self.of_estate) if folder else []
        fitting += _fitting(relative, self.of_run) or _fitting(self.shown(path), self.of_run)
        return tuple(fitting)

    def _walk(
        self, folder: Path, homes: list[str], places: "_Places"
    ) -> Iterator[tuple[str, str, tuple[str, str] | None]]:
        """What lies below a folder, each with its folder: files, and what is no file, with what it is and what to do.

        Hidden files, pipes and devices are skipped. Linked folders, and folders of our own, are not entered.
        """
        for base, folders, names in os.walk(folder, onerror=unreadable):
            visible = sorted(name for name in folders if not name.startswith("."))
            links = [name for name in visible if Path(base, name).is_symlink()]
            ours = [name for name in visible if os.path.lexists(os.path.join(base, name, WRITTEN_MARK))]
            folders[:] = [name for name in visible if name not in links and name not in ours]
            yield from ((base, name, (LINKED_FOLDER, "name its target as a path")) for name in links)
            yield from ((base, name, (_OWN_FOLDER, "keep it elsewhere")) for name in ours if name not in links)
            plain = places.plain_files(base)
            for name in sorted(names):
                if name.startswith(".") or name.lower().endswith(_NEVER_EXPORTS):
                    continue
                if name in plain:
                    yield base, name, None
                    continue
                path = Path(base, name)
                if may_be_read(path):
                    out = path.is_symlink() and not is_below(os.path.realpath(path), homes)
                    yield base, name, (_LINK_OUT, "copy the export into the folder") if out else None
        if self.stdin and self.stdin.is_relative_to(folder):
            yield *os.path.split(self.stdin), None


def _parts_below(base: Path, folder: str) -> tuple[str, ...]:
    return () if folder == os.fspath(base) else Path(folder).relative_to(base).parts


class _Places:
    """Where files really lie. Of each folder its real path is asked for once, and which files in it are no links."""

    def __init__(self) -> None:
        self._real: dict[str, str] = {}
        self._plain: dict[str, frozenset[str]] = {}

    def plain_files(self, folder: str) -> frozenset[str]:
        """The names of files in a folder that are no links, as the folder itself tells; none where it does not."""
        if folder not in self._plain:
            try:
                with os.scandir(folder) as entries:
                    plain = frozenset(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
            except OSError:  # each is looked at then
                plain = frozenset()
            self._plain[folder] = plain
        return self._plain[folder]

    def real_folder(self, folder: str) -> str:
        """The real path of a folder."""
        if folder not in self._real:
            self._real[folder] = os.path.realpath(folder)
        return self._real[folder]

    def real_path(self, folder: str, name: str) -> tuple[str, str]:
        """The real path of a file in a folder, as the folder and the name."""
        if name not in self.plain_files(folder):
            return os.path.split(os.path.realpath(os.path.join(folder, name)))
        return self.real_folder(folder), name


def spot_of(path: Path) -> Path:
    """Where a file lies, by whichever link to its folder it is reached. A link to a file is another file."""
    return Path(os.path.realpath(path.parent), path.name)


def unreadable(error: OSError) -> None:
    """Raise ``Untrusted`` for a folder that cannot be read."""
    raise Untrusted([f"{from_here(error.filename)}: cannot be read: {error.strerror}"])


def may_be_read(path: Path) -> bool:
    """True for a file, and for what may not be looked at.

    Also for a link with the name of an export that leads nowhere: to open it is an error.
    """
    try:
        return S_ISREG(path.stat().st_mode)
    except PermissionError:
        return True
    except OSError:
        return path.name.lower().endswith(endings())


def is_below(real: str, homes: Iterable[str]) -> bool:
    """True for a real path that is one of these folders, or lies below one."""
    return any(real == home or real.startswith(home.rstrip(os.sep) + os.sep) for home in homes)


def _fitting(relative: str, patterns: Iterable[str]) -> list[str]:
    """The patterns that fit the path or a folder above it; ``**/`` also stands for no folder at all."""
    parts = relative.split("/")
    prefixes = ["/".join(parts[: length + 1]) for length in range(len(parts))]
    fitting = []
    for pattern in patterns:
        plain = pattern.removeprefix("./").rstrip("/")
        forms = (plain, plain.removeprefix("**/"))
        if any(fnmatchcase(prefix, form) for form in forms for prefix in prefixes):
            fitting.append(pattern)
    return fitting
