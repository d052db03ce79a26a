"""One cause, one finding: a finding yields to one of another rule that has found the same cause.

The rows of the packs say which rules yield to which. Two findings have one cause where they stand at one place.
They also have one where one of them stands at a related place of the other.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from gwe_lint.estate.model import SEVERITIES, Place
from gwe_lint.findings.finding import Finding, noun_of
from gwe_lint.rules.rule import Rule

_Key = tuple[str, str, str, str]


class _Leading:
    """The findings to which those of one rule yield, by place; of several at one place the most severe."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.standing: dict[_Key, Finding] = {}
        self.naming: dict[_Key, Finding] = {}
        entered: set[tuple[int, str]] = set()
        for finding in sorted(findings, key=_rank):
            self.standing.setdefault(_key(finding.hit.place), finding)
            ends = (id(finding.hit.ends), finding.severity)
            if finding.hit.ends and ends in entered:
                continue  # many hits share one tuple of places
            entered.add(ends)
            for place in finding.hit.places:
                self.naming.setdefault(_key(place), finding)

    def of(self, finding: Finding) -> Finding | None:
        """The finding that has the same cause and is at least as severe; None where there is none."""
        own = _key(finding.hit.place)
        for leading in (self.standing.get(own), self.naming.get(own), *self._at_other_ends(finding)):
            if leading and _rank(leading) <= _rank(finding) and leading.fail_on in (None, finding.fail_on):
                return leading
        return None

    def _at_other_ends(self, finding: Finding) -> Iterator[Finding | None]:
        return (self.standing.get(_key(place)) for place in finding.hit.places)


def yielding(findings: Sequence[Finding], rules: Collection[Rule]) -> dict[int, str]:
    """The numbers of those findings of one estate that yield, each with the reason in words.

    A finding never yields to a less severe one, nor to a rule that did not run.
    """
    found: dict[str, list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(findings):
        if not finding.ignored:  # what an override ignores neither leads nor yields
            found.setdefault(finding.rule, []).append((number, finding))
    waiting: dict[int, str] = {}
    for rule in rules:
        if rule.locked or not rule.yields_to or rule.id not in found:
            continue
        leading = _Leading(each for other in rules if _leads(other, rule) for _, each in found.get(other.id, ()))
        for number, finding in found[rule.id] if leading.standing else ():
            if leader := leading.of(finding):
                waiting[number] = _reason(finding, leader)
    return waiting


def _leads(other: Rule, rule: Rule) -> bool:
    return any(name in rule.yields_to for name in other.names)


def _reason(finding: Finding, leader: Finding) -> str:
    place = leader.hit.place
    where = noun_of(place.section, place.option or "").strip() if place.section else place.path
    who = finding.hit.place.application or finding.hit.place.path
    return f"{who}: the same cause as {leader.rule} {leader.name} at {where}, which comes first"


def _rank(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def _key(place: Place) -> _Key:
    return (place.path, place.application or "", place.section or "", place.option or "")
