"""TOML files with the line of every key, so that errors can name it. Parsers do not give lines."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from gwe_lint.errors import Untrusted
from gwe_lint.paths import read_small

Where = tuple[str | int, ...]  # ("rule", 2, "with", "option")

_TOKEN = (
    r"(?sm)"
    r'^(?P<key>[\w-]+|"[^"\\\n]+") = "[^"\\\n]*"$|'  # a whole line, as nearly all of a baseline are
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}'  # multi-line strings
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''  # strings
    r"|#[^\n]*|\n|\[\[|\]\]|[\[\]{}=.]|[^\s\"'#\[\]{}=.]+"
)


class TomlFile(NamedTuple):
    """A parsed TOML file; ``path`` is as errors shall show it."""

    path: str
    text: str
    data: dict[str, Any]

    def line(self, where: Where) -> int:
        """The 1-based line of the key or table, or of the nearest table around it. Read again only when asked."""
        lines = _lines_of(self.text)
        while where and where not in lines:
            where = (*where, 0) if (*where, 0) in lines else where[:-1]  # of an array of tables, the first one
        return lines.get(where, 1)


class Spot(NamedTuple):
    """A place in a TOML file, shown as ``path:line``. The line is looked up when it is shown."""

    file: TomlFile
    where: Where

    def __str__(self) -> str:
        return f"{self.file.path}:{self.file.line(self.where)}"


def read_toml(path: Path, shown: str | None = None) -> TomlFile:
    """The file, parsed. Raises ``Untrusted`` with line and column when it is missing, not UTF-8 or not TOML."""
    shown = shown or path.as_posix()
    return parse_toml(toml_text(path, shown), shown)


def toml_text(path: Path, shown: str) -> str:
    """The text of the file. Raises ``Untrusted`` when it is missing or not UTF-8."""
    return decoded(read_small(path, shown), shown)


def decoded(data: bytes, shown: str) -> str:
    """The content of a file as text. Raises ``Untrusted`` where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Untrusted([f"{shown}: not valid UTF-8 (byte offset {error.start})"]) from None


def parse_toml(text: str, shown: str) -> TomlFile:
    """The text, parsed. Raises ``Untrusted`` with line and column when it is not TOML."""
    try:
        return TomlFile(shown, text, tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        raise Untrusted([f"{shown}:{error.lineno}:{error.colno}: not valid TOML: {error.msg}"]) from None
    except RecursionError:
        raise Untrusted([f"{shown}: not valid TOML: nested too deeply"]) from None
    except ValueError:  # of int(), which takes no more digits than the interpreter allows
        raise Untrusted([f"{shown}: not valid TOML: a number has too many digits"]) from None


@lru_cache(maxsize=8)  # a file with one mistake often has more
def _lines_of(text: str) -> dict[Where, int]:
    """The line of every table and key of valid TOML; keys inside inline tables and arrays count as their key."""
    lines: dict[Where, int] = {}
    counts: dict[Where, int] = {}
    table: Where = ()
    statement: list[str] = []
    line, started, depth = 1, 1, 0
    for match in re.finditer(_TOKEN, text + "\n"):
        token = match[0]
        if match["key"] and not statement:
            lines.setdefault((*table, match["key"].strip('"')), line)
            continue
        if token != "\n" and not token.startswith("#"):
            if not statement:
                started = line
            statement.append(token)
            if "=" in statement:
                depth += {"[": 1, "[[": 2, "{": 1, "]": -1, "]]": -2, "}": -1}.get(token, 0)
        if token == "\n" and statement and depth <= 0:
            if statement[0] in ("[", "[["):
                table = _enter(statement, counts)
                lines.setdefault(table, started)
            elif "=" in statement:
                lines.setdefault((*table, *_key(statement[: statement.index("=")])), started)
            statement, depth = [], 0
        line += token.count("\n")
    return lines


def _enter(statement: list[str], counts: dict[Where, int]) -> Where:
    """The place of a table header; each part that is an array of tables is followed by its current index."""
    where: Where = ()
    keys = _key(statement[1:-1])
    for position, key in enumerate(keys):
        where = (*where, key)
        if statement[0] == "[[" and position == len(keys) - 1:
            counts[where] = counts.get(where, -1) + 1
        if where in counts:
            where = (*where, counts[where])
    return where


def _key(tokens: list[str]) -> list[str]:
    """The parts of a dotted key."""
    return [_part(token) for token in tokens if token != "."]


def _part(token: str) -> str:
    """One part of a key, without its quotes and escapes."""
    if token[0] not in "\"'":
        return token
    return next(iter(tomli.loads(f"{token} = 0"))) if "\\" in token else token[1:-1]
