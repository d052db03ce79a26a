"""Read an earlier JSON report, of which ``--since`` takes the dates and ``--known`` the findings."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import SEVERITIES
from gwe_lint.findings.earlier import EarlierFinding
from gwe_lint.paths import read_small

_FORMAT = "gwe-lint/1"


class EarlierJson(NamedTuple):
    """The content of an earlier report, and how its file and the flag that names it are called in messages."""

    shown: str
    data: dict[str, Any]


def report_in(path: Path, command: str, flag: str) -> EarlierJson:
    """The complete report of this command in a file. Raises ``Untrusted`` for a file that is none."""
    report = _read(path, f"{flag} {path.as_posix()}")
    if report.data.get("command") != command:
        raise Untrusted([f"{report.shown}: a report of {report.data.get('command')!r}, and this is {command}"])
    return _complete(report)


def any_report_in(path: Path, shown: str) -> EarlierJson:
    """The complete report of any command in a file. Raises ``Untrusted`` for a file that is none."""
    return _complete(_read(path, shown))


def _read(path: Path, shown: str) -> EarlierJson:
    try:
        data = json.loads(read_small(path, shown))
    except (ValueError, RecursionError):
        raise _not_a_report(shown) from None
    if not isinstance(data, dict) or data.get("format") != _FORMAT or "findings" not in data:
        raise _not_a_report(shown)
    return EarlierJson(shown, data)


def _complete(report: EarlierJson) -> EarlierJson:
    if report.data.get("complete") is not True:
        raise Untrusted([f"{report.shown}: that report is not complete: name the last one that is"])
    return report


def _not_a_report(shown: str) -> Untrusted:
    return Untrusted([f"{shown}: not a JSON report of gwe-lint: write one with --output json=FILE"])


def findings_of(report: EarlierJson, today: date, *, carried: bool = False) -> list[EarlierFinding]:
    """The findings of an earlier report, those without a date with the day of this run.

    ``carried`` adds those that it had from the report before it. Raises ``Untrusted`` where one is damaged.
    """
    try:
        rows = [*report.data["findings"], *(report.data.get("carried", ()) if carried else ())]
        return [_earlier_finding(row, today) for row in rows]
    except (KeyError, TypeError, ValueError):
        raise Untrusted([f"{report.shown}: a finding in it is damaged: name a report as gwe-lint wrote it"]) from None


def _earlier_finding(row: Any, today: date) -> EarlierFinding:
    texts: dict[str, Any] = {key: row[key] for key in ("rule", "name", "severity", "message", "estate", "fingerprint")}
    maybe: dict[str, Any] = {key: row.get(key) for key in ("application", "section", "option", "before", "after")}
    names: dict[str, Any] = {
        key: row.get(key) or "" for key in ("among", "type", "former_application", "former_option")
    }
    given, kind, since, times = row.get("first_seen"), row.get("class", ""), row.get("since"), row.get("times", 1)
    dbids = (row["dbid"],) if "dbid" in row else tuple(row.get("dbids", ()))
    _check(texts["severity"] in SEVERITIES and all(isinstance(dbid, int) for dbid in dbids))
    _check(all(isinstance(text, str) for text in (*texts.values(), *names.values(), kind)))
    _check(all(text is None or isinstance(text, str) for text in (*maybe.values(), given, since)))
    _check(type(times) is int and times > 0)
    _check(type(row.get("target_dbid", 0)) is int)
    return EarlierFinding(
        **texts,
        **maybe,
        **names,
        dbids=dbids,
        target_dbid=row.get("target_dbid"),
        kind=kind,
        deviating=frozenset(_deviating(row.get("values", ()))),
        members=tuple(_members(row)),
        first_seen=date.fromisoformat(given) if given else today,
        since=date.fromisoformat(since) if since else None,
        times=times,
    )


def _deviating(values: Iterable[Any]) -> Iterable[str | None]:
    """The values of members that were not the right ones."""
    for held in values:
        if held.get("right") is not True:
            _check(held["value"] is None or isinstance(held["value"], str))
            yield held["value"]


def _members(row: Any) -> Iterator[str]:
    """The members whose values were compared, in the order of these."""
    for name in chain(row.get("members", ()), *(held.get("members", ()) for held in row.get("values", ()))):
        _check(isinstance(name, str))
        yield name


def _check(right: bool) -> None:
    if not right:
        raise TypeError
