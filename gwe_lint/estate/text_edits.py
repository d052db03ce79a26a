"""Edits in the text of an export: which characters of which lines make room for which text.

Only formats that write an option as a line of name and value have such places. Every character there has to be known.
"""

from collections.abc import Sequence
from typing import NamedTuple

from gwe_lint.estate.correction import Edit
from gwe_lint.estate.model import Application
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.lazy_options import beside_options
from gwe_lint.exports.records import Export, Header, Option
from gwe_lint.text import utf16_length


class Replacement(NamedTuple):
    """A part of a file that is replaced by a text. Lines and columns are those of a place; the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def replacements(application: Application, edits: Sequence[Edit], newline: str = "\n") -> tuple[Replacement, ...]:
    """The edits of one application in the text of its export; none where one of them has no exact place."""
    export = application.export
    if any(not (edit.after or "").isprintable() for edit in edits):
        return ()
    if not export or export.parts or FORMATS[export.format].columns != "name and value":
        return ()
    renamed = _renamed(export, edits) or _section_renamed(export, edits)
    if renamed:
        return (renamed,)
    found = [_one(export, edit, newline) for edit in edits]
    return tuple(each for each in found if each) if all(found) else ()


def _renamed(export: Export, edits: Sequence[Edit]) -> Replacement | None:
    """An option that only gets another name in its section."""
    if len(edits) != 2:
        return None
    gone, new = edits
    if gone.section != new.section or gone.after is not None or new.before is not None or gone.before != new.after:
        return None
    option = _option(export, gone)
    if not option:
        return None
    end = option.column + utf16_length(option.name)
    return Replacement(export.path, option.line, option.column, option.line, end, new.option)


def _section_renamed(export: Export, edits: Sequence[Edit]) -> Replacement | None:
    """The header of a section whose options all move to one that is not there, each with its name."""
    gone = {edit.option: edit.before for edit in edits if edit.after is None}
    new = {edit.option: edit.after for edit in edits if edit.before is None}
    sections = tuple(dict.fromkeys(edit.section for edit in edits))
    if len(sections) != 2 or gone != new or sections[1] in export.sections:
        return None
    section = export.sections.get(sections[0])
    headers = [each for each in beside_options(export.records) if isinstance(each, Header)]
    opened = sum(each.section == sections[0] for each in headers)  # perhaps again, further down
    if not section or section.options.keys() != gone.keys() or opened != 1:
        return None
    header = section.header
    return Replacement(export.path, header.line, header.column, header.line, header.end_column, f"[{sections[1]}]")


def _one(export: Export, edit: Edit, newline: str) -> Replacement | None:
    option = _option(export, edit)
    if option and edit.after is not None:
        end = option.value_column + utf16_length(option.value)
        return Replacement(export.path, option.line, option.value_column, option.line, end, edit.after)
    if option:
        return _line_removed(export, option)
    return _line_added(export, edit, newline) if edit.before is None and edit.after is not None else None


def _option(export: Export, edit: Edit) -> Option | None:
    section = export.sections.get(edit.section)
    option = section.options.get(edit.option) if section else None
    return option if option and option.kind == "string" else None


def _line_removed(export: Export, option: Option) -> Replacement:
    """The whole line; of the last one, whose end is not known, what stands in it."""
    if _last_line(export) > option.line:
        return Replacement(export.path, option.line, 1, option.line + 1, 1, "")
    end = option.value_column + utf16_length(option.value)
    return Replacement(export.path, option.line, 1, option.line, end, "")


def _line_added(export: Export, edit: Edit, newline: str) -> Replacement | None:
    """A line behind the last option of the section, or behind its header; None where neither has a known end."""
    section = export.sections.get(edit.section)
    if not section:
        return None
    text = f"{edit.option}={edit.after}"
    last: Option | Header = max(section.options.values(), key=lambda each: each.line, default=section.header)
    if _last_line(export) > last.line:
        return Replacement(export.path, last.line + 1, 1, last.line + 1, 1, f"{text}{newline}")
    if isinstance(last, Header) or last.kind != "string":
        return None
    end = last.value_column + utf16_length(last.value)
    return Replacement(export.path, last.line, end, last.line, end, f"{newline}{text}")


def _last_line(export: Export) -> int:
    """The last line that holds anything."""
    last = export.records[-1] if export.records else None
    return last.line if last else 0
