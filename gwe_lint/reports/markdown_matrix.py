"""The matrix of members as a table of Markdown."""

from collections.abc import Iterable, Iterator, Sequence

from gwe_lint.reports.markdown_spans import code, code_in_table
from gwe_lint.reports.view.limits import MOST_TICKET_COLUMNS, MOST_TICKET_MATRICES, MOST_TICKET_ROWS
from gwe_lint.reports.view.members import Column, MemberMatrix, alike_of
from gwe_lint.text import counted


def matrix_section(matrices: Sequence[MemberMatrix]) -> Iterator[str]:
    """The first matrices below a heading, and how many more there are; nothing without one."""
    if not matrices:
        return
    yield from ("", "### Options and members")
    for matrix in matrices[:MOST_TICKET_MATRICES]:
        yield from _matrix(matrix)
    if len(matrices) > MOST_TICKET_MATRICES:
        yield from ("", f"And {counted(len(matrices) - MOST_TICKET_MATRICES, 'more group')}.")


def _matrix(matrix: MemberMatrix) -> Iterator[str]:
    columns = matrix.columns(MOST_TICKET_COLUMNS)
    shown = columns[:MOST_TICKET_COLUMNS]
    yield from ("", f"{code(matrix.name)}: {'; '.join(_sizes(matrix, columns, shown))}", "")
    yield _row("option", (code_in_table(column.name) for column in shown))
    yield _row("---", ("---" for _ in shown))
    for at, row in enumerate(matrix.rows[:MOST_TICKET_ROWS]):
        yield _row(code_in_table(row.link.text), (str(column.cells[at]) for column in shown))


def _sizes(matrix: MemberMatrix, columns: Sequence[Column], shown: Sequence[Column]) -> Iterator[str]:
    """Phrases: how many members there are, which of them are alike, and what is not shown."""
    yield code(matrix.title)
    yield from map(code, alike_of(shown))
    if hidden := sum(len(column.members) for column in columns[len(shown) :]):
        yield f"{counted(hidden, 'member')} not shown"
    if len(matrix.rows) > MOST_TICKET_ROWS:
        yield f"{counted(len(matrix.rows) - MOST_TICKET_ROWS, 'option')} not shown"


def _row(head: str, cells: Iterable[str]) -> str:
    return f"| {' | '.join((head, *cells))} |"
