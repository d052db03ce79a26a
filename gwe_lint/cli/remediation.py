"""``drift --remediate``: a new folder with what restores the baseline, and with what accepts the current state."""

from collections.abc import Sequence
from pathlib import Path

from gwe_lint.baseline.adoption import adoption_of
from gwe_lint.baseline.loader import StoredBaseline
from gwe_lint.baseline.remedy import remedy_of
from gwe_lint.cli.own_folder import write_new_folder
from gwe_lint.cli.streams import say
from gwe_lint.drift.diff import Drift
from gwe_lint.drift.judge import Judged
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.report import Report
from gwe_lint.text import counted, listed


def write_remedy(
    folder: Path,
    drift: Drift,
    judged: Judged,
    report: Report,
    estates: Sequence[Estate],
    baseline: StoredBaseline | None,
) -> None:
    """Write the remedy into a new folder, whole or not at all, and print what it holds.

    ``baseline`` is None where the baseline is a folder of exports. What is in files that were not read whole is left
    out, which is said. Raises ``Untrusted`` where the folder cannot be written.
    """
    active = {finding.fingerprint for finding in report.active}
    not_whole = report.drift.not_whole if report.drift else ()
    remedy = remedy_of(judged, active, not_whole, several=len(estates) > 1)
    files = {**remedy.files, **adoption_of(drift, judged, estates, active, not_whole, baseline)}
    if not_whole:
        say(f"gwe-lint: --remediate leaves out what was not read whole: {listed(not_whole)}")
    if not files:
        say("nothing to restore, so nothing was written")
        return
    write_new_folder(folder, files, "drift --remediate", "--remediate")
    how = f"{counted(remedy.restored, 'option')} restored by import, {remedy.manual} by hand"
    say(f"{folder.name}: {counted(len(files), 'file')}; {how}")
