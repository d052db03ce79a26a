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
        "resolved": [
            {**finding_as_json(each._replace(fixes=())), "status": "resolved"} for each in simulation.resolved
        ],
        "changes": [_placed(each) for each in effects.changes],
        "new_sections": [each._asdict() for each in effects.new_sections],
        "without_effect": [_placed(each) for each in effects.without_effect],
        "restart": [{**each._asdict(), "options": list(each.options)} for each in effects.restarts],
        "other_mode": [{**each._asdict(), "options": list(each.options)} for each in effects.other_mode],
        "unknown": list(simulation.unknown),
    }


def _placed(each: OptionChange | WithoutEffect) -> dict[str, Any]:
    """The record with its path and line in place of all that its place holds."""
    keys = {key: value for key, value in each._asdict().items() if key not in ("place", "needs_restart")}
    return {**keys, "path": each.place.path, "line": each.place.line}
