"""The view of a simulation: what a change does beside findings, as rows of phrases for people."""

from typing import NamedTuple

from gwe_lint.estate.model import Place
from gwe_lint.findings.finding import Finding, noun_of
from gwe_lint.findings.report import Report
from gwe_lint.findings.simulation import OptionChange, Simulation, WithoutEffect
from gwe_lint.reports.view.chats import ChatRow, chat_rows
from gwe_lint.reports.wording import called, spot_of
from gwe_lint.text import counted, escaped, listed


class ChangeRow(NamedTuple):
    """An option that changes, or a line of the change that changes nothing, with both values or the reason."""

    application: str
    option: str
    before: str
    after: str
    effect: str
    spot: str


class GoneRow(NamedTuple):
    """A finding that the change resolves, or one that says something else after it."""

    rule: str
    severity: str
    message: str
    whose: str
    spot: str
    was: str = ""


class SimulationView(NamedTuple):
    """What is shown of a simulation, in the order in which it is shown."""

    what: str  # what was laid over what, or compared with what
    numbers: str  # how much changes, as a phrase
    chats: tuple[ChatRow, ...]
    resolved: tuple[GoneRow, ...]
    otherwise: tuple[GoneRow, ...]
    changes: tuple[ChangeRow, ...]
    new_sections: tuple[str, ...]
    without_effect: tuple[ChangeRow, ...]
    restarts: tuple[tuple[str, str], ...]  # application, options
    unknown: tuple[str, ...]
    other_mode: str  # a sentence; empty where both modes come to the same


def simulation_view(report: Report, simulation: Simulation) -> SimulationView:
    """What is shown of a simulation."""
    effects = simulation.effects
    return SimulationView(
        what=_what(report, simulation),
        numbers=_numbers(simulation),
        chats=chat_rows(report, simulation.chats),
        resolved=tuple(_gone(each, report) for each in simulation.resolved),
        otherwise=tuple(
            _gone(each, report)._replace(was=was.hit.message)
            for each in report.findings
            if (was := simulation.was.get(each.fingerprint))
        ),
        changes=tuple(_changed(each, report) for each in effects.changes),
        new_sections=tuple(
            f"{called(each.application, each.estate, report)}: [{each.section}]" for each in effects.new_sections
        ),
        without_effect=tuple(_nothing(each, report) for each in effects.without_effect),
        restarts=tuple(
            (called(each.application, each.estate, report), listed(each.options)) for each in effects.restarts
        ),
        unknown=simulation.unknown,
        other_mode=_other_mode(report, simulation),
    )


def _changed(change: OptionChange, report: Report) -> ChangeRow:
    return ChangeRow(
        called(change.application, change.estate, report),
        noun_of(change.section, change.option),
        change.before_in_words,
        change.after_in_words,
        change.takes_effect or "",
        _spot(change.place),
    )


def _nothing(nothing: WithoutEffect, report: Report) -> ChangeRow:
    application = called(nothing.application, nothing.estate, report)
    return ChangeRow(
        application, noun_of(nothing.section, nothing.option), nothing.reason, "", "", _spot(nothing.place)
    )


def _what(report: Report, simulation: Simulation) -> str:
    sources = listed(simulation.sources)
    estates = listed(report.estates)
    against = f", both compared with {escaped(simulation.against)}" if simulation.against else ""
    if simulation.mode is None:
        return f"compared {estates} today with {sources}{against}"
    return f"laid {sources} over {estates} ({simulation.mode}){against}"


def _numbers(simulation: Simulation) -> str:
    effects = simulation.effects
    applications = {(each.estate, each.application) for each in effects.changes}
    parts = [f"changes {counted(len(effects.changes), 'option')} of {counted(len(applications), 'application')}"]
    if effects.without_effect:
        parts.append(f"{counted(len(effects.without_effect), 'line')} without effect")
    restarts = effects.restarts
    parts.append(f"{counted(len(restarts), 'restart')} needed" if restarts else "no restart known to be needed")
    return ", ".join(parts)


def _gone(finding: Finding, report: Report) -> GoneRow:
    whose = called(finding.hit.place.application, finding.estate, report)
    return GoneRow(finding.rule, finding.severity, finding.hit.message, whose, spot_of(finding))


def _spot(place: Place) -> str:
    return f"{place.path}:{place.line}"


def _other_mode(report: Report, simulation: Simulation) -> str:
    rows = simulation.effects.other_mode
    if not rows or simulation.mode is None:
        return ""
    other, does = ("replace", "remove") if simulation.mode == "merge" else ("merge", "keep")
    each = (f"{counted(len(row.options), 'option')} of {called(row.application, row.estate, report)}" for row in rows)
    examples = listed([option for row in rows for option in row.options], limit=4)
    return f"--mode {other} would {does} {listed(each)} that the file lacks: {examples}"
