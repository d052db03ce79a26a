"""Declarations of TOML keys: each key once, for its reader, its JSON Schema and its documentation."""

from typing import Any, Literal, NamedTuple

Kind = Literal[
    "text",
    "texts",
    "text or texts",
    "integer",
    "integers",
    "boolean",
    "date",
    "choice",
    "choices",
    "choice or table",
    "texts by name",
    "choices by name",
    "any table",
    "table",
    "tables",
]


class Key(NamedTuple):
    """One key of a table, declared once.

    ``about`` is one sentence in Markdown, without a full stop. ``default`` is what a reader gives when the key is
    absent. ``pattern`` is a regular expression that the whole text fits, and ``wanted`` names that in messages.
    ``at_least`` is the least integer, or the least number of members. ``inside`` declares the keys of tables.
    """

    name: str
    kind: Kind
    about: str
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    noun: str = ""  # what messages call a choice
    pattern: str = ""
    wanted: str = ""
    at_least: int | None = None
    inside: "Keys | None" = None

    @property
    def field(self) -> str:
        """The key as a name in Python: ``connects_to`` for ``connects-to``."""
        return self.name.replace("-", "_")


class Keys(NamedTuple):
    """The keys of one table. ``header`` is such as ``[[estate.cluster]]``, or for the top of a file its name."""

    header: str
    rows: tuple[Key, ...]
