"""The JSON Schema of a JSON report, for other programs."""

from collections.abc import Mapping

from gwe_lint.authoring.key_schemas import BOOLEAN, INTEGER, TEXT, Schema, choice, list_of
from gwe_lint.catalogue.fact import BASES
from gwe_lint.drift.difference import CLASSES
from gwe_lint.estate.correction import SAFETIES
from gwe_lint.estate.model import SEVERITIES

_OBJECT: Schema = {"type": "object"}
_FROM_ONE: Schema = {"type": "integer", "minimum": 1}


def report_schema() -> Schema:
    """The schema of a report. Keys are only added within one format number, so that others may stand there."""
    keys = {
        "format": {"const": "gwe-lint/1"},
        "tool": _OBJECT,
        "command": TEXT,
        "complete": BOOLEAN,
        "exit_code": INTEGER,
        "summary": _summary(),
        "findings": list_of(_finding()),
        "not_evaluated": list_of(_OBJECT),
    }
    sometimes = {
        "coverage": _coverage(),
        "as_of": TEXT,
        "drift": _drift(),
        "history": _OBJECT,
        "resolved": list_of({"anyOf": [_earlier_finding("resolved"), _finding()]}),
        **_simulation(),
        **_repair(),
        "carried": list_of(_earlier_finding("not-looked-at")),
        "overrides": list_of(_override_use()),
        "looked_at": _OBJECT,
        "provenance": _provenance(),
        "shard": _shard(),
    }
    return _open_object(keys, sometimes)


def _provenance() -> Schema:
    """Where a report comes from: by it the run can be made again."""
    digests = list_of(_open_object({"path": TEXT, "digest": _nullable(TEXT)}))
    keys = {"options": _OBJECT, "arguments": list_of(TEXT)}
    return _open_object({**keys, **dict.fromkeys(("packs", "files", "inputs"), digests)})


def _shard() -> Schema:
    """What the report of a shard adds. The form of the parts is that of one version."""
    keys = {"index": _FROM_ONE, "count": _FROM_ONE, "estates": list_of(TEXT), "of": list_of(TEXT)}
    return _open_object({**keys, "asked": _OBJECT, "digests": _OBJECT, "parts": list_of(_OBJECT)})


def _simulation() -> Mapping[str, Schema]:
    """What a report of ``simulate`` has: what a change does beside findings."""
    who = dict.fromkeys(("estate", "application"), TEXT)
    option = {**who, "section": TEXT, "option": TEXT, "path": TEXT, "line": INTEGER}
    chat = {**dict.fromkeys(("estate", "client", "hop", "reason", "other"), TEXT), "chat_server": _nullable(TEXT)}
    several = {**who, "options": list_of(TEXT)}
    return {
        "simulation": _open_object({"sources": list_of(TEXT), "mode": _nullable(TEXT), "new": INTEGER}),
        "chats": _open_object({key: list_of(_open_object(chat)) for key in ("lost", "gained", "ended")}),
        "changes": list_of(_open_object({**option, "before": _nullable(TEXT), "after": _nullable(TEXT)})),
        "new_sections": list_of(_open_object({**who, "section": TEXT})),
        "without_effect": list_of(_open_object({**option, "reason": TEXT})),
        "restart": list_of(_open_object(several)),
        "other_mode": list_of(_open_object(several)),
        "unknown": list_of(TEXT),
    }


def _repair() -> Mapping[str, Schema]:
    """What a report of ``fix`` has: the fixes beside the findings that stay."""
    fix = {"estate": TEXT, "safety": choice(SAFETIES), "changes": list_of(_change()), "resolves": INTEGER}
    offer = {**fix, "findings": list_of(_finding()), "alternatives": list_of(_fix()), "restart": list_of(TEXT)}
    refused = {**dict.fromkeys(("estate", "rule", "fingerprint", "reason"), TEXT), "changes": list_of(_change())}
    return {
        "fixes": list_of(_open_object(offer)),
        "held_back": list_of(_open_object(offer)),
        "not_offered": list_of(_open_object(refused)),
        "written": list_of(TEXT),
    }


def _open_object(keys: Mapping[str, Schema], sometimes: Mapping[str, Schema] | None = None) -> Schema:
    """An object that has these keys, sometimes the others, and perhaps more."""
    return {**_OBJECT, "properties": {**keys, **(sometimes or {})}, "required": list(keys)}


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _summary() -> Schema:
    counts = ("errors", "warnings", "notes", "waived", "known", "estates", "files", "applications", "options")
    return _open_object({**dict.fromkeys(counts, INTEGER), "rules": _OBJECT})


