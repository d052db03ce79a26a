"""A JSON report as the history takes it: its findings, what it looked at, and how much."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.errors import Untrusted
from gwe_lint.findings.coverage_drop import DROPPED
from gwe_lint.findings.earlier import EarlierFinding
from gwe_lint.findings.earlier_report import EarlierJson, findings_of
from gwe_lint.findings.looked_at import LookedAt
from gwe_lint.findings.looked_at_json import looked_at_in
from gwe_lint.findings.same_finding import without_token_numbers

COMMANDS = ("check", "drift", "consistency", "compare")  # whose reports can be recorded

_UNCLEAN = ("\\ud", "\\u0000", "<secret ")  # in JSON: what may have to be cleaned


class Observed(NamedTuple):
    """A finding of a report, and whether it counts there: ``accepted`` is waived, known or empty."""

    finding: EarlierFinding
    accepted: str


class Observation(NamedTuple):
    """What a report says of its day."""

    shown: str
    digest: str
    command: str
    day: date
    findings: tuple[Observed, ...]
    carried: tuple[EarlierFinding, ...]  # that an earlier report had, and this one did not look at
    looked_at: LookedAt
    numbers: Mapping[str, int | None]
    not_checked: tuple[str, ...]

    @property
    def scope(self) -> str:
        """Which estates it is about: reports of one scope and command follow each other."""
        return json.dumps(sorted(self.looked_at.estates))

    @property
    def asked(self) -> str | None:
        """What the run was asked for: a job asks for the same each time. None where the report does not say it."""
        return None if self.looked_at.asked is None else json.dumps(self.looked_at.asked)


def observation_of(report: EarlierJson, catalogue: Catalogue) -> Observation:
    """What a report says. Raises ``Untrusted`` where it has no day, or is damaged."""
    shown, text = report.shown, json.dumps(report.data, sort_keys=True, separators=(",", ":"))
    data = _cleaned(report.data) if any(each in text for each in _UNCLEAN) else report.data
    if data["command"] not in COMMANDS:
        raise Untrusted([f"{shown}: a report of {data['command']!r}; recorded are {', '.join(COMMANDS)}"])
    if "as_of" not in data or "looked_at" not in data:
        raise Untrusted([f"{shown}: does not say its day and what it looked at: write it with --first-seen"])
    try:
        day = date.fromisoformat(data["as_of"])
        rows = findings_of(EarlierJson(shown, data), day)
        return Observation(
            shown=shown,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            command=data["command"],
            day=day,
            findings=tuple(
                Observed(_not_after(each, day), _accepted(row))
                for each, row in zip(rows, data["findings"], strict=True)
                if each.name != DROPPED
            ),
            carried=tuple(
                _not_after(each, day)
                for each in findings_of(EarlierJson(shown, {"findings": data.get("carried", [])}), day)
            ),
            looked_at=looked_at_in(data["looked_at"], catalogue),
            numbers=_numbers(data),
            not_checked=tuple(dict.fromkeys(data.get("unchecked", ()))),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Untrusted([f"{shown}: is damaged: name a report as gwe-lint wrote it"]) from None


def _accepted(row: Mapping[str, Any]) -> str:
    return "waived" if row.get("waiver") else "known" if row.get("known") else ""


def _numbers(data: Mapping[str, Any]) -> dict[str, int | None]:
    """How much was found, and looked at; of a comparison how much was compared."""
    summary, drift, coverage = data["summary"], data.get("drift"), data.get("coverage")
    numbers: dict[str, int | None] = {
        **{key: summary[key] for key in ("errors", "warnings", "notes", "waived", "known")},
        "applications": drift["compared"] if drift else summary["applications"],
        "options": drift["options"] if drift else summary["options"],
        "unverifiable": len(drift["unverifiable"]) if drift else 0,
        "not_checked": len(data.get("unchecked", ())),
        "clients": coverage["clients"] if coverage else None,
        "followed": coverage["followed"] if coverage else None,
    }
    if not all(each is None or type(each) is int for each in numbers.values()):
        raise TypeError
    return numbers


def _not_after(finding: EarlierFinding, day: date) -> EarlierFinding:
    since = min(finding.since, day) if finding.since else None
    return finding._replace(first_seen=min(finding.first_seen, day), since=since)


def _cleaned(data: Any) -> Any:
    """The data in texts that every database takes, without numbers of secrets, which each run gives anew.

    PostgreSQL refuses NUL, and none takes half a surrogate pair: they are escaped, always in one way.
    """
    if isinstance(data, dict):
        return {_cleaned(key): _cleaned(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_cleaned(each) for each in data]
    if not isinstance(data, str):
        return data
    without = without_token_numbers(data) or ""
    return without.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
