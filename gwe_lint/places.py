"""Places in an export: the value or name of an option, a section header, a whole file."""

from gwe_lint.display import utf16_length
from gwe_lint.model import Application, Header, Malformed, Option, Place, Problem


def _header_line(header: Header) -> tuple[int, str]:
    return header.line, f"{' ' * (header.column - 1)}[{header.section}]"


def _option_line(option: Option) -> tuple[str, int]:
    """The option in CFG form, its blanks where the export has them, and the offset at which the value begins."""
    indent = " " * (option.column - 1)
    gap = " " * (option.value_column - option.column - utf16_length(option.name) - 1)
    head = f"{indent}{option.name}{gap}="
    return head + option.value, len(head)


def value_of(application: Application, option: Option) -> Place:
    """The value of an option. Of a secret only the first column counts: its length is nobody's business."""
    text, offset = _option_line(option)
    width = 1 if option.kind == "secret" else utf16_length(option.value)
    return _place(application, option, text, option.value_column, width, (offset, len(option.value)))


def name_of(application: Application, option: Option) -> Place:
    """The name of an option."""
    text, _ = _option_line(option)
    mark = (option.column - 1, len(option.name))
    return _place(application, option, text, option.column, utf16_length(option.name), mark)


def _place(
    application: Application, option: Option, text: str, column: int, width: int, mark: tuple[int, int]
) -> Place:
    found = application.section(option.section)
    header = _header_line(found.header) if found else (option.line, "")
    return Place(
        path=application.path,
        line=option.line,
        column=column,
        end_column=column + width,
        application=application.name,
        section=option.section,
        option=option.name,
        lines=(header, (option.line, text)) if header[0] < option.line else ((option.line, text),),
        mark=mark,
    )


def header_of(application: Application, section: str, option: str | None = None) -> Place:
    """The header of a section, where something in it is missing (``option``); the file when the section is missing."""
    found = application.section(section)
    return _header_place(application, found.header, option) if found else file_of(application, section, option)


def _header_place(application: Application, header: Header, option: str | None) -> Place:
    return Place(
        path=application.path,
        line=header.line,
        column=header.column,
        end_column=header.end_column,
        application=application.name,
        section=header.section,
        option=option,
        lines=(_header_line(header),),
        mark=(header.column - 1, len(header.section) + 2),
    )


def file_of(application: Application, section: str | None = None, option: str | None = None) -> Place:
    """The whole file: line 1, column 1."""
    return Place(path=application.path, application=application.name, section=section, option=option)


def problem_at(application: Application, problem: Problem) -> Place:
    """Where a reader saw a problem."""
    record = problem.record
    if isinstance(record, Option):
        return (value_of if problem.part == "value" else name_of)(application, record)
    if isinstance(record, Header):
        return _header_place(application, record, None)
    place = file_of(application)._replace(line=problem.line)
    if isinstance(record, Malformed):
        width = utf16_length(record.text)
        place = place._replace(
            end_column=1 + width,
            section=record.section,
            lines=((record.line, record.text),),
            mark=(0, len(record.text)),
        )
    return place
