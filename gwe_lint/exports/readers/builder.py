"""The builder of all readers: it collects options into sections, in order, without secrets, and tells of duplicates."""

import re
from collections.abc import Mapping
from sys import intern
from typing import Literal

from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.lazy_options import RecordsSoFar
from gwe_lint.exports.readers.counted import Counted
from gwe_lint.exports.readers.decode import first_unread
from gwe_lint.exports.readers.unread import what_hides
from gwe_lint.exports.records import (
    UNKNOWN,
    Completeness,
    Deleted,
    Export,
    Header,
    Identity,
    Kind,
    Option,
    Problem,
    Record,
    Section,
)
from gwe_lint.exports.redactor import SUPPRESSED, Redactor
from gwe_lint.exports.secret_shapes import suspicious
from gwe_lint.text import escaped, quoted

MOST_LEVELS = 64  # of elements in elements, or values in values; exports have ten
MOST_OPTIONS = 1_000_000  # and sections of a file, in up to 1,600 bytes each. Also lines of CFG, elements of XML
_INVISIBLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
UNLESS_MEANT = "remove them unless they are meant"
_WITHOUT_VALUE: Mapping[Kind, str] = {"list": "", "suppressed": SUPPRESSED, "unknown": UNKNOWN}


class TooMuch(Exception):
    """The file exceeds a limit of size, so it was not read to its end. The message names the limit."""


