"""SARIF 2.1.0 for code scanning: one file, one run, every enabled rule listed."""

import posixpath
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote

from gwe_lint import HOMEPAGE, __version__
from gwe_lint.estate.model import Place
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import NotEvaluated, Report
from gwe_lint.reports.comparison_json import difference_as_json
from gwe_lint.reports.json_text import pieces_of
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.sarif_fixes import fixes_as_sarif
from gwe_lint.reports.wording import followed_in_words, lost_in_words
from gwe_lint.rules.rule import Rule
from gwe_lint.text import escaped

_LONGEST_DESCRIPTION = 1024  # characters; GitHub cuts there
_PRECISION = {"documented": "very-high", "inferred": "medium"}
_PROBLEM_SEVERITY = {"error": "error", "warning": "warning", "note": "recommendation"}


def sarif(report: Report, layout: Layout) -> Iterator[str]:
    """The report as SARIF; the same report gives the same bytes."""
    indexes = {rule.id: index for index, rule in enumerate(report.enabled)}
    estates = sorted({finding.estate for finding in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "gwe-lint",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": HOMEPAGE,
                "rules": [_rule(rule) for rule in report.enabled],
            }
        },
        "automationDetails": {
            "id": f"gwe-lint/{quote(estates[0], errors='surrogateescape') if len(estates) == 1 else 'all'}/"
        },
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The top of the repository."}}},
        "invocations": [_invocation(report, indexes)],
        "results": (
            _result(finding, indexes, layout) for finding in report.findings if finding.active or layout.include_waived
        ),
    }
    return pieces_of({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    """The rule as SARIF describes it, without any value of a finding."""
    page = rule.sources[0] if rule.sources and rule.sources[0].startswith("https://") else f"{HOMEPAGE}/{rule.docs}"
    sources = "".join(f"\n- {source}" for source in rule.sources)
    properties: dict[str, Any] = {
        "tags": list(rule.tags)[:10],
        "precision": _PRECISION[rule.basis],
        "problem.severity": _PROBLEM_SEVERITY[rule.severity],
    }
    if "security" in rule.tags:
        properties["security-severity"] = "5.0"
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": _shortened(rule.why)},
        "help": {
            "text": f"{rule.fix}\n\nEvidence:{sources or ' none'}",
            "markdown": f"{rule.why}\n\n**Fix.** {rule.fix}\n\n**Evidence.**{sources or ' none'}",
        },
        "helpUri": page,
        "defaultConfiguration": {"level": rule.severity},
        "properties": properties,
    }


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_DESCRIPTION else text[: _LONGEST_DESCRIPTION - 1] + "…"


def _invocation(report: Report, indexes: dict[str, int]) -> dict[str, Any]:
    crashed = [
        {
            "level": "error",
            "message": {"text": f"Rule {failure.rule} failed in estate {escaped(failure.estate)}."},
            "associatedRule": {"id": failure.rule, "index": indexes[failure.rule]},
        }
        for failure in report.failures
    ]
    unchecked = [
        {"level": "warning", "message": {"text": _linked(f"Not checked: {escaped(reason)}.")}}
        for reason in report.not_checked
    ]
    followed = followed_in_words(report)
    coverage = [_note(followed[:1].upper() + followed[1:])] if followed else []
    coverage += [_note(f"Not counted: {remark}") for remark in report.coverage.remarks] if report.coverage else []
    lost = [{"level": "error", "message": {"text": _linked(f"{each}.")}} for each in lost_in_words(report)]
    unknown = report.simulation.unknown if report.simulation else ()
    not_known = [_note(f"Not known: {each}") for each in unknown]
    not_evaluated = [_notification(entry, indexes) for entry in report.not_evaluated]
    return {
        "executionSuccessful": report.complete,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": [*crashed, *lost, *unchecked, *coverage, *not_known, *not_evaluated],
    }


def _note(text: str) -> dict[str, Any]:
    return {"level": "note", "message": {"text": _linked(f"{escaped(text)}.")}}


def _notification(entry: NotEvaluated, indexes: dict[str, int]) -> dict[str, Any]:
    return {
        "level": "note",
        "message": {"text": _linked(f"Not evaluated in estate {escaped(entry.estate)}: {escaped(entry.reason)}.")},
        "associatedRule": {"id": entry.rule, "index": indexes[entry.rule]},
    }


def _result(finding: Finding, indexes: dict[str, int], layout: Layout) -> dict[str, Any]:
    hit = finding.hit
    links = [f"[{_linked(_application_or_path(note.place))}]({number})" for number, note in enumerate(hit.related, 1)]
    links += [f"{hit.more} more"] if hit.more else []
    see = f" See {', '.join(links)}." if links else ""
    fingerprints = {"gweLint/v1": finding.fingerprint}
    if layout.semantic_fingerprint:
        fingerprints["primaryLocationLineHash"] = f"{finding.fingerprint}:1"
    result = {
        "ruleId": finding.rule,
        "ruleIndex": indexes[finding.rule],
        "level": finding.severity,
        "kind": "fail",
        "message": {"text": f"{_linked(escaped(hit.message))}.{_advice(hit.help)}{see}"},
        "locations": [_location(hit.place, layout)],
        "partialFingerprints": fingerprints,
    }
    if fixes := fixes_as_sarif(finding, partial(_artifact, layout=layout), _linked):
        result["fixes"] = fixes
    if finding.change:
        result["properties"] = difference_as_json(finding.change)
    if layout.include_waived:
        result["suppressions"] = _suppressions(finding)
    if hit.related:
        result["relatedLocations"] = [
            {"id": number, **_location(note.place, layout), "message": {"text": f"{_linked(escaped(note.full))}."}}
            for number, note in enumerate(hit.related, 1)
        ]
    return result


def _advice(help: str) -> str:
    """The help text as a sentence behind a message; empty without help."""
    text = _linked(escaped(help[:1].upper() + help[1:])).rstrip(".?")
    return f" {text}{'?' if help.endswith('?') else '.'}" if help else ""


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    """Why a finding does not count; none for one that does."""
    if finding.waiver:
        justification = f"{finding.waiver.reason} ({finding.waiver.owner}, until {finding.waiver.expires})"
        return [{"kind": "external", "status": "accepted", "justification": escaped(justification)}]
    known = {"kind": "external", "status": "underReview", "justification": "An earlier report has it."}
    return [known] if finding.known else []


def _linked(text: str) -> str:
    """Text in which square brackets are no link."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _application_or_path(place: Place) -> str:
    return escaped(place.application or place.path)


def _location(place: Place, layout: Layout) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _artifact(place.path, layout),
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.line,
                "endColumn": max(place.end_column, place.column),
            },
        }
    }
    if place.application:
        option = f"[{place.section}]{f'/{place.option}' if place.option else ''}" if place.section else ""
        name = escaped("/".join(part for part in (place.application, option) if part))
        location["logicalLocations"] = [
            {"fullyQualifiedName": name, "kind": "member" if place.section and place.option else "module"}
        ]
    return location


def _artifact(path: str, layout: Layout) -> dict[str, str]:
    """The path from the top of the repository, percent-encoded. A file outside of it has no ``uriBaseId``."""
    relative = layout.from_root(path)
    if relative is None:
        return {"uri": _encoded(posixpath.normpath(posixpath.join(layout.here, path)).lstrip("/"))}
    return {"uri": _encoded(relative), "uriBaseId": "%SRCROOT%"}


@lru_cache(maxsize=100)  # most findings of a report are of few files
def _encoded(path: str) -> str:
    return quote(path, safe="/", errors="surrogateescape")
