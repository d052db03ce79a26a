"""The simulation of a change: the estates judged before and after it, and what is otherwise then."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from gwe_lint.changes.chats import chats_of, chats_together
from gwe_lint.changes.no_longer_judged import gone_from
from gwe_lint.changes.reasons import with_reasons
from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import deleted_at
from gwe_lint.estate.model import SEVERITIES, Application
from gwe_lint.explore.clients import ChatOptions
from gwe_lint.exports.one_object import removal_in
from gwe_lint.findings.accept import Accepted, with_accepted
from gwe_lint.findings.chats import Chats
from gwe_lint.findings.engine import Result, put_together, run
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.lint import checking_of, judging, report_on
from gwe_lint.findings.report import Report
from gwe_lint.findings.simulation import Effects, Mode, Simulation
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.rule import Rule


class Judges(NamedTuple):
    """All that judges estates before and after a change, and how what it finds is reported."""

    rules: tuple[Rule, ...]
    config: Config
    loader: Loader
    accepted: Accepted
    chat_options: ChatOptions


class States(NamedTuple):
    """Both states of the estates, in the same order, and what is otherwise in the options.

    An estate that nothing changes is the same object in both. ``label`` goes before the paths of the former state.
    """

    before: tuple[Estate, ...]
    after: tuple[Estate, ...]
    effects: Effects
    sources: tuple[str, ...]  # the files of the change, or the former state
    mode: Mode | None = None
    label: str = ""


class Both(NamedTuple):
    """What the rules found before and after, and the report of the state after."""

    before: Result
    after: Result
    report: Report


def simulation_report(judges: Judges, states: States, paths: tuple[Path, ...] = ()) -> Report:
    """The report of the state after a change, with what is otherwise than before it."""
    both = judged(judges, states.before, states.after, paths)
    two_commits = states.mode is None  # of which the latter may just lack an export
    chats = chats_between(states.before, states.after, judges.chat_options, gone_is_unknown=two_commits)
    return compared(both, states, chats)


def judged(judges: Judges, before: Sequence[Estate], after: Sequence[Estate], paths: tuple[Path, ...] = ()) -> Both:
    """Judge both states. An estate that is the same object in both is judged once."""
    rules, overrides, accepted = judging(judges.rules), judges.accepted.overrides, judges.accepted
    same = {id(each) for each in before} & {id(each) for each in after}
    untouched = run(rules, [each for each in before if id(each) in same], overrides)

    def result_of(side: Sequence[Estate]) -> Result:
        touched = run(rules, [each for each in side if id(each) not in same], overrides)
        return with_accepted(put_together(untouched, touched), rules, side, accepted)

    former, now = result_of(before), result_of(after)
    checking = checking_of(rules, judges.config, judges.loader, accepted, judges.chat_options)
    report = report_on(
        now, rules, judges.config, judges.loader, paths, after, accepted, checking.coverage(after, paths)
    )
    return Both(former, now, report._replace(findings=at_removals(report.findings, after)))


def chats_between(
    before: Sequence[Estate], after: Sequence[Estate], chat_options: ChatOptions, *, gone_is_unknown: bool = False
) -> Chats:
    """What becomes of the chats of estates in two states, in the same order; in the same object nothing changes."""
    sides = [(one, other) for one, other in zip(before, after, strict=True) if one is not other]
    chats = chats_together([chats_of(*each, chat_options, gone_is_unknown=gone_is_unknown) for each in sides])
    return with_reasons(chats, before, after, chat_options) if chats.lost else chats


def compared(both: Both, states: States, chats: Chats) -> Report:
    """The report of the state after, whose findings are new or unchanged, with all that is otherwise."""
    former = {each.fingerprint: each for each in both.before.findings}
    past = {each.fingerprint: each for each in (*both.before.yielded, *both.before.ignored)} | former
    gone = gone_from(both.before, both.after, states.before, states.after)
    findings = tuple(with_status(each, past.get(each.fingerprint)) for each in both.report.findings)
    simulation = Simulation(
        states.sources,
        states.mode,
        states.effects,
        chats,
        resolved=tuple(_labelled(each, states.label) for each in gone.resolved),
        was={
            each.fingerprint: was
            for each in findings
            if (was := former.get(each.fingerprint)) and _is_otherwise(was, each)
        },
        not_judged=gone.unknown,
    )
    incomplete = (*both.report.incomplete, *gone.unknown)
    return both.report._replace(command="simulate", findings=findings, simulation=simulation, incomplete=incomplete)


def _labelled(finding: Finding, label: str) -> Finding:
    """A finding of the former state, whose path says so."""
    place = finding.hit.place
    return finding._replace(hit=finding.hit._replace(place=place._replace(path=f"{label}{place.path}")))


def with_status(finding: Finding, past: Finding | None) -> Finding:
    """The finding, as new or unchanged. One that was less severe is new: the change makes it so."""
    worse = past and SEVERITIES.index(finding.severity) < SEVERITIES.index(past.severity)
    if past is None or worse:
        return finding._replace(status="new")
    return finding._replace(status="unchanged", known=True)


def _is_otherwise(past: Finding, finding: Finding) -> bool:
    return (past.hit.message, past.severity) != (finding.hit.message, finding.severity)


def at_removals(findings: Sequence[Finding], estates: Sequence[Estate]) -> tuple[Finding, ...]:
    """The findings; one about an option that a change removes stands at the line that removes it."""
    applications: Mapping[tuple[str, str], Application] = {
        (estate.name, each.name): each for estate in estates for each, export in estate.exports if export.deletions
    }
    return tuple(_at_removal(each, applications) for each in findings) if applications else tuple(findings)


def _at_removal(finding: Finding, applications: Mapping[tuple[str, str], Application]) -> Finding:
    place = finding.hit.place
    application = applications.get((finding.estate, place.application or ""))
    if not application or not application.export or not place.option or not place.section:
        return finding
    if application.option(place.section, place.option):
        return finding
    deleted = removal_in(application.export, place.section, place.option)
    if not deleted:
        return finding
    part = next((each for each in application.export.files if deleted in each.records), None)
    if not part:  # a replacement lacks it, and so has no line
        return finding
    there = deleted_at(application._replace(export=part), deleted)
    there = there._replace(section=place.section, option=place.option)
    return finding._replace(hit=finding.hit._replace(place=there, label="removed here"))
