"""The view of a repair: which fixes are offered, for each application, and what is left to a person."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gwe_lint.estate.correction import Edit
from gwe_lint.findings.finding import Finding, noun_of
from gwe_lint.findings.fix import Fix
from gwe_lint.findings.repair import Offer, Repair
from gwe_lint.findings.report import Report
from gwe_lint.reports.wording import called, spot_of
from gwe_lint.text import counted, listed, quoted


class EditRow(NamedTuple):
    """An option that is edited, with both values, and what that comes to. One that is renamed has none ``before``."""

    option: str
    before: str
    after: str
    safety: str
    notes: tuple[tuple[str, str], ...]  # each with the word that it begins with


class LeftRow(NamedTuple):
    """A finding that no offer resolves, and why."""

    severity: str
    rule: str
    whose: str
    message: str
    spot: str
    why: str


class RepairView(NamedTuple):
    """What is shown of a repair, in the order in which it is shown."""

    word: str
    numbers: str  # what is offered
    left: str  # what is not; empty where nothing is left
    applications: Mapping[str, Sequence[EditRow]]
    restarts: tuple[str, ...]
    rows: tuple[LeftRow, ...]
    held_back: str  # a sentence; empty where nothing is


def repair_view(report: Report, repair: Repair) -> RepairView:
    """What is shown of a repair."""
    applications: dict[str, list[EditRow]] = {}
    for offer in repair.offers:
        names = offer.fix.other_names
        new = set(names.values())
        shown = [each for each in offer.fix.changes if each not in new]
        for edit in shown:
            rows = applications.setdefault(called(edit.application, offer.estate, report), [])
            rows.append(_edit(edit, names.get(edit), offer, _what_for(offer) if edit is shown[0] else ()))
    restarts = (called(name, offer.estate, report) for offer in repair.offers for name in offer.restarts)
    return RepairView(
        "FIXED" if repair.written else "WOULD FIX" if repair.offers else "NOTHING TO FIX",
        _numbers(repair),
        f"{counted(len(repair.remaining), 'finding')} left" if repair.remaining else "",
        applications,
        tuple(dict.fromkeys(restarts)),
        tuple(_left(each, report, repair) for each in repair.remaining),
        _held_back(repair),
    )


def _numbers(repair: Repair) -> str:
    if not repair.offers:
        return ""
    changes = {(offer.estate, edit) for offer in repair.offers for edit in offer.fix.changes}
    applications = {(estate, edit.application) for estate, edit in changes}
    made = f"{counted(len(changes), 'change')} in {counted(len(applications), 'application')}"
    return f"{counted(len(repair.resolved), 'finding')} by {made}"


def _held_back(repair: Repair) -> str:
    if not repair.held_back:
        return ""
    resolving = f"that would resolve {counted(len(repair.would_resolve), 'finding')}"
    if len(repair.held_back) == 1:
        return f"1 probable fix {resolving} is held back: --unsafe takes it"
    return f"{len(repair.held_back)} probable fixes {resolving} are held back: --unsafe takes them"


_Notes = tuple[tuple[str, str], ...]
_MOST = 3  # findings, or alternatives, of one fix


def _what_for(offer: Offer) -> _Notes:
    """What a fix resolves, and what else would do."""
    resolved = [f"{each.rule} {each.hit.message}" for each in offer.resolved]
    more = [f"{len(resolved) - _MOST} more"] if len(resolved) > _MOST else []
    others = [alternative(each) for each in offer.others[:_MOST]]
    return (*(("resolves", each) for each in (*resolved[:_MOST], *more)), *(("or", each) for each in others))


def _edit(edit: Edit, instead: Edit | None, offer: Offer, what_for: _Notes) -> EditRow:
    """An edit; of an option that is removed, with the one that has its value ``instead``."""
    others = dict.fromkeys(each.application for each in offer.fix.changes if each.application != edit.application)
    together = (("together with", listed(others)),) if others else ()
    return EditRow(
        noun_of(edit.section, edit.option),
        "" if instead else "not set" if edit.before is None else quoted(edit.before),
        _after(edit, instead),
        offer.fix.safety,
        (*what_for, *together),
    )


def _after(edit: Edit, instead: Edit | None) -> str:
    if instead:
        same = instead.section == edit.section
        name = noun_of(instead.section, instead.option)
        return f"{'renamed to' if same else 'moved to'} {name}, with {quoted(edit.before or '')}"
    return "removed" if edit.after is None else quoted(edit.after)


def alternative(fix: Fix) -> str:
    """Another fix as a phrase: what it changes, and how much that resolves."""
    changes = counted(len(fix.changes), "change")
    resolves = f" that would resolve {counted(fix.resolves, 'finding')}" if fix.resolves else ""
    return f"{fix.in_words} ({changes}{resolves}, {fix.safety})"


def _left(finding: Finding, report: Report, repair: Repair) -> LeftRow:
    return LeftRow(
        finding.severity,
        finding.rule,
        called(finding.hit.place.application, finding.estate, report),
        finding.hit.message,
        spot_of(finding),
        repair.why_left(finding),
    )
