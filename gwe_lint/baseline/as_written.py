"""A manifest as a snapshot wrote it, read in a fifth of the time that a parser of TOML takes. It says the same."""

import re
from typing import NamedTuple

from gwe_lint.baseline.writer import FORMAT
from gwe_lint.exports.deferred import KnownExport
from gwe_lint.loading.known_exports import KnownFile

_HEAD = f'format = "{FORMAT}"\n'
_TEXT = r'"([^"\\\x00-\x1f\x7f]*)"'  # a string without escapes
_NUMBER = r"(0|[1-9][0-9]{0,15})"
_FILE = re.compile(
    r'\n\[\[file\]\]\nname = "([^"/\\\x00-\x1f\x7f]+\.toml)"\nsha256 = "([0-9a-f]{64})"\n'
    rf"(?:source = {_TEXT}\n)?"
    rf"(?:as-read = \{{ seal = {_TEXT}, format = {_TEXT}, newline = {_TEXT}"
    rf"(?:, type = {_TEXT})?(?:, clue = {_TEXT})?(?:, said = {_TEXT})?(?:, beside = {_TEXT})?"
    rf", options = {_NUMBER}, unchanged = {_NUMBER}, known = {_NUMBER}, parts = {_NUMBER} \}}\n)?"
)


class AsWritten(NamedTuple):
    """The files of a manifest by name: the position of each, the path of its export, and what is known of that."""

    names: dict[str, int]
    sources: dict[str, str]
    known: dict[str, KnownFile]


def as_written(text: str) -> AsWritten | None:
    """What a manifest says; None for one in any other form, which may be valid all the same."""
    found = AsWritten({}, {}, {})
    end = len(_HEAD) if text.startswith(_HEAD) else 0
    for number, file in enumerate(_FILE.finditer(text, end) if end else ()):
        name, digest, source, seal, format, newline, type, clue, said, beside, *counts = file.groups("")
        if file.start() != end or name in found.names:
            return None
        end = file.end()
        found.names[name] = number
        found.sources[name] = source
        if counts[0]:
            size, unchanged, known, parts = map(int, counts)
            export = KnownExport(seal, format, newline, type, clue, size, unchanged, known, parts, said, beside)
            found.known[name] = KnownFile(name, digest, source, export)
    return found if end == len(text) > 0 else None
