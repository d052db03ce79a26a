"""Places in an export: the value or name of an option, a section header, a whole file."""

from gwe_lint.estate.model import Application, Place
from gwe_lint.exports.records import Connection, Deleted, Document, Header, Malformed, Option, Problem, Script
from gwe_lint.exports.source_lines import FLAT, header_line, option_line, script_line, shown_value
from gwe_lint.text import utf16_length


def value_of(application: Application, option: Option) -> Place:
    """The value of an option. Of a secret only the first column counts: its length is nobody's business."""
    format = application.format
    text, _, at = option_line(option, format)
    mark = (at, len(shown_value(option, format)))
    if format != "cfg":
        return _place(application, option, text, *_span(option), mark)
    width = 1 if option.kind == "secret" else utf16_length(option.value)
    return _place(application, option, text, option.value_column, width, mark)


def name_of(application: Application, option: Option) -> Place:
    """The name of an option."""
    text, at, _ = option_line(option, application.format)
    mark = (at, len(option.name))
    if application.format != "cfg":
        return _place(application, option, text, *_span(option), mark)
    return _place(application, option, text, option.column, utf16_length(option.name), mark)


def _span(option: Option) -> tuple[int, int]:
    """Column and width of the element or value that carries an option."""
    return option.column, 1 if option.kind == "secret" else max(option.value_column - option.column, 0)


def _place(
    application: Application, option: Option, text: str, column: int, width: int, mark: tuple[int, int]
) -> Place:
    found = application.section(option.section)
    header = header_line(found.header, application.format) if found else (option.line, "")
    flat = application.format in FLAT
    return Place(
        path=application.path,
        line=option.line,
        column=column,
        end_column=column + width,
        application=application.name,
        section=option.section,
        option=option.name,
        lines=(header, (option.line, text)) if header[0] < option.line and not flat else ((option.line, text),),
        mark=mark,
    )


def header_of(application: Application, section: str, option: str | None = None) -> Place:
    """The header of a section, where something in it is missing (``option``); the file when the section is missing."""
    found = application.section(section)
    return _header_place(application, found.header, option) if found else file_of(application, section, option)


def _header_place(application: Application, header: Header, option: str | None) -> Place:
    line = header_line(header, application.format)
    plain = application.format == "cfg"
    return Place(
        path=application.path,
        line=header.line,
        column=header.column,
        end_column=header.end_column,
        application=application.name,
        section=header.section,
        option=option,
        lines=(line,),
        mark=(header.column - 1, len(header.section) + 2) if plain else (0, len(line[1])),
    )


def file_of(application: Application, section: str | None = None, option: str | None = None) -> Place:
    """The whole application: where its object begins, which is line 1, column 1 where it is the whole file."""
    export = application.export
    place = Place(path=application.path, application=application.name, section=section, option=option)
    if not export:
        return place
    return place._replace(line=export.line, column=export.column, end_column=export.end_column)


def connection_of(application: Application, connection: Connection) -> Place:
    """A connection of an application, where the export has it; the whole application where it is declared."""
    if not connection.line:
        return file_of(application)
    return file_of(application)._replace(
        path=connection.path or application.path,
        line=connection.line,
        column=connection.column,
        end_column=connection.end_column,
    )


def script_at(script: Script) -> Place:
    """Where a Script object stands."""
    line = script.line, script_line(script)
    return Place(
        path=script.path,
        line=script.line,
        column=script.column,
        end_column=script.end_column,
        lines=(line,),
        mark=(0, len(line[1])),
    )


def document_at(document: Document, problem: Problem) -> Place:
    """Where a reader saw a problem of a whole file."""
    return Place(document.path, problem.line, problem.column, problem.column)


def deleted_at(application: Application, record: Deleted) -> Place:
    """Where a list of changes removes an option or a section."""
    return file_of(application, record.section, record.name or None)._replace(
        line=record.line, column=record.column, end_column=record.end_column
    )


def problem_at(application: Application, problem: Problem) -> Place:
    """Where a reader saw a problem."""
    record = problem.record
    if isinstance(record, Option):
        return (value_of if problem.part == "value" else name_of)(application, record)
    if isinstance(record, Header):
        return _header_place(application, record, None)
    place = file_of(application)._replace(line=problem.line, column=problem.column, end_column=problem.column)
    if isinstance(record, Malformed):
        width = utf16_length(record.text)
        place = place._replace(
            end_column=1 + width,
            section=record.section,
            lines=((record.line, record.text),),
            mark=(0, len(record.text)),
        )
    return place
