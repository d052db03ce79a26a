"""JSON Schemas of the files that people and machines write and read: for editors, and for other programs.

They are of draft-07, which is the one that editors know best.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from gwe_lint.authoring.key_schemas import Schema, table_schema
from gwe_lint.authoring.report_schema import report_schema
from gwe_lint.config.keys import CONFIGURATION
from gwe_lint.findings.owner_keys import OWNERS
from gwe_lint.findings.waiver_keys import WAIVERS
from gwe_lint.rules.pack_keys import PACK


class Kind(NamedTuple):
    """What one kind of file is: the name of its schema, the files that are always of it, and what it is called."""

    schema: str
    files: tuple[str, ...]
    title: str
    description: str

    @property
    def address(self) -> str:
        """The ``$id`` of its schema, in the form of SchemaStore. It stays."""
        return f"https://json.schemastore.org/{self.schema}.json"


KINDS: Mapping[str, Kind] = {
    "configuration": Kind(
        "gwe-lint",
        ("gwe-lint.toml",),
        "gwe-lint configuration",
        "Configuration of gwe-lint, a linter and drift checker for option sets of Genesys servers",
    ),
    "waivers": Kind(
        "gwe-lint-waivers",
        ("gwe-lint-waivers.toml",),
        "gwe-lint waivers",
        "Findings of gwe-lint that are accepted, with a reason, an owner and an end",
    ),
    "owners": Kind(
        "gwe-lint-owners",
        ("owners.toml",),
        "gwe-lint owners",
        "Whose findings of gwe-lint are, and how long one may be there",
    ),
    "pack": Kind(
        "gwe-lint-pack",
        (),
        "gwe-lint rule pack",
        "Rules, facts, drift rows and locks for gwe-lint",
    ),
    "report": Kind(
        "gwe-lint-report",
        (),
        "gwe-lint JSON report",
        "Findings of gwe-lint for other programs, format gwe-lint/1",
    ),
}


def schema_of(kind: str) -> Schema:
    """The schema of one kind of file: ``configuration``, ``waivers``, ``owners``, ``pack`` or ``report``."""
    row = KINDS[kind]
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "$id": row.address}
    return {**head, "title": row.title, "description": row.description, **_SCHEMAS[kind]()}


_SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "configuration": partial(table_schema, CONFIGURATION),
    "waivers": partial(table_schema, WAIVERS),
    "owners": partial(table_schema, OWNERS),
    "pack": partial(table_schema, PACK),
    "report": report_schema,
}
