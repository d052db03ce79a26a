"""Blocks of a CFG file that are plain from the header to the next one: nothing in them has to be looked at twice."""

import re
from collections.abc import MutableMapping, Sequence
from typing import NamedTuple

from gwe_lint.exports.lazy_options import LazyOptions
from gwe_lint.exports.plain_texts import PlainTexts
from gwe_lint.exports.readers.builder import Builder
from gwe_lint.exports.readers.decode import Text
from gwe_lint.exports.records import Header, Kind, Option, Section
from gwe_lint.exports.redactor import Redactor
from gwe_lint.exports.secret_lines import BREAKS_OFF, expects_secret
from gwe_lint.exports.secret_names import is_section_of_secrets
from gwe_lint.text import escaped, utf16_length

_INVISIBLE = "[\x01-\x08\x0a-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
# Nothing that could be read in two ways; whether such a name holds a secret is asked of the redactor.
_SECTION = re.compile(r"(?a)[\w.:*-]+(?: [\w.:*-]+)*").fullmatch


class Block(NamedTuple):
    """A part of a file that begins with a line in which a section may open."""

    line: int  # of its first line, from 1
    text: str
    section: str = ""
    values: dict[str, str] | None = None  # by name; None where its lines have to be read one by one

    @property
    def lines(self) -> Sequence[str]:
        """Its lines without their ends."""
        return self.text.split("\n")


def blocks_of(text: Text, plain: PlainTexts) -> list[Block]:
    """The blocks of a file; none where it may have lone carriage returns or NUL bytes."""
    body = text.text.replace("\r\n", "\n") if text.newline == "crlf" else text.text
    body = body[:-1] if body.endswith(("\n", "\r")) else body  # of the last line; any other return is a character
    if "\r" in body or "\0" in body:
        return []
    blocks, line = [], 1
    for number, part in enumerate(body.split("\n[")):
        block = _block(line, f"[{part}" if number else part)
        blocks.append(block)
        line += block.text.count("\n") + 1
    return _without_secrets(blocks, plain)


def _block(line: int, text: str) -> Block:
    """The block, with its options where each line has one, no two of one name, and nothing else."""
    header, *lines = text.rstrip("\n").split("\n")
    if header[:1] != "[" or header[-1:] != "]" or not _SECTION(header[1:-1]):
        return Block(line, text)
    try:
        values = dict([each.split("=", 1) for each in lines])
    except ValueError:
        return Block(line, text)
    return Block(line, text, header[1:-1], values if 0 < len(values) == len(lines) else None)


def _without_secrets(blocks: list[Block], plain: PlainTexts) -> list[Block]:
    """The blocks. One in which anything may be a secret is left to be read line by line."""
    names, values = plain.judge_sections([(block.section, block.values) for block in blocks if block.values])
    if not names and not values:
        return blocks
    return [
        block
        if block.values is None or (names.isdisjoint(block.values) and values.isdisjoint(block.values.values()))
        else block._replace(values=None)
        for block in blocks
    ]


class BlockBuilder(Builder):
    """A builder that can take a plain block as a whole, and knows what the lines before it announce."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__(redactor)
        self.section: str | None = None
        self.judged_as = ""  # the section that a damaged header names, where that is called after secrets
        self.opened: Section | None = None
        self.options: MutableMapping[str, Option] = {}
        self.after_secret = False
        self.in_private_key = False

    def opens(self, block: Block, values: dict[str, str]) -> bool:
        """Take the block as a whole; False where what stands before it, or its section, may make it a secret."""
        name = block.section
        if self.in_private_key or name in self.sections or is_section_of_secrets(name):
            return False
        if not self.redactor.plain.shows(name, self.redactor.shows):
            return False
        self.section, self.judged_as, self.after_secret = name, "", False
        options = LazyOptions(name, block.line + 1, values)
        self.records.append(header := Header(name, block.line, 1, len(name) + 3))
        self.sections[name] = self.opened = Section(header, options)
        self.options = options
        self.records.add(options)
        return True

    @property
    def judging_section(self) -> str:
        """The section by which secrets are judged."""
        return self.judged_as or self.section or ""

    def may_continue(self, name: str, value: str) -> bool:
        """True where the secret that this option announces may stand in the next line."""
        if not value.strip():
            return self.redactor.holds_secret(self.judging_section, name)
        return value.endswith(BREAKS_OFF) and expects_secret(value)

    def redacted(self, name: str, value: str) -> tuple[str, Kind]:
        """The value of an option as it may be shown, and its kind."""
        return self.redactor.value(self.judging_section, name, value)

    def judge_by(self, line: str) -> None:
        """What follows is secret where the line is a damaged header of a section that is called after secrets."""
        begins, _, words = line.partition("[")
        if words and not begins.strip():
            said = (words, *(re.split(ends, words.strip())[0] for ends in (r"[\]=#;]", r"[\]=#;\s]")))
            self.judged_as = next(filter(is_section_of_secrets, said), self.judged_as)

    def report_invisible(self, line: str) -> None:
        """Report the first character in the latest line that cannot be seen, where there is one."""
        match = re.search(_INVISIBLE, line)
        if match:
            what = "a lone carriage return" if match[0] == "\r" else f"the character {escaped(match[0])}"
            message = f"{what} stands in this line, cannot be seen, and is read as part of it"
            self.report("control-character", message, "remove it unless it is meant", self.records[-1])

    def unjoined_column(self, option: Option) -> int:
        """Where the plain name begins, behind the section and the slash."""
        return option.column + utf16_length(option.section) + 1
