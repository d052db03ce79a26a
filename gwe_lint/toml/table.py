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
        found: str | None = self._get(key, str, "a string")
        return found

    def required(self, key: str, pattern: str = r"(?s).*\S.*", wanted: str = "a string that is not empty") -> str:
        """A string that fits the pattern; the empty string when absent or wrong."""
        found: str | None = self._get(key, str, wanted)
        if found is None and key not in self.data:
            self.problem(f"{key} is missing: it must be {wanted}")
        elif found is not None and not re.fullmatch(pattern, found):
            self.problem(f"must be {wanted}, not {found!r}", key)
            return ""
        return found or ""

    def integer(self, key: str) -> int | None:
        """An integer, or None."""
        found: int | None = self._get(key, int, "an integer")
        return found

    def boolean(self, key: str) -> bool | None:
        """A boolean, or None."""
        found: bool | None = self._get(key, bool, "true or false")
        return found

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A list of strings, or None."""
        found: tuple[str, ...] | None = self._list(key, str, "a list of strings")
        return found

    def integers(self, key: str) -> tuple[int, ...] | None:
        """A list of integers, or None."""
        found: tuple[int, ...] | None = self._list(key, int, "a list of integers")
        return found

    def _list(self, key: str, kind: type, wanted: str) -> Any:
        found = self._get(key, list, wanted)
        if found is None:
            return None
        if any(not isinstance(item, kind) or (kind is int and isinstance(item, bool)) for item in found):
            self.problem(f"must be {wanted}", key)
            return None
        return tuple(found)

    def choice(self, key: str, choices: Collection[str], noun: str) -> str | None:
        """One of the choices, or None; a wrong one is answered with the nearest."""
        found = self.text(key)
        if found is not None and found not in choices:
            self.problem(f"unknown {noun} {found!r}{meant(found, choices)}", key)
            return None
        return found

    def made(self, key: str, value: Any, make: Callable[[Any], Any] | None) -> Any:
        """What the function makes of a value of this key; None for None, and where it raises a ``ValueError``."""
        if value is None or make is None:
            return value
        try:
            return make(value)
        except ValueError as error:
            self.problem(str(error), key)
            return None

    def table(self, key: str) -> "Table | None":
        """A sub-table, or None."""
        found = self._get(key, dict, f"a table, [{key}]")
        return None if found is None else Table(self.file, found, (*self.where, key), self.problems)

    def tables(self, key: str) -> "Iterator[Table]":
        """The tables of an array of tables."""
        for number, data in enumerate(self._get(key, list, f"tables, [[{key}]]") or ()):
            if isinstance(data, dict):
                yield Table(self.file, data, (*self.where, key, number), self.problems)
            else:
                self.problem(f"must be tables, [[{key}]]", key)
                return

    def done(self, known: Collection[str] = ()) -> None:
        """Note every key that nobody asked for."""
        for key in self.data:
            if key not in self.asked and key not in known:
                self.problem(f"unknown key {key!r}{meant(key, {*self.asked, *known})}", key)


def _named(value: object) -> str:
    return {bool: "a boolean", int: "an integer", float: "a number", str: "a string", list: "a list"}.get(
        type(value), "a table" if isinstance(value, dict) else "a date or time"
    )
