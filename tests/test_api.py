"""What plug-ins import: one module, all of it documented, and the example uses nothing else."""

import ast
import re
from pathlib import Path

import pytest

from gwe_lint import api

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
ENTRY_POINTS = {"gwe_lint.checks", "gwe_lint.packs"}  # groups in a pyproject.toml, no modules


def imports_of(source: str) -> dict[str, str]:
    """The names that a module imports from others, each with the module it comes from."""
    froms = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    return {alias.name: str(node.module) for node in froms for alias in node.names}


def docstrings_of(source: str) -> dict[str, str | None]:
    """The docstring of each class and function, and the text behind each assignment, at the top of a module."""
    body = ast.parse(source).body
    found: dict[str, str | None] = {}
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found[node.name] = ast.get_docstring(node)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            text = after.value if isinstance(after, ast.Expr) else None
            found[node.targets[0].id] = str(text.value) if isinstance(text, ast.Constant) else None
    return found


ORIGINS = imports_of((ROOT / "gwe_lint" / "api.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", api.__all__)
def test_every_name_for_plugins_has_a_docstring(name: str) -> None:
    source = ROOT.joinpath(*ORIGINS[name].split(".")).with_suffix(".py").read_text(encoding="utf-8")
    assert docstrings_of(source)[name]


def test_the_module_for_plugins_gives_all_that_it_imports_and_nothing_more() -> None:
    assert sorted(api.__all__) == sorted(ORIGINS)
    assert sorted(api.__all__) == api.__all__


def test_the_example_plugin_imports_nothing_else_of_gwe_lint() -> None:
    modules = {
        module
        for path in (ROOT / "examples" / "plugin").rglob("*.py")
        for module in re.findall(r"^\s*(?:from|import)\s+(gwe_lint(?:\.\w+)*)\b", path.read_text(), re.MULTILINE)
    }
    assert modules == {"gwe_lint.api"}


def test_the_guide_names_all_of_it_and_no_other_module() -> None:
    table = PAGE[PAGE.index("## What a check may use") : PAGE.index("## When something is wrong")]
    assert [name for name in api.__all__ if f"`{name}`" not in table] == []
    assert set(re.findall(r"gwe_lint\.[a-z]+", PAGE)) - ENTRY_POINTS == {"gwe_lint.api"}
