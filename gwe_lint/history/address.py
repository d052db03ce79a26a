"""Where a store is: a file of SQLite, or a database of PostgreSQL."""

import re
from pathlib import Path
from typing import NamedTuple

from gwe_lint.errors import Untrusted

FILE_NAME = "gwe-lint-history.db"  # of the store beside the configuration
VARIABLE = "GWE_LINT_STORE"  # in the environment: the store of all commands

_SQLITE = "sqlite"
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_SLASHES = "sqlite:///"


class NoHistory(Untrusted):
    """Nothing was recorded yet at an address."""


class Address(NamedTuple):
    """Where a store is. ``shown`` is what messages may say of it: no password."""

    shown: str
    path: Path | None = None  # of SQLite
    url: str = ""  # of PostgreSQL


def address_of(given: str, root: Path) -> Address:
    """The address that a URL or a path names. Raises ``Untrusted`` for a kind of database that is not supported."""
    scheme, separator, rest = given.partition("://")
    _refuse_unclear(given, rest)
    if not separator and not given.startswith("sqlite:"):
        return Address(given, root / given)
    if scheme.partition(":")[0] == _SQLITE:
        return _of_file(given, root)
    if scheme not in _POSTGRESQL:
        raise Untrusted([f"--store {_without_secrets(given)}: a store is sqlite:///FILE or postgresql://HOST/DATABASE"])
    return Address(_without_secrets(given), url=f"postgresql+psycopg://{given.partition('://')[2]}")


def _of_file(given: str, root: Path) -> Address:
    """The file of ``sqlite:///FILE``; an absolute one has a fourth slash."""
    path = given.removeprefix(_SLASHES)
    if path == given or not path or path == ":memory:" or "?" in path:
        raise Untrusted(
            [f"--store {_without_secrets(given)}: expected sqlite:///FILE; an absolute path has a fourth slash"]
        )
    return Address(given, root / path)


def _refuse_unclear(given: str, rest: str) -> None:
    """Raise ``Untrusted`` where a password could be taken for something else, and be shown. It is not quoted."""
    login, at, _ = rest.rpartition("@")
    like_a_login = not rest and re.search(r"(?i)^postgres[a-z+]*:|password\s*=|:[^/\\]*@", given)
    if (at and re.search(r"[/?#@\[\]\s]", login)) or like_a_login:
        raise Untrusted(
            [
                "--store: not a URL that can be read without doubt: write postgresql://USER@HOST/DATABASE, signs of a "
                "password other than letters and digits as %XX, or give it as PGPASSWORD"
            ]
        )


def _without_secrets(given: str) -> str:
    """A URL without its user, its password and its options, any of which may be a secret."""
    scheme, _, rest = given.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"
