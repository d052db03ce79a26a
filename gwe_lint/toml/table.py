"""Getters for TOML tables that collect every mistake, each with its file, line and key."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

from gwe_lint.suggest import meant
from gwe_lint.toml.document import TomlFile, Where


class Table:
    """One table of a TOML file. Each getter notes what is wrong in ``problems`` and gives the default instead."""

    def __init__(
        self, file: TomlFile, data: dict[str, Any], where: Where, problems: list[str], title: str = ""
    ) -> None:
        self.file = file
        self.data = data
        self.where = where
        self.problems = problems
        self.title = title  # such as " (SITE003)", after the place
        self.asked: set[str] = set()

    def problem(self, message: str, key: str | None = None) -> None:
        """Note a mistake at a key of this table, or at the table."""
        where = self.where if key is None else (*self.where, key)
        dotted = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in self.where).lstrip(".")
        place = f"{dotted}{self.title}" + (f".{key}" if key is not None and dotted else key or "")
        self.problems.append(f"{self.file.path}:{self.file.line(where)}: {place + ': ' if place else ''}{message}")

    def _get(self, key: str, kind: type, wanted: str) -> Any:
        self.asked.add(key)
        value = self.data.get(key)
        if value is None or (isinstance(value, kind) and not (kind is int and isinstance(value, bool))):
            return value
        self.problem(f"must be {wanted}, not {_named(value)}", key)
        return None

    def text(self, key: str) -> str | None:
        """A string, or None when absent or wrong."""
        value: str | None = self._get(key, str, "a string")
        return value

    def required(self, key: str, pattern: str = r"(?s).*\S.*", wanted: str = "a string that is not empty") -> str:
        """A string that fits the pattern; the empty string when absent or wrong."""
        value: str | None = self._get(key, str, wanted)
        if value is None and key not in self.data:
            self.problem(f"{key} is missing: it must be {wanted}")
        elif value is not None and not re.fullmatch(pattern, value):
            self.problem(f"must be {wanted}, not {value!r}", key)
            return ""
        return value or ""

    def integer(self, key: str) -> int | None:
        """An integer, or None."""
        value: int | None = self._get(key, int, "an integer")
        return value

    def boolean(self, key: str) -> bool | None:
        """A boolean, or None."""
        value: bool | None = self._get(key, bool, "true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A list of strings, or None."""
        values: tuple[str, ...] | None = self._list(key, str, "a list of strings")
        return values

    def integers(self, key: str) -> tuple[int, ...] | None:
        """A list of integers, or None."""
        values: tuple[int, ...] | None = self._list(key, int, "a list of integers")
        return values

    def _list(self, key: str, kind: type, wanted: str) -> Any:
        values = self._get(key, list, wanted)
        if values is None:
            return None
        if any(not isinstance(item, kind) or (kind is int and isinstance(item, bool)) for item in values):
            self.problem(f"must be {wanted}", key)
            return None
        return tuple(values)

    def choice(self, key: str, choices: Collection[str], noun: str) -> str | None:
        """One of the choices, or None; a wrong one is answered with the nearest."""
        value = self.text(key)
        if value is not None and value not in choices:
            self.problem(f"unknown {noun} {value!r}{meant(value, choices)}", key)
            return None
        return value

    def made(self, key: str, value: Any, make: Callable[[Any], Any] | None) -> Any:
        """The value as the function converts it; None for None, and where the function raises a ``ValueError``."""
        if value is None or make is None:
            return value
        try:
            return make(value)
        except ValueError as error:
            self.problem(str(error), key)
            return None

    def table(self, key: str) -> "Table | None":
        """A sub-table, or None."""
        data = self._get(key, dict, f"a table, [{key}]")
        return None if data is None else Table(self.file, data, (*self.where, key), self.problems)

    def tables(self, key: str) -> "Iterator[Table]":
        """The tables of an array of tables."""
        for number, data in enumerate(self._get(key, list, f"tables, [[{key}]]") or ()):
            if isinstance(data, dict):
                yield Table(self.file, data, (*self.where, key, number), self.problems)
            else:
                self.problem(f"must be tables, [[{key}]]", key)
                return

    def done(self, known: Collection[str] = ()) -> None:
        """Note every unknown key: one that no getter asked for."""
        for key in self.data:
            if key not in self.asked and key not in known:
                self.problem(f"unknown key {key!r}{meant(key, {*self.asked, *known})}", key)


def _named(value: object) -> str:
    return {bool: "a boolean", int: "an integer", float: "a number", str: "a string", list: "a list"}.get(
        type(value), "a table" if isinstance(value, dict) else "a date or time"
    )
