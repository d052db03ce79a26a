"""The report as JSON, format ``gwe-lint/1``, and as JSON lines, one finding a line.

Keys are only added within one format number.

A finding has the same keys in both.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gwe_lint import __version__
from gwe_lint.estate.model import Place
from gwe_lint.explore.coverage import Coverage
from gwe_lint.exports.redactor import is_token
from gwe_lint.findings.finding import Finding, Waiver
from gwe_lint.findings.looked_at_json import looked_at_as_json
from gwe_lint.findings.report import NotEvaluated, Report
from gwe_lint.reports.chats_json import chats_as_json
from gwe_lint.reports.comparison_json import change_as_json, summary_as_json
from gwe_lint.reports.fix_json import fix_as_json
from gwe_lint.reports.history import age_as_json, history_as_json
from gwe_lint.reports.json_text import dumped_on_a_line, pieces_of
from gwe_lint.reports.layout import Layout

if TYPE_CHECKING:
    from gwe_lint.config.overrides import Override
    from gwe_lint.findings.fix import Fix
    from gwe_lint.findings.provenance import Digests, Provenance
    from gwe_lint.findings.shard import Shard

_MOST_CHANGES = 50  # of one fix: hundreds of findings may share one that changes hundreds of servers


def json(report: Report, layout: Layout) -> Iterator[str]:
    """The whole report, keys in a fixed order, no times and no absolute paths."""
    return pieces_of(
        {
            "format": "gwe-lint/1",
            "tool": {"name": "gwe-lint", "version": __version__},
            "command": report.command,
            "complete": report.complete,
            "exit_code": report.exit_code,
            **({"as_of": report.as_of.isoformat()} if report.as_of else {}),
            "summary": _summary(report),
            **({"coverage": coverage_as_json(report.coverage)} if report.coverage else {}),
            **({"drift": summary_as_json(report)} if report.drift else {}),
            **_chats(report),
            **(_simulated(report) if report.simulation else {}),
            **(_repaired(report) if report.repair else {}),
            "findings": (_with_former(finding, report) for finding in report.findings),
            **(history_as_json(report.history) if report.history else {}),
            **({"overrides": [use._asdict() for use in report.overrides]} if report.overrides else {}),
            "not_evaluated": [_not_evaluated(entry) for entry in report.not_evaluated],
            "failures": [{"rule": failure.rule, "estate": failure.estate} for failure in report.failures],
            "unchecked": list(report.not_checked),
            "assumptions": list(report.assumptions),
            **({"looked_at": looked_at_as_json(report)} if report.history else {}),
            **({"provenance": _provenance(report.provenance)} if report.provenance else {}),
            **(_shard(report.shard) if report.shard else {}),
        }
    )


def _provenance(provenance: "Provenance") -> dict[str, Any]:
    return {
        "options": dict(provenance.options),
        "arguments": list(provenance.arguments),
        "packs": _digests(provenance.packs),
        "files": _digests(provenance.files),
        "inputs": _digests(provenance.inputs),
    }


def _digests(digests: "Digests") -> list[dict[str, str | None]]:
    return [{"path": path, "digest": digest or None} for path, digest in digests.items()]


def _shard(shard: "Shard") -> dict[str, Any]:
    from gwe_lint.findings.shard_json import shard_as_json  # noqa: PLC0415  shards are rare

    return {"shard": shard_as_json(shard)}


def _chats(report: Report) -> dict[str, Any]:
    """What becomes of chats since a baseline; no key in other comparisons."""
    of_baseline = report.drift and report.drift.scope == "baseline"
    return {"chats": chats_as_json(report.drift.chats)} if report.drift and of_baseline else {}


def _simulated(report: Report) -> dict[str, Any]:
    from gwe_lint.reports.simulation_json import simulation_as_json  # noqa: PLC0415  simulations are rare

    assert report.simulation is not None
    return simulation_as_json(report, report.simulation, finding_as_json)


def _repaired(report: Report) -> dict[str, Any]:
    from gwe_lint.reports.repair_json import repair_as_json  # noqa: PLC0415  repairs are rare

    assert report.repair is not None
    return repair_as_json(report.repair, finding_as_json)


def _with_former(finding: Finding, report: Report) -> dict[str, Any]:
    """A finding; one that says something else than before a change also says what that was."""
    was = report.simulation.was.get(finding.fingerprint) if report.simulation else None
    former = {"was": {"message": was.hit.message, "severity": was.severity}} if was else {}
    return {**finding_as_json(finding), **former}


def _summary(report: Report) -> dict[str, Any]:
    return {
        "errors": report.number_of("error"),
        "warnings": report.number_of("warning"),
        "notes": report.number_of("note"),
        "waived": report.waived,
        "known": report.known,
        "estates": report.population.estates,
        "files": report.population.files,
        "applications": report.population.applications,
        "options": report.population.options,
        "rules": dict(report.statuses),
    }


def coverage_as_json(coverage: Coverage) -> dict[str, Any]:
    """How far chats were followed; what is missing and does not count has ``counts`` false."""
    return {
        "clients": coverage.clients,
        "followed": coverage.followed,
        "chat_servers": coverage.chat_servers,
        "missing": [{**missing._asdict(), "server": missing.server or None} for missing in coverage.missing],
        "not_exported": list(coverage.not_exported),
        "selected": coverage.selected,
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """One finding, with the keys that every format for machines shares."""
    hit = finding.hit
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "basis": finding.basis,
        "message": hit.message,
        "help": hit.help,
        "estate": finding.estate,
        **_place(hit.place),
        **({} if finding.value is None or is_token(finding.value) else {"value": finding.value}),
        "related": [{"message": note.message, **_place(note.place)} for note in hit.related],
        "related_more": hit.more,
        "takes_effect": finding.takes_effect,
        "fingerprint": finding.fingerprint,
        "waiver": _waiver(finding.waiver) if finding.waiver else None,
        "known": finding.known,
        **age_as_json(finding),
        **({"overrides": [_override(each) for each in finding.overrides]} if finding.overrides else {}),
        **(change_as_json(finding.change) if finding.change else {}),
        **(_fixes(finding.fixes) if finding.fixes else {}),
        "docs": finding.docs,
    }


def _fixes(fixes: "tuple[Fix, ...]") -> dict[str, Any]:
    first, *others = (fix_as_json(fix, _MOST_CHANGES) for fix in fixes)
    return {"fix": first, **({"fix_alternatives": others} if others else {})}


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "reason": waiver.reason,
        "owner": waiver.owner,
        "ticket": waiver.ticket,
        "expires": waiver.expires.isoformat(),
    }


def _override(override: "Override") -> dict[str, Any]:
    return {"reason": override.reason, "path": override.path, "line": override.line}


def _place(place: Place) -> dict[str, Any]:
    return {
        "application": place.application,
        "section": place.section,
        "option": place.option,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.line,
        "end_column": place.end_column,
    }


def _not_evaluated(entry: NotEvaluated) -> dict[str, str]:
    return {"rule": entry.rule, "name": entry.name, "estate": entry.estate, "reason": entry.reason}


def jsonl(report: Report, layout: Layout) -> Iterator[str]:
    """Every finding as one line of JSON, also those that do not count; nothing where there is none."""
    return (dumped_on_a_line(finding_as_json(finding)) for finding in report.findings)
