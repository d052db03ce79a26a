"""JSON Schemas (2020-12) of the files that people and machines write and read: for editors, and for other programs."""

from collections.abc import Callable, Mapping
from functools import partial

from gwe_lint.authoring.key_schemas import Schema, table_schema
from gwe_lint.authoring.report_schema import report_schema
from gwe_lint.config.keys import CONFIGURATION
from gwe_lint.findings.waiver_keys import WAIVERS
from gwe_lint.rules.pack_keys import PACK


def schema_of(kind: str) -> Schema:
    """The schema of one kind of file: ``configuration``, ``waivers``, ``pack`` or ``report``."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": _TITLES[kind], **_SCHEMAS[kind]()}


_TITLES = {
    "configuration": "gwe-lint.toml",
    "waivers": "gwe-lint-waivers.toml",
    "pack": "a rule pack of gwe-lint",
    "report": "a JSON report of gwe-lint, format gwe-lint/1",
}
_SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "configuration": partial(table_schema, CONFIGURATION),
    "waivers": partial(table_schema, WAIVERS),
    "pack": partial(table_schema, PACK),
    "report": report_schema,
}
