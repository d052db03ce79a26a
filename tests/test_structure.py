"""The tree itself: small modules, small functions, and imports at the top."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

PACKAGE = Path(__file__).parents[1] / "gwe_lint"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 250
MOST_LINES_OF_A_FUNCTION = 40
MOST_WORDS_OF_A_SENTENCE = 20


def lines_of(module: Path) -> int:
    return len(module.read_text(encoding="utf-8").splitlines())


def test_no_module_is_long() -> None:
    assert [] == [(module.name, lines_of(module)) for module in MODULES if lines_of(module) > MOST_LINES]


def test_most_modules_are_short() -> None:
    assert median(map(lines_of, MODULES)) < 110


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_no_function_is_long(module: Path) -> None:
    """From its definition to its end; decorators stand above it."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = [(each.name, each.lineno, (each.end_lineno or 0) - each.lineno + 1) for each in functions]
    assert [] == [each for each in lengths if each[2] > MOST_LINES_OF_A_FUNCTION]


def test_every_room_says_what_lives_there() -> None:
    rooms = [module for module in MODULES if module.name == "__init__.py"]
    assert [] == [str(room) for room in rooms if not ast.get_docstring(ast.parse(room.read_text(encoding="utf-8")))]


def sentences_of(module: Path) -> Iterator[str]:
    """The sentences of all docstrings; text in double backticks is one word."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = re.sub(r"``[^`]*``", "x", ast.get_docstring(node) or "")
            yield from re.split(r"(?<=[.;:?])\s+", text)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_no_sentence_of_a_docstring_is_long(module: Path) -> None:
    assert [] == [each for each in sentences_of(module) if len(each.split()) > MOST_WORDS_OF_A_SENTENCE]
