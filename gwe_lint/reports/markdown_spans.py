"""Text from exports in Markdown, where none of it acts."""

import re

from gwe_lint.text import escaped


def code(text: str) -> str:
    """A code span that shows exactly this text, whatever is in it: no markup, no link, no mention."""
    text = escaped(text)
    if not text.strip():
        return "(empty)"
    runs = [len(run) for run in re.findall("`+", text)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def code_in_table(text: str) -> str:
    """The same in the cell of a table, which a bar would end even in a code span."""
    return code(text).replace("|", "\\|")


def prose(text: str) -> str:
    """The text with every character of Markdown escaped."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&])", r"\\\1", escaped(text))
