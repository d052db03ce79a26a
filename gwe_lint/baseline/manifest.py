"""The manifest of a baseline: its files with their digests, and the exports that they were made of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from gwe_lint.baseline.as_written import as_written
from gwe_lint.baseline.reader import has_format
from gwe_lint.baseline.writer import FORMAT, MANIFEST, Listed
from gwe_lint.errors import Untrusted
from gwe_lint.exports.deferred import KnownExport
from gwe_lint.exports.formats import FORMATS
from gwe_lint.loading.known_exports import KnownFile
from gwe_lint.toml.document import TomlFile, parse_toml, toml_text
from gwe_lint.toml.table import Table
from gwe_lint.toml.writer import assignment, visible_string

_AS_READ = "as-read"
_NUMBERS = ("options", "unchanged", "known", "parts")
_NEEDED = frozenset(("seal", "format", "newline", *_NUMBERS))
_KINDS: Mapping[str, type] = {
    **dict.fromkeys(("seal", "format", "newline", "type", "clue", "said", "beside"), str),
    **dict.fromkeys(_NUMBERS, int),
}
_MISTAKES: Mapping[type | None, str] = {str: "must be a string", int: "must be an integer"}


class Manifest(NamedTuple):
    """The names of the files that belong to a baseline, each with its position, and when it was written."""

    path: str = MANIFEST
    names: Mapping[str, int] | None = None  # None: there is no manifest
    written: str = ""
    sources: Mapping[str, str] = {}  # the paths of the exports, by the names of their files
    file: TomlFile | None = None  # without its data
    known: Mapping[str, KnownFile] = {}  # what is known of the exports, by the names of their files

    @property
    def text(self) -> str:
        """The text of the file; empty without one."""
        return self.file.text if self.file else ""

    def line(self, name: str) -> int:
        """The line in which a file is named."""
        return self.file.line(("file", (self.names or {})[name], "name")) if self.file else 1


def manifest_text(files: Iterable[Listed], written: str = "") -> str:
    """The manifest of these files; ``written`` is a time as TOML has it."""
    lines = [assignment("format", FORMAT), *([f"written = {written}"] if written else [])]
    for file in sorted(files, key=lambda each: each.name):
        lines += ["", "[[file]]", assignment("name", file.name, visible_string)]
        lines.append(assignment("sha256", sha256(file.text.encode()).hexdigest()))
        if file.source:
            lines.append(assignment("source", file.source, visible_string))
        if file.known:
            lines.append(f"{_AS_READ} = {{ {', '.join(_as_read(file.known))} }}")
    return "\n".join(lines) + "\n"


def known_as_before(file: Listed, former: Mapping[str, KnownFile]) -> Listed:
    """The file with what was known of its export, if neither has changed since."""
    known = former.get(file.name)
    same = known and (known.digest, known.source) == (sha256(file.text.encode()).hexdigest(), file.source)
    return file._replace(known=known.known) if known and same else file


def without_known(text: str) -> str:
    """A manifest without what it knows of the exports: that is of no use to people, and nothing of it is approved."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(f"{_AS_READ} = "))


def _as_read(known: KnownExport) -> Iterator[str]:
    texts = {"seal": known.seal, "format": known.format, "newline": known.newline}
    rest = {"type": known.type, "clue": known.clue, "said": known.said, "beside": known.beside}
    numbers = zip(_NUMBERS, (known.size, known.unchanged, known.known, known.parts), strict=True)
    yield from (assignment(name, text, visible_string) for name, text in {**texts, **rest}.items() if text)
    yield from (assignment(name, number) for name, number in numbers)


def has_manifest(folder: Path) -> bool:
    """True for a folder with a manifest. Where nobody can look that is said when its exports are looked for."""
    try:
        return (folder / MANIFEST).is_file()
    except OSError:
        return False


def read_manifest(folder: Path, shown: Callable[[Path], str], problems: list[str]) -> Manifest:
    """The manifest in a folder of a baseline. Mistakes are added to the problems."""
    path = folder / MANIFEST
    if not has_manifest(folder):
        return Manifest()
    named = shown(path)
    try:
        text = toml_text(path, named)
    except Untrusted as error:
        problems += error.problems
        return Manifest(named)
    manifest, mistakes = _parsed(text, named)
    problems += mistakes
    return manifest


@lru_cache(maxsize=2)  # one run reads it for what it knows of exports, and for its files
def _parsed(text: str, shown: str) -> tuple[Manifest, tuple[str, ...]]:
    if found := as_written(text):
        known = {name: each for name, each in found.known.items() if _can_be(each.known)}
        return Manifest(shown, found.names, "", found.sources, TomlFile(shown, text, {}), known), ()
    problems: list[str] = []
    try:
        file = parse_toml(text, shown)
    except Untrusted as error:
        return Manifest(shown), tuple(error.problems)
    if not has_format(file, problems):
        return Manifest(shown), tuple(problems)
    return _manifest(file, problems), tuple(problems)


def _manifest(file: TomlFile, problems: list[str]) -> Manifest:
    top = Table(file, file.data, (), problems)
    sources: dict[str, str] = {}
    known: dict[str, KnownFile] = {}
    names = _listed_files(top, sources, known)
    top.done(known=("format", "written"))
    written = file.data.get("written")
    if written is not None and not isinstance(written, datetime):
        top.problem("must be a time such as 2026-11-30T06:00:00Z, without quotes", "written")
    text = written.isoformat().replace("+00:00", "Z") if isinstance(written, datetime) else ""
    return Manifest(file.path, names, text, sources, file._replace(data={}), known)


def _listed_files(top: Table, sources: dict[str, str], known: dict[str, KnownFile]) -> dict[str, int]:
    """The names of the listed files, each with its position. Exports are added to ``sources`` and ``known``."""
    names: dict[str, int] = {}
    for number, table in enumerate(top.tables("file")):
        name = table.required("name", r"[^/\\]+\.toml", "the name of a file in this folder, such as GWE.toml")
        digest = table.required("sha256", "[0-9a-f]{64}", "64 digits of a SHA-256")
        source = sources[name] = table.text("source") or ""
        if (as_read := table.table(_AS_READ)) and (export := _known(as_read)):
            known[name] = KnownFile(name, digest, source, export)
        table.done()
        if name and name in names:
            table.problem(f"{name!r} is listed twice", "name")
        names.setdefault(name, number)
    names.pop("", None)
    return names


def _known(table: Table) -> KnownExport | None:
    """What is known of an export; None where something of it is missing or cannot be, so that the export is read."""
    data = table.data
    mistaken = [name for name, value in data.items() if type(value) is not _KINDS.get(name)]
    for name in mistaken:
        table.problem(_MISTAKES.get(_KINDS.get(name), f"unknown key {name!r}"), name)
    if mistaken or not data.keys() >= _NEEDED:
        return None
    known = KnownExport(
        *(data["seal"], data["format"], data["newline"], data.get("type", ""), data.get("clue", "")),
        *(data["options"], data["unchanged"], data["known"], data["parts"], data.get("said", "")),
        data.get("beside", ""),
    )
    return known if _can_be(known) else None


def _can_be(known: KnownExport) -> bool:
    """True for a form of export that may be known, with counts of a pair. Whoever edits a manifest may write others."""
    row = FORMATS.get(known.format)
    if not row or not row.one_application or row.recorded:
        return False
    return all(0 <= count <= known.unchanged for count in (known.size, known.known, known.parts))
