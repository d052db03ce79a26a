"""Locations (places) in an export: the line and columns of an option's value or name, a section header, a file."""

from gwe_lint.estate.model import Application, Place
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.lazy_options import beside_options
from gwe_lint.exports.one_object import part_with
from gwe_lint.exports.records import Connection, Deleted, Disabled, Document, Header, Malformed, Option, Problem, Script
from gwe_lint.text import utf16_length


def value_of(application: Application, option: Option) -> Place:
    """The place of an option's value. A secret has one column only, since its length is secret too."""
    application = _in_file_of(application, option.section, option)
    format = FORMATS[application.format]
    text, _, at = format.lines.option(option)
    mark = (at, len(format.lines.value(option.value)))
    if format.columns == "element":
        return _place(application, option, text, *_span(option), mark)
    width = 1 if option.kind == "secret" else utf16_length(option.value)
    return _place(application, option, text, option.value_column, width, mark)


def name_of(application: Application, option: Option) -> Place:
    """The name of an option."""
    application = _in_file_of(application, option.section, option)
    format = FORMATS[application.format]
    text, at, _ = format.lines.option(option)
    mark = (at, len(option.name))
    if format.columns == "element":
        return _place(application, option, text, *_span(option), mark)
    return _place(application, option, text, option.column, utf16_length(option.name), mark)


def _in_file_of(application: Application, section: str, option: Option | None = None) -> Application:
    """The application as the file has it that the section, or the option in it, comes from."""
    export = application.export
    return application._replace(export=part_with(export, section, option)) if export and export.parts else application


def _span(option: Option) -> tuple[int, int]:
    """Column and width of the element or value that carries an option."""
    return option.column, 1 if option.kind == "secret" else max(option.value_column - option.column, 0)


def _place(
    application: Application, option: Option, text: str, column: int, width: int, mark: tuple[int, int]
) -> Place:
    section = application.section(option.section)
    lines = FORMATS[application.format].lines
    header = (section.header.line, lines.section(section.header)[0]) if section and not lines.flat else None
    return Place(
        path=application.path,
        line=option.line,
        column=column,
        end_column=column + width,
        application=application.name,
        section=option.section,
        option=option.name,
        lines=(header, (option.line, text)) if header and header[0] < option.line else ((option.line, text),),
        mark=mark,
    )


def header_of(application: Application, section: str, option: str | None = None) -> Place:
    """The place of a section's header, where an ``option`` in it is missing; the file when the section is missing."""
    application = _in_file_of(application, section)
    known_section = application.section(section)
    return (
        _header_place(application, known_section.header, option)
        if known_section
        else file_of(application, section, option)
    )


def _header_place(application: Application, header: Header, option: str | None) -> Place:
    line, at = FORMATS[application.format].lines.section(header)
    return Place(
        path=application.path,
        line=header.line,
        column=header.column,
        end_column=header.end_column,
        application=application.name,
        section=header.section,
        option=option,
        lines=((header.line, line),),
        mark=(at, len(line) - at),
    )


def file_of(application: Application, section: str | None = None, option: str | None = None) -> Place:
    """The place of the whole application, where its object begins: line 1, column 1 for a file of one application."""
    export = application.export
    place = Place(path=application.path, application=application.name, section=section, option=option)
    if not export:
        return place
    return place._replace(line=export.line, column=export.column, end_column=export.end_column)


def connection_of(application: Application, connection: Connection) -> Place:
    """The place of a connection in the export; the whole application for a declared connection."""
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
    line = FORMATS[script.format].lines.script(script)
    return Place(
        path=script.path,
        line=script.line,
        column=script.column,
        end_column=script.end_column,
        lines=((script.line, line),),
        mark=(0, len(line)),
    )


def document_at(document: Document, problem: Problem) -> Place:
    """Where a reader saw a problem of a whole file."""
    return Place(document.path, problem.line, problem.column, problem.column)


def deleted_at(application: Application, record: Deleted) -> Place:
    """Where a list of changes removes an option or a section."""
    return file_of(application, record.section, record.name or None)._replace(
        line=record.line, column=record.column, end_column=record.end_column
    )


def disabled_at(application: Application, record: Disabled) -> Place:
    """Where an option stands behind a # or ;."""
    parts = application.export.parts if application.export else ()
    part = next(
        (each for each in parts if any(own is record for own in beside_options(each.records))), application.export
    )
    application = application._replace(export=part)
    return file_of(application, record.section, record.name)._replace(
        line=record.line,
        column=1,
        end_column=1 + utf16_length(record.text),
        lines=((record.line, record.text),),
        mark=(0, len(record.text)),
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
