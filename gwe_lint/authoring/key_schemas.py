"""JSON Schemas of TOML tables, made of the declarations of their keys."""

from collections.abc import Callable, Mapping
from typing import Any

from gwe_lint.toml.keys import Key, Keys, Kind

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
BOOLEAN: Schema = {"type": "boolean"}


def table_schema(keys: Keys) -> Schema:
    """The schema of a table in which nothing but these keys may stand."""
    found: Schema = {
        "type": "object",
        "properties": {key.name: {**_value(key), "description": _description(key)} for key in keys.rows},
        "additionalProperties": False,
    }
    required = [key.name for key in keys.rows if key.required]
    return {**found, "required": required} if required else found


def choice(choices: tuple[str, ...]) -> Schema:
    """One of these texts."""
    return {"enum": list(choices)}


def list_of(items: Schema) -> Schema:
    """An array of such values."""
    return {"type": "array", "items": items}


def _value(key: Key) -> Schema:
    """The schema of what a key holds; ``at_least`` counts as the kind of the key has it."""
    found = _OF_KIND[key.kind](key)
    keyword = {"integer": "minimum", "array": "minItems", "object": "minProperties"}.get(found.get("type", ""))
    return {**found, keyword: key.at_least} if keyword and key.at_least is not None else found


def _description(key: Key) -> str:
    return f"{key.about}; a TOML date, not a text: 2027-01-31" if key.kind == "date" else key.about


def _by_name(members: Schema) -> Schema:
    return {"type": "object", "additionalProperties": members}


def _inside(key: Key) -> Schema:
    assert key.inside, key.name
    return table_schema(key.inside)


_OF_KIND: Mapping[Kind, Callable[[Key], Schema]] = {
    "text": lambda key: {**TEXT, "pattern": f"^{key.pattern}$"} if key.pattern else TEXT,
    "texts": lambda _: list_of(TEXT),
    "text or texts": lambda _: {"anyOf": [TEXT, list_of(TEXT)]},
    "integer": lambda _: INTEGER,
    "integers": lambda _: list_of(INTEGER),
    "boolean": lambda _: BOOLEAN,
    "date": lambda _: {},  # JSON has no dates
    "choice": lambda key: choice(key.choices),
    "choices": lambda key: list_of(choice(key.choices)),
    "choice or table": lambda key: {"anyOf": [choice(key.choices), _inside(key)]},
    "texts by name": lambda _: _by_name(TEXT),
    "choices by name": lambda key: _by_name(choice(key.choices)),
    "any table": lambda _: {"type": "object"},
    "table": _inside,
    "tables": lambda key: list_of(_inside(key)),
}
