"""What came of verifying a report, as text and as JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from gwe_lint.findings.verification import FindingDifference, Verification, kinds_of
from gwe_lint.reports.json_text import dumped
from gwe_lint.text import counted, escaped

_WORDS = {
    "confirmed": "CONFIRMED",
    "differs": "DIFFERS",
    "partly": "CONFIRMED IN PART",
}
_MOST = 50  # lines of one kind; of more their number is said


def verification_as_text(found: Verification, name: str, report: Mapping[str, Any], exit_code: int) -> str:
    """The verdict, then each difference on a line of its own, then what nobody can tell."""
    head = f"{_WORDS[found.verdict]}  {name}: {_about(found, report)}    exit {exit_code}"
    return "".join(f"{escaped(line)}\n" for line in (head, *_lines(found)))


def _about(found: Verification, report: Mapping[str, Any]) -> str:
    """What the verdict is about, as a phrase."""
    origin = report["provenance"]
    if found.verdict != "differs":
        exports, findings = counted(len(origin["inputs"]), "export"), counted(len(report["findings"]), "finding")
        return f"{report['command']} of {exports} gives the same {findings}"
    kinds = [f"{count} {what}" for what, count in sorted(kinds_of(found.findings).items())]
    findings = f"findings: {', '.join(kinds)}" if kinds else "no other finding"
    return f"{counted(len(found.differences), 'other difference')}; {findings}"


def _lines(found: Verification) -> Iterator[str]:
    several = [f"  {each.kind:<8} {each.name}: {each.what}" for each in (*found.others, *found.differences)]
    yield from _at_most(several, "difference")
    yield from _at_most([_of_finding(each) for each in found.findings], "finding")
    yield from _at_most([f"  unknown  {each}" for each in found.unknown], "file")


def _at_most(lines: list[str], noun: str) -> Iterator[str]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"  and {counted(len(lines) - _MOST, noun)} more"


def _of_finding(each: FindingDifference) -> str:
    finding = each.finding
    where = f"{finding['path']}:{finding.get('line', 1)}"
    return f"  {each.what:<8} {where}: {finding['rule']} {finding['message']}"


def verification_as_json(found: Verification, name: str, report: Mapping[str, Any], exit_code: int) -> str:
    """The same as JSON, format ``gwe-lint-verification/1``."""
    return dumped(
        {
            "format": "gwe-lint-verification/1",
            "report": name,
            "command": report["command"],
            "verdict": found.verdict,
            "exit_code": exit_code,
            "differences": [each._asdict() for each in (*found.others, *found.differences)],
            "findings": [
                {"what": each.what, "finding": each.finding, **({"was": each.was} if each.was else {})}
                for each in found.findings
            ],
            "unknown": list(found.unknown),
        }
    )
