"""CFG and CONF, the option export of Genesys Administrator and GAX: ``[section]``, ``name=value``, no escapes.

Values are not trimmed, and the first ``=`` ends a name. There are no continuation lines and no inline comments.
The standard ``configparser`` damages these files (docs/decisions.md), so this reader is our own.
"""

import re
from collections.abc import Mapping, Sequence
from sys import intern
from typing import Literal

from gwe_lint.exports.detect import NO_OPTION, identity_in_file_name
from gwe_lint.exports.readers.builder import MOST_OPTIONS, UNLESS_MEANT, TooMuch, not_read
from gwe_lint.exports.readers.cfg_blocks import BlockBuilder, blocks_of
from gwe_lint.exports.readers.decode import Text, is_readable, read_text
from gwe_lint.exports.readers.unread import CUT, Undecodable
from gwe_lint.exports.records import UNKNOWN, Disabled, Document, Header, Kind, Malformed, Option, Section
from gwe_lint.exports.redactor import Redactor
from gwe_lint.exports.secret_lines import (
    BREAKS_OFF,
    is_in_private_key,
    may_continue_secret,
    opens_private_key,
    shown_beginning,
)
from gwe_lint.exports.secret_names import is_section_of_secrets, secret_by_name
from gwe_lint.exports.secret_shapes import secret_by_shape, suspicious
from gwe_lint.text import quoted, utf16_length

_BLANKS = " \t"
# Printable ASCII, no blank around name or value, and nothing that begins like a header, a comment or a joined name.
# Each line has one way to match.
_PLAIN = re.compile(r"([!$-.0-:<>-Z\\^-~][!-.0-<>-~]*)=((?:[!-~]+(?: +[!-~]+)*)?)\r?").fullmatch
_new = tuple.__new__


def read_cfg(data: bytes, path: str, redactor: Redactor, code_page: str = "") -> Document:
    """Every section, option, comment and malformed line of the file, with its place, and all that is wrong with it."""
    text = read_text(data, code_page)
    reading = _Reading(text, redactor)
    try:
        reading.read()
    except TooMuch as reason:
        reading.problems.append(not_read(reason))
        reading.unread = CUT
    export = reading.export(path, "cfg", *identity_in_file_name(path))
    return Document(path, "cfg", (export,), encoding=text.encoding, bom=text.bom, newline=text.newline)


