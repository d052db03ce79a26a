"""JSON Schemas (2020-12) of the files that people and machines write and read: for editors, and for other programs."""

from collections.abc import Callable, Mapping
from typing import Any

from gwe_lint.catalogue.fact import ANY, APPLICATION_TYPES, BASES, TYPES_IN_WORDS
from gwe_lint.config.model import FAIL_ON
from gwe_lint.drift.difference import CLASSES
from gwe_lint.estate.model import PROFILES, SEVERITIES
from gwe_lint.rules.drift_rows import SCOPES

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_INTEGER: Schema = {"type": "integer"}
_FROM_ONE: Schema = {"type": "integer", "minimum": 1}
_BOOLEAN: Schema = {"type": "boolean"}
_RELEASE: Schema = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+){1,4}$"}
_DATE: Schema = {"description": "A TOML date, not a text: 2027-01-31."}  # JSON has no dates


def schema_of(kind: str) -> Schema:
    """The schema of one kind of file: ``configuration``, ``waivers``, ``pack`` or ``report``."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": _TITLES[kind], **_SCHEMAS[kind]()}


def _object(properties: Mapping[str, Schema], *required: str) -> Schema:
    """A table in which nothing else may stand."""
    found: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**found, "required": list(required)} if required else found


def _choice(choices: Any) -> Schema:
    return {"enum": list(choices)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _configuration() -> Schema:
    application = {
        "file": _TEXT,
        "name": _TEXT,
        "dbid": _INTEGER,
        "type": _choice(APPLICATION_TYPES),
        "release": _TEXT,
        "tenants": _list(_INTEGER),
        "connects-to": _TEXTS,
        "backup": _TEXT,
        "partial": _BOOLEAN,
    }
    estate = {
        "name": _TEXT,
        "paths": {**_TEXTS, "minItems": 1},
        "exclude": _TEXTS,
        "production": _BOOLEAN,
        "interaction-queues": _TEXTS,
        "strategy": _list(_object({"name": _TEXT, "queues": _TEXTS}, "name", "queues")),
        "application": _list(_object(application)),
        "cluster": _list(_object({"name": _TEXT, "members": _TEXTS}, "name", "members")),
    }
    check = {
        "fail-on": _choice(FAIL_ON),
        "profile": _choice(PROFILES),
        "select": _TEXTS,
        "ignore": _TEXTS,
        "packs": _TEXTS,
        "peak-chat-sessions": _FROM_ONE,
        "severity": {"type": "object", "additionalProperties": _choice(SEVERITIES)},
    }
    return _object(
        {
            "required-version": _TEXT,
            "extend": {"anyOf": [_TEXT, _TEXTS]},
            "check": _object(check),
            "estate": _list(_object(estate, "name", "paths")),
            "compare": _list(_comparison()),
        }
    )


def _comparison() -> Schema:
    names: Schema = {"type": "object", "additionalProperties": _TEXT}
    texts = dict.fromkeys(("from", "to", "reason"), _TEXT)
    value = {**texts, "options": {**_TEXTS, "minItems": 1}, "must-differ": _BOOLEAN}
    parts = {"applications": names, "tenants": names, "values": _list(_object(value, "options", "reason"))}
    return _object({"from": _TEXT, "to": _TEXT, **parts}, "from", "to")


def _waivers() -> Schema:
    texts = ("rule", "reason", "owner", "estate", "application", "option", "value", "ticket")
    waiver = {**dict.fromkeys(texts, _TEXT), "created": _DATE, "expires": _DATE}
    return _object({"waiver": _list(_object(waiver, "rule", "reason", "owner", "expires"))})


def _pack() -> Schema:
    return _object({"rule": _list(_rule()), "option": _list(_fact()), "drift": _list(_drift())})


def _rule() -> Schema:
    files = {"type": "object", "additionalProperties": _TEXT, "minProperties": 1}
    example = {"title": _TEXT, "files": files, "expect": _TEXTS, "not-evaluated": _BOOLEAN}
    return _object(
        {
            "id": {"type": "string", "pattern": "^[A-Z]{2,12}[0-9]{3,6}$"},
            "name": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
            "severity": _choice(SEVERITIES),
            "severity-when-unknown": _choice(SEVERITIES),
            "severity-in-development": _choice((*SEVERITIES, "silent")),
            "basis": _choice(BASES),
            "profile": _choice(PROFILES),
            "constraints": _TEXTS,
            "check": _TEXT,
            "with": {"type": "object"},  # as the check needs it
            **dict.fromkeys(("summary", "why", "fix", "not-evaluated", "takes-effect"), _TEXT),
            "sources": _TEXTS,
            "tags": _TEXTS,
            "locked": _BOOLEAN,
            "example": _list(_object(example, "title", "files")),
        },
        *("id", "name", "severity", "check", "summary", "why", "fix"),
    )


def _fact() -> Schema:
    varying = {"default": _TEXT, "minimum": _INTEGER, "maximum": _INTEGER, "values": _TEXTS}
    texts = ("unit", "invalid-acts-as", "misspelling-of", "takes-effect", "pattern", "form", "replaced-by", "only-with")
    return _object(
        {
            "app": _choice((*APPLICATION_TYPES, ANY)),
            "type": _choice(TYPES_IN_WORDS),
            "basis": _choice(BASES),
            **varying,
            **dict.fromkeys(("section", "option", "summary", "note", *texts), _TEXT),
            **dict.fromkeys(("synonyms", "releases", "sources", "good", "bad"), _TEXTS),
            **dict.fromkeys(("mandatory", "secret", "must-match"), _BOOLEAN),
            **dict.fromkeys(("since", "until"), _RELEASE),
            "same-as": {"type": "object", "additionalProperties": _TEXT},
            "older": _list(_object({"below": _RELEASE, **varying}, "below")),
        },
        *("app", "section", "option", "summary"),
    )


def _drift() -> Schema:
    return _object(
        {
            "option": _TEXT,
            "reason": _TEXT,
            "scope": _list(_choice(SCOPES)),
            "severity": _choice(SEVERITIES),
            "before": _TEXTS,
            "after": _TEXTS,
            "expected": _BOOLEAN,
            "must-differ": _BOOLEAN,
        },
        *("option", "reason"),
    )


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _report() -> Schema:
    """Keys are only added within one format number, so that others may stand there."""
    place = {
        **dict.fromkeys(("application", "section", "option"), _nullable(_TEXT)),
        "path": _TEXT,
        **dict.fromkeys(("line", "column", "end_line", "end_column"), _FROM_ONE),
    }
    finding = {
        **place,
        **dict.fromkeys(("rule", "name", "message", "help", "estate", "fingerprint", "docs"), _TEXT),
        "severity": _choice(SEVERITIES),
        "basis": _choice(BASES),
        "takes_effect": _nullable(_TEXT),
        "waiver": _nullable({"type": "object"}),
        "known": _BOOLEAN,
        "related": _list(
            {"type": "object", "properties": {"message": _TEXT, **place}, "required": ["message", *place]}
        ),
        "class": _choice(CLASSES),
        "before": _nullable(_TEXT),
        "after": _nullable(_TEXT),
        "group": _TEXT,
        "among": _TEXT,
        "reference": _choice(("majority", "split")),
        "values": _list({"type": "object"}),
        "first_seen": _TEXT,
        "status": _choice(("new", "unchanged", "updated")),
    }
    sometimes = ("class", "before", "after", "group", "among", "reference", "values", "first_seen", "status")
    needed = [key for key in finding if key not in sometimes]
    counts = ("errors", "warnings", "notes", "waived", "known", "estates", "files", "applications", "options")
    keys = ("format", "tool", "command", "complete", "exit_code", "summary", "findings", "not_evaluated")
    return {
        "type": "object",
        "properties": {
            "format": {"const": "gwe-lint/1"},
            "tool": {"type": "object"},
            "command": _TEXT,
            "complete": _BOOLEAN,
            "exit_code": _INTEGER,
            "summary": {
                "type": "object",
                "properties": {**dict.fromkeys(counts, _INTEGER), "rules": {"type": "object"}},
                "required": [*counts, "rules"],
            },
            "findings": _list({"type": "object", "properties": finding, "required": needed}),
            "not_evaluated": _list({"type": "object"}),
            "drift": {"type": "object"},
            "history": {"type": "object"},
            "resolved": _list({"type": "object"}),
            "carried": _list({"type": "object"}),
        },
        "required": list(keys),
    }


_TITLES = {
    "configuration": "gwe-lint.toml",
    "waivers": "gwe-lint-waivers.toml",
    "pack": "a rule pack of gwe-lint",
    "report": "a JSON report of gwe-lint, format gwe-lint/1",
}
_SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "configuration": _configuration,
    "waivers": _waivers,
    "pack": _pack,
    "report": _report,
}
