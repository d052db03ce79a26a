"""What could not be read: which options it may hide, and how people have it read."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from gwe_lint.exports.records import Problem
from gwe_lint.text import quoted
from tests.former.readers.decode import marked

CUT = "which was not read to its end"
ROWS_MISSING = "of which not all rows were read"
# What a problem of these kinds hides: an option whose name, or whose section, nobody knows.
_HIDES = {"malformed-line": "of which line {} was not read", "outside-section": "of which line {} is in no section"}
_SAVE = "save the file as UTF-8, or export it again"


def what_hides(kind: str, line: int) -> str:
    """What of an export may hide an option after a problem of this kind; empty for a problem that hides none."""
    return _HIDES.get(kind, "").format(line)


class Undecodable:
    """The lines of one file that could not be decoded. They show in what code page it probably is."""

    def __init__(self, lines: Iterable[bytes], encoding: str, *, declares: bool = False) -> None:
        self._lines = tuple(lines)
        self._encoding = encoding
        self._declares = declares  # True: XML, which says its encoding itself

    def message(self, offset: int) -> str:
        """What is wrong with a line whose first wrong byte is at this offset of the file."""
        return f"this line is not valid {self._encoding.upper()} (byte offset {offset}), so it was not read"

    def read(self, line: bytes) -> str | None:
        """A line as it is in the likely code page; None where none is likely."""
        try:
            return line.decode(self._guess[0]).strip("\r") if self._guess else None
        except UnicodeDecodeError:
            return None

    def help(self, shown: str | None = None) -> str:
        """What to do about a line. ``shown`` is how it reads in the likely code page, where that may be shown."""
        if not self._guess:
            return _SAVE if self._encoding.startswith("utf-") else f"name another code page, or {_SAVE}"
        code_page, title = self._guess
        known = f"in {title} it is {quoted(shown)}" if shown else f"it is probably {title}"
        if self._declares:
            return f'{known}; if so, have its first line declare encoding="{code_page}", or {_SAVE}'
        declared = f'encoding = "{code_page}" in the [[estate]] of gwe-lint.toml'
        return f"{known}; if so, set {declared}, or use --encoding {code_page}; or save the file as UTF-8"

    @cached_property
    def _guess(self) -> tuple[str, str] | None:
        if self._encoding != "utf-8":
            return None
        from tests.former.readers.likely_code_page import likely_code_page  # noqa: PLC0415  rarely needed

        return likely_code_page(self._lines)


def repaired(data: bytes, *, declares: bool = False) -> tuple[str, tuple[Problem, ...]] | None:
    """The text of a document that should be UTF-8, with marks, and a problem for each line that has one.

    None where the document is UTF-8. ``declares`` is True for XML, which says its encoding itself.
    """
    try:
        data.decode()
    except UnicodeDecodeError:
        return marked(data, "utf-8"), tuple(_problems(data.split(b"\n"), declares=declares))
    return None


def _problems(lines: Sequence[bytes], *, declares: bool) -> Iterator[Problem]:
    wrong: dict[int, int] = {}  # byte offset in the file, by line number
    offset = 0
    for number, line in enumerate(lines, 1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            wrong[number] = offset + error.start
        offset += len(line) + 1
    undecodable = Undecodable((lines[number - 1] for number in wrong), "utf-8", declares=declares)
    for number, place in wrong.items():
        yield Problem("undecodable", undecodable.message(place), undecodable.help(), number)
