"""Parts of an HTML page. Whatever comes from an export passes through ``shown`` or ``code``, and nothing else."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from gwe_lint.text import escaped

Kind = str  # what a filter asks for: a severity, waived, known, expected, unverifiable, not-checked, not-evaluated
SYMBOLS = {"error": "✘", "warning": "▲", "note": "●", "waived": "○", "known": "○"}


class Row(NamedTuple):
    """A row of a table: the first cell is its header. Cells are HTML; ``kinds`` are what filters show it for."""

    cells: Sequence[str]
    kinds: Iterable[Kind]


class Column(NamedTuple):
    """The header of a column, as HTML, and whether its cells are numbers."""

    head: str
    number: bool = False


def shown(text: str) -> str:
    """Text as HTML: characters that act are shown as escapes, those that mean something in HTML as entities."""
    return escape(escaped(text))


def breakable(text: str) -> str:
    """A name that may go on in the next line where its parts meet."""
    return re.sub("([._/-])(?=[^._/-])", r"\1<wbr>", shown(text))


def code(text: str) -> str:
    """A name, a path or a value."""
    return f"<code>{shown(text)}</code>"


def prose(text: str) -> str:
    """What a rule says: text, in which backticks mark code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", shown(text))


def sentence(text: str) -> str:
    """The text with a capital at its beginning, unless a name that has capitals elsewhere stands there."""
    first = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if first.islower() else text


def badge(kind: Kind) -> str:
    """A severity or status, as symbol and word."""
    return f'<span class="badge"><span aria-hidden="true">{SYMBOLS[kind]}</span> {kind}</span>'


def folded(entries: Sequence[str], most: int, what: str) -> str:
    """A list; what is more than can be taken in at once can be opened. A few more are no reason to hide them."""
    if len(entries) <= most + 2:
        return listed(entries)
    rest = entries[most:]
    return f"{listed(entries[:most])}<details><summary>and {len(rest)} more {what}</summary>{listed(rest)}</details>"


def listed(entries: Iterable[str]) -> str:
    """A list."""
    return f"<ul>{''.join(f'<li>{entry}</li>' for entry in entries)}</ul>"


def table(id: str, caption: str, columns: Sequence[Column], rows: Iterable[Row], classes: str = "") -> str:
    """A table that scrolls by itself where it is too wide, with mouse and keyboard."""
    numbers = [' class="number"' if column.number else "" for column in columns]
    heads = (f'<th scope="col"{number}>{column.head}</th>' for column, number in zip(columns, numbers, strict=True))
    body = "\n".join(_row(row, numbers) for row in rows)
    named = f' class="{classes}"' if classes else ""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{id}-caption">\n<table{named}>'
        f'<caption id="{id}-caption"><span>{caption}</span></caption>\n'
        f"<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n</div>"
    )


def _row(row: Row, numbers: Sequence[str]) -> str:
    cells = zip(row.cells[1:], numbers[1:], strict=True)
    rest = "".join(cell if cell.startswith("<td") else f"<td{number}>{cell}</td>" for cell, number in cells)
    kinds = " ".join(dict.fromkeys(row.kinds))
    filtered = f' data-kind="{kinds}"' if kinds else ""
    return f'<tr{filtered}><th scope="row">{row.cells[0]}</th>{rest}</tr>'
