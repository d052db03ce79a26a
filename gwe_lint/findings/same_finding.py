"""Which findings of an earlier report are findings of today: the same difference, whatever it is called by now.

A finding of a check is known by its fingerprint. A difference belongs to an estate, an application, a section and an
option. Its class may change, and so may the name of its application, which a DBID or the baseline still tells.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gwe_lint.exports.redactor import NUMBERED
from gwe_lint.findings.earlier import EarlierFinding
from gwe_lint.findings.finding import Finding

_Key = tuple[str, ...]
_NUMBERED = re.compile(NUMBERED)


class _Keys(NamedTuple):
    """How a finding is found again: by the DBIDs of both ends of a connection, then by its object, by its fingerprint,
    and by its names. The surest way comes first.
    """

    ends: tuple[_Key, ...]
    objects: tuple[_Key, ...]
    fingerprints: tuple[_Key, ...]
    names: tuple[_Key, ...]


def matches_of(
    findings: Sequence[Finding], earlier: Iterable[EarlierFinding]
) -> tuple[tuple[EarlierFinding, ...], ...]:
    """For each finding those of the earlier report that are the same one, which may be several for a difference."""
    return _matches([_keys(finding) for finding in findings], earlier)


def matches_between(
    later: Iterable[EarlierFinding], earlier: Iterable[EarlierFinding]
) -> tuple[tuple[EarlierFinding, ...], ...]:
    """The same for the findings of two reports."""
    return _matches([_keys_of_past(finding) for finding in later], earlier)


def _matches(now: Sequence[_Keys], earlier: Iterable[EarlierFinding]) -> tuple[tuple[EarlierFinding, ...], ...]:
    matches: list[list[EarlierFinding]] = [[] for _ in now]
    everything = range(len(now))
    left = _take([(past, _keys_of_past(past)) for past in earlier], now, matches, everything, way=0)
    left = _take(left, now, matches, everything, way=1)
    without = [number for number in everything if not matches[number]]  # what else has its name is another object
    for way in (2, 3):
        left = _take(left, now, matches, without, way=way)
    return tuple(map(tuple, matches))


_Past = list[tuple[EarlierFinding, _Keys]]


def _take(
    past: _Past, now: Sequence[_Keys], matches: list[list[EarlierFinding]], numbers: Iterable[int], *, way: int
) -> _Past:
    """Add earlier findings to the matches of those with these numbers that share a key with them; what is left."""
    index: dict[_Key, list[int]] = {}
    for position, (_, keys) in enumerate(past):
        for key in keys[way]:
            index.setdefault(key, []).append(position)
    taken: set[int] = set()
    for number in numbers if index else ():
        positions = sorted({position for key in now[number][way] for position in index.get(key, ())})
        matches[number] += (past[position][0] for position in positions)
        taken.update(positions)
    return [each for position, each in enumerate(past) if position not in taken]


def is_same_value(finding: Finding, past: EarlierFinding) -> bool:
    """True where a finding says of a value what the earlier one said; of members, where no deviating value is new.

    Findings that compare nothing have no value. Numbers of secrets, which each run gives anew, do not count.
    """
    change = finding.change
    if change is None:
        return True
    if (change.kind == "must-differ") != (past.kind == "must-differ"):
        return False
    if change.values:
        deviating = {without_token_numbers(held.text) for held in change.deviating}
        return deviating <= {without_token_numbers(text) for text in past.deviating}
    return without_token_numbers(change.after) == without_token_numbers(past.after)


def without_token_numbers(text: str | None) -> str | None:
    """The text without the numbers of secrets that were replaced without a key."""
    return None if text is None else _NUMBERED.sub("<secret>", text)


def _keys(finding: Finding) -> _Keys:
    change, place = finding.change, finding.hit.place
    by_fingerprint = ((finding.fingerprint,),)
    if change is None:
        return _Keys((), (), by_fingerprint, ())
    what = _what(finding.rule, place.section, place.option, change.former_option)
    names = (change.among or place.application or "", change.former_application)
    target = _what_leads_to(change.target_dbid)
    return _Keys(
        _of_objects(finding.estate, change.dbids, change.app, target),
        _of_objects(finding.estate, change.dbids, change.app, what),
        by_fingerprint,
        _of_names(finding.estate, names, what),
    )


def _keys_of_past(past: EarlierFinding) -> _Keys:
    by_fingerprint = ((past.fingerprint,),)
    if not past.is_difference:
        return _Keys((), (), by_fingerprint, ())
    what = _what(past.rule, past.section, past.option, past.former_option)
    names = (past.among or past.application or "", past.former_application)
    target = _what_leads_to(past.target_dbid)
    return _Keys(
        _of_objects(past.estate, past.dbids, past.type, target),
        _of_objects(past.estate, past.dbids, past.type, what),
        by_fingerprint,
        _of_names(past.estate, names, what),
    )


def _what(rule: str, section: str | None, option: str | None, former_option: str) -> tuple[_Key, ...]:
    """What a difference is about: an option by all its names, else the application as a whole in what the rule says."""
    if not (section or option):
        return (("", rule),)
    return tuple((section or "", name) for name in dict.fromkeys((option or "", former_option)) if name)


def _what_leads_to(dbid: int | None) -> tuple[_Key, ...]:
    """What a connection to the application with this DBID is about, whatever that is called."""
    return () if dbid is None else (("to", str(dbid)),)


def _of_objects(estate: str, dbids: Sequence[int], type: str, what: Iterable[_Key]) -> tuple[_Key, ...]:
    objects = " ".join(map(str, sorted(dbids)))
    return tuple((estate, objects, type, *each) for each in what) if objects else ()


def _of_names(estate: str, names: Iterable[str], what: Sequence[_Key]) -> tuple[_Key, ...]:
    return tuple((estate, name, *each) for name in dict.fromkeys(names) if name for each in what)
