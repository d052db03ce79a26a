"""A reader of TOML tables with declared keys. ``Keys`` declare the type and the default of each key."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from gwe_lint.suggest import meant
from gwe_lint.toml.document import TomlFile, Where
from gwe_lint.toml.keys import Key, Keys, Kind
from gwe_lint.toml.table import Table

Make = Callable[[Any], Any]
_DATE = "a date such as 2026-11-30"


class DeclaredTable(Table):
    """One table of a TOML file, read by the declarations of its keys. Mistakes are noted in ``problems``.

    A ``make`` function may convert the value of a key: a text, each member of a list, or a table. A ``ValueError``
    that it raises is noted as a mistake at the key.
    """

    def __init__(self, file: TomlFile, data: dict[str, Any], where: Where, problems: list[str], keys: Keys) -> None:
        super().__init__(file, data, where, problems)
        self.keys = {key.name: key for key in keys.rows}

    def get(self, name: str, make: Make | None = None) -> Any:
        """The value of the key; its default where it is absent or wrong. A required text has the empty text instead."""
        key = self.keys[name]
        value = _GETTERS[key.kind](self, key, make)
        return key.default if value is None else value

    def rest(self, **make: Make) -> dict[str, Any]:
        """The values of the keys that were not read yet, by field, in the order of declaration."""
        left = [key for key in self.keys.values() if key.name not in self.asked]
        return {key.field: self.get(key.name, make.get(key.field)) for key in left}

    def done(self, known: Collection[str] = ()) -> None:
        """Note every key that is not declared."""
        super().done({*known, *self.keys})


def _text(table: Table, key: Key, make: Make | None) -> Any:
    if key.required:
        text = table.required(key.name, key.pattern, key.wanted) if key.pattern else table.required(key.name)
        return table.made(key.name, text or None, make) or ""
    return table.made(key.name, table.text(key.name), make or (partial(_fitting, key) if key.pattern else None))


def _fitting(key: Key, text: str) -> str:
    if not re.fullmatch(key.pattern, text):
        raise ValueError(f"must be {key.wanted}, not {text!r}")
    return text


def _choice(table: Table, key: Key, make: Make | None) -> Any:
    if make:
        return _text(table, key, make)
    if key.required:
        table.required(key.name)
    return table.choice(key.name, key.choices, key.noun)


def _list(table: Table, key: Key, make: Make | None) -> Any:
    values = table.integers(key.name) if key.kind == "integers" else table.texts(key.name)
    if values == () and key.at_least:
        table.problem("must not be empty", key.name)
    elif key.required and not values and not (key.at_least and key.name in table.data):
        table.problem(f"{key.name} is missing: it must be {key.wanted}")
    return values and tuple(table.made(key.name, each, make) for each in values)


def _choices(table: Table, key: Key, make: Make | None) -> Any:
    return _list(table, key, make or partial(_chosen, key))


def _chosen(key: Key, text: str) -> str:
    if text not in key.choices:
        raise ValueError(f"unknown {key.noun} {text!r}{meant(text, key.choices)}")
    return text


def _text_or_list(table: Table, key: Key, make: Make | None) -> Any:
    if isinstance(table.data.get(key.name), list):
        return _list(table, key, make)
    text = _text(table, key, make)
    return None if text is None else (text,)


def _integer(table: Table, key: Key, make: Make | None) -> Any:
    number = table.integer(key.name)
    if number is not None and key.at_least is not None and number < key.at_least:
        table.problem(f"must be {key.wanted}", key.name)
    elif key.required and key.name not in table.data:
        table.problem(f"{key.name} is missing: it must be {key.wanted}")
    return table.made(key.name, number, make)


def _boolean(table: Table, key: Key, make: Make | None) -> Any:
    return table.made(key.name, table.boolean(key.name), make)


def _date(table: Table, key: Key, make: Make | None) -> Any:
    table.asked.add(key.name)
    value = table.data.get(key.name)
    if isinstance(value, date) and not isinstance(value, datetime):
        return table.made(key.name, value, make)
    if value is not None:
        table.problem(f"must be {_DATE}, without quotes, not {value!r}", key.name)
    elif key.required:
        table.problem(f"{key.name} is missing: it must be {_DATE}")
    return None


def _any_table(table: Table, key: Key, make: Make | None) -> Any:
    content = table.table(key.name)
    if content and key.at_least and not content.data:
        table.problem("must not be empty", key.name)
    return make(content) if content and make else content


def _texts_by_name(table: Table, key: Key, make: Make | None) -> Any:
    return _any_table(table, key, make or (lambda found: {name: found.text(name) for name in found.data}))


def _choices_by_name(table: Table, key: Key, make: Make | None) -> Any:
    def chosen(found: Table) -> dict[str, str | None]:
        return {name: found.choice(name, key.choices, key.noun) for name in found.data}

    return _any_table(table, key, make or chosen)


def _table(table: Table, key: Key, make: Make | None) -> Any:
    content = table.table(key.name)
    inside = _declared(content, key) if content else None
    return make(inside) if inside and make else inside


def _choice_or_table(table: Table, key: Key, make: Make | None) -> Any:
    return (_table if isinstance(table.data.get(key.name), dict) else _choice)(table, key, make)


def _tables(table: Table, key: Key, make: Make | None) -> Any:
    if key.name not in table.data:
        table.asked.add(key.name)
        return None
    inside = (_declared(each, key) for each in table.tables(key.name))
    return tuple(make(each) if make else each for each in inside)


def _declared(table: Table, key: Key) -> DeclaredTable:
    assert key.inside, key.name
    return DeclaredTable(table.file, table.data, table.where, table.problems, key.inside)


_GETTERS: Mapping[Kind, Callable[[Table, Key, Make | None], Any]] = {
    "text": _text,
    "texts": _list,
    "text or texts": _text_or_list,
    "integer": _integer,
    "integers": _list,
    "boolean": _boolean,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "choice or table": _choice_or_table,
    "texts by name": _texts_by_name,
    "choices by name": _choices_by_name,
    "any table": _any_table,
    "table": _table,
    "tables": _tables,
}
