"""Lines and columns of offsets in JSON, asked for in any order: what was asked before changes no answer."""

from random import Random

import pytest

from gwe_lint.exports.readers.json_values import Lines


def counted(text: str, offset: int) -> tuple[int, int]:
    """Line and column, counted from the beginning."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, len(text[start:offset].encode("utf-16-le")) // 2 + 1


@pytest.mark.parametrize("chars", ["aé\n", "a\U0001f600\n", "abcdefgh" * 400 + "\n"])
@pytest.mark.parametrize("most", [20, 20_000])
def test_places_asked_for_in_any_order_are_right(chars: str, most: int) -> None:
    random = Random(f"{chars} {most}")
    text = "".join(random.choices(chars, k=40_000))
    lines, offset = Lines(text), 0
    for _ in range(50):
        near = random.random() < 0.7
        offset = min(offset + random.randrange(most), len(text)) if near else random.randrange(len(text) + 1)
        end = min(offset + random.randrange(50), len(text))
        line, column = counted(text, offset)
        last, end_column = counted(text, end)
        assert lines.at(offset) == (line, column)
        assert lines.span(offset, end) == (line, column, end_column if last == line else column + 1)
