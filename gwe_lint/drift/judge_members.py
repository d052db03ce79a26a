"""What members should agree on, judged: rows and facts say what may differ, what must, and how bad the rest is."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from gwe_lint.checks.files import OF_DRIFT, DriftHit
from gwe_lint.drift.difference import DRIFT
from gwe_lint.drift.judge import side_said
from gwe_lint.drift.member_values import Camp, Spread
from gwe_lint.drift.subject import Side
from gwe_lint.estate.model import SEVERITIES, Hit, Note, Place, Severity
from gwe_lint.findings.engine import in_order, stamped
from gwe_lint.findings.finding import Change, Finding, Held, noun_of
from gwe_lint.rules.drift_rows import DriftRow, said_of
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import rules_by_hit
from gwe_lint.text import listed

MEMBER_HITS: frozenset[DriftHit] = frozenset(("must-differ", "inconsistent"))
_ALIKE = "it has to be alike on all members of a cluster or pair"
_OPEN = "whether members may differ in it is not documented"
_OWN = "each member may have its own value"


class Agreed(NamedTuple):
    """The findings, and every spread with its last class and the reason for it, those that are meant included."""

    findings: tuple[Finding, ...]
    spreads: tuple[tuple[Spread, str], ...]
    left_out: int = 0  # how many differences are no finding, since their rule was not selected


def agree(
    spreads: Iterable[Spread],
    rows: Sequence[DriftRow],
    rules: Iterable[Rule],
    overridden: frozenset[str] = frozenset(),
) -> Agreed:
    """What the rules make of members; ``overridden`` are ids of rules whose severity the configuration sets."""
    findings: list[Finding] = []
    final: list[tuple[Spread, str]] = []
    keys: dict[tuple[str, ...], int] = {}
    left_out = 0
    by_hit = rules_by_hit(rules, OF_DRIFT)
    for spread in spreads:
        app = spread.gathering.members[0].application.type
        said = said_of(rows, "members", app, spread.section, spread.name)
        judged, reason = _meant(spread, said)
        final.append((judged, reason))
        rule = by_hit.get("must-differ" if judged.kind == "must-differ" else "inconsistent")
        left_out += not rule and judged.kind in DRIFT
        if rule and judged.kind in DRIFT:
            severity, why = _severity(judged, rule, said["severity"], reason)
            severity = rule.severity if rule.id in overridden else severity
            findings.append(_finding(rule, severity, judged, why, keys))
    return Agreed(in_order(findings), tuple(final), left_out)


def _meant(spread: Spread, said: Mapping[str, tuple[DriftRow, ...]]) -> tuple[Spread, str]:
    """The spread with the class that rows and facts give it, and why."""
    apart = next(iter(said["must_differ"]), None)
    if apart and any(len(_setting(spread, camp)) > 1 for camp in spread.camps):
        return spread._replace(kind="must-differ"), apart.reason
    if spread.kind not in DRIFT:
        return spread, ""
    row = apart or next(iter(said["expected"]), None)
    if row:
        return spread._replace(kind="expected"), row.reason
    if spread.fact and spread.fact.must_match is False and not said["severity"]:
        return spread._replace(kind="expected"), _OWN
    return spread, ""


def _setting(spread: Spread, camp: Camp) -> list[int]:
    """The members of a camp that set the value themselves."""
    return [number for number in camp.members if (side := spread.sides[number]) and side.is_set]


def _severity(spread: Spread, rule: Rule, rows: Sequence[DriftRow], reason: str) -> tuple[Severity, str]:
    """The worst that rows say of what the members have, each beside the reference or, split, beside each other."""
    if spread.kind == "must-differ":
        return rule.severity, reason
    first = [spread.reference] if spread.reference else list(spread.camps)
    steps = [(one.side.text, other.side.text) for one in first for other in spread.deviating if one is not other]
    found = [row for step in steps if (row := next((row for row in reversed(rows) if row.is_about(*step)), None))]
    worst = min(found, key=lambda row: SEVERITIES.index(row.severity or "note"), default=None)
    if worst:
        return worst.severity or "note", worst.reason
    return ("warning", _ALIKE) if spread.fact and spread.fact.must_match else ("note", _OPEN)


def _finding(rule: Rule, severity: Severity, spread: Spread, why: str, keys: dict[tuple[str, ...], int]) -> Finding:
    """A finding of the whole group: its fingerprint names the group, so that it stays when other members deviate."""
    places = [(number, _place(spread, number)) for camp in _shown(spread) for number in camp.members]
    takes_effect = spread.fact.takes_effect if spread.fact else None
    who = Place("", application=spread.gathering.name, section=spread.section, option=spread.name)
    named = stamped(rule, severity, spread.gathering.estate.name, Hit(message_of(spread), who), keys)
    related = tuple(Note(f"{_name(spread, number)}: {_said(spread, number)}", place) for number, place in places[1:])
    hit = Hit(message_of(spread), places[0][1], help=why, related=related, takes_effect=takes_effect)
    return named._replace(hit=hit, takes_effect=takes_effect, change=change_of(spread))


def _shown(spread: Spread) -> Sequence[Camp]:
    """The camps with members to look at, the smallest first."""
    if spread.kind == "must-differ":
        return [camp for camp in reversed(spread.camps) if len(_setting(spread, camp)) > 1]
    return spread.deviating[::-1]


def _place(spread: Spread, number: int) -> Place:
    side = spread.sides[number] or Side(None)
    return spread.gathering.members[number].place(spread.section, spread.name, side)


def _name(spread: Spread, number: int) -> str:
    return spread.gathering.members[number].application.name


def _said(spread: Spread, number: int) -> str:
    return side_said(spread.sides[number] or Side(None))


def change_of(spread: Spread) -> Change:
    """What machines get of a spread. Groups in which the same values stand against each other have one cause."""
    reference = None if spread.kind == "must-differ" else spread.reference
    values = tuple(_held(spread, camp, reference) for camp in spread.camps)
    before = reference.side if reference else Side(None)
    deviating = [camp for camp in spread.camps if camp is not reference]
    after = deviating[0].side if reference and len(deviating) == 1 else Side(None)
    app = spread.gathering.members[0].application.type
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
        among=spread.gathering.name,
    )


def _held(spread: Spread, camp: Camp, reference: Camp | None) -> Held:
    """Where all must differ, the value of one member is as it should be: it is the reference."""
    names = tuple(_name(spread, number) for number in camp.members)
    right = camp is reference or (spread.kind == "must-differ" and len(_setting(spread, camp)) < 2)
    return Held(camp.side.text, camp.side.default, names, reference=right)


def message_of(spread: Spread) -> str:
    """What stands against what, in one sentence without a full stop."""
    name, among = noun_of(spread.section, spread.name), spread.gathering.name
    if spread.kind == "must-differ":
        camps = "; ".join(_camp_said(spread, camp) for camp in _shown(spread))
        return f"{name} should differ among {among}, and does not: {camps}"
    camps = "; ".join(_camp_said(spread, camp) for camp in spread.deviating)
    if not spread.reference:
        return f"{name} is split among {among}: {camps}"
    size = len(spread.reference.members)
    return f"{name} differs among {among}: {camps}; {side_said(spread.reference.side)} on the other {size}"


def _camp_said(spread: Spread, camp: Camp) -> str:
    return f"{side_said(camp.side)} on {listed([_name(spread, number) for number in camp.members])}"
