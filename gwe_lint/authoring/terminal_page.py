"""A page of a rule, or of an option, as a terminal shows it: wrapped, and without the signs of Markdown."""

import re
import textwrap
from collections.abc import Iterator

from gwe_lint.reports.layout import Layout
from gwe_lint.text import escaped

_HEADING = re.compile(r"(#+) (.+)")
_NARROWEST = 40  # columns: below that nothing is wrapped well
_WIDEST = 100  # columns: longer lines are hard to read


def terminal_page(markdown: str, layout: Layout) -> str:
    """The Markdown page of a rule as text of the layout's width. What stands in code blocks keeps its lines."""
    return "\n".join(_lines(markdown.splitlines(), layout)).rstrip("\n") + "\n"


def terminal_facts(page: str, layout: Layout) -> str:
    """The page of an option, whose lines are too long for some terminals, wrapped: names keep their column."""
    return "".join(f"{wrapped}\n" for line in page.splitlines() for wrapped in _wrapped_entry(line, layout))


def terminal_topic(text: str, layout: Layout) -> str:
    """A topic as text of the layout's width. A row of a table, and what is indented, keeps its lines and columns."""
    if not layout.wraps:
        return text
    lines = (line for paragraph in text.split("\n\n") for line in (*_joined(paragraph.splitlines()), ""))
    wrapped = (part for line in lines for part in layout.fitted(line, 0, _last_column(line)))
    return "\n".join(wrapped).rstrip("\n") + "\n"


def _joined(lines: list[str]) -> list[str]:
    """The lines of a paragraph of prose as one; rows and indented lines stay apart."""
    return lines if any("  " in line for line in lines) else [" ".join(lines)]


def _last_column(line: str) -> int:
    """Where the last column of a row begins, or the text of an indented line."""
    return max((gap.end() for gap in re.finditer(r"^ +| {2,}", line)), default=0)


def _lines(lines: list[str], layout: Layout) -> Iterator[str]:
    in_code, paragraph = False, [""]
    for line in (*lines, ""):
        fence, heading = line.startswith("```"), _HEADING.fullmatch(line)
        if not in_code and line and not fence and not heading and not line.startswith("- "):
            paragraph.append(line)
            continue
        if any(paragraph):
            yield from _wrapped(_plain(" ".join(paragraph).strip()), layout, "", "")
            paragraph = [""]
        if fence:
            in_code = not in_code
        elif in_code:
            yield escaped(f"    {line}".rstrip())
        elif heading:
            title = _plain(heading[2]).upper() if len(heading[1]) == 2 else _plain(heading[2])
            yield from (layout.paint("bold", each) for each in _wrapped(title, layout, "", ""))
        elif line:
            yield from _wrapped(_plain(line[2:]), layout, "  ", "    ")
        else:
            yield ""


def _plain(text: str) -> str:
    """The text without marks for bold letters, code and addresses."""
    return re.sub(r"\*\*(.+?)\*\*|`(.+?)`|<(https://[^>]+)>", lambda found: found[1] or found[2] or found[3], text)


def _wrapped_entry(line: str, layout: Layout) -> Iterator[str]:
    """A line of a fact: a sentence, or a name with what stands behind it from column 25 on."""
    column = 25 if line.startswith("  ") else 0
    yield from _wrapped(line[column:], layout, line[:column], " " * column)


def _wrapped(text: str, layout: Layout, first: str, next_lines: str) -> list[str]:
    width = max(_NARROWEST, min(layout.width, _WIDEST))
    lines = textwrap.wrap(
        escaped(text),
        width,
        initial_indent=first,
        subsequent_indent=next_lines,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [first.rstrip()]
