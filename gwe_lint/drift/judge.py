"""Differences become findings. The class chooses the rule; ``[[drift]]`` rows say what is expected, and how severe."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple, cast

from gwe_lint.checks.files import OF_DRIFT, DriftHit
from gwe_lint.drift.came_and_went import (
    came_and_went,
    help_of_application,
    is_of_application,
    message_of_application,
)
from gwe_lint.drift.diff import Drift, Pair
from gwe_lint.drift.difference import DRIFT, Difference
from gwe_lint.drift.renamed_sections import Renamed, as_renamed, renamed_between
from gwe_lint.drift.severity import Weight, weight_of
from gwe_lint.drift.side_value import SideValue
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.locations import file_of
from gwe_lint.estate.model import FACETS, Hit, Note
from gwe_lint.findings.comparison import Change
from gwe_lint.findings.engine import in_order, stamped
from gwe_lint.findings.finding import Finding, noun_of
from gwe_lint.rules.drift_rows import DriftRow, Scope, said_of
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import rules_by_hit
from gwe_lint.text import quoted

OBJECT_SAYS = "the object says the release by which the default was chosen: declare what runs in gwe-lint.toml"
SIDE_HITS: frozenset[DriftHit] = frozenset(("changed", "missing", "extra", "must-differ", "object", "renamed"))
BASELINE_HITS: frozenset[DriftHit] = SIDE_HITS | {"application-missing", "application-new"}
Classify = Callable[[Difference], tuple[Difference, str]]  # the difference with the class that it should have, and why


class Judged(NamedTuple):
    """The findings, and every difference with its final class, the expected ones included."""

    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...]
    reasons: Mapping[int, str]  # why a difference is expected, by its position
    found: tuple[tuple[str, Difference], ...]  # the differences that are findings, with their fingerprints
    left_out: int = 0  # how many became no finding, since their rule was not selected
    renamed: tuple[tuple[str, Pair], ...] = ()  # the applications with another name, with the fingerprints of findings


def judge(
    drift: Drift,
    rows: Sequence[DriftRow],
    scope: Scope,
    rules: Iterable[Rule],
    overridden: Collection[str] = (),
    *,
    sides: tuple[str, str] = ("before", "now"),
    classify: Classify | None = None,
) -> Judged:
    """The findings that the rules make of a drift; ``overridden`` are rules whose severity the configuration sets."""
    findings: list[Finding] = []
    keys: dict[tuple[str, ...], int] = {}
    final: list[Difference] = []
    fingerprinted: list[tuple[str, Difference]] = []
    reasons: dict[int, str] = {}
    by_hit = rules_by_hit(rules, OF_DRIFT)
    rows_by_option: dict[tuple[str, str, str], Mapping[str, tuple[DriftRow, ...]]] = {}
    pairs = [pair for pair in drift.pairs if pair.renamed]
    if "renamed" in by_hit:
        findings += (_renamed(by_hit["renamed"], pair.before, pair.after, keys) for pair in pairs)
    left_out = len(pairs) - len(findings)
    of_names = tuple((finding.fingerprint, pair) for finding, pair in zip(findings, pairs, strict=False))
    for renamed, difference in _differences(drift):
        key = (difference.after.application.type, difference.section, difference.name)
        rows_of_option = rows_by_option.get(key) or rows_by_option.setdefault(key, said_of(rows, scope, *key))
        judged, reason = classify(difference) if classify else (difference, "")
        judged, reason = (judged, reason) if reason else _classified(judged, rows_of_option)
        if reason:
            reasons[len(final)] = reason
        final.append(judged)
        rule = by_hit.get(_hit_of(judged) or "")
        left_out += not rule and judged.kind in DRIFT
        if rule:
            weight = weight_of(judged, rows_of_option["severity"], rule.severity, fixed=rule.id in overridden)
            estates = sides if scope == "estates" else None
            findings.append(_finding(rule, weight, judged, reason, keys, estates, renamed))
            fingerprinted.append((findings[-1].fingerprint, judged))
    return Judged(in_order(findings), tuple(final), reasons, tuple(fingerprinted), left_out, of_names)


def _differences(drift: Drift) -> Iterator[tuple[Renamed, Difference]]:
    """All differences, each with the sections of its application that have another name now."""
    for pair in drift.pairs:
        renamed = renamed_between(pair) if pair.differences else {}
        yield from ((renamed, each) for each in pair.differences)
    yield from (({}, each) for each in came_and_went(drift))


def _classified(difference: Difference, rows: Mapping[str, tuple[DriftRow, ...]]) -> tuple[Difference, str]:
    """The difference with the class that ``[[drift]]`` rows give it, and the reason of the row."""
    must_differ = next(iter(rows["must_differ"]), None)
    if must_differ and difference.is_alike:
        return difference._replace(kind="must-differ"), must_differ.reason
    drifting = difference.kind in DRIFT
    if must_differ and difference.kind == "changed":
        return difference._replace(kind="expected"), must_differ.reason
    row = next((row for row in rows["expected"] if drifting), None)
    return (difference._replace(kind="expected"), row.reason) if row else (difference, "")


def _hit_of(difference: Difference) -> DriftHit | None:
    """The kind of hit for a difference; None where the difference does not count."""
    if difference.kind not in DRIFT:
        return None
    if is_of_application(difference):
        return "application-missing" if difference.kind == "missing" else "application-new"
    return "object" if difference.section in FACETS else cast(DriftHit, difference.kind)


def _finding(
    rule: Rule,
    weight: Weight,
    difference: Difference,
    reason: str,
    keys: dict[tuple[str, ...], int],
    estates: tuple[str, str] | None,
    renamed: Renamed,
) -> Finding:
    former, why = difference.former, reason or weight.reason
    whole = is_of_application(difference)  # which the other side has nowhere
    hit = Hit(
        message=message_between(difference, estates) if estates else message_of(difference),
        place=difference.place,
        label="",
        help=help_of_application(difference, why) if whole else "; ".join(filter(None, (why, _doubt(difference)))),
        related=(Note(f"{estates[0] if estates else 'before'}: {value_phrase(difference.old)}", former),)
        if former.path and not whole
        else (),
        takes_effect=difference.fact.takes_effect if difference.fact else None,
        at_most="note" if difference.object_says else None,
    )
    finding = stamped(rule, weight.severity, difference.after.estate.name, hit, keys)
    return finding._replace(change=as_renamed(change_of(difference), difference, renamed))


def _doubt(difference: Difference) -> str:
    return OBJECT_SAYS if difference.object_says else ""


def change_of(difference: Difference) -> Change:
    """The change that machine formats carry and that reports group findings by."""
    app = difference.after.application.type
    parts = (difference.kind, app, difference.section, difference.name, difference.old.text, difference.new.text)
    group = sha256("\0".join("\1" if part is None else part for part in parts).encode("utf-8", "surrogatepass"))
    return Change(
        kind=difference.kind,
        before=difference.old.text,
        after=difference.new.text,
        before_default=difference.old.default,
        after_default=difference.new.default,
        group=group.hexdigest()[:12],
        app=app,
    )


def message_of(difference: Difference) -> str:
    """The message of a finding about one difference: one sentence without a full stop."""
    if is_of_application(difference):
        return message_of_application(difference)
    old, new, name = value_phrase(difference.old), value_phrase(difference.new), name_of(difference)
    case = "; they differ only in case, which counts" if difference.case_only else ""
    if difference.kind == "missing":
        return f"{name} is gone: it was {old}{', and acts as ' + new if difference.new.default else ''}"
    if difference.kind == "extra":
        ruled_out = f"; {difference.reason}" if difference.reason else ""
        return f"{name} is new: {new}{', and acted as ' + old if difference.old.default else ''}{ruled_out}"
    if difference.kind == "must-differ":
        return f"{name} is {new} on both sides, and should differ"
    return f"{name} changed from {old} to {new}{case}"


def message_between(difference: Difference, estates: tuple[str, str]) -> str:
    """The same message between two estates, of which none is the former one."""
    old, new, name = value_phrase(difference.old), value_phrase(difference.new), name_of(difference)
    if difference.kind == "must-differ":
        return f"{name} is {new} in {estates[0]} and in {estates[1]}, and should differ"
    case = "; they differ only in case, which counts" if difference.case_only else ""
    return f"{name} is {old} in {estates[0]} and {new} in {estates[1]}{case}"


def name_of(difference: Difference) -> str:
    """The name of an option, or of a part of an object, as messages show it."""
    return noun_of(difference.section, difference.name)


def value_phrase(side: SideValue) -> str:
    """A value as a phrase."""
    if side.text is None:
        return "not set"
    default = f" (the documented default{side.default_of})" if side.default else ""
    return f"{quoted(side.text) if side.text else 'empty'}{default}"


def _renamed(rule: Rule, before: Subject, after: Subject, keys: dict[tuple[str, ...], int]) -> Finding:
    was, now = before.application.name, after.application.name
    hit = Hit(
        message=f"{now} was called {was}: it has the same DBID, {after.application.dbid}",
        place=file_of(after.application),
        help="what refers to it by its name has to follow: connections, monitoring, routes of load balancers",
    )
    finding = stamped(rule, rule.severity, after.estate.name, hit, keys)
    change = Change("changed", was, now, before_default=False, after_default=False, group=f"renamed {was}", app="")
    return finding._replace(change=change)
