"""The lazy table: keys cost nothing, a look-up imports one module."""

import sys
from pathlib import Path

import pytest

from gwe_lint.cli.main import COMMANDS
from gwe_lint.lazy import LazyTable
from gwe_lint.reports import REPORTERS


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LazyTable[str]:
    for module in ("lazy_first", "lazy_second"):
        (tmp_path / f"{module}.py").write_text(f'thing = "{module} was imported"\n', encoding="utf-8")
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    return LazyTable({"first": "lazy_first:thing", "second": "lazy_second:thing"})


def test_names_are_known_without_an_import(table: LazyTable[str]) -> None:
    assert list(table) == ["first", "second"]
    assert len(table) == 2
    assert "first" in table
    assert "third" not in table
    assert not {"lazy_first", "lazy_second"} & set(sys.modules)


def test_a_look_up_imports_what_it_asks_for_and_nothing_else(table: LazyTable[str]) -> None:
    assert table["second"] == "lazy_second was imported"
    assert "lazy_second" in sys.modules
    assert "lazy_first" not in sys.modules


def test_a_name_that_is_not_in_the_table_is_a_key_error(table: LazyTable[str]) -> None:
    with pytest.raises(KeyError, match="third"):
        table["third"]


@pytest.mark.parametrize("table", [COMMANDS, REPORTERS], ids=["commands", "reporters"])
def test_each_name_of_the_tables_stands_for_a_function(table: LazyTable[object]) -> None:
    assert [name for name in table if not callable(table[name])] == []
