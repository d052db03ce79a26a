"""What a run looked at as JSON, in a report with dates, and read again from an earlier report."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.estate.conditions import integer_of
from gwe_lint.estate.effective import is_stored_as_string
from gwe_lint.estate.model import ANNEX, CONNECTIONS, FACETS, OBJECT, PORTS, TENANTS
from gwe_lint.estate.said import says, says_part
from gwe_lint.findings.comparison import DriftSummary, NotCompared, Renamed, Unverified
from gwe_lint.findings.looked_at import LookedAt, looked_at_of
from gwe_lint.findings.partly_shown import PartlyShown
from gwe_lint.findings.report import Report

_SAID_ALONE = ("type", "release", "state", "dbid", "backup", "host")  # properties that formats say without others
_ANY_OTHER = "*"  # stands for all other properties


class PartlyTold(NamedTuple):
    """An application of an earlier report that may have more than its export showed."""

    estate: str
    name: str
    type: str
    holds: str  # how much of an application its export showed
    unread: bool  # True: a part of the export could not be read
    parts: frozenset[str]  # that it said: properties, and parts of objects such as connections
    options: frozenset[tuple[str, str]]  # that it showed
    catalogue: Catalogue

    def may_have(self, section: str, name: str, text: str | None) -> bool:
        """True where the export lacked an option, or a part of the object, that may have been there.

        ``text`` is a value that it had. One that is no number is stored as a string, which all exports show.
        """
        if section in FACETS:
            named = name if section == OBJECT and name in _SAID_ALONE else _ANY_OTHER if section == OBJECT else section
            return named not in self.parts
        if (section, name) in self.options:
            return False
        if self.unread or self.holds != "strings-only":
            return self.unread or self.holds != "complete"
        fact = self.catalogue.fact(self.type, section, name)
        is_string = text is not None and integer_of(text) is None
        kind = "string" if is_string else fact.type if fact else "any"
        return not is_stored_as_string(kind, fact.values if fact else ())


def looked_at_as_json(report: Report) -> dict[str, Any]:
    """What the run looked at, and what of it could not be seen; no key for what there is none of."""
    looked_at = looked_at_of(report)
    keys: dict[str, Any] = {
        "hidden": sorted(looked_at.hidden),
        "partly_read": [list(each) for each in sorted(looked_at.partly_read, key=str)],
        "not_compared": [_without_empty(each._asdict()) for each in looked_at.not_compared],
        "missing": [list(each) for each in looked_at.missing],
        "unverifiable": [each._asdict() for each in looked_at.unverifiable],
        "partly_shown": [_shown_as_json(each) for each in _partly_shown(report.drift)],
        "renamed": [each._asdict() for each in looked_at.renamed],
        "groups": [list(each) for each in looked_at.groups],
        "alone": looked_at.any_alone,
        "of_two_estates": looked_at.of_two_estates,
    }
    asked = {} if looked_at.asked is None else {"asked": list(looked_at.asked)}
    return {"estates": list(looked_at.estates), "rules": sorted(looked_at.rules), **asked, **_without_empty(keys)}


def _without_empty(keys: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in keys.items() if value}


def _partly_shown(drift: DriftSummary | None) -> tuple[PartlyShown, ...]:
    return drift.partly_shown if drift else ()


def _shown_as_json(shown: PartlyShown) -> dict[str, Any]:
    app = shown.application
    parts = [part for part in (CONNECTIONS, PORTS, TENANTS, ANNEX) if says_part(app, part, "")]
    properties = [name for name in (*_SAID_ALONE, _ANY_OTHER) if says(app, name)]
    return {
        "estate": shown.estate,
        "application": shown.name,
        "type": app.type,
        "holds": app.completeness,
        "unread": bool(app.export is not None and app.export.unread),
        "parts": [*parts, *properties],
        "options": {name: list(section.options) for name, section in app.sections.items()},
    }


def looked_at_in(data: Mapping[str, Any], catalogue: Catalogue) -> LookedAt:
    """What the run of an earlier report looked at.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` where that is damaged.
    """

    def rows(key: str) -> Iterable[Any]:
        return _listed(data.get(key, []))

    return LookedAt(
        estates=tuple(map(_text, _listed(data["estates"]))),
        rules=frozenset(map(_text, _listed(data["rules"]))),
        hidden=frozenset(map(_text, rows("hidden"))),
        partly_read=frozenset(
            (_text(where), None if app is None else _text(app)) for where, app in rows("partly_read")
        ),
        not_compared=tuple(NotCompared(**_texts(each)) for each in rows("not_compared")),
        missing=tuple((_text(where), _text(name)) for where, name in rows("missing")),
        unverifiable=tuple(Unverified(**_texts(each)) for each in rows("unverifiable")),
        partly_shown=tuple(_told(each, catalogue) for each in rows("partly_shown")),
        renamed=tuple(Renamed(**_texts(each)) for each in rows("renamed")),
        groups=tuple(
            (_text(where), _text(name), tuple(map(_text, _listed(members)))) for where, name, members in rows("groups")
        ),
        any_alone=data.get("alone") is True,
        of_two_estates=data.get("of_two_estates") is True,
        asked=tuple(map(_text, _listed(data["asked"]))) if "asked" in data else None,
    )


def _told(row: Any, catalogue: Catalogue) -> PartlyTold:
    return PartlyTold(
        estate=_text(row["estate"]),
        name=_text(row["application"]),
        type=_text(row["type"]),
        holds=_text(row["holds"]),
        unread=row["unread"] is True,
        parts=frozenset(map(_text, _listed(row["parts"]))),
        options=frozenset(_options(row["options"])),
        catalogue=catalogue,
    )


def _options(sections: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for section, names in sections.items():
        yield from ((section, _text(name)) for name in _listed(names))


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(row: Any) -> dict[str, str]:
    return {key: _text(value) for key, value in row.items()}
