"""Exit codes: one set for every command, whatever the format."""

from collections.abc import Iterable

from gwe_lint.config import FailOn
from gwe_lint.model import SEVERITIES
from gwe_lint.report import Finding

OK, FINDINGS, FAILED, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130

TABLE = """\
code  name         meaning
0     OK           everything selected was checked, and no finding reaches --fail-on (default: error)
1     FINDINGS     at least one finding at or above --fail-on
2     FAILED       the result must not be trusted: bad option, configuration, rule pack or file, or a rule that crashed
3     INCOMPLETE   nothing failed, but nothing matched, or something asked for was not checked; --allow-empty makes it 0
130   INTERRUPTED  Ctrl-C

2 wins over 1, 1 over 3, 3 over 0. --exit-zero turns 1 into 0 and nothing else. Terraform and OpenSCAP give 1 and 2 the
other way round.
"""


def reaches(findings: Iterable[Finding], fail_on: FailOn) -> bool:
    """True when a finding that counts is at least as severe as ``fail_on``."""
    if fail_on == "never":
        return False
    limit = SEVERITIES.index(fail_on)
    return any(finding.active and SEVERITIES.index(finding.severity) <= limit for finding in findings)
