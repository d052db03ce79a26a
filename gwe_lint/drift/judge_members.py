"""Differences between members become findings. Rows and facts say what may differ, what must, and the severity."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from gwe_lint.checks.files import OF_DRIFT, DriftHit
from gwe_lint.drift.difference import DRIFT
from gwe_lint.drift.judge import OBJECT_SAYS, value_phrase
from gwe_lint.drift.member_values import SharedValue, Spread
from gwe_lint.drift.renamed_sections import Renamed, as_renamed_among, renamed_among
from gwe_lint.drift.side_value import SideValue
from gwe_lint.estate.model import SEVERITIES, Hit, Note, Place, Severity
from gwe_lint.findings.comparison import Change, Held
from gwe_lint.findings.engine import in_order, stamped
from gwe_lint.findings.finding import Finding, noun_of
from gwe_lint.rules.drift_rows import DriftRow, said_of
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import rules_by_hit
from gwe_lint.text import listed

MEMBER_HITS: frozenset[DriftHit] = frozenset(("must-differ", "inconsistent"))
_ALIKE = "it has to be alike on all members of a cluster or pair"
_OPEN = "whether members may differ in it is not documented"
_OWN = "each member may have its own value"


class JudgedMembers(NamedTuple):
    """The findings, and every spread with its final class and its reason, the expected ones included."""

    findings: tuple[Finding, ...]
    spreads: tuple[tuple[Spread, str], ...]
    left_out: int = 0  # how many differences are no finding, since their rule was not selected


def judge_members(
    spreads: Iterable[Spread],
    rows: Sequence[DriftRow],
    rules: Iterable[Rule],
    overridden: frozenset[str] = frozenset(),
) -> JudgedMembers:
    """The findings that the rules make of the spreads.

    ``overridden`` are the ids of rules whose severity the configuration sets.
    """
    findings: list[Finding] = []
    final: list[tuple[Spread, str]] = []
    keys: dict[tuple[str, ...], int] = {}
    renamed: dict[int, Renamed] = {}  # by the identity of the group
    left_out = 0
    by_hit = rules_by_hit(rules, OF_DRIFT)
    for spread in spreads:
        app = spread.member_group.members[0].application.type
        rows_of_option = said_of(rows, "members", app, spread.section, spread.name)
        judged, reason = _classified(spread, rows_of_option)
        final.append((judged, reason))
        rule = by_hit.get("must-differ" if judged.kind == "must-differ" else "inconsistent")
        left_out += not rule and judged.kind in DRIFT
        if rule and judged.kind in DRIFT:
            severity, why = _severity(judged, rule, rows_of_option["severity"], reason)
            severity = rule.severity if rule.id in overridden else severity
            group = id(spread.member_group)
            renamed[group] = renamed[group] if group in renamed else renamed_among(spread.member_group)
            findings.append(_finding(rule, severity, judged, why, keys, renamed[group]))
    return JudgedMembers(in_order(findings), tuple(final), left_out)


def _classified(spread: Spread, rows: Mapping[str, tuple[DriftRow, ...]]) -> tuple[Spread, str]:
    """The spread with the class that rows and facts give it, and the reason."""
    must_differ = next(iter(rows["must_differ"]), None)
    if must_differ and any(len(_members_setting(spread, shared)) > 1 for shared in spread.shared_values):
        return spread._replace(kind="must-differ"), must_differ.reason
    if spread.kind not in DRIFT:
        return spread, ""
    row = must_differ or next(iter(rows["expected"]), None)
    if row:
        return spread._replace(kind="expected"), row.reason
    if spread.fact and spread.fact.must_match is False and not rows["severity"]:
        return spread._replace(kind="expected"), _OWN
    return spread, ""


def _members_setting(spread: Spread, shared: SharedValue) -> list[int]:
    """The members with this value that set it themselves."""
    return [number for number in shared.members if (side := spread.member_values[number]) and side.is_set]


def _severity(spread: Spread, rule: Rule, rows: Sequence[DriftRow], reason: str) -> tuple[Severity, str]:
    """The highest severity that rows give, and its reason.

    Each deviating value is compared with the majority's; without a majority, all values are compared with each other.
    """
    if spread.kind == "must-differ":
        return rule.severity, reason
    references = [spread.majority] if spread.majority else list(spread.shared_values)
    steps = [(one.side.text, other.side.text) for one in references for other in spread.deviating if one is not other]
    matching = [row for step in steps if (row := next((row for row in reversed(rows) if row.is_about(*step)), None))]
    worst = min(matching, key=lambda row: SEVERITIES.index(row.severity or "note"), default=None)
    if worst:
        return worst.severity or "note", worst.reason
    return ("warning", _ALIKE) if spread.fact and spread.fact.must_match else ("note", _OPEN)


def _finding(
    rule: Rule, severity: Severity, spread: Spread, why: str, keys: dict[tuple[str, ...], int], renamed: Renamed
) -> Finding:
    """A finding of the whole group. Its fingerprint names the group, so it stays when other members deviate."""
    places = [(number, _place(spread, number)) for shared in _shown(spread) for number in shared.members]
    takes_effect = spread.fact.takes_effect if spread.fact else None
    identity = Place("", application=spread.member_group.name, section=spread.section, option=spread.name)
    at_most: Severity | None = "note" if spread.object_says else None
    hit = Hit(message_of(spread), identity, at_most=at_most)
    finding = stamped(rule, severity, spread.member_group.estate.name, hit, keys)
    related = tuple(
        Note(f"{_name(spread, number)}: {_member_phrase(spread, number)}", place) for number, place in places[1:]
    )
    why = "; ".join(filter(None, (why, OBJECT_SAYS if spread.object_says else "")))
    hit = hit._replace(place=places[0][1], help=why, related=related, takes_effect=takes_effect)
    change = as_renamed_among(change_of(spread), spread, renamed)
    return finding._replace(hit=hit.capped, takes_effect=takes_effect, change=change)


def _shown(spread: Spread) -> Sequence[SharedValue]:
    """The values whose members a person should look at, the rarest first."""
    if spread.kind == "must-differ":
        return [shared for shared in reversed(spread.shared_values) if len(_members_setting(spread, shared)) > 1]
    return spread.deviating[::-1]


def _place(spread: Spread, number: int) -> Place:
    value = spread.member_values[number] or SideValue(None)
    return spread.member_group.members[number].place(spread.section, spread.name, value)


def _name(spread: Spread, number: int) -> str:
    return spread.member_group.members[number].application.name


def _member_phrase(spread: Spread, number: int) -> str:
    return value_phrase(spread.member_values[number] or SideValue(None))


def change_of(spread: Spread) -> Change:
    """The change that machine formats carry. Groups with the same values against each other have one cause."""
    majority = None if spread.kind == "must-differ" else spread.majority
    values = tuple(_members_with_value(spread, shared, majority) for shared in spread.shared_values)
    before = majority.side if majority else SideValue(None)
    deviating = [shared for shared in spread.shared_values if shared is not majority]
    after = deviating[0].side if majority and len(deviating) == 1 else SideValue(None)
    app = spread.member_group.members[0].application.type
    texts = sorted("\1" if held.text is None else held.text for held in values if not held.reference)
    parts = (spread.kind, app, spread.section, spread.name, repr(before.text), *texts)
    group = sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Change(
        spread.kind,
        before.text,
        after.text,
        before_default=before.default,
        after_default=after.default,
        group=group,
        app=app,
        values=values,
        among=spread.member_group.name,
        dbids=_dbids(spread),
    )


def _dbids(spread: Spread) -> tuple[int, ...]:
    """The DBIDs of all members; none where one is unknown."""
    dbids = [each.application.dbid for each in spread.member_group.members]
    known = tuple(dbid for dbid in dbids if dbid is not None)
    return known if len(known) == len(dbids) else ()


def _members_with_value(spread: Spread, shared: SharedValue, majority: SharedValue | None) -> Held:
    """One value and the members that have it. Where all must differ, a value of one member is right: a reference."""
    names = tuple(_name(spread, number) for number in shared.members)
    is_reference = shared is majority or (spread.kind == "must-differ" and len(_members_setting(spread, shared)) < 2)
    return Held(shared.side.text, shared.side.default, names, reference=is_reference)


def message_of(spread: Spread) -> str:
    """The message of a finding about members: one sentence without a full stop."""
    name, among = noun_of(spread.section, spread.name), spread.member_group.name
    if spread.kind == "must-differ":
        phrases = "; ".join(_phrase_of(spread, shared) for shared in _shown(spread))
        return f"{name} should differ among {among}, and does not: {phrases}"
    phrases = "; ".join(_phrase_of(spread, shared) for shared in spread.deviating)
    if not spread.majority:
        return f"{name} is split among {among}: {phrases}"
    size = len(spread.majority.members)
    return f"{name} differs among {among}: {phrases}; {value_phrase(spread.majority.side)} on the other {size}"


def _phrase_of(spread: Spread, shared: SharedValue) -> str:
    return f"{value_phrase(shared.side)} on {listed([_name(spread, number) for number in shared.members])}"