class _Reading(BlockBuilder):
    """One pass over the lines of one file."""

    def __init__(self, text: Text, redactor: Redactor) -> None:
        super().__init__(redactor)
        self.problems += text.problems
        self.text = text
        self.undecodable = Undecodable((each.raw for each in text.unread.values()), text.encoding)

    def read(self) -> None:
        """Read all: blocks of plain lines as a whole, and the others line by line."""
        if self.text.text.count("\n") >= MOST_OPTIONS and len(self.text.lines) > MOST_OPTIONS:
            raise TooMuch(f"it has more than {MOST_OPTIONS:,} lines")
        blocks = () if self.text.unread else blocks_of(self.text, self.redactor.plain)
        if blocks:
            for block in blocks:
                if block.values is None or not self.opens(block, block.values):
                    self._read_lines(block.lines, block.line)
        else:
            self._read_lines(self.text.lines, 1)
        if not self.problems and not any(section.options for section in self.sections.values()):
            self.problems.append(NO_OPTION)

    def _read_lines(self, lines: Sequence[str], start: int) -> None:
        harmless: Mapping[str, bool] = {}
        keep, section, is_plain = self.records.append, self.section or "", False
        known = self.redactor.plain
        for number, line in enumerate(lines, start):
            plain = _PLAIN(line)
            if plain and not (self.after_secret and may_continue_secret(line)):
                name, value = plain.groups()
                if (
                    (harmless.get(name) or (name in known.names and is_plain))
                    and name not in self.options
                    and not (self.in_private_key or value.endswith(BREAKS_OFF))
                    and (value in known.values or not suspicious(value))
                ):
                    name = intern(name)  # the same on all applications of a kind
                    option = _new(Option, (section, name, value, number, 1, len(name) + 2, "string"))
                    keep(option)
                    self.options[name] = option
                    self.after_secret = False
                    continue
            self._line(line.removesuffix("\r"), number)
            if self.section is not None:
                section = self.section
                harmless = self.redactor.harmless_names(self.judging_section)
                is_plain = not is_section_of_secrets(self.judging_section)

    def _line(self, line: str, number: int) -> None:
        first = line.lstrip(_BLANKS)[:1]
        if number in self.text.unread or "\0" in line:
            self._unread(line, number)
            return
        if not first:
            return
        if self.in_private_key and is_in_private_key(line):
            self.after_secret = True
            self.in_private_key = "-----END" not in line
            self._malformed(line, number)
            return
        self.in_private_key = opens_private_key(line)
        if self.after_secret and first not in "[#;" and may_continue_secret(line):
            self._malformed(line, number)
            return
        if first == "[" and line.rstrip(_BLANKS).endswith("]"):
            self._header(line, number)
        elif first in "#;":
            self._disabled(line, number)
        elif first != "=" and "=" in line:
            self._option(line, number)
        else:
            self._malformed(line, number)
        if not line.isprintable():
            self.report_invisible(line)

    def _unread(self, line: str, number: int) -> None:
        """A line of which a part cannot be read: the name of its option is kept, where it can be read."""
        option = self._of_unread(line, number)
        at = option or number
        part: Literal["name", "value"] = "value" if option else "name"
        undecodable = self.text.unread.get(number)
        if not undecodable:
            column = utf16_length(line[: line.index("\0")]) + 1
            message = f"NUL byte at column {column}; the line was not read"
            self.report("nul-byte", message, "export the file again", at, part)
            self.after_secret = True  # it may have been one
            return
        shown = self._shown(self.undecodable.read(undecodable.raw))
        message = self.undecodable.message(undecodable.offset)
        self.report("undecodable", message, self.undecodable.help(shown), at, part)
        self.after_secret = shown is None

    def _of_unread(self, line: str, number: int) -> Option | None:
        """The option of the line, without its value. Without one the line may hide any, unless it is a comment."""
        first, (name, equals, _) = line.lstrip(_BLANKS)[:1], line.partition("=")
        beginning = line[: next((offset for offset, char in enumerate(line) if not is_readable(char)), 0)]
        continues = self.after_secret and may_continue_secret(beginning)
        if first == "[" and line.rstrip(_BLANKS + "\r").endswith("]"):
            self.section, self.opened = "", Section(Header("", number, 1, 1), {})  # nobody knows which
            self.options = self.opened.options
        elif self.opened and equals and first not in "#;" and self._is_name(name) and not continues:
            return self._add(name, self.redactor.text(name.strip(_BLANKS)), UNKNOWN, "unknown", number)
        self.judge_by(line)
        if first not in ("#", ";"):
            self.hide(number)
        return None

    @staticmethod
    def _is_name(text: str) -> bool:
        """True for a name that can be read, with blanks around it or without."""
        return bool(text.strip(_BLANKS)) and is_readable(text)

    def _shown(self, line: str | None) -> str | None:
        """A decoded line, where it may be shown: a header, or an option that is no secret and begins none."""
        name, equals, value = (line or "").partition("=")
        if self.after_secret or self.redactor.text(name) != name:
            return None
        name = name.strip(_BLANKS)
        if not equals:
            return line if name[:1] == "[" else None
        is_plain = self.redacted(name, value)[1] == "string"
        return line if is_plain and not self.may_continue(name, value) else None

    def _header(self, line: str, number: int) -> None:
        stripped = line.strip(_BLANKS)
        name = self.redactor.text(stripped[1:-1])
        column = len(line) - len(line.lstrip(_BLANKS)) + 1
        header = Header(name, number, column, column + utf16_length(stripped))
        self.section, self.judged_as, self.after_secret = name, "", False
        if "]=[" in stripped.replace(" ", ""):
            help = "it is read as a section header: everything between the first [ and the last ]"
            self.report("odd-name", "a section header or an option? both fit", help, header)
        self.opened = self.enter(header)
        self.options = self.opened.options

    def _option(self, line: str, number: int) -> None:
        written, _, value = line.partition("=")
        self.judge_by(written)
        name = self.redactor.text(written.strip(_BLANKS))
        joined = f"{self.section}/"
        plain = name.removeprefix(joined) if name != joined else name
        value, kind = self.redacted(plain, value)
        self.after_secret = kind == "secret" or self.may_continue(plain, value)
        self._add(written, name, value, kind, number)

    def _add(self, written: str, name: str, value: str, kind: Kind, number: int) -> Option:
        """Add an option. Its name is ``written`` so in the line: with blanks around it, or with a secret in it."""
        blanks = len(written) - len(written.lstrip(_BLANKS))
        value_column = (len(written) if written.isascii() else utf16_length(written)) + 2
        option = Option(self.section or "", name, value, number, 1 + blanks, value_column, kind)
        self.records.append(option)
        if written[0] in _BLANKS or written[-1] in _BLANKS:
            message = f"blanks around the name {quoted(name)} were removed"
            self.report("outer-blanks", message, UNLESS_MEANT, option)
        else:
            self.judge_blanks(option, "name")
        self.judge_blanks(option, "value")
        if self.opened is None:
            message = f"option {quoted(name)} stands before the first section, so it belongs to none"
            self.report("outside-section", message, "put it under its [section]", option)
        else:
            self.keep(option, self.opened)
        return option

    def keep(self, option: Option, section: Section) -> None:
        """Keep the option in the section. One that begins like a header is reported."""
        if option.name[0] == "[":
            help = "if it was meant as a section header, it has to end with ]"
            self.report("odd-name", f"an option whose name begins with [: {quoted(option.name)}", help, option)
        super().keep(option, section)

    def _disabled(self, line: str, number: int) -> None:
        rest = line.lstrip(_BLANKS)[1:]
        name, equals, value = rest.partition("=")
        if not equals:
            self.after_secret = secret_by_name(rest) or secret_by_shape(rest)
            text = "…" if secret_by_shape(rest) else shown_beginning(line)
            self.records.append(Disabled(self.section, None, None, text, number))
            return
        shown = self.redactor.text(name)
        value, kind = self.redacted(shown.strip(_BLANKS), value)
        self.after_secret = kind == "secret" or self.may_continue(shown.strip(_BLANKS), value)
        text = line if kind == "string" and shown == name else f"{line[: len(line) - len(rest)]}{shown}={value}"
        self.records.append(Disabled(self.section, shown, value, text, number))

    def _malformed(self, line: str, number: int) -> None:
        text = "…" if self.after_secret or secret_by_shape(line) else shown_beginning(line)
        self.after_secret = self.after_secret or secret_by_name(line) or secret_by_shape(line)
        self.judge_by(line)
        malformed = Malformed(self.section, text, number)
        self.records.append(malformed)
        stays = f"; section {quoted(self.section)} stays open" if self.section and line.lstrip()[:1] == "[" else ""
        message = f"neither a section nor an option: {quoted(text)}{stays}"
        self.report("malformed-line", message, "write name=value or [section]; a value cannot span lines", malformed)