def _coverage() -> Schema:
    """How far a check followed chats."""
    missing = {**dict.fromkeys(("estate", "client", "reason"), TEXT), "server": _nullable(TEXT), "counts": BOOLEAN}
    counts = dict.fromkeys(("clients", "followed", "chat_servers"), INTEGER)
    more = {"missing": list_of(_open_object(missing)), "not_exported": list_of(TEXT), "selected": BOOLEAN}
    return _open_object({**counts, **more})


def _drift() -> Schema:
    """The summary of a comparison: how much was compared, and of what nobody knows whether it differs."""
    keys = {
        **dict.fromkeys(("verdict", "scope", "against"), TEXT),
        "classes": _OBJECT,
        **dict.fromkeys(("applications", "compared", "options", "known"), INTEGER),
        "unverifiable": list_of(_open_object(dict.fromkeys(("estate", "application", "option", "reason"), TEXT))),
        "not_checked": list_of(_open_object(dict.fromkeys(("estate", "application", "reason"), TEXT))),
        "hints": list_of(TEXT),
    }
    return _open_object(keys, {"sides": list_of(TEXT), "equivalent": list_of(_equivalent())})


def _equivalent() -> Schema:
    """An option that is written in several ways with one meaning: on two sides, or by the members of a group."""
    sides = {"application": TEXT, **dict.fromkeys(("before", "after"), _nullable(TEXT))}
    defaults = dict.fromkeys(("before_is_default", "after_is_default"), BOOLEAN)
    members = {"among": TEXT, "values": list_of(_OBJECT)}
    return _open_object(dict.fromkeys(("estate", "option", "reason"), TEXT), {**sides, **defaults, **members})


def _of_object() -> Mapping[str, Schema]:
    """By what a difference is found again, whatever its application is called."""
    return {
        "dbid": INTEGER,
        "dbids": list_of(INTEGER),
        "target_dbid": INTEGER,
        **dict.fromkeys(("type", "former_application", "former_option"), TEXT),
    }


def _earlier_finding(status: str) -> Schema:
    keys = {
        **dict.fromkeys(("rule", "name", "message", "estate", "fingerprint", "first_seen"), TEXT),
        **dict.fromkeys(("application", "section", "option", "before", "after"), _nullable(TEXT)),
        "severity": choice(SEVERITIES),
        "status": {"const": status},
    }
    more = {"class": choice(CLASSES), "among": TEXT, "members": list_of(TEXT), **_of_object(), **_lasting()}
    return _open_object(keys, more)


def _lasting() -> Mapping[str, Schema]:
    """What a history tells: when the present stretch began, and how often it did."""
    return {"since": TEXT, "times": _FROM_ONE}


def _place() -> Mapping[str, Schema]:
    return {
        **dict.fromkeys(("application", "section", "option"), _nullable(TEXT)),
        "path": TEXT,
        **dict.fromkeys(("line", "column", "end_line", "end_column"), _FROM_ONE),
    }


def _fix() -> Schema:
    """What would resolve a finding: options that get another value, or None; and how many findings go, once tried."""
    keys = {"safety": choice(SAFETIES), "changes": list_of(_change())}
    return _open_object(keys, {"changes_more": INTEGER, "resolves": INTEGER})


def _change() -> Schema:
    who = dict.fromkeys(("application", "section", "option"), TEXT)
    return _open_object({**who, "before": _nullable(TEXT), "after": _nullable(TEXT)})


def _override() -> Schema:
    return _open_object({"path": TEXT, "line": _FROM_ONE, "reason": TEXT})


def _override_use() -> Schema:
    return _open_object({"path": TEXT, "line": _FROM_ONE, "reason": TEXT, "decided": INTEGER, "ignored": INTEGER})


def _finding() -> Schema:
    keys = {
        **_place(),
        **dict.fromkeys(("rule", "name", "message", "help", "estate", "fingerprint", "docs"), TEXT),
        "severity": choice(SEVERITIES),
        "basis": choice(BASES),
        "takes_effect": _nullable(TEXT),
        "waiver": _nullable(_OBJECT),
        "known": BOOLEAN,
        "related": list_of(_open_object({"message": TEXT, **_place()})),
    }
    sometimes = {
        "related_more": {"type": "integer", "minimum": 0},  # not in reports of 0.1
        "value": TEXT,
        "class": choice(CLASSES),
        "before": _nullable(TEXT),
        "after": _nullable(TEXT),
        "group": TEXT,
        "renamed_section": list_of(TEXT),
        "among": TEXT,
        "reference": choice(("majority", "split")),
        "values": list_of(_OBJECT),
        **_of_object(),
        "first_seen": TEXT,
        "status": choice(("new", "again", "unchanged", "updated")),
        **_lasting(),
        **dict.fromkeys(("flapping", "overdue"), BOOLEAN),
        **dict.fromkeys(("owner", "due"), _nullable(TEXT)),
        "overrides": list_of(_override()),
        "fix": _fix(),
        "fix_alternatives": list_of(_fix()),
    }
    return _open_object(keys, sometimes)
