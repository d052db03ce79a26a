"""CFG and CONF, the option export of Genesys Administrator and GAX: ``[section]``, ``name=value``, no escapes.

Values are not trimmed, and the first ``=`` ends a name. There are no continuation lines and no inline comments.
The standard ``configparser`` damages these files (docs/decisions.md), so this reader is our own.
"""

import re
from collections.abc import Mapping, MutableMapping
from sys import intern
from typing import Literal

from gwe_lint.exports.detect import identity_in_file_name
from gwe_lint.exports.records import UNKNOWN, Disabled, Document, Header, Kind, Malformed, Option, Section
from gwe_lint.text import escaped, quoted, utf16_length
from tests.former.readers.builder import MOST_OPTIONS, UNLESS_MEANT, Builder, TooMuch, not_read
from tests.former.readers.decode import Text, is_readable, read_text
from tests.former.readers.unread import CUT, Undecodable
from tests.former.redactor import Redactor
from tests.former.secret_lines import (
    expects_secret,
    is_in_private_key,
    may_continue_secret,
    opens_private_key,
    shown_beginning,
)
from tests.former.secret_names import is_section_of_secrets, secret_by_name
from tests.former.secret_shapes import secret_by_shape, suspicious

_BLANKS = " \t"
# Printable ASCII, no blank around name or value, and nothing that begins like a header, a comment or a joined name.
# Each line has one way to match.
_PLAIN = re.compile(r"([!$-.0-:<>-Z\\^-~][!-.0-<>-~]*)=((?:[!-~]+(?: +[!-~]+)*)?)\r?").fullmatch
_new = tuple.__new__
_INVISIBLE = re.compile("[\x01-\x08\x0a-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


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


class _Reading(Builder):
    """One pass over the lines of one file."""

    def __init__(self, text: Text, redactor: Redactor) -> None:
        super().__init__(redactor)
        self.problems += text.problems
        self.text = text
        self.section: str | None = None
        self.opened: Section | None = None
        self.options: MutableMapping[str, Option] = {}
        self.after_secret = False
        self.undecodable = Undecodable((each.raw for each in text.unread.values()), text.encoding)
        self.in_private_key = False
        self.judged_as = ""  # the section of secrets that a damaged header names; it did not look at that, and ought to

    def read(self) -> None:
        harmless: Mapping[str, bool] = {}
        keep, section = self.records.append, ""
        if len(self.text.lines) > MOST_OPTIONS:
            raise TooMuch(f"it has more than {MOST_OPTIONS:,} lines")
        for number, line in enumerate(self.text.popped_lines(), 1):
            plain = _PLAIN(line)
            if plain:  # inline, since nearly all lines of an export come this way
                name, value = plain.groups()
                follows = self.in_private_key or self._may_continue(
                    name, value
                )  # it did not look at that, and ought to
                if harmless.get(name) and name not in self.options and not follows and not suspicious(value):
                    name = intern(name)  # the same on all applications of a kind
                    option = _new(Option, (section, name, value, number, 1, len(name) + 2, "string"))
                    keep(option)
                    self.options[name] = option
                    self.after_secret = False
                    continue
            self._line(line.removesuffix("\r"), number)
            if self.section is not None:
                section = self.section
                harmless = self.redactor.harmless_names(self.judged_as or self.section)
        if not self.problems and not any(isinstance(each, Option) for each in self.records):
            self.report("empty-file", "the file holds no option", "export it again, or remove it", 1)

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
            self._control_characters(line)

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
        self._judge_by(line)
        if first not in ("#", ";"):
            self.hide(number)
        return None

    def _judge_by(self, line: str) -> None:
        """What follows a damaged header of a section of secrets is secret."""
        found = re.match(r"\s*\[(.+)", line, re.DOTALL)
        if found:
            said = (found[1], *(re.split(ends, found[1].strip())[0] for ends in (r"[\]=#;]", r"[\]=#;\s]")))
            self.judged_as = next(filter(is_section_of_secrets, said), self.judged_as)

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
        is_plain = self.redactor.value(self.judged_as or self.section or "", name, value)[1] == "string"
        return line if is_plain and not self._may_continue(name, value) else None

    def _control_characters(self, line: str) -> None:
        match = re.search(_INVISIBLE, line)
        if match:
            what = "a lone carriage return" if match[0] == "\r" else f"the character {escaped(match[0])}"
            message = f"{what} stands in this line, cannot be seen, and is read as part of it"
            self.report("control-character", message, "remove it unless it is meant", self.records[-1])

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
        self._judge_by(written)
        name = self.redactor.text(written.strip(_BLANKS))
        joined = f"{self.section}/"
        plain = name.removeprefix(joined) if name != joined else name
        value, kind = self.redactor.value(self.judged_as or self.section or "", plain, value)
        self.after_secret = kind == "secret" or self._may_continue(plain, value)
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

    def _may_continue(self, name: str, value: str) -> bool:
        """True where the secret that this option announces may stand in the next line."""
        if not value.strip():
            return self.redactor.holds_secret(self.judged_as or self.section or "", name)
        return value[-1] in "\"':=>" and expects_secret(value)

    def keep(self, option: Option, section: Section) -> None:
        """Keep the option in the section. One that begins like a header is reported."""
        if option.name[0] == "[":
            help = "if it was meant as a section header, it has to end with ]"
            self.report("odd-name", f"an option whose name begins with [: {quoted(option.name)}", help, option)
        super().keep(option, section)

    def unjoined_column(self, option: Option) -> int:
        """Where the plain name begins, behind the section and the slash."""
        return option.column + utf16_length(option.section) + 1

    def _disabled(self, line: str, number: int) -> None:
        rest = line.lstrip(_BLANKS)[1:]
        name, equals, value = rest.partition("=")
        if not equals:
            self.after_secret = secret_by_name(rest) or secret_by_shape(rest)
            text = "…" if secret_by_shape(rest) else shown_beginning(line)
            self.records.append(Disabled(self.section, None, None, text, number))
            return
        shown = self.redactor.text(name)
        value, kind = self.redactor.value(self.judged_as or self.section or "", shown.strip(_BLANKS), value)
        self.after_secret = kind == "secret" or self._may_continue(shown.strip(_BLANKS), value)
        text = line if kind == "string" and shown == name else f"{line[: len(line) - len(rest)]}{shown}={value}"
        self.records.append(Disabled(self.section, shown, value, text, number))

    def _malformed(self, line: str, number: int) -> None:
        text = "…" if self.after_secret or secret_by_shape(line) else shown_beginning(line)
        self.after_secret = self.after_secret or secret_by_name(line) or secret_by_shape(line)
        self._judge_by(line)
        malformed = Malformed(self.section, text, number)
        self.records.append(malformed)
        stays = f"; section {quoted(self.section)} stays open" if self.section and line.lstrip()[:1] == "[" else ""
        message = f"neither a section nor an option: {quoted(text)}{stays}"
        self.report("malformed-line", message, "write name=value or [section]; a value cannot span lines", malformed)
