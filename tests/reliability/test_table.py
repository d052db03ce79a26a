"""The table of faults names tests that exist, with their pace."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


def paces() -> dict[str, bool]:
    """All tests of the project by name, each with whether it is slow."""
    found = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        slow_module = any("pytestmark" in ast.unparse(node) and "slow" in ast.unparse(node) for node in tree.body)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[node.name] = slow_module or any("mark.slow" in ast.unparse(each) for each in node.decorator_list)
    return found


def test_every_promise_is_held_by_a_test_that_exists() -> None:
    existing = paces()
    table = PAGE.partition("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 20
    for fault, _, held in rows:
        named = re.findall(r"`(test_\w+)`( \(slow\))?", held)
        assert named, fault
        for name, slow in named:
            assert name in existing, name
            assert existing[name] == bool(slow), name
