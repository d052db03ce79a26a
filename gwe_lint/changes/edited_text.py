"""The text of an export with some options edited: every other line stays as it is, its end included.

It is for formats in which a line is an option.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import unified_diff
from typing import NamedTuple

from gwe_lint.estate.correction import Edit
from gwe_lint.estate.model import Application
from gwe_lint.exports.formats import FORMATS, reader_of
from gwe_lint.exports.one_object import part_with
from gwe_lint.exports.readers.decode import encoding_of
from gwe_lint.exports.records import NOT_WHOLE, Disabled, Document, Export, Header, Malformed, Option
from gwe_lint.exports.redactor import Redactor
from gwe_lint.text import escaped, quoted

_LINE = re.compile(r"([^\n]*?)(\r?\n|\r?\Z)")


class EditedFile(NamedTuple):
    """A file of exports, the application that it holds, and what of it is edited."""

    application: Application
    export: Export
    edits: tuple[Edit, ...]

    @property
    def by_line(self) -> bool:
        """True where the edits are lines of the file."""
        return FORMATS[self.export.format].columns == "name and value"


def edited_files(application: Application, edits: Iterable[Edit]) -> tuple[EditedFile, ...]:
    """The files that an application is exported to, with what is edited there. A new option joins its section."""
    export = application.export
    assert export is not None
    parts: dict[str, tuple[Export, list[Edit]]] = {}
    for edit in edits:
        part = part_with(export, edit.section, application.option(edit.section, edit.option))
        part = part if part is not export else export.files[0]
        parts.setdefault(part.path, (part, []))[1].append(edit)
    return tuple(EditedFile(application, part, tuple(own)) for part, own in parts.values())


def diff_of(file: EditedFile) -> Iterator[str]:
    """The lines of a unified diff of the export. No line holds a secret: each is made of what was read."""
    before = list(_shown(file.export))
    after = _edited([(line, "\n") for line in before], file)
    path = escaped(file.export.path)
    yield from map(escaped, unified_diff(before, [line for line, _ in after], path, path, lineterm=""))


def table_of(file: EditedFile) -> Iterator[str]:
    """The edits of an export in which a line is no option, as a table."""
    yield f"{escaped(file.export.path)}  {escaped(file.application.name)}"
    names = [escaped(f"[{each.section}] {each.option}") for each in file.edits]
    width = max(map(len, names))
    for name, edit in zip(names, file.edits, strict=True):
        before = "not set" if edit.before is None else quoted(edit.before)
        yield f"  {name:<{width}}  {before} -> {'removed' if edit.after is None else quoted(edit.after)}"


def _shown(export: Export) -> Iterator[str]:
    """The lines of an export, as its records have them. What could not be read is an ellipsis."""
    texts = {each.line: "…" for each in export.problems if each.kind in NOT_WHOLE}
    lines = FORMATS[export.format].lines
    for record in export.records:
        if isinstance(record, Option):
            texts[record.line] = lines.option(record)[0] if record.kind != "unknown" else "…"
        elif isinstance(record, Header):
            texts[record.line] = lines.section(record)[0]
        elif isinstance(record, Disabled | Malformed):
            texts[record.line] = record.text
    yield from (texts.get(number, "") for number in range(1, max(texts, default=0) + 1))


def rewritten(data: bytes, document: Document, file: EditedFile, redactor: Redactor) -> bytes:
    """The content of a file with these edits; encoding, byte-order mark and line ends stay.

    Raises ``ValueError`` where it is not the file that was read, or would not be read as it is meant.
    """
    mark, _ = encoding_of(data)
    body = data.removeprefix(mark)
    read = reader_of(document.format)
    told = (document.encoding,) if not mark and not document.encoding.startswith("utf-") else ()
    (export,) = read(data, document.path, redactor, *told).exports
    text = body.decode(document.encoding)
    if _options(export) != _options(file.export) or text.encode(document.encoding) != body:
        raise ValueError("it is not as it was read")
    lines = [(found[1], found[2]) for found in _LINE.finditer(text) if found[0]]
    new = "".join(f"{line}{end}" for line, end in _edited(lines, file))
    content = mark + new.encode(document.encoding)
    (export,) = read(content, document.path, redactor, *told).exports
    wanted = _options(file.export)
    for edit in file.edits:
        wanted.pop((edit.section, edit.option), None)
        wanted |= {(edit.section, edit.option): edit.after} if edit.after is not None else {}
    if _options(export) != wanted:
        raise ValueError("it would not be read as it is meant")
    return content


def _options(export: Export) -> dict[tuple[str, str], str | None]:
    return {
        (name, each.name): each.value for name, section in export.sections.items() for each in section.options.values()
    }


_Lines = list[tuple[str, str]]  # each with its end


def _edited(lines: Sequence[tuple[str, str]], file: EditedFile) -> _Lines:
    """The lines with these edits."""
    export = file.export
    kept, edits = _with_sections(dict(enumerate(lines, 1)), file)
    new: dict[int, list[str]] = {}  # behind a line, by its number
    opened: dict[str, list[str]] = {}
    renamed = dict(_renamed(edits))
    for edit in edits:
        line = f"{edit.option}={edit.after}"
        numbers = _lines_of(export, edit)
        if edit in renamed.values():
            continue
        if edit in renamed and numbers:
            kept[numbers[-1]] = f"{renamed[edit].option}={edit.before}", kept[numbers[-1]][1]
            numbers = numbers[:-1]
        if edit.after is None:
            kept = {number: text for number, text in kept.items() if number not in numbers}
        elif numbers:
            text, end = kept[numbers[-1]]
            kept[numbers[-1]] = f"{text[: text.index('=') + 1]}{edit.after}", end
            kept = {number: line for number, line in kept.items() if number not in numbers[:-1]}
        elif edit.section in export.sections:
            new.setdefault(_last_of(export, edit.section), []).append(line)
        else:
            opened.setdefault(edit.section, []).append(line)
    edited: _Lines = []
    for number in range(1, len(lines) + 1):
        edited += [kept[number]] if number in kept else ()
        edited = _with(edited, new.get(number, ()), lines)
    for section, own in opened.items():
        blank = [""] if edited and edited[-1][0].strip() else []
        edited = _with(edited, [*blank, f"[{section}]", *own], lines)
    return edited


def _with_sections(kept: dict[int, tuple[str, str]], file: EditedFile) -> tuple[dict[int, tuple[str, str]], list[Edit]]:
    """The lines, and the edits that are left: a section that only gets another name is its header.

    The header of a section goes with the last option in it.
    """
    edits = list(file.edits)
    for name, section in file.export.sections.items():
        own = [each for each in edits if each.section == name]
        if not own or any(each.after is not None for each in own) or len(own) < len(section.options):
            continue
        headers = [each.line for each in file.export.records if isinstance(each, Header) and each.section == name]
        moved = {each.option: each.before for each in own}
        other = next((each for each in _new_sections(edits, file.export) if _set_in(edits, each) == moved), None)
        if other:
            kept |= {line: (f"[{other}]", kept[line][1]) for line in headers}
            edits = [each for each in edits if each.section not in (name, other)]
        else:
            kept = {number: text for number, text in kept.items() if number not in headers}
    return kept, edits


def _new_sections(edits: Sequence[Edit], export: Export) -> Iterator[str]:
    return (each for each in dict.fromkeys(edit.section for edit in edits) if each not in export.sections)


def _set_in(edits: Sequence[Edit], section: str) -> dict[str, str | None]:
    return {each.option: each.after for each in edits if each.section == section}


def _renamed(edits: Sequence[Edit]) -> Iterator[tuple[Edit, Edit]]:
    """The options that only get another name in their section: what removes each, and what sets it under that name."""
    new = {(each.section, each.after): each for each in edits if each.before is None}
    for each in edits:
        if each.after is None and (other := new.pop((each.section, each.before), None)):
            yield each, other


def _with(edited: _Lines, new: Iterable[str], lines: Sequence[tuple[str, str]]) -> _Lines:
    """The lines with new ones behind them. The last one ends as the last one of the file did."""
    usual = next((end for _, end in lines if end.endswith("\n")), "\n")
    for line in new:
        last = edited[-1][1] if edited else usual
        if not last.endswith("\n"):
            edited = [*edited[:-1], (edited[-1][0], usual)]
        edited = [*edited, (line, last if last.endswith("\n") or not last else usual)]
    return edited


def _lines_of(export: Export, edit: Edit) -> list[int]:
    """The numbers of the lines that set an option, which stands there under its plain name or with its section."""
    names = (edit.option, f"{edit.section}/{edit.option}")
    return [
        each.line
        for each in export.records
        if isinstance(each, Option) and each.section == edit.section and each.name in names
    ]


def _last_of(export: Export, section: str) -> int:
    """The number of the last line of a section that says something of it."""
    own = (each.line for each in export.records if isinstance(each, Header | Option) and each.section == section)
    return max(own)
