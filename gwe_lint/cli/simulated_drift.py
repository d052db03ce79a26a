"""The drift from a baseline before and after a change: which differences come, and which go."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gwe_lint.baseline.source import open_baseline
from gwe_lint.changes.no_longer_judged import may_still_hold
from gwe_lint.changes.simulation import Judges, States, with_status
from gwe_lint.cli.drift_sides import Today, default_folder, estates_at
from gwe_lint.cli.options import SelectionOptions
from gwe_lint.cli.selected_rules import drift_rules
from gwe_lint.cli.simulated_states import Given
from gwe_lint.config.model import Config, severity_overrides
from gwe_lint.drift.diff import compare, subjects_of
from gwe_lint.drift.incomplete import Former
from gwe_lint.drift.judge import BASELINE_HITS
from gwe_lint.drift.listed_objects import listed_on_both_sides
from gwe_lint.drift.report import drift_report
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.engine import in_order
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import Packs
from gwe_lint.text import escaped


class DriftRules(NamedTuple):
    """What judges differences from a baseline."""

    rules: tuple[Rule, ...]
    rows: Sequence[DriftRow]
    overridden: frozenset[str]


def drift_rules_of(packs: Packs, settings: Config, selection: SelectionOptions) -> DriftRules:
    """The rules about differences. Raises ``Untrusted`` where none is left."""
    rules = drift_rules(packs.rules, settings, selection, BASELINE_HITS)
    return DriftRules(rules, packs.drift_rows, frozenset(severity_overrides(settings, packs.rules)))


def with_drift(
    report: Report, against: str, states: States, given: Given, judges: Judges, drift_rules: DriftRules
) -> Report:
    """The report with the drift that the change brings, leaves, and resolves."""
    loader, paths, settings = given
    names = tuple(each.name for each in states.after)
    now = Today(states.after, names, (), settings)
    with open_baseline(against, loader.root, default_folder(loader, now, paths)) as place:
        former = Former(estates_at(place, loader, now, paths), place.label)
        sides = [_drift(former, side, against, given, judges, drift_rules) for side in (states.before, states.after)]
    before, after = (tuple(each for each in side.findings if each.change) for side in sides)
    assert report.simulation is not None
    past = {(each.fingerprint, each.change.after if each.change else None): each for each in before}
    there = {each.fingerprint for each in after}
    drifting = [with_status(each, past.get((each.fingerprint, each.change and each.change.after))) for each in after]
    gone, unknown = _gone([each for each in before if each.fingerprint not in there], sides[1])
    enabled = {rule.id: rule for rule in (*report.enabled, *drift_rules.rules)}
    failed = {each.rule for each in drifting}
    mine = {rule.id for rule in report.enabled}
    added = Counter("failed" if rule in failed else "passed" for rule in enabled if rule not in mine)
    simulation = report.simulation._replace(
        against=escaped(against),
        resolved=(*report.simulation.resolved, *gone),
        not_judged=(*report.simulation.not_judged, *unknown),
    )
    return report._replace(
        findings=in_order((*report.findings, *drifting)),
        simulation=simulation,
        enabled=tuple(rule for _, rule in sorted(enabled.items())),
        statuses={status: number + added[status] for status, number in report.statuses.items()},
        failures=(*report.failures, *sides[1].failures),
        incomplete=tuple(dict.fromkeys((*report.incomplete, *sides[1].incomplete, *unknown))),
    )


def _gone(gone: Sequence[Finding], after: Report) -> tuple[Sequence[Finding], Sequence[str]]:
    """Of the drift that is gone, what the change heals, and sentences on what cannot be compared after it."""
    assert after.drift is not None
    options = {(each.estate, each.application, each.section, each.name): each for each in after.drift.unverifiable}
    applications = {(each.estate, each.application): each for each in after.drift.not_checked}
    healed: list[Finding] = []
    unknown: list[str] = []
    for each in gone:
        place = each.hit.place
        key = (each.estate, place.application or "")
        names = (place.option or "", "*")
        ways = (options.get((*key, place.section or "", name)) for name in names)
        why = next(filter(None, ways), None) or applications.get(key)
        if why:
            unknown.append(may_still_hold(each, why.reason))
        else:
            healed.append(each)
    return healed, unknown


def _drift(
    former: Former, side: Sequence[Estate], against: str, given: Given, judges: Judges, drift_rules: DriftRules
) -> Report:
    """The drift of one state from the baseline."""
    former, side = listed_on_both_sides(former, side)
    found = compare(
        subjects_of(former.estates, former.label),
        subjects_of(side),
        comparable=True,
        named=bool(given.settings.estates),
    )
    report, _ = drift_report(
        found,
        drift_rules.rows,
        "baseline",
        drift_rules.rules,
        judges.accepted,
        command="simulate",
        estates=side,
        against=against,
        overridden=drift_rules.overridden,
        former=former,
        only_files=not given.settings.estates and not any(Path(path).is_dir() for path in given.paths),
    )
    return report
