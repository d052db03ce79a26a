"""Keys of TOML files are declared once: readers, schemas and messages know the same ones."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from gwe_lint.authoring.key_schemas import table_schema
from gwe_lint.config.keys import CONFIGURATION
from gwe_lint.config.reader import read_config
from gwe_lint.errors import Untrusted
from gwe_lint.findings.waiver_keys import WAIVERS
from gwe_lint.findings.waiver_reader import parse_waivers
from gwe_lint.rules.pack_keys import PACK
from gwe_lint.rules.pack_reader import read_packs
from gwe_lint.toml.declared_table import DeclaredTable
from gwe_lint.toml.document import TomlFile
from gwe_lint.toml.keys import Key, Keys

Problems = Callable[[Path, str], list[str]]


def of_configuration(folder: Path, text: str) -> list[str]:
    (folder / "x.toml").write_text(text)
    with pytest.raises(Untrusted) as error:
        read_config(folder / "x.toml", folder)
    return list(error.value.problems)


def of_waivers(folder: Path, text: str) -> list[str]:
    with pytest.raises(Untrusted) as error:
        parse_waivers(text, "x.toml", (), date(2026, 11, 22))
    return list(error.value.problems)


def of_pack(folder: Path, text: str) -> list[str]:
    (folder / "x.toml").write_text(text)
    problems: list[str] = []
    read_packs([(folder / "x.toml", "x.toml")], problems)
    return problems


def tables(keys: Keys) -> Iterator[Keys]:
    yield keys
    for key in keys.rows:
        if key.inside:
            yield from tables(key.inside)


READERS: tuple[tuple[Keys, Problems], ...] = (
    (CONFIGURATION, of_configuration),
    (WAIVERS, of_waivers),
    (PACK, of_pack),
)
TABLES = [pytest.param(keys, problems, id=keys.header) for top, problems in READERS for keys in tables(top)]
KEYS = [
    pytest.param(keys, key, problems, id=f"{keys.header} {key.name}")
    for top, problems in READERS
    for keys in tables(top)
    for key in keys.rows
]
NOT_DATES = [  # of which a schema says nothing, since JSON has none
    pytest.param(keys, key, id=f"{keys.header} {key.name}")
    for top, _ in READERS
    for keys in tables(top)
    for key in keys.rows
    if key.kind != "date"
]
HEADERS = {id(keys): {each.header for each in tables(top)} for top, _ in READERS for keys in tables(top)}
VALUES: tuple[Any, ...] = (3, True, "no such word", ["x", 1], ["x"], [3], {"a": 1}, {"a": "x"}, {}, [{"a": 1}], [{}])


def table_with(keys: Keys, line: str) -> tuple[str, int]:
    """A file in which this table holds this line only, and the number of the line."""
    names = keys.header.strip("[]").split(".") if keys.header.startswith("[") else []
    above = [".".join(names[: number + 1]) for number in range(len(names) - 1)]
    outer = [f"[{each}]" if f"[{each}]" in HEADERS[id(keys)] else f"[[{each}]]" for each in above]
    lines = [*outer, *([keys.header] if names else []), line]
    return "\n".join(lines) + "\n", len(lines)


@pytest.mark.parametrize(("keys", "problems"), TABLES)
def test_a_key_that_is_not_declared_is_refused(keys: Keys, problems: Problems, tmp_path: Path) -> None:
    text, line = table_with(keys, "nonsense = 1")
    found = [each for each in problems(tmp_path, text) if each.startswith(f"x.toml:{line}: ")]
    assert any("unknown key 'nonsense'" in each or "unknown scope 'nonsense'" in each for each in found), found


@pytest.mark.parametrize(("keys", "key", "problems"), KEYS)
def test_every_declared_key_is_read(keys: Keys, key: Key, problems: Problems, tmp_path: Path) -> None:
    text, line = table_with(keys, f"{key.name} = 1.5")
    place = re.compile(rf"x\.toml:{line}: (?:.*\.)?{re.escape(key.name)}: must be ")
    assert any(place.match(each) for each in problems(tmp_path, text))


@pytest.mark.parametrize(("keys", "key"), NOT_DATES)
def test_what_a_reader_refuses_does_not_fit_the_schema(keys: Keys, key: Key) -> None:
    alone = Keys(keys.header, (key._replace(required=False),))
    schema = jsonschema.Draft7Validator(table_schema(alone))
    refused = [value for value in VALUES if mistakes_in({key.name: value}, alone)]
    assert refused == [value for value in VALUES if not schema.is_valid({key.name: value})]
    assert refused


def mistakes_in(data: dict[str, Any], keys: Keys) -> list[str]:
    mistakes: list[str] = []
    everything_in(DeclaredTable(TomlFile("x.toml", "", data), data, (), mistakes, keys))
    return mistakes


def everything_in(table: DeclaredTable) -> None:
    for found in table.rest().values():
        for inner in found if isinstance(found, tuple) else (found,):
            if isinstance(inner, DeclaredTable):
                everything_in(inner)
    table.done()