class NotReadable(Exception):
    """The document cannot be read any further. The message quotes nothing of it."""

    def __init__(self, message: str, help: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.help, self.line, self.column = message, help, line, column


def not_read(reason: NotReadable | TooMuch) -> Problem:
    """The problem of a file that was read no further."""
    message = f"the file was not read to its end: {reason}"
    if isinstance(reason, TooMuch):
        return Problem("not-read", message, "export less into one file", 1)
    return Problem("not-read", message, reason.help, reason.line, column=reason.column)


class Builder:
    """Collects the options of one tree of one application. Secrets are replaced on the way in."""

    def __init__(self, redactor: Redactor) -> None:
        self.redactor = redactor
        self.records = RecordsSoFar()
        self.sections: dict[str, Section] = {}
        self.problems: list[Problem] = []
        self.unread = ""  # as in Export

    def report(
        self,
        kind: str,
        message: str,
        help: str,
        at: Record | int,
        part: Literal["name", "value"] = "name",
        *,
        hides: bool = True,
    ) -> None:
        """Note a problem, at a record or a line. One that does not let all be read ``hides`` an option."""
        line, record = (at, None) if isinstance(at, int) else (at.line, at)
        self.problems.append(Problem(kind, message, help, line, record, part))
        if hides:
            self.unread = self.unread or what_hides(kind, line)

    def hide(self, line: int) -> None:
        """Note that this line may set any option."""
        self.unread = self.unread or what_hides("malformed-line", line)

    @property
    def size(self) -> int:
        """How many options there are."""
        return sum(len(section.options) for section in self.sections.values())

    def export(
        self,
        path: str,
        format: str,
        identity: Identity,
        completeness: Completeness | None = None,
        *,
        annex: "Builder | None" = None,
        at: tuple[int, int, int] = (1, 1, 1),
    ) -> Export:
        """The export of one application; ``at`` is line, column and end column of its object.

        The default of ``completeness`` is that of the format.
        """
        return Export(
            path=path,
            format=format,
            completeness=completeness or FORMATS[format].completeness,
            records=self.records.all(),
            sections=self.sections,
            problems=(*self.problems, *(annex.problems if annex else ())),
            size=self.size,
            identity=identity,
            annex=annex.sections if annex else None,
            line=at[0],
            column=at[1],
            end_column=at[2],
            unread=self.unread or (annex.unread if annex else ""),
        )

    def judge_blanks(self, option: Option, part: Literal["name", "value"]) -> None:
        """Note blanks at an end of the name or the value of an option."""
        text = option.name if part == "name" else option.value
        if text == text.strip() or (part == "value" and option.kind != "string"):
            return
        what = f"the {'name' if part == 'name' else 'value of'} {quoted(option.name)}"
        also = ", and they are part of it" if part == "name" else ""
        message = f"{what} has blanks at its {_which_end(text)}{also}"
        self.report("outer-blanks", message, UNLESS_MEANT, option, part)

    def enter(self, header: Header) -> Section:
        """Open a section, or again the one of that name, which is a problem."""
        name = header.section
        self.records.append(header)
        if opened := self.sections.get(name):
            message = f"section {quoted(name)} is opened again; it was first opened in line {opened.header.line}"
            self.report("section-reopened", message, "move its options together", header)
            return opened
        if not name.strip():
            self.report("odd-name", "this section has no name", "name it, or remove it", header)
        self.sections[name] = section = Section(header, {})
        return section

    def keep(self, option: Option, section: Section) -> None:
        """Put the option into the section. A duplicate replaces the one before, and both stay among the records."""
        options = section.options
        name = option.name
        if name.startswith(option.section) and name[len(option.section) : len(option.section) + 1] == "/":
            option = self._without_section_prefix(option)
        if before := options.get(option.name):
            same = "with the same value" if option.value == before.value else "with another value"
            if option.kind == "unknown" or before.kind == "unknown":
                same = "once with a value that is not known"
            message = f"option {quoted(name)} stands twice in this section, {same}: line {before.line} has it too"
            self.report("duplicate-option", message, "remove one; the checks use the last one", option)
        options[option.name] = option

    def _without_section_prefix(self, option: Option) -> Option:
        """The option under its plain name, where the export has it as ``section/name`` inside of the section."""
        if not (plain := option.name[len(option.section) + 1 :]):
            return option
        message = f"{quoted(option.name)} repeats its section; it is read as {quoted(plain)}"
        self.report("joined-name", message, f"write {plain}= under [{option.section}]", option)
        return option._replace(name=plain, column=self.unjoined_column(option))

    def unjoined_column(self, option: Option) -> int:
        """Where the plain name of an option begins: where the element or value begins that carries the option."""
        return option.column


class StructuredBuilder(Builder):
    """The same for formats in which an element or a value of its own carries each option: XML, JSON, CSV.

    The builders of a file share ``counted``. In a ``damaged`` file marks stand for what could not be decoded.
    """

    def __init__(self, redactor: Redactor, counted: Counted | None = None, *, damaged: bool = False) -> None:
        super().__init__(redactor)
        self._counted = counted or Counted()
        self._damaged = damaged

    def section(self, name: str, line: int, column: int, end_column: int) -> Section:
        """The section of this name, opened here, or again."""
        self._count()
        return self.enter(Header(self.redactor.text(name), line, column, end_column))

    def section_of(self, name: str, line: int, column: int, end_column: int) -> Section:
        """The section of this name; opened here when it was not yet, as in a flat list, where that is no problem."""
        return self.sections.get(self.redactor.text(name)) or self.section(name, line, column, end_column)

    def option(self, section: Section, name: str, value: str | None, kind: Kind, at: tuple[int, int, int]) -> None:
        """An option with its value, or None where it has none; ``at`` is line, column and end column."""
        if self._damaged and first_unread(f"{section.header.section}{name}") >= 0:
            self.hide(at[0])
            return
        if self._damaged and value and first_unread(value) >= 0:
            value, kind = None, "unknown"
        harmless = self.redactor.harmless_names(section.header.section).get(name)
        if not (harmless and value and kind not in _WITHOUT_VALUE and not suspicious(value)):
            name, value, kind = self._redacted(section.header.section, name, value, kind)
        name = intern(name)  # the same on all applications of a kind
        option = Option(section.header.section, name, value, *at, kind)
        self.records.append(option)
        self._count()
        if not (value.isprintable() and name.isprintable() and value == value.strip() and name == name.strip() != ""):
            self._judge(option)
        if kind == "list":
            section.options[name] = option
        else:
            self.keep(option, section)

    def _count(self) -> None:
        if next(self._counted) > MOST_OPTIONS:
            raise TooMuch(f"it holds more than {MOST_OPTIONS:,} options and sections")

    def _redacted(self, section: str, name: str, value: str | None, kind: Kind) -> tuple[str, str, Kind]:
        """Name and value without secrets."""
        name = intern(self.redactor.text(name))  # before the redactor remembers it
        if kind in _WITHOUT_VALUE:
            return name, _WITHOUT_VALUE[kind], kind
        if value is None:
            return name, "", "absent"
        value, redacted_kind = self.redactor.value(section, name.removeprefix(f"{section}/") or name, value)
        return name, value, kind if redacted_kind == "string" else redacted_kind

    def _judge(self, option: Option) -> None:
        name, value = option.name, option.value
        self.judge_blanks(option, "name")
        if not name.strip():
            self.report("odd-name", "this option has no name", "name it, or remove it", option)
        self.judge_blanks(option, "value")
        both = "" if value.isprintable() and name.isprintable() else f"{name}{value}"
        if match := re.search(_INVISIBLE, both):
            message = f"the character {escaped(match[0])} stands in this option, cannot be seen, and is part of it"
            self.report("control-character", message, "remove it unless it is meant", option)

    def deleted(self, section: str, name: str, at: tuple[int, int, int]) -> None:
        """Note that a list of changes removes this option, or with an empty name the section."""
        self._count()
        self.records.append(Deleted(self.redactor.text(section), self.redactor.text(name), *at))


def _which_end(value: str) -> str:
    """Which ends of a text have blanks, in words."""
    if not value.strip():
        return "beginning and end"
    return " and ".join(name for name, char in (("beginning", value[0]), ("end", value[-1])) if char.isspace())
