"""Objects of a text and a value that may be a number as well: those of RAW, where texts like numbers became numbers."""

import re
from collections.abc import Sequence

from gwe_lint.exports.readers.json_form import Form
from gwe_lint.exports.readers.json_quotes import Column, masked, strings_of

_LITERAL = re.compile(r"true|false|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?").fullmatch


def coerced_columns(text: str, at: int, form: Form, end: int) -> list[Column] | None:
    """The texts and the values of the objects in this form, up to the first one that is none; None where one is odd."""
    first, middle = f'{form.before[0]}"', f'"{form.before[1]}'
    body = masked(text[at:end]) or ""
    if not body.startswith(first):
        return None
    *items, last = body[len(first) :].split(form.behind + first)
    ended, closing, _ = last.partition(form.behind[: form.closing])
    if closing:
        items.append(ended)
    pairs = [item.split(middle) for item in items]
    count = next((number for number, pair in enumerate(pairs) if len(pair) != 2), len(pairs))
    names, tokens = [pair[0] for pair in pairs[:count]], [pair[1] for pair in pairs[:count]]
    if '"' in "".join(names):
        return None
    values = _values(tokens)
    column = strings_of(names)
    return [column, values] if column and values and not column.lengths else None


def _values(tokens: Sequence[str]) -> Column | None:
    strings = [token[1:-1] for token in tokens if token[:1] == '"' and token[-1:] == '"' and len(token) > 1]
    literals = {number: len(token) for number, token in enumerate(tokens) if token[:1] != '"'}
    if len(strings) + len(literals) < len(tokens) or '"' in "".join(strings):
        return None
    if not all(map(_LITERAL, {tokens[number] for number in literals})):
        return None
    column = strings_of([token if number in literals else token[1:-1] for number, token in enumerate(tokens)])
    return column and Column(column.texts, {**column.lengths, **literals}, literals=literals)
