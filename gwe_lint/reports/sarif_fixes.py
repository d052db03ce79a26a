"""The ``fixes`` of a result in SARIF: the text of exports to replace, where every change has an exact place there."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from gwe_lint.findings.finding import Finding

if TYPE_CHECKING:  # most findings have no fix
    from gwe_lint.estate.text_edits import Replacement
    from gwe_lint.findings.fix import Fix

_Artifact = Callable[[str], dict[str, str]]


def fixes_as_sarif(finding: Finding, artifact: _Artifact, text: Callable[[str], str]) -> list[dict[str, Any]]:
    """The fixes, the one to take first in front; ``artifact`` locates a file, ``text`` makes a message of a phrase."""
    return [_fix(fix, artifact, text) for fix in finding.fixes if fix.replacements]


def _fix(fix: "Fix", artifact: _Artifact, text: Callable[[str], str]) -> dict[str, Any]:
    words = fix.in_words
    by_path: dict[str, list[Replacement]] = {}
    for each in fix.replacements:
        by_path.setdefault(each.path, []).append(each)
    return {
        "description": {"text": text(f"{words[:1].upper()}{words[1:]} ({fix.safety}).")},
        "artifactChanges": [
            {"artifactLocation": artifact(path), "replacements": _replacements(found)}
            for path, found in by_path.items()
        ],
    }


def _replacements(found: "Sequence[Replacement]") -> list[dict[str, Any]]:
    return [
        {
            "deletedRegion": {
                "startLine": each.line,
                "startColumn": each.column,
                "endLine": each.end_line,
                "endColumn": each.end_column,
            },
            "insertedContent": {"text": each.text},
        }
        for each in found
    ]
