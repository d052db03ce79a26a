"""Known findings: those of an earlier report of the same command. A difference is known with its value."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from gwe_lint.findings.earlier import EarlierFinding
from gwe_lint.findings.earlier_report import findings_of, report_in
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.same_finding import is_same_value, matches_of


class Known(NamedTuple):
    """The findings of an earlier report."""

    findings: tuple[EarlierFinding, ...] = ()

    def fingerprints_among(self, findings: Sequence[Finding]) -> Collection[str]:
        """The fingerprints of the findings that the earlier report has, those of a comparison with the same value."""
        matches = matches_of(findings, self.findings)
        return frozenset(
            finding.fingerprint
            for finding, earlier in zip(findings, matches, strict=True)
            if any(is_same_value(finding, past) for past in earlier)
        )

    def gone_from(self, findings: Sequence[Finding]) -> int:
        """How many findings of the earlier report are none any more, whatever their value is now."""
        still_there = {id(past) for earlier in matches_of(findings, self.findings) for past in earlier}
        return len(self.findings) - len(still_there)


def read_known(path: Path, command: str, today: date) -> Known:
    """The findings of an earlier report of this command. Raises ``Untrusted`` for a file that is none."""
    return Known(tuple(findings_of(report_in(path, command, "--known"), today)))
