"""A simulation as JSON: what a change does beside the findings of the state after it."""

from collections.abc import Callable
from typing import Any

from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.findings.simulation import OptionChange, Simulation, WithoutEffect
from gwe_lint.reports.chats_json import chats_as_json


def simulation_as_json(
    report: Report, simulation: Simulation, finding_as_json: Callable[[Finding], dict[str, Any]]
) -> dict[str, Any]:
    """The keys that a report of ``simulate`` has beside those of every report."""
    effects = simulation.effects
    statuses = [finding.status for finding in report.findings]
    return {
        "simulation": {
            "sources": list(simulation.sources),
            "mode": simulation.mode,
            "new": statuses.count("new"),
            "unchanged": statuses.count("unchanged"),
            "resolved": len(simulation.resolved),
            **({"against": simulation.against} if simulation.against else {}),
        },
        "chats": chats_as_json(simulation.chats),
        "resolved": [{**finding_as_json(finding), "status": "resolved"} for finding in simulation.resolved],
        "changes": [_change(each) for each in effects.changes],
        "new_sections": [each._asdict() for each in effects.new_sections],
        "without_effect": [_nothing(each) for each in effects.without_effect],
        "restart": [{**each._asdict(), "options": list(each.options)} for each in effects.restarts],
        "other_mode": [{**each._asdict(), "options": list(each.options)} for each in effects.other_mode],
        "unknown": list(simulation.unknown),
    }


def _change(change: OptionChange) -> dict[str, Any]:
    return {
        "estate": change.estate,
        "application": change.application,
        "section": change.section,
        "option": change.option,
        "before": change.before,
        "after": change.after,
        "before_in_words": change.before_in_words,
        "after_in_words": change.after_in_words,
        "takes_effect": change.takes_effect,
        "path": change.place.path,
        "line": change.place.line,
    }


def _nothing(nothing: WithoutEffect) -> dict[str, Any]:
    keys = {key: value for key, value in nothing._asdict().items() if key != "place"}
    return {**keys, "path": nothing.place.path, "line": nothing.place.line}
