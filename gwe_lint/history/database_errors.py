"""What went wrong with a database, in words of our own: what the database says may quote an address or a value."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ArgumentError, DBAPIError

from gwe_lint.errors import Untrusted

WAIT = 60  # seconds for another writer to end

_SQLITE = (
    ("not a database|malformed", "is damaged, or no store of gwe-lint ({said}): restore it, or name another one"),
    ("locked", f"another run writes to it for more than {WAIT} seconds"),
    ("readonly", "may only be read here"),
    ("unable to open", "cannot be opened: see whether its folder is there, and may be written"),
    ("", "cannot be used: {said}"),
)
# What the server and its library say in English; of all else, and in other languages, the last line is said.
_POSTGRESQL = (
    ("password authentication failed", "the server refuses this user with this password"),
    ("no password supplied", "the server wants a password: PGPASSWORD or ~/.pgpass may hold it"),
    (r"pg_hba\.conf", "the server lets this user not in from here: see its pg_hba.conf"),
    (r"role .* (?:does not exist|is not permitted)", "the server lets no such user in"),
    ("database .* does not exist", "the server has no such database"),
    ("(?:resolve|translate) host", "nobody knows the name of its host"),
    ("refused|timeout expired|No route|No such file", "nobody answers there: see host and port, and whether it runs"),
    ("permission denied", "the user may not do that: the tables, or their schema, belong to another one"),
    ("no schema has been selected", "the user has no schema to make tables in"),
    ("read-only transaction", "may only be read here"),
    ("", "the database cannot be reached, or refuses it: see its log"),
)


@contextmanager
def told_of(shown: str) -> Iterator[None]:
    """Errors of a database as ``Untrusted``, without what they quote. ``shown`` is what its address is called."""
    try:
        yield
    except DBAPIError as error:
        raise Untrusted([f"{shown}: {_in_words(error)}"]) from None
    except (ArgumentError, ValueError):  # it quotes the address, in which there may be a password
        raise Untrusted([f"{shown}: is no address of a database"]) from None
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise Untrusted([f"{shown}: PostgreSQL needs psycopg: pip install 'gwe-lint[postgresql]'"]) from None


def _in_words(error: DBAPIError) -> str:
    said = str(error.orig).strip().partition("\n")[0]
    rows = _SQLITE if isinstance(error.orig, sqlite3.Error) else _POSTGRESQL
    return next(words for pattern, words in rows if re.search(pattern, said)).format(said=said)
