"""``check --fixes``: the fixes of findings are tried, and those that a trial does not prove are left out."""

from pathlib import Path

from gwe_lint.changes.candidates import grouped, proposals_of
from gwe_lint.changes.repair import with_tried
from gwe_lint.changes.simulation import Judges
from gwe_lint.changes.trial import Trials
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.checked import Checking
from gwe_lint.findings.lint import lint_loaded
from gwe_lint.findings.report import Report
from gwe_lint.text import escaped


def in_groups(estate: str) -> str:
    """The remark that not each fix of an estate was tried for itself."""
    return f"{escaped(estate)}: its fixes are many, and were tried in groups: with --select there are fewer"


def lint_and_try(checking: Checking, paths: tuple[Path, ...], accepted: Accepted, judges: Judges) -> Report:
    """The report of a check with the fixes that a trial proved. ``judges`` say what must not come."""
    estates = checking.loader.estates(checking.config, paths)
    report = lint_loaded(checking, estates, paths, accepted)
    trials = Trials(judges, estates, [each.fingerprint for each in report.active])
    remarks = (in_groups(name) for name in grouped(trials, proposals_of(report.active)))
    return report._replace(findings=with_tried(trials, report.findings), remarks=(*report.remarks, *remarks))
